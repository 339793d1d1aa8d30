import { describe, expect, it } from 'vitest'
import { counted } from '../../../../src/renderer/base/counted'
import { relativeTime, sinceTime } from '../../../../src/renderer/base/relative-time'

const now = Date.UTC(2025, 5, 15, 12)
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

describe('how long ago', () => {
  it.each([
    [0, 'just now'],
    [59_999, 'just now'],
    [minute, '1 min ago'],
    [59 * minute, '59 min ago'],
    [hour, '1 h ago'],
    [23 * hour, '23 h ago'],
    [day, 'yesterday'],
    [2 * day, '2 days ago'],
    [7 * day - 1, '6 days ago'],
  ])('says %i milliseconds as %s', (past, words) => {
    expect(relativeTime(now - past, now)).toBe(words)
  })

  it('gives the date from a week on, and for what lies ahead', () => {
    expect(relativeTime(now - 7 * day, now)).toMatch(/2025/)
    expect(relativeTime(now + day, now)).toMatch(/2025/)
  })

  it('forgives a clock that differs by seconds', () => {
    expect(relativeTime(now + 5000, now)).toBe('just now')
  })
})

describe('a number with its noun', () => {
  it('takes the plural for all but one', () => {
    expect(counted(1, 'record')).toBe('1 record')
    expect(counted(0, 'record')).toBe('0 records')
    expect(counted(2, 'entry', 'entries')).toBe('2 entries')
  })
})

describe('sinceTime', () => {
  const at = new Date(2026, 10, 23, 9, 5).getTime()

  it('is the time of day on the same day', () => {
    expect(sinceTime(at, at + 60_000)).toMatch(/^0?9.05( AM)?$/)
  })

  it('has the date from the next day on', () => {
    expect(sinceTime(at, at + 24 * 60 * 60_000)).toMatch(/23.*2026.*9.05|2026.*23.*9.05/)
  })
})
