import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import configuration from '../../../electron-builder.config.mjs'
import { bashCompletion } from '../../../scripts/docs/bash-completion.mjs'
import { manPage } from '../../../scripts/docs/man-page.mjs'
import { ROOT } from '../../../scripts/setup/paths.mjs'
import manifest from '../../../package.json'

const LINUX = join(ROOT, 'resources', 'linux')
const METAINFO = join(LINUX, 'org.zonedesk.Zonedesk.metainfo.xml')

const HELP = `Usage: zonedesk [options]
       zonedesk serve --db FILE

  --user-data-dir=DIR  keep it in DIR
  --version            print the version
`
const SERVE_HELP = `Usage: zonedesk serve --db FILE

  --db FILE    a file
  --port PORT  a port
`

// electron-builder's own writer of desktop files, which no package exports.
const { LinuxTargetHelper } = createRequire(import.meta.url)(
  'app-builder-lib/out/targets/LinuxTargetHelper',
) as {
  LinuxTargetHelper: new (packager: object) => {
    computeDesktopEntry: (options: object) => Promise<string>
  }
}

/** @returns the desktop file, as the packages get it */
async function desktopFile(): Promise<string> {
  const { linux } = configuration
  const helper = new LinuxTargetHelper({
    appInfo: { productName: configuration.productName, sanitizedProductName: configuration.productName },
    executableName: linux?.executableName,
    platformSpecificBuildOptions: linux,
    fileAssociations: [],
    config: configuration,
    info: { metadata: manifest },
  })
  return helper.computeDesktopEntry(linux!)
}

/** @returns what the program wrote, after it ended well */
function judged(program: string, args: string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, encoding: 'utf8' })
  if (error !== undefined) throw error
  expect({ status, output: `${stdout}${stderr}` }).toMatchObject({ status: 0 })
  return stdout
}

describe.runIf(process.platform === 'linux')('what a package brings for a Linux desktop', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zonedesk-desktop-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('is a desktop file without a fault, to which links and windows belong', async () => {
    const text = await desktopFile()
    const path = join(folder, manifest.desktopName)
    writeFileSync(path, text)
    expect(judged('desktop-file-validate', [path])).toBe('')
    const lines = text.split('\n')
    expect(lines).toContain('Exec=/opt/Zonedesk/zonedesk %U')
    expect(lines).toContain('MimeType=x-scheme-handler/zonedesk;')
    expect(lines).toContain('StartupWMClass=zonedesk')
    expect(lines).toContain('Icon=zonedesk')
    expect(lines).toContain('Categories=Network;')
    // One line beside the name, no paragraph.
    expect(lines.find((line) => line.startsWith('Comment='))?.length).toBeLessThan(90)
  })

  it('is a description for software centres that fits the desktop file', () => {
    judged('appstreamcli', ['validate', '--no-net', METAINFO])
    const shown = judged('appstreamcli', ['convert', METAINFO, join(folder, 'made.yml')])
    expect(shown).toBe('')
  })

  it('names the same identifiers everywhere', () => {
    const text = judged('cat', [METAINFO])
    expect(text).toContain(`<id>${configuration.appId!}</id>`)
    expect(text).toContain(`<launchable type="desktop-id">${manifest.desktopName}</launchable>`)
    expect(text).toContain('<mediatype>x-scheme-handler/zonedesk</mediatype>')
  })

  it('is a man page that other programs read', () => {
    judged('mandoc', ['-Tlint', '-Werror', join(LINUX, 'zonedesk.1')])
    judged('mandoc', ['-Tlint', '-Werror'], manPage({ help: HELP, serveHelp: SERVE_HELP }))
    expect(judged('mandoc', ['-Thtml', join(LINUX, 'zonedesk.1')])).toContain(
      '<b>--user-data-dir=</b><i>DIR</i>',
    )
  })

  it.each([
    [
      ['zonedesk', '--'],
      ['--user-data-dir', '--version'],
    ],
    [['zonedesk', 's'], ['serve']],
    [
      ['zonedesk', 'serve', '--'],
      ['--db', '--port'],
    ],
    [['zonedesk', '--user-data-dir', '=', 'da'], ['data']],
    [['zonedesk', '--user-data-dir', '='], ['data']],
    [['zonedesk', 'serve', '--db', 'da'], ['data']],
  ])('completes %j in bash', (words, expected) => {
    writeFileSync(join(folder, 'completion'), bashCompletion({ help: HELP, serveHelp: SERVE_HELP }))
    writeFileSync(join(folder, 'data'), '')
    const typed = words.map((word) => `'${word}'`).join(' ')
    const script = [
      `cd '${folder}'; . ./completion; COMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}`,
      `_zonedesk; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ].join('\n')
    expect(
      judged('bash', ['-c', script])
        .split('\n')
        .filter((line) => line !== '' && line !== 'completion'),
    ).toEqual(expected)
  })

  it('is a copyright file as Debian wants it', () => {
    const paragraphs = judged('cat', [join(LINUX, 'copyright')])
      .split('\n\n')
      .map((paragraph) => [...paragraph.matchAll(/^([A-Z][\w-]+): ?/gm)].map(([, field]) => field))
    expect(paragraphs).toEqual([
      ['Format', 'Upstream-Name', 'Comment'],
      ['Files', 'Copyright', 'License'],
      ['License'],
    ])
    const licence = judged('cat', [join(ROOT, 'LICENSE')])
    const own = judged('cat', [join(LINUX, 'copyright')])
      .split('License: Expat\n')
      .at(-1)!
    expect(own.replaceAll(/^ \.?/gm, '').trim()).toBe(licence.slice(licence.indexOf('Permission')).trim())
  })
})
