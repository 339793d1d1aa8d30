import { describe, expect, it } from 'vitest'
import { parseDate, parseRetryAfter } from '../../../src/main/provider/dates'

describe('dates of the API', () => {
  it.each([
    ['Thu, 13 Oct 2011 18:02:00 GMT', Date.UTC(2011, 9, 13, 18, 2)],
    ['Thu, 13 Oct 2011 18:02:00 UTC', Date.UTC(2011, 9, 13, 18, 2)],
    ['Thu, 13 Oct 2011 18:02:00 +0000', Date.UTC(2011, 9, 13, 18, 2)],
    ['Thu, 13 Oct 2011 18:02:00 -0730', Date.UTC(2011, 9, 14, 1, 32)],
    ['1 Jan 2020 00:00:00 GMT', Date.UTC(2020, 0, 1)],
    ['2011-10-13T18:02:00Z', Date.UTC(2011, 9, 13, 18, 2)],
    ['2011-10-13T18:02:00.5+02:00', Date.UTC(2011, 9, 13, 16, 2, 0, 500)],
  ])('reads %s', (text, time) => {
    expect(parseDate(text)).toBe(time)
  })

  it.each(['RFC1123 formatted date', '', '1', 'domain 1', 'Thu, 45 Oct 2011 18:02:00 GMT', '2011-10-13'])(
    'does not read "%s" as a date',
    (text) => {
      expect(parseDate(text)).toBeNull()
    },
  )
})

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1)

  it.each([
    ['0', 0],
    ['12', 12_000],
    [' 1.5 ', 1_500],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
  ])('reads "%s"', (header, wait) => {
    expect(parseRetryAfter(header, now)).toBe(wait)
  })

  it.each([null, '', '-5', 'soon', '1e9'])('does not read %j', (header) => {
    expect(parseRetryAfter(header, now)).toBeNull()
  })
})
