import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aboutHandlers } from '../../../src/main/app/about'
import type { Licence } from '../../../src/preload/contract/about'
import type { BuildInfo } from '../../../src/preload/contract/build-info'

const BUILD: BuildInfo = { official: true, electron: '45.4.1', commit: 'c'.repeat(40), madeFor: 'users' }
const LICENCE: Licence = {
  name: 'one',
  version: '1.0.0',
  licence: 'MIT',
  text: 'Copyright one',
  homepage: 'https://one.example',
}

let folder: string
let shown: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-about-'))
  shown = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function handlers(build: BuildInfo | null, isInstalled: boolean) {
  return aboutHandlers({
    version: '0.2.0',
    build,
    isInstalled,
    dataFolder: folder,
    logFile: join(folder, 'zonedesk.log'),
    licenceFile: join(folder, 'licences.json'),
    execPath: join(folder, 'zonedesk'),
    showInFolder: (file) => shown.push(file),
  })
}

describe('the runtime', () => {
  it.each([
    [BUILD, true, 'official'],
    [{ ...BUILD, official: false }, true, 'unofficial'],
    // A package that does not say what is in it.
    [null, true, 'unofficial'],
    [null, false, 'development'],
  ] as const)('of %j, installed: %s, is %s', async (build, isInstalled, runtime) => {
    expect(await handlers(build, isInstalled).info({})).toMatchObject({
      runtime,
      commit: build?.commit ?? null,
    })
  })
})

describe('the licences', () => {
  it('are listed without their texts, each of which is asked for by itself', async () => {
    writeFileSync(join(folder, 'licences.json'), JSON.stringify([LICENCE]))
    const { licences, licenceText } = handlers(null, false)
    const { text, ...line } = LICENCE
    expect(await licences({})).toEqual([line])
    expect(await licenceText({ name: 'one', version: '1.0.0' })).toEqual({ text })
    expect(() => licenceText({ name: 'one', version: '2.0.0' })).toThrow('one 2.0.0 is not part of Zonedesk.')
  })

  it.each([
    ['not there', null],
    ['no JSON', 'one, MIT'],
    ['another list', JSON.stringify([{ ...LICENCE, homepage: 'javascript:alert(1)' }])],
  ])('are missing with a sentence where the file is %s', (_, text) => {
    if (text !== null) writeFileSync(join(folder, 'licences.json'), text)
    expect(() => handlers(null, false).licences({})).toThrow(
      'This build of Zonedesk has no list of licences.',
    )
  })
})

describe('a file', () => {
  it('is shown where it is, and otherwise its absence is told', async () => {
    const { showFile } = handlers(null, false)
    expect(() => showFile({ file: 'log' })).toThrow('Nothing has been logged yet.')
    expect(() => showFile({ file: 'runtime-licences' })).toThrow('is not there')
    writeFileSync(join(folder, 'zonedesk.log'), '')
    writeFileSync(join(folder, 'LICENSES.chromium.html'), '')
    await showFile({ file: 'log' })
    await handlers(null, false).showFile({ file: 'runtime-licences' })
    expect(shown).toEqual([join(folder, 'zonedesk.log'), join(folder, 'LICENSES.chromium.html')])
  })
})
