import Database from 'better-sqlite3'
import fc from '../../../generated/cases'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openCache, type LocalCache } from '../../../cache/local-cache'
import { sampleDomain, sampleRecord } from '../../domains/sample-domains'

const NAMES = ['a.example', 'b.example', 'c.example', 'd.example']
const STEP = fc.record({
  what: fc.constantFrom('list', 'detail', 'remove', 'finish'),
  names: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1 }),
  state: fc.constantFrom('active' as const, 'unverified' as const, 'disabled' as const),
  valid: fc.boolean(),
})

function counted(cache: LocalCache) {
  const { items } = cache.list({
    ...{
      accountId: null,
      filter: 'all',
      search: '',
      sort: 'name',
      descending: false,
      after: null,
      limit: 100,
    },
  })
  const of = (state: string) => items.filter((item) => item.state === state).length
  return {
    all: items.length,
    failing: items.filter(({ failing }) => (failing ?? 0) > 0).length,
    ...{ unverified: of('unverified'), active: of('active'), disabled: of('disabled') },
  }
}

it('counts the domains there are, whatever was added, changed and removed before', () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 12 }), (steps) => {
      const cache = openCache(':memory:')
      for (const { what, names, state, valid } of steps) {
        const run = cache.startRun('a', 1, null)
        const domains = names.map((name) => ({ ...sampleDomain(name), state }))
        if (what === 'list' || what === 'finish') cache.putListed('a', domains, run, { at: 1 })
        if (what === 'finish') cache.finishRun('a', run, run, 1)
        for (const domain of what === 'detail' ? domains : []) {
          const records = [sampleRecord({ valid: valid ? 'valid' : 'invalid' })]
          cache.putDetail('a', domain, records, { fetchedAt: 1, source: 'refresh' })
        }
        for (const name of what === 'remove' ? names : []) {
          cache.remove({ accountId: 'a', name }, { at: 1, source: 'delete' })
        }
        expect(cache.counts(null)).toEqual(counted(cache))
      }
      cache.close()
    }),
    { numRuns: 60 },
  )
})

it('counts a row once that did not read back when its domain was fetched again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-tally-'))
  const path = join(folder, 'cache.sqlite')
  const put = (cache: LocalCache) =>
    cache.putDetail('a', sampleDomain('a.example'), [], { fetchedAt: 1, source: 'refresh' })
  const first = openCache(path)
  put(first)
  first.close()
  const db = new Database(path)
  db.exec("UPDATE domain SET settings = 'no JSON'")
  db.close()
  const second = openCache(path)
  put(second)
  expect(second.counts(null)).toEqual(counted(second))
  second.close()
  rmSync(folder, { recursive: true })
})
