import fc from '../../../generated/cases'
import { expect, it } from 'vitest'
import { openCache } from '../../../cache/local-cache'
import type { ListRequest } from '../../../../src/preload/contract/domains'
import { sampleDomain, sampleRecord } from '../../../unit/domains/sample-domains'

const ORDERS = (['name', 'created', 'verified'] as const).flatMap((sort) =>
  [false, true].map((descending) => ({ sort, descending })),
)

const KNOWN = fc.record({
  accountId: fc.constantFrom('a', 'b', 'c'),
  name: fc.constantFrom('one.example', 'two.example', 'three.example', 'four.example', 'five.example'),
  state: fc.constantFrom('active' as const, 'unverified' as const),
  createdAt: fc.option(fc.integer({ min: 1, max: 4 })),
  verifiedAt: fc.option(fc.integer({ min: 1, max: 4 })),
})

it('is where the list has the domain, in every order, with unknown times, equal times and several accounts', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(KNOWN, { maxLength: 15, selector: ({ accountId, name }) => `${accountId} ${name}` }),
      fc.constantFrom(null, 'a', 'b'),
      fc.constantFrom('all' as const, 'unverified' as const),
      (known, accountId, filter) => {
        const cache = openCache(':memory:')
        for (const { accountId: account, name, state, createdAt, verifiedAt } of known) {
          cache.putDetail(account, { ...sampleDomain(name), state, createdAt }, [sampleRecord()], {
            ...{ fetchedAt: 1, source: 'sync' as const },
            ...(verifiedAt !== null && { verifiedAt }),
          })
        }
        for (const order of ORDERS) {
          const request: ListRequest = { accountId, filter, search: '', ...order, after: null, limit: 100 }
          const { items } = cache.list(request)
          for (const [index, { accountId: account, name }] of items.entries()) {
            const key = { accountId: account, name }
            expect(cache.position({ accountId, filter, search: '', ...order, key })).toBe(index)
          }
          for (const { accountId: account, name } of known) {
            if (items.some((item) => item.accountId === account && item.name === name)) continue
            const key = { accountId: account, name }
            expect(cache.position({ accountId, filter, search: '', ...order, key })).toBeNull()
          }
        }
        cache.close()
      },
    ),
    { numRuns: 60 },
  )
})

it('is not known in a search, whose order is another', () => {
  const cache = openCache(':memory:')
  cache.putDetail('a', sampleDomain('one.example'), [], { fetchedAt: 1, source: 'sync' })
  const key = { accountId: 'a', name: 'one.example' }
  const order = { sort: 'name', descending: false } as const
  expect(cache.position({ accountId: null, filter: 'all', search: 'one', ...order, key })).toBeNull()
  cache.close()
})
