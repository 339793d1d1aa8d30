import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCache, type LocalCache } from '../../../cache/local-cache'
import type { DnsRecord, Domain } from '../../../../src/preload/contract/domain'
import type { DomainChange } from '../../../../src/preload/contract/history'
import { NOTHING_SAID } from '../../../../src/preload/contract/domain'
import { sampleDomain, sampleRecord } from '../../domains/sample-domains'

const KEY = { accountId: 'a', name: 'mg.example.com' }

let cache: LocalCache
let clock: number
beforeEach(() => {
  cache = openCache(':memory:')
  clock = 100
})
afterEach(() => cache.close())

function listed(...domains: Domain[]): void {
  clock += 1
  const run = cache.startRun('a', clock, null)
  cache.putListed('a', domains, run, { at: clock })
  cache.finishRun('a', run, run, clock)
}

function fetched(domain: Domain, records: DnsRecord[], source: 'sync' | 'verify' | 'create' = 'sync'): void {
  clock += 1
  cache.putDetail('a', domain, records, { fetchedAt: clock, source })
}

/** Every change of the domain, oldest first. */
function changes(key = KEY): DomainChange[] {
  return cache
    .history(key, null, 200)
    .items.reverse()
    .flatMap((entry) => entry.changes)
}

describe('the history', () => {
  it('has nothing of the first listing or of the first records', () => {
    listed(sampleDomain(KEY.name))
    fetched(sampleDomain(KEY.name, { settings: { ...NOTHING_SAID, wildcard: true } }), [sampleRecord()])
    expect(changes()).toEqual([])
  })

  it('has nothing of a first listing that was cut off and done again', () => {
    const run = cache.startRun('a', 1, null)
    cache.putListed('a', [sampleDomain('other.example')], run, { at: 1 })
    listed(sampleDomain('other.example'), sampleDomain(KEY.name))
    expect(changes()).toEqual([])
  })

  it('has what came and what went after that, with when and by what', () => {
    listed(sampleDomain('other.example'))
    listed(sampleDomain('other.example'), sampleDomain(KEY.name))
    listed(sampleDomain('other.example'))
    expect(cache.history(KEY, null, 10).items).toMatchObject([
      { at: 103, source: 'sync', changes: [{ what: 'domain', change: 'removed' }] },
      { at: 102, source: 'sync', changes: [{ what: 'domain', change: 'added' }] },
    ])
  })

  it('has a domain the user created, even before the first listing', () => {
    fetched(sampleDomain(KEY.name), [], 'create')
    cache.remove(KEY, { at: 9, source: 'delete' })
    expect(cache.history(KEY, null, 10).items).toMatchObject([
      { at: 9, source: 'delete', changes: [{ what: 'domain', change: 'removed' }] },
      { at: 101, source: 'create', changes: [{ what: 'domain', change: 'added' }] },
    ])
    expect(cache.remove(KEY, { at: 10, source: 'delete' })).toBe(false)
    expect(changes()).toHaveLength(2)
  })

  it('has a change of state and of settings, from the list and from details', () => {
    const said = sampleDomain(KEY.name, { settings: { ...NOTHING_SAID, spamAction: 'tag', wildcard: true } })
    listed(said)
    listed({ ...said, state: 'unverified', settings: { ...NOTHING_SAID, spamAction: 'block' } })
    fetched({ ...said, settings: { ...NOTHING_SAID, wildcard: false } }, [], 'verify')
    expect(changes()).toEqual([
      { what: 'state', before: 'active', after: 'unverified' },
      { what: 'setting', setting: 'spamAction', before: 'tag', after: 'block' },
      { what: 'state', before: 'unverified', after: 'active' },
      { what: 'setting', setting: 'wildcard', before: true, after: false },
    ])
  })

  it('has nothing where nothing but the order of records changed', () => {
    const [one, two] = [sampleRecord(), sampleRecord({ type: 'MX', priority: 10, value: 'mxa.example' })]
    fetched(sampleDomain(KEY.name), [one, two])
    fetched(sampleDomain(KEY.name), [{ ...two, cached: ['10 mxa.example'] }, one])
    expect(changes()).toEqual([])
    expect(cache.get(KEY)?.records).toEqual([{ ...two, cached: ['10 mxa.example'] }, one])
  })

  it('has each record that another verdict was given, got another value, appeared or disappeared', () => {
    const spf = sampleRecord()
    const mx = sampleRecord({ type: 'MX', priority: 10, value: 'mxa.example' })
    const second = sampleRecord({ type: 'MX', priority: 10, value: 'mxb.example' })
    const key = sampleRecord({ name: 's1._domainkey.mg.example.com', value: 'k=rsa; p=A' })
    fetched(sampleDomain(KEY.name), [spf, mx, second, key])
    const after = [
      { ...mx, valid: 'invalid' as const },
      { ...key, value: 'k=rsa; p=B' },
      spf,
      sampleRecord({ type: 'CNAME', name: 'email.mg.example.com', value: 'mailgun.org' }),
    ]
    fetched(sampleDomain(KEY.name), after)
    expect(changes()).toEqual([
      { what: 'record', before: mx, after: after[0] },
      { what: 'record', before: key, after: after[1] },
      { what: 'record', before: null, after: after[3] },
      { what: 'record', before: second, after: null },
    ])
  })

  it('is read page by page, newest first', () => {
    listed(sampleDomain(KEY.name))
    for (let i = 0; i < 5; i++) listed(sampleDomain(KEY.name, { state: i % 2 ? 'active' : 'unverified' }))
    const seen: number[] = []
    let before: number | null = null
    do {
      const page = cache.history(KEY, before, 2)
      expect(page.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.items.map((entry) => entry.at))
      before = page.next
    } while (before !== null)
    expect(seen).toEqual([106, 105, 104, 103, 102])
  })

  it('loses what is older than asked, and no snapshot', () => {
    listed(sampleDomain(KEY.name))
    listed(sampleDomain(KEY.name, { state: 'unverified' }))
    listed(sampleDomain(KEY.name))
    cache.saveSnapshot(KEY, '', 1)
    expect(cache.pruneHistory(103)).toBe(1)
    expect(cache.history(KEY, null, 10).items.map((entry) => entry.at)).toEqual([103])
    expect(cache.snapshots(KEY)).toHaveLength(1)
  })

  it('goes with its account, and stays when accounts are only sifted', () => {
    listed(sampleDomain(KEY.name))
    listed()
    cache.retainAccounts([])
    expect(changes()).toEqual([{ what: 'domain', change: 'removed' }])
    cache.removeAccount('a')
    expect(changes()).toEqual([])
  })
})

