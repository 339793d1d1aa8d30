import { expect, it } from 'vitest'
import { doubled } from '../../../src/main/async/backoff'

it('doubles a wait with each try that failed, up to the longest', () => {
  expect([0, 1, 2, 3, 4].map((failed) => doubled(500, failed, 5_000))).toEqual([
    500, 1_000, 2_000, 4_000, 5_000,
  ])
  expect(doubled(500, 100_000, 5_000)).toBe(5_000)
  expect(doubled(9_000, 0, 5_000)).toBe(5_000)
})
