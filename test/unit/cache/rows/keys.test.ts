import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCache, type LocalCache } from '../../../cache/local-cache'
import type { DkimKey } from '../../../../src/preload/contract/dkim-keys'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import { sampleDomain, sampleRecord } from '../../domains/sample-domains'

const daysAgo = (days: number): number => Date.now() - days * 24 * 60 * 60 * 1000
const [SHORT, LONG, OTHER] = [1024, 2048, 2048].map(keyText)

let cache: LocalCache
beforeEach(() => {
  cache = openCache(':memory:')
})
afterEach(() => {
  cache.close()
})

function keyText(bits: number): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  return `k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`
}

const record = (selector: string, value: string | undefined, known: Partial<DnsRecord> = {}): DnsRecord =>
  sampleRecord({ name: `${selector}._domainkey.example.com`, value: value ?? '', ...known })
const key = (selector: string, value: string | undefined, known: Partial<DnsRecord> = {}): DkimKey => ({
  signingDomain: 'example.com',
  selector,
  record: record(selector, value, known),
})

/** Stores a domain with the records of its keys, and an SPF record. */
function domain(accountId: string, name: string, at: number, ...records: DnsRecord[]): void {
  cache.putDetail(accountId, sampleDomain(name), [sampleRecord({ name }), ...records], {
    fetchedAt: at,
    source: 'sync',
  })
}
const known = (accountId = 'a') => cache.keysOf(accountId, 'example.com')
function found(search: string): string[] {
  const request = { accountId: null, filter: 'all', search, sort: 'name', descending: false } as const
  return cache.list({ ...request, after: null, limit: 100 }).items.map(({ name }) => name)
}

describe('the keys of a signing domain', () => {
  it('are known from the records, once however many domains sign with them, with the size of the key', () => {
    domain('a', 'example.com', 10, record('mx', SHORT))
    domain('a', 'news.example.com', 20, record('mx', SHORT))
    domain('b', 'example.com', 30, record('mx', LONG))
    expect(known()).toMatchObject([
      { selector: 'mx', bits: 1024, firstSeenAt: 10, fetchedAt: 20, isNeeded: true },
    ])
    expect(known('b')).toMatchObject([{ bits: 2048, firstSeenAt: 30 }])
    expect(known('c')).toEqual([])
  })

  it('keep since when they are known, unless the selector has another key', () => {
    cache.putKeys('a', [key('mx', SHORT)], 10)
    cache.putKeys('a', [key('mx', SHORT, { valid: 'invalid' })], 20)
    expect(known()).toMatchObject([{ firstSeenAt: 10, fetchedAt: 20, record: { valid: 'invalid' } }])
    cache.putKeys('a', [key('mx', LONG)], 30)
    expect(known()).toMatchObject([{ firstSeenAt: 30, bits: 2048 }])
  })

  it('say since when they sign only where the app saw it begin', () => {
    cache.putKeys('a', [key('old', SHORT, { isActive: true }), key('new', LONG, { isActive: false })], 10)
    cache.putKeys('a', [key('old', SHORT, { isActive: true }), key('new', LONG, { isActive: true })], 20)
    cache.putKeys('a', [key('new', LONG, { isActive: null })], 30)
    expect(known().map(({ selector, activeSince }) => [selector, activeSince])).toEqual([
      ['new', 20],
      ['old', null],
    ])
    cache.putKeys('a', [key('new', LONG, { isActive: false })], 40)
    expect(known()[0]).toMatchObject({ activeSince: null, record: { isActive: false } })
  })

  it('of which the whole list says nothing are gone', () => {
    cache.putKeys('a', [key('old', SHORT), key('new', LONG)], 10)
    cache.putKeysOf('a', 'example.com', [key('new', LONG)], 20)
    expect(known().map(({ selector }) => selector)).toEqual(['new'])
    cache.putKeysOf('a', 'example.com', [], 30)
    expect(known()).toEqual([])
  })

  it('that only records ever named are gone with them, others wait for a list', () => {
    cache.putKeys('a', [key('listed', LONG)], 5)
    domain('a', 'example.com', 10, record('mx', SHORT), record('spare', OTHER, { isActive: false }))
    domain('a', 'example.com', 20, record('mx', SHORT))
    expect(known().map(({ selector }) => selector)).toEqual(['listed', 'mx'])
    cache.finishKeys('a', { since: 15, at: 30, removes: true, spared: [] })
    expect(known().map(({ selector }) => selector)).toEqual(['mx'])
    expect(cache.keyListing('a')).toEqual({ listedAt: 30, lackedAt: null })
  })

  it('stay where the list had rows that could not be read', () => {
    cache.putKeys('a', [key('mx', SHORT)], 5)
    cache.finishKeys('a', { since: 15, at: 30, removes: false, spared: [] })
    expect(known()).toHaveLength(1)
  })

  it('stay where the app asked about them while the list was read', () => {
    cache.putKeys('a', [key('mx', SHORT)], 5)
    cache.finishKeys('a', { since: 15, at: 30, removes: true, spared: ['example.com'] })
    expect(known()).toHaveLength(1)
    cache.finishKeys('a', { since: 35, at: 40, removes: true, spared: ['other.example'] })
    expect(known()).toEqual([])
  })

  it('are needed but for one that does not sign while another does', () => {
    cache.putKeys('a', [key('new', LONG, { isActive: false })], 10)
    expect(known()).toMatchObject([{ isNeeded: true }])
    cache.putKeys('a', [key('old', SHORT, { isActive: true })], 20)
    expect(known().map(({ selector, isNeeded }) => [selector, isNeeded])).toEqual([
      ['new', false],
      ['old', true],
    ])
    cache.putKeysOf('a', 'example.com', [key('new', LONG, { isActive: false })], 30)
    expect(known()).toMatchObject([{ isNeeded: true }])
  })

  it('that are no whole RSA key have no size', () => {
    cache.putKeys('a', [key('cut', SHORT?.slice(0, 60)), key('gone', 'p='), key('none', '')], 10)
    expect(known().map(({ bits }) => bits)).toEqual([null, null, null])
  })

  it('go with their account, and with what is known of its list', () => {
    cache.putKeys('a', [key('mx', SHORT)], 10)
    cache.noteKeysLacking('a', 20)
    expect(cache.keyListing('a')).toEqual({ listedAt: null, lackedAt: 20 })
    cache.removeAccount('a')
    expect(known()).toEqual([])
    expect(cache.keyListing('a')).toEqual({ listedAt: null, lackedAt: null })
  })
})

