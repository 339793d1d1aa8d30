import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCache, type LocalCache } from '../../cache/local-cache'
import type { ListRequest } from '../../../src/preload/contract/domains'
import { sampleDomain, sampleRecord } from '../../unit/domains/sample-domains'

const FIRST: ListRequest = {
  accountId: null,
  filter: 'all',
  search: '',
  sort: 'name',
  descending: false,
  after: null,
  limit: 1000,
}
const ROWS = 10_000

let folder: string
let file: string
let open: LocalCache[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-cache-'))
  file = join(folder, 'cache.sqlite')
  open = []
})
afterEach(() => {
  for (const cache of open) cache.close()
  rmSync(folder, { recursive: true })
})

function opened(): LocalCache {
  const cache = openCache(file)
  open.push(cache)
  return cache
}

function filled(rows: number): void {
  const cache = openCache(file)
  const run = cache.startRun('a', 1, null)
  for (let start = 0; start < rows; start += 1000) {
    const page = Array.from({ length: Math.min(1000, rows - start) }, (_, i) => {
      const n = start + i
      return sampleDomain(`d${String(n).padStart(6, '0')}.example`, {
        state: n % 4 === 0 ? 'unverified' : 'active',
        createdAt: n % 3 === 0 ? null : (n * 7919) % rows,
      })
    })
    cache.putListed('a', page, run, { at: 1 })
  }
  cache.finishRun('a', run, run, 1)
  cache.close()
}

function raw(change: (db: Database.Database) => void): void {
  const db = new Database(file)
  change(db)
  db.close()
}

describe('a cache file', () => {
  it('keeps everything over a restart', () => {
    filled(ROWS)
    const key = { accountId: 'a', name: 'd000007.example' }
    const first = openCache(file)
    first.putDetail('a', sampleDomain(key.name), [sampleRecord()], {
      source: 'sync',
      fetchedAt: 5,
      verifiedAt: 6,
    })
    first.markSynced('a', 7)
    const before = [first.get(key), first.counts(null), first.syncState('a'), first.list(FIRST)]
    first.close()
    const cache = opened()
    expect([cache.get(key), cache.counts(null), cache.syncState('a'), cache.list(FIRST)]).toEqual(before)
    expect(cache.counts(null)).toMatchObject({ all: ROWS, unverified: ROWS / 4 })
  })

  it('answers each of ten thousand rows once in every order', () => {
    filled(ROWS)
    const cache = opened()
    for (const sort of ['name', 'created', 'verified'] as const) {
      for (const descending of [false, true]) {
        const seen = new Set<string>()
        let after: string | null = null
        do {
          const page = cache.list({ ...FIRST, sort, descending, after, limit: 999 })
          for (const row of page.items) seen.add(row.name)
          after = page.next
        } while (after !== null)
        expect(seen.size).toBe(ROWS)
      }
    }
  })

  it('forgets an account with its records', () => {
    filled(10)
    const cache = opened()
    cache.putDetail('a', sampleDomain('d000001.example'), [sampleRecord()], { source: 'sync', fetchedAt: 1 })
    cache.removeAccount('a')
    raw((db) => {
      for (const table of ['account', 'domain', 'record', 'tally']) {
        expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
      }
    })
  })
})

describe('a row of another shape', () => {
  const key = { accountId: 'a', name: 'd000001.example' }

  it.each([
    ["UPDATE domain SET settings = '{' WHERE name = 'd000001.example'"],
    [`UPDATE domain SET settings = '{"wildcard": 7}' WHERE name = 'd000001.example'`],
    [`UPDATE domain SET other = '{"a":1}' WHERE name = 'd000001.example'`],
    ["UPDATE domain SET disabled = 'x' WHERE name = 'd000001.example'"],
  ])('is dropped when it is read: %s', (change) => {
    filled(3)
    raw((db) => db.exec(change))
    const cache = opened()
    expect(cache.get(key)).toBeUndefined()
    expect(cache.list(FIRST)).toMatchObject({ total: 2, items: { length: 2 } })
  })

  it('is left out of the list, which goes on after it', () => {
    filled(5)
    raw((db) => db.exec("UPDATE domain SET state = 'dreaming' WHERE name = 'd000001.example'"))
    const cache = opened()
    const first = cache.list({ ...FIRST, limit: 2 })
    expect(first.items.map((row) => row.name)).toEqual(['d000000.example', 'd000002.example'])
    // Once it was met it is dropped, and no longer counted.
    expect(cache.list({ ...FIRST, limit: 9, after: first.next })).toMatchObject({
      items: { length: 2 },
      total: 4,
    })
  })

  it('loses only its records when those are the trouble, and they are wanted again', () => {
    filled(3)
    const cache = opened()
    cache.putDetail('a', sampleDomain(key.name), [sampleRecord()], { source: 'sync', fetchedAt: 5 })
    raw((db) => db.exec("UPDATE record SET cached = '{}'"))
    expect(cache.get(key)).toMatchObject({ records: [], fetchedAt: null })
    expect(cache.wantingAmong(key.accountId, [key.name], { activeBefore: 0, othersBefore: 0 })).toEqual([
      key.name,
    ])
  })
})
