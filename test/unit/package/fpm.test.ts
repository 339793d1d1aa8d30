import { describe, expect, it } from 'vitest'
import { controlFile } from '../../../scripts/package/deb.mjs'
import { parseFpmArguments } from '../../../scripts/package/fpm-arguments.mjs'
import { specFile } from '../../../scripts/package/rpm.mjs'

/** As electron-builder 26.17 calls fpm. */
const ARGUMENTS = [
  ...['-s', 'dir', '--force', '-t', 'deb', '-d', 'libc6', '-d', 'libnss3', '--deb-recommends', 'xdg-utils'],
  ...['--deb-compression', 'xz', '--architecture', 'amd64', '--description', 'Short\n Long words.'],
  ...[
    '--version',
    '1.2.3',
    '--package',
    '/out/x.deb',
    '--name',
    'zonedesk',
    '--maintainer',
    'M <m@example.org>',
  ],
  ...['--vendor', 'V', '--url', 'https://example.org/', '--category', 'net', '--license', 'MIT'],
  ...['/app/=/opt/Zonedesk', '/i.png=/usr/share/icons/hicolor/16x16/apps/zonedesk.png'],
]

describe('parseFpmArguments', () => {
  it('reads what electron-builder says', () => {
    const request = parseFpmArguments(ARGUMENTS)
    expect(request).toMatchObject({
      target: 'deb',
      depends: ['libc6', 'libnss3'],
      recommends: ['xdg-utils'],
      files: [
        { from: '/app/', to: '/opt/Zonedesk' },
        { from: '/i.png', to: '/usr/share/icons/hicolor/16x16/apps/zonedesk.png' },
      ],
    })
    expect(request.options).toMatchObject({ version: '1.2.3', 'deb-compression': 'xz' })
  })

  it('lets the last of two values stand', () => {
    expect(parseFpmArguments([...ARGUMENTS, '--version', '1.2.3~unofficial']).options['version']).toBe(
      '1.2.3~unofficial',
    )
  })

  it('refuses what it does not understand', () => {
    expect(() => parseFpmArguments(['--version'])).toThrow('--version has no value.')
    expect(() => parseFpmArguments(['stray'])).toThrow('stray is not FROM=TO.')
    expect(() => parseFpmArguments(['/a=/b=/c'])).toThrow('is not FROM=TO.')
  })
})

describe('controlFile', () => {
  it('has the fields of Debian, and no empty one', () => {
    const text = controlFile({ ...parseFpmArguments(ARGUMENTS), recommends: [] }, ['libc6 (>= 2.34)'], 2049)
    expect(text).toContain('Package: zonedesk\nVersion: 1.2.3\nArchitecture: amd64\n')
    expect(text).toContain('Installed-Size: 3\nDepends: libc6 (>= 2.34)\nSection: net\nPriority: optional\n')
    expect(text).toContain('Description: Short\n Long words.\n')
    expect(text).not.toContain('Recommends')
  })

  it('breaks a long description into lines that begin with a space', () => {
    const long = [...ARGUMENTS, '--description', `Short\n ${'word '.repeat(60)}`]
    const lines = controlFile(parseFpmArguments(long), [], 0).split('Description: ')[1]!.trimEnd().split('\n')
    expect(lines.slice(1).every((line) => line.startsWith(' word') && line.length <= 79)).toBe(true)
    expect(lines.join('').match(/word/g)).toHaveLength(60)
  })
})

describe('specFile', () => {
  const spec = specFile(parseFpmArguments(ARGUMENTS), ['/opt/Zonedesk', '/usr/bin/zonedesk'], 'w1.gzdio')

  it('keeps the setuid bit of the sandbox helper, and strips nothing', () => {
    expect(spec).toContain('%attr(4755, root, root) /opt/Zonedesk/chrome-sandbox')
    expect(spec).toContain('%global __os_install_post %{nil}')
  })

  it('names what it installs, and what was asked for besides', () => {
    expect(spec).toContain('%defattr(-, root, root, -)\n/opt/Zonedesk\n/usr/bin/zonedesk\n')
    expect(spec).toContain('Requires: libc6\nRequires: libnss3\n')
  })
})
