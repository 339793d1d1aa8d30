import Database from 'better-sqlite3'
import fc from '../../../generated/cases'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCache, type LocalCache } from '../../../cache/local-cache'
import { sampleDomain, sampleRecord } from '../../domains/sample-domains'

let folder: string
let cache: LocalCache
let db: Database.Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-numbers-'))
  cache = openCache(join(folder, 'cache.sqlite'))
  db = new Database(join(folder, 'cache.sqlite'), { readonly: true })
})

afterEach(() => {
  db.close()
  cache.close()
  rmSync(folder, { recursive: true })
})

/** Names by account, in the order of the rows' numbers. */
function namesByNumber(): Record<string, string[]> {
  const rows = db
    .prepare('SELECT account_id, name FROM domain JOIN account ON account.id = account ORDER BY domain.id')
    .all() as { account_id: string; name: string }[]
  const names: Record<string, string[]> = {}
  for (const { account_id, name } of rows) (names[account_id] ??= []).push(name)
  return names
}

function found(search: string): string[] {
  const { items } = cache.list({
    ...{ accountId: null, filter: 'all', search, sort: 'name', descending: false, after: null, limit: 1000 },
  })
  return items.map(({ accountId, name }) => `${accountId}/${name}`)
}

function list(accountId: string, names: readonly string[]): void {
  const run = cache.startRun(accountId, 1, null)
  cache.putListed(
    accountId,
    names.map((name) => sampleDomain(name)),
    run,
    { at: 1 },
  )
}

function store(accountId: string, name: string): void {
  cache.putDetail(accountId, sampleDomain(name), [sampleRecord({ value: `of ${name}` })], {
    ...{ fetchedAt: 1, source: 'sync' },
  })
}

const NAME = fc.stringMatching(/^[ab]{1,4}$/).map((label) => `${label}.example`)
const STEP = fc.record({
  accountId: fc.constantFrom('a', 'b'),
  kind: fc.constantFrom('list', 'store', 'remove'),
  names: fc.array(NAME, { minLength: 1, maxLength: 8 }),
})

it('follow the order of names, whatever is added and removed in which order', () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 20 }), (steps) => {
      cache.retainAccounts([])
      const known: Record<string, Set<string>> = { a: new Set(), b: new Set() }
      for (const { accountId, kind, names } of steps) {
        const own = known[accountId]
        if (kind === 'list') list(accountId, names)
        for (const name of names) {
          if (kind === 'store') store(accountId, name)
          if (kind === 'remove') cache.remove({ accountId, name }, { at: 1, source: 'edit' })
          if (kind === 'remove') own?.delete(name)
          else own?.add(name)
        }
      }
      const expected = Object.entries(known)
        .filter(([, names]) => names.size > 0)
        .map(([accountId, names]) => [accountId, [...names].sort()])
      expect(namesByNumber()).toEqual(Object.fromEntries(expected))
      expect(found('.example')).toHaveLength(expected.flatMap(([, names]) => names).length)
    }),
    { numRuns: 60 },
  )
})

it.each([
  ['one by one', 1],
  ['forty at once', 40],
])(
  'make room where names come between the same two, %s, and take along what belongs to them',
  (_, atOnce) => {
    store('b', 'zz.example')
    for (const name of ['aa.example', 'ab.example', 'y0.example', 'y1.example', 'zz.example'])
      store('a', name)
    const names = Array.from({ length: 400 }, (_, index) => `y0${1000 - index}.example`)
    for (let from = 0; from < names.length; from += atOnce) {
      const some = names.slice(from, from + atOnce)
      if (atOnce === 1) for (const name of some) store('a', name)
      else list('a', some)
    }
    const all = ['aa.example', 'ab.example', 'y0.example', 'y1.example', 'zz.example', ...names].sort()
    expect(namesByNumber()).toEqual({ a: all, b: ['zz.example'] })
    for (const name of ['y0.example', 'y1.example', ...(atOnce === 1 ? names : [])]) {
      expect(cache.get({ accountId: 'a', name })?.records.map(({ value }) => value)).toEqual([`of ${name}`])
      expect(found(name)).toEqual([`a/${name}`])
    }
    expect(found('y0')).toHaveLength(401)
    expect(db.prepare('SELECT count(*) FROM name_search').pluck().get()).toBe(all.length + 1)
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(cache.counts('a').all).toBe(all.length)
  },
)
