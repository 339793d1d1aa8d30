import type Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openWriting } from '../../../../src/main/cache/cache-files'
import { readPosition } from '../../../../src/main/cache/list/list-position'
import { countList, readList } from '../../../../src/main/cache/list/list-query'
import { Statements } from '../../../../src/main/cache/statements'
import { readCounts } from '../../../../src/main/cache/rows/tally-rows'
import {
  countWantingDetail,
  readWantingAmong,
  readWantingDetail,
} from '../../../../src/main/cache/rows/wanted-rows'
import { createWriter } from '../../../../src/main/cache/connection/writer'
import { profileMigrations } from '../../../../src/main/profile/migrations'
import { openDatabase } from '../../../../src/main/sqlite/open'
import type { ListRequest } from '../../../../src/preload/contract/domains'
import { sampleDomain, sampleRecord } from '../../../unit/domains/sample-domains'

const SORTS = ['name', 'created', 'verified'] as const
const FILTERS = ['all', 'failing', 'active', 'unverified'] as const
const SEARCHES = [
  ...[
    '',
    'o',
    'om',
    'exa',
    'example',
    'ü',
    'ün',
    'ünc',
    'exa com',
    '-exa',
    'om state:unverified',
    'exa has:failing',
  ],
  ...[
    'state:active',
    'state:disabled',
    'type:sandbox',
    'type:custom',
    'has:valid',
    'has:records',
    'has:unknown',
  ],
  ...[
    'has:tags',
    'has:notes',
    'tag:client',
    'finding:bad',
    'authority:one.example',
    'points:mai',
    'points:ma',
  ],
  ...['key:1024', 'key:older-than:180d', 'key:signing', 'key:inactive'],
  ...['created:<7d', 'verified:>1y', 'created:never', 'account:a'],
]
/** With few rows: the same statements as with many. */
const WAYS = [
  { few: 0, budgets: [1, 2], fewToPass: 0 },
  { few: 0, budgets: [], fewToPass: 0 },
  { few: 2000, budgets: [2_000], fewToPass: 200 },
]
/** A table read from one end to the other, and the index by which it is. */
const SCAN = /^SCAN (?:domain|record|target|dkim_key|signer)\b(?: USING (?:COVERING )?INDEX (\w+))?/
const AGES = { activeBefore: 10, othersBefore: 10 }

let folder: string
let db: Database.Database
let statements: readonly string[]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-plans-'))
  const files = {
    cache: join(folder, 'cache.sqlite'),
    history: join(folder, 'history.sqlite'),
    profile: join(folder, 'profile.sqlite'),
  }
  openDatabase(files.profile, profileMigrations).close()
  db = openWriting(files, false)
  const writer = createWriter(db)
  for (const accountId of ['a', 'b']) {
    for (const [at, name] of ['one', 'two', 'xn--mnchen-3ya', 'three', 'four'].entries()) {
      const domain = sampleDomain(`${name}.example.com`, {
        state: at % 2 === 0 ? 'active' : 'unverified',
        createdAt: at === 0 ? null : at,
      })
      writer.putDetail(accountId, domain, [sampleRecord()], { fetchedAt: at, source: 'sync', verifiedAt: at })
    }
  }
  statements = statementsOf(() => askEverything(new Statements(db)))
})

