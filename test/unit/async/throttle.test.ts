import { describe, expect, it } from 'vitest'
import { Throttle, throttled } from '../../../src/main/async/throttle'

describe('a throttled call', () => {
  it('is made at once, and then at most once an interval; what comes between is dropped', () => {
    let now = 1_000
    const calls: string[] = []
    const call = throttled(
      100,
      () => now,
      (text: string) => void calls.push(text),
    )
    call('first')
    call('dropped')
    now += 99
    call('dropped too')
    now += 1
    call('second')
    expect(calls).toEqual(['first', 'second'])
  })

  it('is made when the clock was set back, however far', () => {
    let now = 1_000_000
    let calls = 0
    const call = throttled(
      100,
      () => now,
      () => (calls += 1),
    )
    call()
    now = 0
    call()
    expect(calls).toBe(2)
  })
})

describe('a throttle', () => {
  it('is due until something is told, and again when the interval is over', () => {
    let now = 0
    const throttle = new Throttle(100, () => now)
    expect([throttle.isDue, throttle.isDue]).toEqual([true, true])
    throttle.begin()
    expect(throttle.isDue).toBe(false)
    now = 50
    throttle.begin()
    now = 149
    expect(throttle.isDue).toBe(false)
    now = 150
    expect(throttle.isDue).toBe(true)
  })
})