describe('a snapshot', () => {
  it('is compared with how the domain is now', () => {
    const domain = sampleDomain(KEY.name, { settings: { ...NOTHING_SAID, webPrefix: 'email' } })
    fetched(domain, [sampleRecord()])
    const saved = cache.saveSnapshot(KEY, 'before the move', 7)
    expect(saved).toMatchObject({ at: 7, label: 'before the move' })
    expect(cache.snapshots(KEY)).toEqual([saved])
    const id = saved?.id ?? 0
    expect(cache.compareSnapshot(KEY, id)).toEqual([])
    fetched({ ...domain, settings: { ...NOTHING_SAID, webPrefix: 'click' } }, [
      sampleRecord({ valid: 'invalid' }),
    ])
    expect(cache.compareSnapshot(KEY, id)).toEqual([
      { what: 'setting', setting: 'webPrefix', before: 'email', after: 'click' },
      { what: 'record', before: sampleRecord(), after: sampleRecord({ valid: 'invalid' }) },
    ])
  })

  it('says nothing about records that were not fetched when it was saved', () => {
    listed(sampleDomain(KEY.name))
    const saved = cache.saveSnapshot(KEY, '', 1)
    fetched(sampleDomain(KEY.name, { state: 'disabled' }), [sampleRecord()])
    expect(cache.compareSnapshot(KEY, saved?.id ?? 0)).toEqual([
      { what: 'state', before: 'active', after: 'disabled' },
    ])
  })

  it('is of one domain only, and of one that is there', () => {
    listed(sampleDomain(KEY.name), sampleDomain('other.example'))
    const id = cache.saveSnapshot(KEY, '', 1)?.id ?? 0
    const other = { accountId: 'a', name: 'other.example' }
    expect(cache.compareSnapshot(other, id)).toBeUndefined()
    expect(cache.deleteSnapshot(other, id)).toBe(false)
    expect(cache.saveSnapshot({ accountId: 'b', name: KEY.name }, '', 1)).toBeUndefined()
    expect(cache.deleteSnapshot(KEY, id)).toBe(true)
    expect(cache.snapshots(KEY)).toEqual([])
  })
})
