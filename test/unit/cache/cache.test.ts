import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCache, type LocalCache } from '../../cache/local-cache'
import type { Domain } from '../../../src/preload/contract/domain'
import type { ListRequest } from '../../../src/preload/contract/domains'
import { NOTHING_SAID } from '../../../src/preload/contract/domain'
import { sampleDomain, sampleRecord } from '../domains/sample-domains'

const FIRST: ListRequest = {
  accountId: null,
  filter: 'all',
  search: '',
  sort: 'name',
  descending: false,
  after: null,
  limit: 100,
}
const LONG_AGO = { activeBefore: 0, othersBefore: 0 }

let cache: LocalCache
beforeEach(() => {
  cache = openCache(':memory:')
})
afterEach(() => cache.close())

function listed(accountId: string, ...domains: Domain[]): string[] {
  const run = cache.startRun(accountId, 1, null)
  cache.putListed(accountId, domains, run, { at: 1 })
  return cache.finishRun(accountId, run, run, 1)
}

function names(request: Partial<ListRequest> = {}): string[] {
  return cache.list({ ...FIRST, ...request }).items.map((row) => row.name)
}

/** Walks the pages of a list to its end. */
function walk(request: Partial<ListRequest>): string[] {
  const seen: string[] = []
  let after: string | null = null
  do {
    const page = cache.list({ ...FIRST, ...request, after })
    seen.push(...page.items.map((row) => `${row.accountId}/${row.name}`))
    after = page.next
  } while (after !== null)
  return seen
}