describe('the search for keys', () => {
  beforeEach(() => {
    domain('a', 'example.com', daysAgo(900), record('mx', SHORT))
    domain('a', 'news.example.com', daysAgo(900), record('mx', SHORT))
    domain('b', 'example.com', daysAgo(100), record('mx', LONG))
    domain('b', 'bare.example', daysAgo(100))
    domain('b', 'waiting.example', daysAgo(10), {
      ...record('k1', LONG, { isActive: false }),
      name: 'k1._domainkey.waiting.example',
    })
  })

  it('finds the domains that sign with a key of a size, in the account that has it', () => {
    expect(found('key:1024')).toEqual(['example.com', 'news.example.com'])
    expect(found('key:2048')).toEqual(['example.com', 'waiting.example'])
    expect(found('key:4096')).toEqual([])
    expect(found('-key:1024')).toEqual(['bare.example', 'example.com', 'waiting.example'])
  })

  it('finds those whose key is known for longer than so many days', () => {
    expect(found('key:older-than:180d')).toEqual(['example.com', 'news.example.com'])
    expect(found('key:older-than:1y key:1024')).toEqual(['example.com', 'news.example.com'])
    expect(found('key:older-than:10w')).toEqual(['example.com', 'example.com', 'news.example.com'])
    expect(found('key:older-than:3y')).toEqual([])
  })

  it('tells what signs from what does not', () => {
    expect(found('key:inactive')).toEqual(['waiting.example'])
    expect(found('key:signing')).toEqual(['example.com', 'example.com', 'news.example.com'])
    expect(found('-key:signing')).toEqual(['bare.example', 'waiting.example'])
  })

  it('does not count a spare key of an earlier time', () => {
    cache.putKeys('a', [key('new', LONG, { isActive: true })], daysAgo(10))
    cache.putKeys('a', [key('mx', SHORT, { isActive: false })], daysAgo(10))
    expect(found('key:1024')).toEqual([])
    expect(found('key:older-than:1y')).toEqual([])
    expect(found('key:2048 key:inactive')).toEqual(['example.com', 'news.example.com', 'waiting.example'])
  })
})