afterAll(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

/** Every SQL text a piece of work prepares. */
function statementsOf(work: () => void): string[] {
  const get = vi.spyOn(Statements.prototype, 'get')
  try {
    work()
    return [...new Set(get.mock.calls.map(([text]) => text))]
  } finally {
    get.mockRestore()
  }
}

function askEverything(sql: Statements): void {
  for (const accountId of [null, 'a']) {
    for (const sort of SORTS) {
      for (const descending of [false, true]) {
        for (const filter of FILTERS) {
          for (const search of SEARCHES) {
            askList(sql, { accountId, sort, descending, filter, search, after: null, limit: 2 })
          }
          const key = { accountId: 'a', name: 'two.example.com' }
          readPosition(sql, { accountId, filter, search: '', sort, descending, key })
        }
      }
    }
    readCounts(sql, accountId)
  }
  readWantingDetail(sql, 'a', AGES, 10)
  countWantingDetail(sql, 'a', AGES)
  readWantingAmong(sql, 'a', ['one.example.com'], AGES)
}

function askList(sql: Statements, request: ListRequest): void {
  for (const way of WAYS) {
    const options = { now: 1, ...way }
    const { next } = readList(sql, request, () => undefined, options)
    if (next !== null) readList(sql, { ...request, after: next }, () => undefined, options)
    readList(sql, { ...request, skip: 3 }, () => undefined, options)
    if (request.sort === 'name' && !request.descending) countList(sql, request, options)
  }
}

/** How SQLite carries a statement out, https://www.sqlite.org/eqp.html. */
function planOf(text: string): string[] {
  const explain = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
  const named: Record<string, null> = {}
  for (const [, name = ''] of text.matchAll(/@(\w+)/g)) named[name] = null
  const count = [...text.matchAll(/\?/g)].length
  const rows = count > 0 ? explain.all(...Array.from({ length: count }, () => null)) : explain.all(named)
  return rows.map(({ detail }) => detail)
}

/** Indexes that hold some rows only: to read one to its end is what it is for. */
function partialIndexes(): Set<string> {
  const names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'")
  return new Set(names.pluck().all() as string[])
}

/** What in a plan takes longer the more rows there are, where the statement is to answer some of them. */
function slowSteps(text: string, partial: ReadonlySet<string>): string[] {
  let read = ''
  return planOf(text).filter((detail) => {
    if (detail.includes('USE TEMP B-TREE')) return !sortsFew(text, detail, read)
    if (/^(SEARCH|SCAN) /.test(detail)) read = detail
    const scan = SCAN.exec(detail)
    return scan !== null && !partial.has(scan[1] ?? '') && !readsTargets(text)
  })
}

/**
 * Candidates are at most 2,000, and each is wanted once. The names whose U-labels begin with a text and the counts of
 * kinds are few, too.
 *
 * @param read the step whose rows are sorted
 */
function sortsFew(text: string, detail: string, read: string): boolean {
  if (read.includes('domain_by_u_label') || text.includes('FROM tally')) return true
  return text.includes('AS candidate') || (detail.endsWith('FOR DISTINCT') && /^SELECT \* FROM \(/.test(text))
}

/** Of one or two letters of a value; values are few, as most records point to the same hosts. */
function readsTargets(text: string): boolean {
  return text.includes('FROM target WHERE instr(value, ?) > 0')
}

it('asks a list in every way there is', () => {
  expect(statements.length).toBeGreaterThan(200)
  const texts = statements.join('\n')
  for (const part of ['name_search MATCH', 'name_gram', 'AS candidate', 'LIMIT 1 OFFSET', 'UNION ALL']) {
    expect(texts).toContain(part)
  }
})

it('neither reads a table to its end nor sorts one for a page, a place or a count', () => {
  const partial = partialIndexes()
  const slow = statements.flatMap((text) =>
    slowSteps(text, partial).map((step) => `${step}\n  in ${text.replaceAll(/\s+/g, ' ')}`),
  )
  expect(slow).toEqual([])
})

it('finds what has a key by seeks alone, each in one table for one row of another', () => {
  const found = statements.filter((text) => text.includes('FROM dkim_key INDEXED BY'))
  expect(found).toHaveLength(4)
  for (const text of found) {
    const [keys, ...others] = planOf(text)
    // The keys that are asked for, which an index of theirs alone has: no table is read to its end for them.
    expect(keys).toMatch(
      /^(?:SCAN dkim_key USING COVERING INDEX dkim_key_(?:inactive|signing)|SEARCH dkim_key USING COVERING INDEX dkim_key_by_(?:bits|age) \((?:bits=|first_seen_at<)\?\))$/,
    )
    expect(others).toEqual([
      'SEARCH record USING INDEX record_by_dkim_authority (<expr>=?)',
      'SEARCH signer USING INTEGER PRIMARY KEY (rowid=?)',
    ])
  }
})

it('asks of a row whether it has a key by seeks alone', () => {
  const asked = statements.filter((text) => text.includes('FROM record CROSS JOIN dkim_key'))
  expect(asked).not.toEqual([])
  for (const text of asked) {
    const plan = planOf(text)
    expect(plan.filter((detail) => / (?:record|dkim_key)\b/.test(detail))).toEqual([
      'SEARCH record USING PRIMARY KEY (domain=?)',
      // By an index of the keys that are asked for, or by the table's own order.
      expect.stringMatching(
        /^SEARCH dkim_key USING .*\((?:bits=\? AND )?account=\? AND signing_domain=\?.*\)$/,
      ),
    ])
    expect(plan.filter((detail) => /^SCAN (?!page|candidate|json_each|\()/.test(detail))).toEqual([])
  }
})

it('gives full-text search bounds that it takes: of numbers bound as REAL it takes none', () => {
  const bounded = statements.filter((text) => text.includes('name_search.rowid BETWEEN'))
  expect(bounded).not.toEqual([])
  for (const text of bounded) {
    expect(text).toContain('BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)')
  }
})

describe('an index that is missing is missed', () => {
  it.each([
    ...[
      'domain_by_name',
      'domain_by_created',
      'domain_by_verified',
      'domain_by_urgency',
      'domain_not_active',
    ],
    ...['domain_failing', 'domain_sandbox', 'domain_with_u_labels', 'domain_by_u_label'],
    ...['record_by_dkim_authority', 'record_by_target', 'record_not_looked_at'],
  ])('%s', (index) => {
    db.exec('SAVEPOINT without')
    try {
      db.exec(`DROP INDEX ${index}`)
      const partial = partialIndexes()
      const isMissed = statements.some((text) => {
        try {
          return slowSteps(text, partial).length > 0
        } catch (error) {
          return String(error).includes(`no such index: ${index}`)
        }
      })
      expect(isMissed).toBe(true)
    } finally {
      db.exec('ROLLBACK TO without; RELEASE without')
    }
  })
})
