import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { inListOrder, locateRow, type PlacedRow } from '../../../../src/renderer/lib/domains/locate-row'

const row = (at: number): PlacedRow => ({
  accountId: at % 3 === 0 ? 'one' : 'other',
  name: `d${String(at).padStart(6, '0')}.example.com`,
  createdAt: at % 7 === 0 ? null : (at * 7919) % 1000,
  verifiedAt: null,
})

it('finds every row of a long list in any order, in few steps', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('name', 'created', 'verified' as const),
      fc.boolean(),
      fc.integer({ min: 1, max: 5000 }),
      fc.nat(),
      async (sort, descending, total, pick) => {
        const order = { sort, descending } as const
        const rows = Array.from({ length: total }, (_, at) => row(at)).sort(inListOrder(order))
        let reads = 0
        const at = pick % total
        const found = await locateRow(rows[at]!, order, total, (skip, limit) => {
          reads += 1
          return Promise.resolve(rows.slice(skip, skip + limit))
        })
        expect(found).toBe(at)
        expect(reads).toBeLessThanOrEqual(8)
      },
    ),
    { numRuns: 60 },
  )
})

it('says so when the row is not in the list', async () => {
  const rows = Array.from({ length: 3000 }, (_, at) => row(at * 2))
  const order = { sort: 'name', descending: false } as const
  const read = (skip: number, limit: number): Promise<PlacedRow[]> =>
    Promise.resolve(rows.slice(skip, skip + limit))
  expect(await locateRow(row(1001), order, rows.length, read)).toBeNull()
  expect(await locateRow(row(1000), order, 0, () => Promise.resolve([]))).toBeNull()
})

it('puts unknown times last in both directions', () => {
  const [known, unknown] = [row(1), row(7)]
  for (const descending of [false, true]) {
    expect(inListOrder({ sort: 'created', descending })(known, unknown)).toBeLessThan(0)
  }
})
