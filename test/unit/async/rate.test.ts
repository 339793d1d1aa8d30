import { describe, expect, it } from 'vitest'
import { createRate } from '../../../src/main/async/rate'

function rated() {
  const clock = { now: 1_000 }
  const rate = createRate(() => clock.now)
  const goOn = (seconds: number, perSecond: number, from: number): number => {
    let done = from
    for (let i = 0; i < seconds * 10; i++) {
      clock.now += 100
      done += perSecond / 10
      rate.note(done)
    }
    return done
  }
  return { clock, rate, goOn }
}

describe('the rate', () => {
  it('is unknown until a second has passed', () => {
    const { clock, rate } = rated()
    expect(rate.perSecond()).toBeNull()
    rate.note(0)
    clock.now += 999
    rate.note(500)
    expect(rate.perSecond()).toBeNull()
    clock.now += 1
    expect(rate.perSecond()).toBe(500)
  })

  it('is that of the last few seconds', () => {
    const { rate, goOn } = rated()
    rate.note(0)
    const done = goOn(20, 1_000, 0)
    expect(rate.perSecond()).toBeCloseTo(1_000)
    goOn(10, 50, done)
    expect(rate.perSecond()).toBeCloseTo(50)
  })

  it('falls while nothing comes', () => {
    const { clock, rate, goOn } = rated()
    rate.note(0)
    goOn(5, 100, 0)
    clock.now += 5_000
    expect(rate.perSecond()).toBeLessThan(60)
  })

  it('begins anew when the count or the clock goes back', () => {
    const { clock, rate, goOn } = rated()
    rate.note(0)
    goOn(3, 100, 0)
    rate.note(5)
    expect(rate.perSecond()).toBeNull()
    goOn(2, 10, 5)
    expect(rate.perSecond()).toBeCloseTo(10)
    clock.now -= 60_000
    rate.note(30)
    expect(rate.perSecond()).toBeNull()
  })
})
