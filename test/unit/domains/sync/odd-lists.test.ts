import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import type { Cache } from '../../../../src/main/cache/cache'
import { listDomains } from '../../../../src/main/domains/sync/sync-listing'
import type { SyncRun } from '../../../../src/main/domains/sync/sync-run'
import { createProviderClient } from '../../../../src/main/provider/client/client'
import type { Fetch } from '../../../../src/main/provider/types'
import { inProcess, openCache } from '../../../cache/local-cache'
import { serviceOver } from '../service-under-test'
import { sampleDomain } from '../sample-domains'
import { ScriptedProvider } from '../scripted-provider'

/** How a provider pages and counts, where it does not keep to the contract. */
interface Habits {
  /** Domains a page at most. */
  readonly pageSize: number
  /** What it says as `total_count`, of all rows and of one page; undefined for nothing. */
  readonly total: (all: number, page: number) => unknown
  /** Whether it answers the whole list whatever is asked. */
  readonly doesNotPage?: boolean
}

interface Row {
  readonly name: string
}

/** Reads a list over HTTP's JSON into a cache that knows some names already. */
async function listInto(cache: Cache, rows: readonly unknown[], habits: Habits) {
  const calls: string[] = []
  const answer: Fetch = (url) => {
    const query = new URL(url).searchParams
    const skip = habits.doesNotPage === true ? 0 : Number(query.get('skip'))
    const most = habits.doesNotPage === true ? rows.length : habits.pageSize
    calls.push(`${skip}`)
    const items = rows.slice(skip, skip + Math.min(most, Number(query.get('limit'))))
    return Promise.resolve(Response.json({ total_count: habits.total(rows.length, items.length), items }))
  }
  const notes: string[] = []
  const run = {
    accountId: 'a',
    cache,
    client: createProviderClient({
      ...{ baseUrl: 'http://provider.test', apiKey: () => Promise.resolve('key'), fetch: answer },
      ...{ perSecond: null, tries: 1 },
    }),
    signal: new AbortController().signal,
    includeSubaccounts: false,
    call: (request: () => unknown) => request(),
    inTurn: (work: () => unknown) => work(),
    touched: new Set<string>(),
    now: () => 1,
    startedAt: 1,
    progress: () => undefined,
    changed: () => undefined,
    note: (sentence: string) => notes.push(sentence),
  } as unknown as SyncRun
  return { listed: await listDomains(run), notes, calls }
}

async function cacheWith(...names: string[]): Promise<Cache> {
  const cache = inProcess(openCache(':memory:'))
  const run = await cache.startRun('a', 1, null)
  await cache.putListed(
    'a',
    names.map((name) => sampleDomain(name)),
    run,
    { at: 1 },
  )
  await cache.finishRun('a', run, run, 1)
  return cache
}

function namesIn(cache: Cache): string[] {
  const all = { filter: 'all', search: '', sort: 'name', descending: false, after: null, limit: 500 } as const
  return cache.list({ ...all, accountId: 'a' }).items.map(({ name }) => name)
}

const numbered = (count: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({ name: `d${String(at).padStart(3, '0')}.example` }))
const namesOf = (rows: readonly Row[]): string[] => rows.map(({ name }) => name)

/** What a provider may say in place of the number of its domains. */
const TOTALS = {
  'no number': () => undefined,
  null: () => null,
  'a negative number': () => -1,
  'a fraction': () => 1.5,
  words: () => 'many',
  'the number as text': (all: number) => String(all),
  'the right number': (all: number) => all,
  'the number of the page': (_: number, page: number) => page,
  'one less': (all: number) => Math.max(0, all - 1),
  zero: () => 0,
  'one more': (all: number) => all + 1,
} satisfies Record<string, Habits['total']>

