import { describe, expect, it } from 'vitest'
import { UnderWay } from '../../../../src/main/dns/client/under-way'

/** Work that is noted and ends when told. */
function workshop() {
  const underWay = new UnderWay<string>()
  const started: (AbortSignal | undefined)[] = []
  const ends: ((value: string) => void)[] = []
  const join = (key: string, signal?: AbortSignal) =>
    underWay.join(key, signal, (stop) => {
      started.push(stop)
      return new Promise((resolve) => ends.push(resolve))
    })
  return { join, started, ends }
}

describe('a question under way', () => {
  it('is asked once for all who ask the same meanwhile, and anew afterwards', async () => {
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
})
