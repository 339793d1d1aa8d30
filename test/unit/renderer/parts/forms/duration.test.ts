import { describe, expect, it } from 'vitest'
import {
  durationError,
  durationSeconds,
  durationText,
} from '../../../../../src/renderer/parts/forms/duration'

describe('a duration', () => {
  it.each([
    [259_200, '3', 'days'],
    [3600, '1', 'hours'],
    [5400, '90', 'minutes'],
    [61, '61', 'seconds'],
    [0, '0', 'seconds'],
  ] as const)('of %i seconds reads %s %s', (seconds, amount, unit) => {
    expect(durationText(seconds)).toEqual({ amount, unit })
  })

  it('comes back as the same seconds', () => {
    for (const seconds of [1, 59, 60, 90, 3600, 86_400, 259_200, 100_001]) {
      expect(durationSeconds(durationText(seconds))).toBe(seconds)
    }
  })

  it('is empty while unknown, and empty is not wrong', () => {
    expect(durationText(null).amount).toBe('')
    expect(durationError({ amount: '', unit: 'days' })).toBeNull()
    expect(durationSeconds({ amount: '', unit: 'days' })).toBeNull()
  })

  it.each(['0', '-1', '1.5', 'two', '1e3', '9999999999'])('may not be %s', (amount) => {
    expect(durationSeconds({ amount, unit: 'hours' })).toBeNull()
    expect(durationError({ amount, unit: 'hours' })).toMatch(/whole number/)
  })
})
