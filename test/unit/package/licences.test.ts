import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROOT } from '../../../scripts/setup/paths.mjs'
import { licencesOf, objections } from '../../../scripts/package/licences/licences.mjs'

describe('licencesOf', () => {
  let root = ''
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'zonedesk-licences-'))
    const texts = 'scripts/package/licences/texts'
    cpSync(join(ROOT, texts), join(root, texts), { recursive: true })
    install('electron', { version: '1.0.0', license: 'MIT' }, { LICENSE: 'Electron is free.' })
  })
  afterEach(() => {
    rmSync(root, { recursive: true, force: true })
  })

  function install(name: string, manifest: object, files: Record<string, string>): string {
    const folder = join(root, 'node_modules', name)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, ...manifest }))
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(folder, file, '..'), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    return `node_modules/${name}`
  }

  it('gives every licence file and notice of a package, sorted by name', () => {
    const b = install(
      'b',
      { version: '2.0.0', license: 'Apache-2.0', homepage: 'https://b.example' },
      { NOTICE: 'By B.\n', 'license.md': 'You may.\n', 'licenses.ts': 'no' },
    )
    const a = install('@a/z', { version: '1.0.0', license: 'ISC' }, { COPYING: 'Do.' })
    expect(licencesOf([b, a, b], root)).toMatchObject([
      { name: '@a/z', version: '1.0.0', licence: 'ISC', homepage: null, text: 'Do.' },
      {
        name: 'b',
        version: '2.0.0',
        licence: 'Apache-2.0',
        homepage: 'https://b.example',
        text: 'By B.\n\nYou may.',
      },
      { name: 'Electron' },
    ])
  })

  it('says of Electron where the licences of Chromium are', () => {
    const [electron] = licencesOf([], root)
    expect(electron).toMatchObject({ name: 'Electron', licence: 'MIT' })
    expect(electron?.text).toContain('LICENSES.chromium.html')
    expect(electron?.text).toContain('Electron is free.')
  })

  it.each([
    [{ repository: 'me/it' }, 'https://github.com/me/it'],
    [{ repository: { url: 'git+https://github.com/me/it.git' } }, 'https://github.com/me/it'],
    [{ repository: { url: 'git://github.com/me/it.git' } }, 'https://github.com/me/it'],
    [{ repository: { url: 'git+ssh://git@github.com/me/it.git' } }, 'https://github.com/me/it'],
    [{ repository: { url: 'git@github.com:me/it.git' } }, 'https://github.com/me/it'],
    [{ homepage: 'http://it.example' }, 'https://it.example'],
    [{ homepage: 'javascript:alert(1)' }, null],
    [{}, null],
  ])('reads the page of %j', (manifest, homepage) => {
    const it = install('it', { version: '1.0.0', license: 'MIT', ...manifest }, { LICENSE: 'x' })
    expect(licencesOf([it], root).find(({ name }) => name === 'it')?.homepage).toBe(homepage)
  })

  it('names SQLite inside better-sqlite3, with its own version and blessing', () => {
    const header =
      '/*\n** 2001\n**\n**    May you do good.\n**\n*************\n** more\n*/\n#define SQLITE_VERSION        "3.1.2"\n'
    const one = install(
      'better-sqlite3',
      { version: '1.0.0', license: 'MIT' },
      { LICENSE: 'x', 'deps/sqlite3/sqlite3.h': header },
    )
    expect(licencesOf([one], root)).toContainEqual({
      name: 'SQLite',
      version: '3.1.2',
      licence: 'blessing',
      homepage: 'https://www.sqlite.org',
      text: '2001\n\n   May you do good.',
    })
  })

  it('names the list of public suffixes inside tldts', () => {
    const one = install('tldts', { version: '7.5.5', license: 'MIT' }, { LICENSE: 'x' })
    const list = licencesOf([one], root).find(({ name }) => name === 'Public Suffix List')
    expect(list).toMatchObject({ version: 'of tldts 7.5.5', licence: 'MPL-2.0' })
    expect(list?.text).toMatch(/^Mozilla Public License Version 2\.0/)
  })

  it('has a text for a package that says its licence and brings no text', () => {
    const one = install('lazy-val', { version: '1.0.5', license: 'MIT' }, {})
    expect(licencesOf([one], root).find(({ name }) => name === 'lazy-val')?.text).toContain('Krivosheev')
  })

  it('leaves the text empty where there is none', () => {
    const one = install('bare', { version: '1.0.0', license: 'MIT' }, {})
    expect(licencesOf([one], root).find(({ name }) => name === 'bare')?.text).toBe('')
  })
})

describe('objections', () => {
  const one = (licence: string, name = 'it', text = 'x') => ({
    name,
    version: '1',
    licence,
    homepage: null,
    text,
  })

  it.each(['MIT', 'ISC', '(MIT OR GPL-3.0-only)', 'MIT AND BSD-3-Clause'])('has none to %s', (licence) => {
    expect(objections([one(licence)])).toEqual([])
  })

  it.each(['GPL-3.0-only', 'MIT AND GPL-3.0-only', 'SEE LICENSE IN x', '', '(MIT OR ISC) AND GPL-3.0-only'])(
    'has one to %j',
    (licence) => {
      expect(objections([one(licence)])).toEqual([
        `it has the licence "${licence}", which nobody has allowed yet.`,
      ])
    },
  )

  it('has one to a licence that was allowed for something else', () => {
    expect(objections([one('MPL-2.0', 'Public Suffix List')])).toEqual([])
    expect(objections([one('MPL-2.0', 'another')])).toHaveLength(1)
  })

  it('has one to a text that is missing', () => {
    expect(objections([one('MIT', 'it', '')])).toEqual(['it brings no text of its licence.'])
  })
})
