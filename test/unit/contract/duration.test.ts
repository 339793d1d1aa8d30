import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Seconds } from '../../../src/preload/contract/option-rules'
import { durationText, enteredSeconds } from '../../../src/preload/contract/duration'

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
      expect(enteredSeconds(durationText(seconds))).toBe(seconds)
    }
  })

  it('is empty while unknown', () => {
    expect(durationText(null).amount).toBe('')
    expect(enteredSeconds({ amount: '', unit: 'days' })).toBeNaN()
  })

  it.each(['0', '-1', '1.5', 'two', '1e3', '9999999999'])('may not be %s', (amount) => {
    const judged = v.safeParse(Seconds, enteredSeconds({ amount, unit: 'hours' }))
    expect(judged.issues?.[0].message).toMatch(/whole number/)
  })
})
