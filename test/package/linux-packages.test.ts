import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compare, ELSEWHERE, IN_FOLDER, IN_INSTALLED_FOLDER } from './expected-files'
import { output, packageFile, packages } from './packages'

const APP = 'opt/Zonedesk/'

/** One file of a package: `mode` as `ls` writes it. */
interface PackedFile {
  readonly mode: string
  readonly owner: string
  readonly path: string
}

/** Reads lines such as `-rwxr-xr-x root/root 5 2026-01-01 00:00 ./usr/bin/x`. */
function listing(text: string): readonly PackedFile[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [mode = '', owner = '', , , , ...path] = line.split(/\s+/)
      return {
        mode,
        owner,
        path: path
          .join(' ')
          .replace(/^\.\//, '')
          .replace(/ -> .*$/, ''),
      }
    })
    .filter(({ mode }) => !mode.startsWith('d'))
}

function expectInstalls(files: readonly string[]): void {
  const inFolder = files.filter((path) => path.startsWith(APP)).map((path) => path.slice(APP.length))
  expect(compare(inFolder, IN_INSTALLED_FOLDER)).toEqual({ unknown: [], missing: [] })
  const elsewhere = files.filter((path) => !path.startsWith(APP))
  expect(compare(elsewhere, ELSEWHERE)).toEqual({ unknown: [], missing: [] })
}

describe('the deb', () => {
  const deb = packageFile('.deb')
  const field = (name: string): string => output('dpkg-deb', ['--field', deb, name]).trim()

  it('installs what the app needs, and nothing else', () => {
    expectInstalls(listing(output('dpkg-deb', ['--contents', deb])).map(({ path }) => path))
  })

  it('belongs to root, and only the sandbox helper is setuid', () => {
    const files = listing(output('dpkg-deb', ['--contents', deb]))
    expect(files.filter(({ owner }) => owner !== 'root/root')).toEqual([])
    expect(files.filter(({ mode }) => /s/i.test(mode))).toEqual([
      { mode: '-rwsr-xr-x', owner: 'root/root', path: `${APP}chrome-sandbox` },
    ])
    const odd = files.filter(({ mode }) => !/^(-rwxr-xr-x|-rwsr-xr-x|-rw-r--r--|lrwxrwxrwx)$/.test(mode))
    expect(odd).toEqual([])
  })

  it('depends on every library that its binaries are linked with', () => {
    const depends = field('Depends')
    for (const name of ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'libsecret-1-0', 'libc6']) {
      expect(depends).toContain(name)
    }
    expect(depends).not.toMatch(/libffmpeg|swiftshader|vulkan/)
  })

  it('is older than the official package of the same version when it is not official', () => {
    const version = field('Version')
    expect(version.endsWith('~unofficial')).toBe(!packages().official)
    const official = version.replace('~unofficial', '')
    const compared = spawnSync('dpkg', ['--compare-versions', version, 'le', official])
    expect(compared.status).toBe(0)
  })

  it('has checksums of its files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zonedesk-deb-'))
    try {
      output('dpkg-deb', ['--control', deb, folder])
      const sums = readFileSync(join(folder, 'md5sums'), 'utf8').trim().split('\n')
      const files = listing(output('dpkg-deb', ['--contents', deb])).filter(({ mode }) =>
        mode.startsWith('-'),
      )
      expect(sums.map((line) => line.slice(34)).sort()).toEqual(files.map(({ path }) => path).sort())
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

describe('the rpm', () => {
  const rpm = packageFile('.rpm')
  const query = (...args: readonly string[]): string => output('rpm', ['--query', '--package', ...args, rpm])
  const MODES = '[%{FILEMODES:perms} %{FILEUSERNAME}/%{FILEGROUPNAME} - - - %{FILENAMES}\\n]'
  let files: readonly PackedFile[] = []
  beforeAll(() => {
    files = listing(query('--queryformat', MODES)).map((file) => ({ ...file, path: file.path.slice(1) }))
  })

  it('installs what the deb installs', () => {
    expectInstalls(files.map(({ path }) => path))
  })

  it('belongs to root, and only the sandbox helper is setuid', () => {
    expect(files.filter(({ owner }) => owner !== 'root/root')).toEqual([])
    expect(files.filter(({ mode }) => /s/i.test(mode))).toEqual([
      { mode: '-rwsr-xr-x', owner: 'root/root', path: `${APP}chrome-sandbox` },
    ])
  })

  it('asks for libraries by the names that every distribution provides, and for none of its own', () => {
    const requires = query('--requires')
    for (const name of ['libgtk-3.so.0', 'libnss3.so', 'libgbm.so.1', 'libasound.so.2', 'libsecret-1.so.0']) {
      expect(requires).toContain(`${name}()(64bit)`)
    }
    expect(requires).not.toMatch(/libffmpeg|swiftshader|vulkan|libEGL|libGLES/)
    expect(query('--provides')).not.toMatch(/\.so/)
  })

  it('holds the very files of the app: nothing is stripped', () => {
    const sums = query('--queryformat', '[%{FILEDIGESTS} %{FILENAMES}\\n]').trim().split('\n')
    const packed = new Map(sums.map((line) => [line.slice(65), line.slice(0, 64)]))
    const { unpacked } = packages()
    const names = [
      'zonedesk',
      'chrome-sandbox',
      'chrome_crashpad_handler',
      'libffmpeg.so',
      'resources/app.asar',
    ]
    const own = output(
      'sha256sum',
      names.map((name) => join(unpacked, name)),
    )
      .trim()
      .split('\n')
    for (const line of own) {
      expect(packed.get(line.slice(66).replace(unpacked, '/opt/Zonedesk'))).toBe(line.slice(0, 64))
    }
  })

  it('is for an architecture by the name that Fedora has', () => {
    expect(query('--queryformat', '%{ARCH}')).toMatch(/^(x86_64|aarch64)$/)
  })
})

describe('the tar.gz', () => {
  const archive = packageFile('.tar.gz')
  let files: readonly PackedFile[] = []
  beforeAll(() => {
    files = listing(
      output('tar', ['--list', '--verbose', '--numeric-owner', '--file', archive]).replaceAll(
        /( \d+) (\d{4}-)/g,
        '$1 $2',
      ),
    )
  })
  afterAll(() => {})

  it('holds the app in one folder with its own name', () => {
    const folder = `${archive
      .split('/')
      .at(-1)!
      .replace(/\.tar\.gz$/, '')}/`
    expect(files.every(({ path }) => path.startsWith(folder))).toBe(true)
    const paths = files.map(({ path }) => path.slice(folder.length))
    expect(compare(paths, IN_FOLDER)).toEqual({ unknown: [], missing: [] })
  })

  it('names no user of the machine it was made on, and has nothing setuid', () => {
    expect(files.filter(({ owner }) => owner !== '0/0')).toEqual([])
    expect(files.filter(({ mode }) => /s/i.test(mode))).toEqual([])
  })
})
