import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { readRateLimits, waitUntilReset } from '../../../../src/main/provider/pace/rate-limits'

const NOW = 1_750_000_000_000
const read = (headers: Record<string, string>) => readRateLimits(new Headers(headers), NOW)
const NOTHING = { limit: null, remaining: null, resetMs: null, windowMs: null }

describe('what an answer says of rate limits', () => {
  it('is nothing where it says nothing', () => {
    expect(read({ 'content-type': 'application/json' })).toEqual([])
  })

  it.each<[string, string, number | null]>([
    ['seconds from now', '30', 30_000],
    ['a part of a second', '0.5', 500],
    ['seconds since the epoch', String(NOW / 1000 + 20), 20_000],
    ['milliseconds since the epoch', String(NOW + 1_500), 1_500],
    ['a time that has passed', String(NOW / 1000 - 100), 0],
    ['no number', 'soon', null],
    ['a negative number', '-5', null],
    ['further off than a day', '100000', null],
    ['seconds since the epoch, far off', String(NOW / 1000 + 10_000_000), null],
  ])('may have a reset that is %s', (_, reset, resetMs) => {
    expect(
      read({ 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '12', 'x-ratelimit-reset': reset }),
    ).toEqual([{ limit: 300, remaining: 12, resetMs, windowMs: null }])
  })

  it.each(['RateLimit', 'X-RateLimit', 'X-Rate-Limit'])('may come in fields named %s-*', (prefix) => {
    const headers = { [`${prefix}-Limit`]: '10', [`${prefix}-Remaining`]: '3', [`${prefix}-Reset`]: '7' }
    expect(read(headers)).toEqual([{ limit: 10, remaining: 3, resetMs: 7_000, windowMs: null }])
  })

  it('may name its policies behind the limit', () => {
    const [found] = read({
      'ratelimit-limit': '100, 10;w=1, 100;w=60',
      'ratelimit-remaining': '90',
      'ratelimit-reset': '5',
    })
    expect(found).toEqual({ limit: 100, remaining: 90, resetMs: 5_000, windowMs: 60_000 })
  })

  it('may come as structured fields', () => {
    const found = read({
      'ratelimit-policy': '"burst";q=50;w=1, "day";q=100000;w=86400;pk=:cHNkZ2Q=:',
      ratelimit: '"burst";r=49;t=1, "day";r=99000;t=3600',
    })
    expect(found).toEqual([
      { limit: 50, remaining: 49, resetMs: 1_000, windowMs: 1_000 },
      { limit: 100_000, remaining: 99_000, resetMs: 3_600_000, windowMs: 86_400_000 },
    ])
  })

  it('may come as the dictionary of an older draft', () => {
    const found = read({ ratelimit: 'limit=100, remaining=50, reset=5', 'ratelimit-policy': '100;w=10' })
    expect(found).toEqual([{ limit: 100, remaining: 50, resetMs: 5_000, windowMs: 10_000 }])
  })

  it('may be a policy alone', () => {
    expect(read({ 'ratelimit-policy': '"default";q=50;w=1' })).toEqual([
      { ...NOTHING, limit: 50, windowMs: 1_000 },
    ])
  })

  it('is never worse than nothing, whatever stands there', () => {
    const value = fc.stringMatching(/^[\x20-\x7e]{0,60}$/)
    const names = [
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
      'ratelimit',
      'ratelimit-policy',
    ] as const
    fc.assert(
      fc.property(fc.tuple(value, value, value, value, value), (values) => {
        const headers = Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']))
        for (const { limit, remaining, resetMs, windowMs } of read(headers)) {
          for (const number of [limit, remaining, resetMs, windowMs]) {
            expect(number === null || (Number.isFinite(number) && number >= 0)).toBe(true)
          }
        }
      }),
    )
  })
})

describe('the wait after a refusal without Retry-After', () => {
  it('lasts until the last of the limits that have nothing left ends', () => {
    expect(waitUntilReset([])).toBeNull()
    expect(waitUntilReset([{ ...NOTHING, remaining: 5, resetMs: 9_000 }])).toBeNull()
    expect(
      waitUntilReset([
        { ...NOTHING, remaining: 0, resetMs: 1_000 },
        { ...NOTHING, remaining: 0, resetMs: 4_000 },
      ]),
    ).toBe(4_000)
  })
})