describe('listing', () => {
  it('answers an empty page for an empty cache and an unknown account', () => {
    expect(cache.list(FIRST)).toEqual({ items: [], total: 0, next: null })
    listed('a', sampleDomain('one.example'))
    expect(cache.list({ ...FIRST, accountId: 'b' })).toEqual({ items: [], total: 0, next: null })
    expect(cache.counts('b').all).toBe(0)
  })

  it('answers every row once, page by page, in every order, across accounts', () => {
    const times = [null, 3, 1, 3, null, 2, 3, 1]
    for (const account of ['a', 'b', 'c']) {
      listed(
        account,
        ...times.map((createdAt, i) => sampleDomain(`d${i % 5}${account}.example`, { createdAt })),
      )
      listed(account, ...times.map((createdAt, i) => sampleDomain(`d${i}.example`, { createdAt })))
    }
    for (const sort of ['name', 'created', 'verified'] as const) {
      for (const descending of [false, true]) {
        const whole = walk({ sort, descending, limit: 1000 })
        expect(whole).toHaveLength(24)
        for (const limit of [1, 2, 5, 23, 24]) expect(walk({ sort, descending, limit })).toEqual(whole)
      }
    }
  })

  it('sorts by creation with unknown times last in both directions', () => {
    listed(
      'a',
      sampleDomain('x.example', { createdAt: null }),
      sampleDomain('new.example', { createdAt: 20 }),
      sampleDomain('old.example', { createdAt: 10 }),
    )
    expect(names({ sort: 'created' })).toEqual(['old.example', 'new.example', 'x.example'])
    expect(names({ sort: 'created', descending: true })).toEqual(['new.example', 'old.example', 'x.example'])
  })

  it('goes on after a row that is gone meanwhile', () => {
    listed('a', ...['a', 'b', 'c'].map((label) => sampleDomain(`${label}.example`)))
    const first = cache.list({ ...FIRST, limit: 2 })
    cache.remove({ accountId: 'a', name: 'b.example' }, { at: 1, source: 'sync' })
    expect(names({ after: first.next })).toEqual(['c.example'])
  })

  it('counts and finds the needed records alone: a spare DKIM key fails nowhere, until none signs', () => {
    const key = (selector: string, isActive: boolean) =>
      sampleRecord({ name: `${selector}._domainkey.mg.example`, valid: 'unknown', isActive })
    const domain = sampleDomain('mg.example')
    const put = (...records: Parameters<typeof cache.putDetail>[2]) =>
      cache.putDetail('a', domain, records, { source: 'sync', fetchedAt: 1 })
    const found = (search: string): string[] => names({ search })
    put(key('old', false), sampleRecord(), { ...key('mx', true), valid: 'valid' })
    expect(cache.list(FIRST).items[0]?.failing).toBe(0)
    expect(cache.counts('a').failing).toBe(0)
    expect([found('has:failing'), found('has:unknown'), found('has:valid')]).toEqual([[], [], ['mg.example']])
    put(key('old', false), sampleRecord(), { ...key('mx', false), valid: 'valid' })
    expect(cache.list(FIRST).items[0]?.failing).toBe(1)
    expect(cache.counts('a').failing).toBe(1)
    expect([found('has:failing'), found('has:unknown'), found('has:valid')]).toEqual([
      ['mg.example'],
      ['mg.example'],
      [],
    ])
    // What is needed is no part of a record: it reads back as it was put.
    expect(cache.get({ accountId: 'a', name: 'mg.example' })?.records).toHaveLength(3)
  })

  it('filters by state and by failing records, with totals of the whole result', () => {
    listed(
      'a',
      sampleDomain('active.example'),
      sampleDomain('waiting.example', { state: 'unverified' }),
      sampleDomain('off.example', { state: 'disabled' }),
    )
    const records = [sampleRecord(), sampleRecord({ valid: 'unknown' }), sampleRecord({ valid: 'invalid' })]
    cache.putDetail('a', sampleDomain('waiting.example', { state: 'unverified' }), records, {
      source: 'sync',
      fetchedAt: 1,
    })
    expect(names({ filter: 'active' })).toEqual(['active.example'])
    expect(names({ filter: 'unverified' })).toEqual(['waiting.example'])
    expect(names({ filter: 'disabled' })).toEqual(['off.example'])
    expect(cache.list({ ...FIRST, filter: 'failing', limit: 1 })).toMatchObject({
      items: [{ name: 'waiting.example', failing: 2 }],
      total: 1,
      next: null,
    })
    expect(cache.counts(null)).toEqual({ all: 3, failing: 1, unverified: 1, active: 1, disabled: 1 })
  })

  it('keeps the counts right through every kind of change', () => {
    const check = (): void => {
      const all = cache.list({ ...FIRST, limit: 1000 }).items
      const state = (wanted: string): number => all.filter((row) => row.state === wanted).length
      expect(cache.counts(null)).toEqual({
        all: all.length,
        failing: all.filter((row) => (row.failing ?? 0) > 0).length,
        unverified: state('unverified'),
        active: state('active'),
        disabled: state('disabled'),
      })
    }
    const wrong = [sampleRecord({ valid: 'invalid' })]
    listed('a', sampleDomain('one.example'), sampleDomain('two.example', { state: 'unverified' }))
    check()
    cache.putDetail('a', sampleDomain('one.example', { state: 'disabled' }), wrong, {
      source: 'sync',
      fetchedAt: 1,
    })
    check()
    listed('a', sampleDomain('one.example'), sampleDomain('three.example'))
    check()
    cache.putDetail('b', sampleDomain('one.example'), wrong, { source: 'sync', fetchedAt: 1 })
    check()
    cache.putDetail('a', sampleDomain('one.example'), [], { source: 'sync', fetchedAt: 2 })
    check()
    cache.remove({ accountId: 'a', name: 'one.example' }, { at: 1, source: 'sync' })
    check()
    cache.removeAccount('b')
    check()
    expect(cache.counts(null).all).toBe(1)
  })

  it('finds part of a name at any position, in A-labels and U-labels, whatever the case', () => {
    listed('a', sampleDomain('mg.example.com'), sampleDomain('xn--mnchen-3ya.example'))
    expect(names({ search: 'EXAMPLE.c' })).toEqual(['mg.example.com'])
    expect(names({ search: 'MÜNCH' })).toEqual(['xn--mnchen-3ya.example'])
    expect(names({ search: 'mu\u0308nch' })).toEqual(['xn--mnchen-3ya.example'])
    expect(names({ search: 'xn--mn' })).toEqual(['xn--mnchen-3ya.example'])
    // What is longer than a page is counted apart.
    expect(cache.list({ ...FIRST, search: 'example', limit: 1 }).total).toBeNull()
    expect(cache.list({ ...FIRST, search: 'example' }).total).toBe(2)
    expect(cache.count({ accountId: 'a', filter: 'all', search: 'example' })).toBe(2)
    expect(cache.list(FIRST).items.map((row) => row.unicodeName)).toEqual([
      'mg.example.com',
      'münchen.example',
    ])
  })

  it.each(['%', '_', '*', '?', "'", '""""', '\\', '[a-z]'])('takes %s in a search literally', (search) => {
    listed('a', sampleDomain('mg.example.com'))
    expect(names({ search })).toEqual([])
  })
})