describe.each(Object.entries(TOTALS))('a list that says %s', (what, total) => {
  it('is read to its end, and loses no domain that is there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(12),
        fc.integer({ min: 2, max: 6 }),
        fc.boolean(),
        async (count, pageSize, doesNotPage) => {
          const rows = numbered(count)
          const cache = await cacheWith(...namesOf(rows), 'gone.example')
          const { listed } = await listInto(cache, rows, { pageSize, total, doesNotPage })
          const names = namesIn(cache)
          expect(names.filter((name) => name !== 'gone.example')).toEqual(namesOf(rows))
          // Where the end is not known nothing goes, and the status says so.
          expect(names.includes('gone.example')).toBe(listed.end !== 'whole')
          await cache.close()
        },
      ),
      { numRuns: 15, seed: 11 },
    )
  })

  it('ends well with what it has, save where it says that there is more', async () => {
    const cache = await cacheWith('gone.example')
    const { listed } = await listInto(cache, numbered(9), { pageSize: 4, total })
    expect(listed).toEqual({ end: what === 'one more' ? 'moved' : 'whole', unread: 0 })
    expect(namesIn(cache)).toHaveLength(what === 'one more' ? 10 : 9)
    await cache.close()
  })
})

describe('a list without domains', () => {
  it.each([undefined, null, -1])(
    'and with the number %j removes nothing, and says that it is unclear',
    async (said) => {
      const cache = await cacheWith('one.example')
      const { listed } = await listInto(cache, [], { pageSize: 4, total: () => said })
      expect(listed).toEqual({ end: 'unclear', unread: 0 })
      expect(namesIn(cache)).toEqual(['one.example'])
      const empty = await cacheWith()
      expect((await listInto(empty, [], { pageSize: 4, total: () => said })).listed.end).toBe('whole')
      await Promise.all([cache.close(), empty.close()])
    },
  )

  it('and with the number 0 is empty', async () => {
    const cache = await cacheWith('one.example')
    expect((await listInto(cache, [], { pageSize: 4, total: () => 0 })).listed.end).toBe('whole')
    expect(namesIn(cache)).toEqual([])
    await cache.close()
  })
})

describe('a row that cannot be read', () => {
  const ODD = [null, 'hunter2', 7, [], {}, { name: null }, { name: 12 }, { name: ' ' }, { id: 'hunter2' }]

  it('leaves the others, wherever it is and however the list is counted, and removes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(10),
        fc.array(fc.tuple(fc.nat(10), fc.constantFrom(...ODD)), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 2, max: 6 }),
        fc.constantFrom<Habits['total']>(TOTALS['the right number'], TOTALS['no number'], TOTALS['one less']),
        async (count, odd, pageSize, total) => {
          const rows: unknown[] = numbered(count)
          for (const [at, row] of odd) rows.splice(at, 0, row)
          const cache = await cacheWith('not-readable-now.example')
          const { listed, notes } = await listInto(cache, rows, { pageSize, total })
          expect(listed).toEqual({ end: 'whole', unread: odd.length })
          expect(namesIn(cache)).toEqual([...namesOf(numbered(count)), 'not-readable-now.example'])
          expect(notes.length).toBeGreaterThan(0)
          expect(notes.join()).not.toContain('hunter2')
          await cache.close()
        },
      ),
      { numRuns: 60, seed: 11 },
    )
  })

  it('is reported in the status of the sync, which counts as done, and is logged', async () => {
    const a = new ScriptedProvider('one.example', 'two.example')
    const list = a.list.bind(a)
    a.list = async (query, signal) => {
      const page = await list(query, signal)
      return { ...page, total: 3, unread: [{ at: 2 - query.skip, why: 'it has no name' }] }
    }
    const oddities: string[] = []
    const test = serviceOver({ a }, { onOddity: (sentence) => oddities.push(sentence) })
    const status = await test.synced('a')
    expect(status).toMatchObject({
      phase: 'idle',
      lastSyncedAt: test.clock.now,
      failure: { message: "1 domain of the provider's list could not be read and is not shown." },
    })
    expect(test.names()).toEqual(['one.example', 'two.example'])
    expect(oddities).toEqual(["Rows of the provider's list that could not be read: row 3: it has no name."])
  })
})
