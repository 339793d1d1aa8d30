import { describe, expect, it } from 'vitest'
import { SingleFlight } from '../../../src/main/async/single-flight'

/** Work that is noted and ends when told. */
function workshop() {
  const underWay = new SingleFlight<string>()
  const started: (AbortSignal | undefined)[] = []
  const ends: ((value: string) => void)[] = []
  const join = (key: string, signal?: AbortSignal) =>
    underWay.join(
      key,
      (stop) => {
        started.push(stop)
        return new Promise((resolve) => ends.push(resolve))
      },
      signal,
    )
  return { join, started, ends }
}

describe('work under way', () => {
  it('is done once for all who want the same meanwhile, and anew afterwards', async () => {
    const { join, started, ends } = workshop()
    const both = [join('a'), join('a'), join('b')]
    expect(started).toHaveLength(2)
    ends[0]!('first')
    ends[1]!('other')
    expect(await Promise.all(both)).toEqual(['first', 'first', 'other'])
    void join('a')
    expect(started).toHaveLength(3)
  })

  it('goes on when one of those who wait leaves', async () => {
    const { join, started, ends } = workshop()
    const leaving = new AbortController()
    const staying = new AbortController()
    const left = join('a', leaving.signal)
    const stayed = join('a', staying.signal)
    leaving.abort()
    expect(await left).toBeUndefined()
    expect(started[0]?.aborted).toBe(false)
    ends[0]!('answer')
    expect(await stayed).toBe('answer')
  })

  it('is stopped when everybody has left, and is not joined then', async () => {
    const { join, started, ends } = workshop()
    const one = new AbortController()
    const other = new AbortController()
    const left = [join('a', one.signal), join('a', other.signal)]
    one.abort()
    other.abort()
    expect(await Promise.all(left)).toEqual([undefined, undefined])
    expect(started[0]?.aborted).toBe(true)
    const next = join('a')
    expect(started).toHaveLength(2)
    // The end of the stopped one takes nothing away from the next.
    ends[0]!('late')
    void join('a')
    expect(started).toHaveLength(2)
    ends[1]!('answer')
    expect(await next).toBe('answer')
  })

  it('is not started by somebody who has left already', async () => {
    const { join, started } = workshop()
    expect(await join('a', AbortSignal.abort())).toBeUndefined()
    expect(started).toEqual([])
  })

  it('fails for all who wait, and is begun anew afterwards', async () => {
    const flights = new SingleFlight<string>()
    let begun = 0
    const join = (signal?: AbortSignal) =>
      flights.join(
        'a',
        () => {
          begun += 1
          return Promise.reject(new Error('broken'))
        },
        signal,
      )
    const all = await Promise.allSettled([join(), join(), join(new AbortController().signal)])
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(begun).toBe(1)
    await expect(join()).rejects.toThrow('broken')
    expect(begun).toBe(2)
  })

  it('is known while it lasts, and can be waited for', async () => {
    const flights = new SingleFlight<string>()
    const { promise, resolve } = Promise.withResolvers<string>()
    const first = flights.join('a', () => promise)
    const other = flights.join('b', () => Promise.reject(new Error('broken')))
    other.catch(() => undefined)
    expect([flights.isUnderWay('a'), flights.isUnderWay('c')]).toEqual([true, false])
    let isIdle = false
    const idle = flights.idle().then(() => (isIdle = true))
    await new Promise((next) => setImmediate(next))
    expect(isIdle).toBe(false)
    resolve('answer')
    await idle
    expect(flights.isUnderWay('a')).toBe(false)
    expect(await first).toBe('answer')
  })
})