describe('what the list leaves out', () => {
  const whole = sampleDomain('mg.example.com', {
    id: 'id1',
    createdAt: 5,
    smtpLogin: 'postmaster@mg.example.com',
    trackingHost: 'mailgun.org',
    settings: { ...NOTHING_SAID, spamAction: 'tag', messageTtl: 60, wildcard: false },
    other: { plan: '"big"' },
  })

  it('does not wipe what details brought, and what it says wins', () => {
    cache.putDetail('a', whole, [sampleRecord()], { source: 'sync', fetchedAt: 1 })
    const said = sampleDomain('mg.example.com', {
      state: 'unverified',
      settings: { ...NOTHING_SAID, wildcard: true },
      other: { extra: '1' },
    })
    const run = cache.startRun('a', 1, null)
    expect(cache.putListed('a', [said], run, { at: 1 })).toEqual(['mg.example.com'])
    expect(cache.get({ accountId: 'a', name: whole.name })).toEqual({
      accountId: 'a',
      unicodeName: 'mg.example.com',
      domain: {
        ...whole,
        state: 'unverified',
        settings: { ...whole.settings, wildcard: true },
        other: { plan: '"big"', extra: '1' },
      },
      records: [sampleRecord()],
      fetchedAt: 1,
      verifiedAt: null,
    })
  })

  it('keeps the reason of a disabled domain while it stays disabled, and drops it after', () => {
    const disabled = { code: 'c', reason: 'r', note: 'n', permanently: false, until: 9 }
    cache.putDetail('a', { ...whole, state: 'disabled', disabled }, [], { source: 'sync', fetchedAt: 1 })
    listed('a', sampleDomain(whole.name, { state: 'disabled' }))
    expect(cache.get({ accountId: 'a', name: whole.name })?.domain.disabled).toEqual(disabled)
    listed('a', sampleDomain(whole.name, { state: 'active' }))
    expect(cache.get({ accountId: 'a', name: whole.name })?.domain.disabled).toBeNull()
  })

  it('counts as no change when it says nothing new', () => {
    cache.putDetail('a', whole, [sampleRecord()], { source: 'sync', fetchedAt: 1 })
    const run = cache.startRun('a', 1, null)
    expect(cache.putListed('a', [sampleDomain(whole.name), whole], run, { at: 1 })).toEqual([])
    expect(cache.finishRun('a', run, run, 1)).toEqual([])
  })

  it('is taken as gone when a whole answer leaves it out', () => {
    cache.putDetail('a', whole, [], { source: 'sync', fetchedAt: 1 })
    cache.putDetail('a', { ...whole, settings: NOTHING_SAID, other: {} }, [], {
      source: 'sync',
      fetchedAt: 2,
    })
    expect(cache.get({ accountId: 'a', name: whole.name })?.domain).toMatchObject({
      settings: NOTHING_SAID,
      other: {},
    })
  })
})

