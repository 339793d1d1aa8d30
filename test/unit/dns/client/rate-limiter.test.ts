import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { QueryRateLimiter, type RateLimits } from '../../../../src/main/dns/client/rate-limiter'

const FREE: RateLimits = { concurrency: 100, perServer: 100, perSecond: Infinity, burst: 100, jitterMs: 0 }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Work that begins, is noted, and ends when told. */
function workshop(limits: Partial<RateLimits>) {
  const turns = new QueryRateLimiter(
    { ...FREE, ...limits },
    () => Date.now(),
    () => 0.5,
  )
  const started: string[] = []
  const ends: (() => void)[] = []
  const take = (server: string, signal?: AbortSignal) =>
    turns.take(
      server,
      () => {
        started.push(server)
        return new Promise<string>((resolve) => ends.push(() => resolve(server)))
      },
      signal,
    )
  const settle = () => vi.advanceTimersByTimeAsync(0)
  return { take, started, ends, settle }
}

describe('turns', () => {
  it('runs no more at a time than allowed, over all servers and at each', async () => {
    const { take, started, ends, settle } = workshop({ concurrency: 3, perServer: 2 })
    for (const server of ['a', 'a', 'a', 'b', 'b']) void take(server)
    await settle()
    expect(started).toEqual(['a', 'a', 'b'])
    ends[2]!()
    await settle()
    // a is at its own bound.
    expect(started).toEqual(['a', 'a', 'b', 'b'])
  })

  it('lets servers take turns, so that one with many questions holds up no other', async () => {
    const { take, started, ends, settle } = workshop({ concurrency: 1 })
    for (const server of ['a', 'a', 'a', 'b', 'c']) void take(server)
    for (let count = 0; count < 5; count++) {
      await settle()
      ends[count]!()
    }
    expect(started).toEqual(['a', 'a', 'b', 'c', 'a'])
  })

  it('starts a burst at once and the rest at the rate of its server, and others meanwhile', async () => {
    const { take, started, settle } = workshop({ perSecond: 10, burst: 2 })
    for (const server of ['a', 'a', 'a', 'a', 'b']) void take(server)
    await settle()
    expect(started).toEqual(['a', 'a', 'b'])
    await vi.advanceTimersByTimeAsync(99)
    expect(started).toHaveLength(3)
    await vi.advanceTimersByTimeAsync(1)
    expect(started).toEqual(['a', 'a', 'b', 'a'])
    await vi.advanceTimersByTimeAsync(100)
    expect(started).toEqual(['a', 'a', 'b', 'a', 'a'])
  })

  it('puts each start off by the jitter', async () => {
    const { take, started } = workshop({ jitterMs: 8 })
    void take('a')
    await vi.advanceTimersByTimeAsync(3)
    expect(started).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(started).toEqual(['a'])
  })

  it('gives up a place in the line when stopped, and starts nothing', async () => {
    const { take, started, ends, settle } = workshop({ concurrency: 1 })
    const stop = new AbortController()
    void take('a')
    const second = take('a', stop.signal)
    const third = take('a')
    stop.abort()
    expect(await second).toBeUndefined()
    expect(await take('a', stop.signal)).toBeUndefined()
    ends[0]!()
    await settle()
    ends[1]!()
    expect(await third).toBe('a')
    expect(started).toEqual(['a', 'a'])
  })

  it('gives the place on when the work fails', async () => {
    const turns = new QueryRateLimiter({ ...FREE, concurrency: 1 })
    const failing = turns.take('a', () => Promise.reject(new Error('broken')))
    const next = turns.take('a', () => Promise.resolve('next'))
    await expect(failing).rejects.toThrow('broken')
    expect(await next).toBe('next')
  })
})
