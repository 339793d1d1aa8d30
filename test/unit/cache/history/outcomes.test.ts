import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCache, type LocalCache } from '../../../cache/local-cache'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import type { Finding, DnsStanding } from '../../../../src/preload/contract/findings'
import { sampleDomain, sampleRecord } from '../../domains/sample-domains'
import { aCheck, aFinding, aRecordCheck, aSighting } from '../../renderer/a-check'

const KEY = { accountId: 'a', name: 'mg.example.com' }
const SPF = sampleRecord()
const DKIM = sampleRecord({ name: 'pic._domainkey.mg.example.com', value: 'k=rsa; p=A' })

let cache: LocalCache
let clock: number
beforeEach(() => {
  cache = openCache(':memory:')
  clock = 100
})
afterEach(() => cache.close())

function listed(): void {
  clock += 1
  const run = cache.startRun('a', clock, null)
  cache.putListed('a', [sampleDomain(KEY.name)], run, { at: clock })
  cache.finishRun('a', run, run, clock)
}

/** The records in the order SPF, DKIM, each with a verdict. */
function recordsWith(verdicts: readonly DnsRecord['valid'][]): DnsRecord[] {
  return [SPF, DKIM].slice(0, verdicts.length).map((record, at) => ({ ...record, valid: verdicts[at]! }))
}

function fetched(...verdicts: DnsRecord['valid'][]): void {
  clock += 1
  cache.putDetail('a', sampleDomain(KEY.name), recordsWith(verdicts), { fetchedAt: clock, source: 'sync' })
}

function verified(...verdicts: DnsRecord['valid'][]): void {
  clock += 1
  const times = { fetchedAt: clock, verifiedAt: clock, source: 'verify' as const }
  cache.putDetail('a', sampleDomain(KEY.name), recordsWith(verdicts), times)
}

function checked(standings: readonly DnsStanding[], findings: Finding[] = []): void {
  clock += 1
  const records = standings.map((standing, at) =>
    aRecordCheck(at, { name: at === 0 ? SPF.name : DKIM.name, standing }),
  )
  cache.putCheck(KEY, { ...aCheck(records, findings), at: clock })
}

const entries = () => cache.history(KEY, null, 200).items.map(({ id: _, ...entry }) => entry)

describe('a verification in the history', () => {
  it('says what it found and what changed, also where nothing did', () => {
    fetched('valid', 'invalid')
    verified('valid', 'valid')
    verified('valid', 'valid')
    expect(entries()).toEqual([
      {
        ...{ at: 103, source: 'verify' },
        changes: [{ what: 'verification', found: 2, needed: 2, foundBefore: 2, repeats: true }],
      },
      {
        ...{ at: 102, source: 'verify' },
        changes: [
          { what: 'verification', found: 2, needed: 2, foundBefore: 1, repeats: false },
          { what: 'record', before: { ...DKIM, valid: 'invalid' }, after: { ...DKIM, valid: 'valid' } },
        ],
      },
    ])
  })

  it('is not counted together with one before a sync that changed something', () => {
    fetched('invalid')
    verified('invalid')
    fetched('valid')
    verified('valid')
    expect(entries().map(({ at, source }) => [at, source])).toEqual([
      [104, 'verify'],
      [103, 'sync'],
      [102, 'verify'],
    ])
  })
})

describe('a check in the history', () => {
  beforeEach(listed)

  it('says what it found, and how that differs from the one before', () => {
    const two = aFinding({ code: 'spf-several', severity: 'bad', title: 'Two policies' })
    checked(['published', 'missing'], [two])
    checked(['published', 'published'])
    expect(entries()).toEqual([
      {
        ...{ at: 103, source: 'check' },
        changes: [
          { what: 'check', found: 2, needed: 2, foundBefore: 1, repeats: false },
          { what: 'standing', type: 'TXT', name: DKIM.name, before: 'missing', after: 'published' },
          { what: 'finding', change: 'went', code: 'spf-several', title: 'Two policies' },
        ],
      },
      {
        ...{ at: 102, source: 'check' },
        changes: [{ what: 'check', found: 1, needed: 2, foundBefore: null, repeats: false }],
      },
    ])
  })

  it('tells of records that are needed now, and of those that are no longer', () => {
    checked(['published'])
    checked(['published', 'missing'])
    checked(['published'])
    expect(entries().map(({ changes }) => changes[1])).toEqual([
      { what: 'standing', type: 'TXT', name: DKIM.name, before: 'missing', after: null },
      { what: 'standing', type: 'TXT', name: DKIM.name, before: null, after: 'missing' },
      undefined,
    ])
  })

  it('does not tell of advice that came or went', () => {
    checked(['published'])
    checked(['published'], [aFinding({ severity: 'info' })])
    expect(entries()[0]?.changes).toHaveLength(1)
  })

  it('is not there when no server answered, nor of a domain that is not there', () => {
    const silent = aRecordCheck(0, { where: [aSighting({ standing: 'unknown', outcome: 'timeout' })] })
    cache.putCheck(KEY, aCheck([silent]))
    cache.putCheck({ ...KEY, name: 'other.example' }, aCheck([aRecordCheck(0)]))
    expect(entries()).toEqual([])
    expect(cache.history({ ...KEY, name: 'other.example' }, null, 10).items).toEqual([])
  })
})

describe('what was found again and again', () => {
  beforeEach(listed)

  it('is one entry with a count, the first time and the last', () => {
    for (let i = 0; i < 20; i++) {
      checked(['published', 'missing'])
      verified('valid', 'invalid')
    }
    const [verification, check] = entries()
    expect(verification).toMatchObject({ source: 'verify', at: 141, repeated: { times: 19, since: 105 } })
    expect(check).toMatchObject({ source: 'check', at: 140, repeated: { times: 19, since: 104 } })
    expect(entries()).toHaveLength(4)
  })

  it('begins a new entry where something else was found in between', () => {
    const seen: DnsStanding[] = ['missing', 'missing', 'missing', 'published', 'published', 'published']
    for (const standing of seen) checked([standing])
    expect(entries().map(({ at, repeated }) => [at, repeated?.times ?? 1])).toEqual([
      [107, 2],
      [105, 1],
      [104, 2],
      [102, 1],
    ])
  })

  it('is counted for each domain and account by itself', () => {
    const other = { accountId: 'b', name: KEY.name }
    const run = cache.startRun('b', 1, null)
    cache.putListed('b', [sampleDomain(KEY.name)], run, { at: 1 })
    for (let i = 0; i < 3; i++) {
      checked(['missing'])
      cache.putCheck(other, { ...aCheck([aRecordCheck(0, { standing: 'missing' })]), at: clock })
    }
    for (const key of [KEY, other])
      expect(cache.history(key, null, 10).items.map(({ repeated }) => repeated?.times)).toEqual([
        2,
        undefined,
      ])
  })

  it('goes with age by its last time', () => {
    for (let i = 0; i < 3; i++) checked(['missing'])
    expect(cache.pruneHistory(104)).toBe(1)
    expect(entries()).toMatchObject([{ at: 104, repeated: { times: 2, since: 103 } }])
  })
})
