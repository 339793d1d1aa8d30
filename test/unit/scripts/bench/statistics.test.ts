import { expect, test } from 'vitest'
import { median, quantile } from '../../../../scripts/bench/statistics.mjs'

test.each([
  [[3, 1, 2], 0.5, 2],
  [[4, 1, 2, 3], 0.5, 2],
  [[10, 20, 30, 40], 0.95, 40],
  [[7], 0.95, 7],
  [Array.from({ length: 100 }, (_, index) => index + 1), 0.95, 95],
])('of %j, a share of %d does not exceed %d', (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected)
})

test('a median is one of the values, and leaves them in their order', () => {
  const values = [9, 1, 5]
  expect(median(values)).toBe(5)
  expect(values).toEqual([9, 1, 5])
})
