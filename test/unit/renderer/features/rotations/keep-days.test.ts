import { describe, expect, it } from 'vitest'
import { keepDaysOf, keepDaysProblem } from '../../../../../src/renderer/features/rotations/keep-days'

describe('days that an old key is kept', () => {
  it.each([
    ['1', 1],
    [' 60 ', 60],
    ['007', 7],
  ])('are read from %j', (typed, days) => {
    expect(keepDaysOf(typed)).toBe(days)
    expect(keepDaysProblem(typed)).toBeNull()
  })

  it.each(['', '0', '61', '-1', '7.5', '7 days', '1e1', '٧', '9'.repeat(400)])('are not %j', (typed) => {
    expect(keepDaysOf(typed)).toBeNull()
    expect(keepDaysProblem(typed)).toContain('from 1 to 60')
  })
})
