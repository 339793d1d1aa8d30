import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { objections } from '../../../scripts/package/licences/licences.mjs'
import { ROOT } from '../../../scripts/setup/paths.mjs'
import { LicenceFile } from '../../../src/preload/contract/about'

describe('out/licences.json, as the build wrote it', () => {
  const licences = v.parse(LicenceFile, JSON.parse(readFileSync(join(ROOT, 'out', 'licences.json'), 'utf8')))
  const names = licences.map(({ name }) => name)

  it('names what was bundled, what is beside the bundle, and what these contain', () => {
    // Of each program one: the preload script, the main process, the window; then the native modules, and theirs.
    expect(names).toEqual(
      expect.arrayContaining([
        ...['hono', 'tldts', 'svelte', '@lucide/svelte', 'valibot'],
        ...['better-sqlite3', '@github/keytar', 'SQLite', 'Public Suffix List', 'Electron'],
      ]),
    )
  })

  it('names no development tool', () => {
    expect(
      names.filter((name) => /^(?:eslint|vitest|typescript|electron-builder|@types\/)/.test(name)),
    ).toEqual([])
  })

  it('has the text of every licence, each of a kind that may be passed on', () => {
    expect(objections(licences)).toEqual([])
  })

  it('has a page for each', () => {
    expect(licences.filter(({ homepage }) => homepage === null)).toEqual([])
  })

  it('is small enough to be read in one go', () => {
    expect(JSON.stringify(licences).length).toBeLessThan(200_000)
  })
})
