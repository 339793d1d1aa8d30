import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkFuses, FUSE_NAMES, readFuses, setFuse, WANTED_FUSES } from '../../../scripts/package/fuses.mjs'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-fuses-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const WANTED = FUSE_NAMES.map((name) => (WANTED_FUSES[name] ? '1' : '0')).join('')

/** A file with fuses as Electron's binary has them: a mark, the version, how many there are, a sign for each. */
function binary(...wires: readonly string[]): string {
  const file = join(folder, 'binary')
  const sets = wires.map((wire) =>
    Buffer.concat([
      Buffer.from('code dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
      Buffer.from([1, wire.length]),
      Buffer.from(wire),
    ]),
  )
  writeFileSync(file, Buffer.concat([...sets, Buffer.from(' more code')]))
  return file
}

it('are read by their names', () => {
  expect(readFuses(binary(WANTED))).toEqual(WANTED_FUSES)
  expect(readFuses(binary('10'))).toEqual({ runAsNode: true, enableCookieEncryption: false })
})

it('that Electron has removed are left out', () => {
  expect(readFuses(binary('r1'))).toEqual({ enableCookieEncryption: true })
})

it('are changed one by one, in every architecture of a binary', () => {
  const file = binary(WANTED, WANTED)
  setFuse(file, 'enableNodeCliInspectArguments', true)
  expect(readFuses(file)).toEqual({ ...WANTED_FUSES, enableNodeCliInspectArguments: true })
})

it('are refused by the names of those that are wrong', () => {
  expect(() => checkFuses(binary(WANTED))).not.toThrow()
  expect(() => checkFuses(binary(WANTED.replace(/^0/, '1')))).toThrow('as they must be: runAsNode.')
})

it.each([
  ['has none', () => join(import.meta.dirname, 'programs.test.ts'), 'The binary has no fuses.'],
  ['has more than are known', () => binary(`${WANTED}1`), 'Electron has 10 fuses; 9 are known.'],
  ['differs by architecture', () => binary(WANTED, WANTED.replace('0', '1')), 'different fuses'],
])('cannot be read when a binary %s', (_what, file, sentence) => {
  expect(() => readFuses(file())).toThrow(sentence)
})
