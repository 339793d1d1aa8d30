import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openCache, type LocalCache } from '../../../cache/local-cache'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import { sampleDomain, sampleRecord } from '../../domains/sample-domains'

let cache: LocalCache
beforeEach(() => {
  cache = openCache(':memory:')
})
afterEach(() => cache.close())

function signing(accountId: string, name: string, ...records: Partial<DnsRecord>[]): void {
  cache.putDetail(accountId, sampleDomain(name), [sampleRecord({ name }), ...records.map(sampleRecord)], {
    fetchedAt: 1,
    source: 'sync',
  })
}
const key = (host: string, selector = 'mx'): Partial<DnsRecord> => ({
  name: `${selector}._domainkey.${host}`,
})

describe('the domains that sign with a key', () => {
  it('are those of the account whose DKIM record lies under the name, without the domain itself', () => {
    signing('a', 'example.com', key('example.com'))
    signing('a', 'news.example.com', key('example.com'))
    signing('a', 'mg.example.com', key('example.com', 'k1'))
    signing('a', 'own.example.com', key('own.example.com'))
    signing('b', 'other.example.com', key('example.com'))
    expect(cache.signers({ accountId: 'a', name: 'example.com' }, 10)).toEqual({
      total: 2,
      items: [
        { name: 'mg.example.com', unicodeName: 'mg.example.com' },
        { name: 'news.example.com', unicodeName: 'news.example.com' },
      ],
    })
    expect(cache.signers({ accountId: 'a', name: 'own.example.com' }, 10)).toEqual({ total: 0, items: [] })
  })

  it('are each named once, though automatic sender security has two records', () => {
    const alias = { type: 'CNAME' as const }
    signing('a', 'mg.example.com', { ...key('example.com', 'pdk1'), ...alias }, key('example.com', 'pdk2'))
    expect(cache.signers({ accountId: 'a', name: 'example.com' }, 10).total).toBe(1)
  })

  it('are all counted when not all are named, and are named with U-labels', () => {
    for (const label of ['a', 'b', 'xn--kfer-loa']) signing('a', `${label}.example`, key('example'))
    const { total, items } = cache.signers({ accountId: 'a', name: 'example' }, 2)
    expect([total, items.length]).toEqual([3, 2])
    expect(cache.signers({ accountId: 'a', name: 'example' }, 3).items[2]?.unicodeName).not.toContain('xn--')
  })

  it('are forgotten with the records that said so', () => {
    signing('a', 'mg.example.com', key('example.com'))
    signing('a', 'mg.example.com', key('mg.example.com'))
    expect(cache.signers({ accountId: 'a', name: 'example.com' }, 10).total).toBe(0)
  })
})
