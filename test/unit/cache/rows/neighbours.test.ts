import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleDomain, sampleRecord } from '../../domains/sample-domains'
import { openCache, type LocalCache } from '../../../cache/local-cache'

let cache: LocalCache
beforeEach(() => {
  cache = openCache(':memory:')
})
afterEach(() => cache.close())

function add(accountId: string, ...names: string[]): void {
  for (const name of names) {
    const records = [
      sampleRecord({ name }),
      sampleRecord({ type: 'MX', name, value: 'mxa.test', priority: 10 }),
    ]
    cache.putDetail(accountId, sampleDomain(name), records, { fetchedAt: 1, source: 'sync' })
  }
}
const names = (name: string, limit = 100, accountId = 'a', organizational = 'example.com'): string[] =>
  cache.neighbours({ accountId, name }, organizational, limit).map(({ domain }) => domain)

describe('the neighbours of a domain', () => {
  it('are the domains of all accounts at or below its organizational domain, and no others', () => {
    add('a', 'example.com', 'mg.example.com', 'www.example.com', 'example.org', 'notexample.com')
    add('b', 'deep.news.example.com', 'example.com.au', 'mg.example.com.example.net', 'myexample.com')
    expect(names('mg.example.com').toSorted()).toEqual([
      ...['deep.news.example.com', 'example.com', 'www.example.com'],
    ])
    expect(names('example.com').toSorted()).toEqual([
      ...['deep.news.example.com', 'mg.example.com', 'www.example.com'],
    ])
  })

  it('bring what their providers want', () => {
    add('a', 'example.com', 'mg.example.com')
    expect(cache.neighbours({ accountId: 'a', name: 'mg.example.com' }, 'example.com', 9)).toEqual([
      {
        domain: 'example.com',
        records: [
          { type: 'TXT', name: 'example.com', value: 'v=spf1 include:mailgun.org ~all', priority: null },
          { type: 'MX', name: 'example.com', value: 'mxa.test', priority: 10 },
        ],
      },
    ])
  })

  it('are there where nothing is known of their records', () => {
    cache.putListed('a', [sampleDomain('example.com')], 1, { at: 1 })
    expect(cache.neighbours({ accountId: 'a', name: 'mg.example.com' }, 'example.com', 9)).toEqual([
      { domain: 'example.com', records: [] },
    ])
  })

  it('are of the same name in another account, which is another domain', () => {
    add('a', 'mg.example.com')
    add('b', 'mg.example.com')
    expect(names('mg.example.com')).toEqual(['mg.example.com'])
    expect(names('mg.example.com', 9, 'c')).toEqual(['mg.example.com', 'mg.example.com'])
  })

  it('are found by names with U-labels', () => {
    add('a', 'mg.xn--bcher-kva.example', 'xn--bcher-kva.example', 'xn--zrich-kva.mg.xn--bcher-kva.example')
    expect(names('mg.xn--bcher-kva.example', 9, 'a', 'xn--bcher-kva.example').toSorted()).toEqual([
      ...['xn--bcher-kva.example', 'xn--zrich-kva.mg.xn--bcher-kva.example'],
    ])
  })

  it('are those above it and below it first where there are more than asked for', () => {
    add('a', ...Array.from({ length: 30 }, (_, at) => `c${at}.example.com`))
    add('a', 'example.com', 'z.example.com', 'www.z.example.com', 'mg.z.example.com')
    expect(names('z.example.com', 4).slice(0, 3).toSorted()).toEqual([
      ...['example.com', 'mg.z.example.com', 'www.z.example.com'],
    ])
    expect(names('z.example.com', 4)).toHaveLength(4)
    expect(names('z.example.com', 1)).toEqual(['example.com'])
  })
})