describe('details', () => {
  it('keep the order of records and every field of them', () => {
    const records = [
      sampleRecord({ valid: 'unknown', isActive: null, cached: ['a', 'b "c"'] }),
      sampleRecord({ type: 'MX', priority: 0, purpose: 'receiving', isActive: false, value: '' }),
    ]
    cache.putDetail('a', sampleDomain('mg.example.com'), records, {
      source: 'sync',
      fetchedAt: 7,
      verifiedAt: 8,
    })
    cache.putDetail('a', sampleDomain('mg.example.com'), [...records].reverse(), {
      source: 'sync',
      fetchedAt: 9,
    })
    expect(cache.get({ accountId: 'a', name: 'mg.example.com' })).toMatchObject({
      records: [...records].reverse(),
      fetchedAt: 9,
      verifiedAt: 8,
    })
  })

  it('do not bring a removed domain back when they were asked not to', () => {
    const domain = sampleDomain('mg.example.com')
    expect(cache.putDetail('a', domain, [], { source: 'sync', fetchedAt: 1, onlyIfPresent: true })).toBe(
      false,
    )
    expect(cache.has({ accountId: 'a', name: domain.name })).toBe(false)
  })

  it('keep the same name apart in two accounts', () => {
    cache.putDetail('a', sampleDomain('mg.example.com', { id: 'in a' }), [sampleRecord()], {
      source: 'sync',
      fetchedAt: 1,
    })
    cache.putDetail('b', sampleDomain('mg.example.com', { id: 'in b' }), [], { source: 'sync', fetchedAt: 1 })
    cache.removeAccount('a')
    expect(cache.get({ accountId: 'a', name: 'mg.example.com' })).toBeUndefined()
    expect(cache.get({ accountId: 'b', name: 'mg.example.com' })?.domain.id).toBe('in b')
  })

  it('are wanted for what is not active first, then for what was never fetched, then by age', () => {
    const fetched = (name: string, fetchedAt: number, known: Partial<Domain> = {}): void => {
      cache.putDetail('a', sampleDomain(name, known), [], { source: 'sync', fetchedAt })
    }
    const all = ['never', 'old', 'older', 'fresh'].map((label) => sampleDomain(`${label}.example`))
    const waiting = sampleDomain('waiting.example', { state: 'unverified' })
    listed('a', ...all, waiting)
    fetched('old.example', 20)
    fetched('older.example', 10)
    fetched('fresh.example', 100)
    fetched('waiting.example', 100, waiting)
    const limits = { activeBefore: 50, othersBefore: 101 }
    expect(cache.wantingDetail('a', limits, 100)).toEqual([
      'waiting.example',
      'never.example',
      'older.example',
      'old.example',
    ])
    expect(cache.wantingAmong('a', ['fresh.example'], limits)).toEqual([])
    expect(cache.wantingAmong('a', ['nowhere.example'], limits)).toEqual([])
  })

  it('are wanted again once the list shows another state', () => {
    cache.putDetail('a', sampleDomain('mg.example.com'), [], { source: 'sync', fetchedAt: 5 })
    expect(cache.wantingDetail('a', LONG_AGO, 100)).toEqual([])
    listed('a', sampleDomain('mg.example.com', { state: 'disabled' }))
    expect(cache.wantingDetail('a', LONG_AGO, 100)).toEqual(['mg.example.com'])
  })
})

describe('a run', () => {
  it('removes what it did not see, and only of its account', () => {
    listed('a', sampleDomain('one.example'), sampleDomain('two.example'))
    listed('b', sampleDomain('one.example'))
    expect(listed('a', sampleDomain('two.example'))).toEqual(['one.example'])
    expect(walk({})).toEqual(['b/one.example', 'a/two.example'])
  })

  it('keeps what it saw and passed, and makes nothing of a name that is not there', () => {
    const before = sampleDomain('passed.example', { state: 'active' })
    listed('a', before, sampleDomain('gone.example'))
    const run = cache.startRun('a', 1, null)
    const changed = cache.putListed('a', [], run, { at: 1, passed: ['passed.example', 'deleted.example'] })
    expect(changed).toEqual([])
    expect(cache.finishRun('a', run, run, 1)).toEqual(['gone.example'])
    expect(names()).toEqual(['passed.example'])
    expect(listed('a')).toEqual(['passed.example'])
  })

  it('removes nothing until it is finished', () => {
    listed('a', sampleDomain('one.example'))
    const run = cache.startRun('a', 1, null)
    cache.putListed('a', [sampleDomain('two.example')], run, { at: 1 })
    expect(names()).toEqual(['one.example', 'two.example'])
    expect(cache.syncState('a')).toMatchObject({ lastSyncedAt: null, run: 2 })
  })

  it('spares what was stored whole while it, or an earlier run of the same sync, was under way', () => {
    listed('a', sampleDomain('gone.example'))
    const first = cache.startRun('a', 1, null)
    cache.putDetail('a', sampleDomain('created.example'), [], { source: 'sync', fetchedAt: 1 })
    const second = cache.startRun('a', 1, null)
    expect(cache.finishRun('a', second, first, 1)).toEqual(['gone.example'])
    expect(names()).toEqual(['created.example'])
    const third = cache.startRun('a', 1, null)
    expect(cache.finishRun('a', third, third, 1)).toEqual(['created.example'])
  })

  it('notes when a whole sync ended', () => {
    expect(cache.syncState('a')).toEqual({ lastSyncedAt: null, run: 0, offlineSince: null })
    listed('a')
    cache.markSynced('a', 42)
    expect(cache.syncState('a')).toMatchObject({ lastSyncedAt: 42, run: 1 })
  })
})

describe('accounts', () => {
  it('are forgotten when they are not among the known', () => {
    listed('a', sampleDomain('one.example'))
    listed('b', sampleDomain('two.example'))
    cache.retainAccounts(['b', 'c'])
    expect(walk({})).toEqual(['b/two.example'])
    expect(cache.syncState('a').run).toBe(0)
  })
})
