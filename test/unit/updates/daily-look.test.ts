import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDailyLook } from '../../../src/main/updates/daily-look'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
const START = Date.UTC(2026, 0, 5, 12)

beforeEach(() => void vi.useFakeTimers({ now: START }))
afterEach(() => void vi.useRealTimers())

function lookedBefore(lookedAt: number | null, random = 0.5) {
  const state = { on: true, online: true, lookedAt, looks: [] as number[] }
  const daily = createDailyLook({
    isOn: () => state.on,
    isOnline: () => state.online,
    lookedAt: () => state.lookedAt,
    look: async () => {
      state.lookedAt = Date.now()
      state.looks.push(Date.now() - START)
    },
    now: Date.now,
    random: () => random,
  })
  return { state, daily }
}

describe('a look once a day', () => {
  it('does not come at the start, and then once a day at most, each time a little later', async () => {
    const { state, daily } = lookedBefore(null)
    daily.plan()
    await vi.advanceTimersByTimeAsync(19_000)
    expect(state.looks).toEqual([])
    await vi.advanceTimersByTimeAsync(4 * DAY)
    expect(state.looks).toHaveLength(4)
    const gaps = state.looks.slice(1).map((at, i) => at - state.looks[i]!)
    for (const gap of gaps) expect(gap).toBeGreaterThan(DAY)
  })

  it('comes at another time on another computer', async () => {
    const firsts = await Promise.all(
      [0, 0.9].map(async (random) => {
        const { state, daily } = lookedBefore(START - HOUR, random)
        daily.plan()
        await vi.advanceTimersByTimeAsync(30 * HOUR)
        return state.looks[0]!
      }),
    )
    expect(Math.abs(firsts[0]! - firsts[1]!)).toBeGreaterThan(HOUR)
  })

  it('does not come on the same day after a restart', async () => {
    const { state, daily } = lookedBefore(START - HOUR)
    daily.plan()
    await vi.advanceTimersByTimeAsync(22 * HOUR)
    expect(state.looks).toEqual([])
    await vi.advanceTimersByTimeAsync(4 * HOUR)
    expect(state.looks).toHaveLength(1)
  })

  it('waits while there is no network, and comes soon once there is', async () => {
    const { state, daily } = lookedBefore(null)
    state.online = false
    daily.plan()
    await vi.advanceTimersByTimeAsync(2 * DAY)
    expect(state.looks).toEqual([])
    state.online = true
    daily.plan()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(state.looks).toHaveLength(1)
  })

  it('does not come once it is turned off, nor after the end', async () => {
    const off = lookedBefore(null)
    off.daily.plan()
    off.state.on = false
    const ended = lookedBefore(null)
    ended.daily.plan()
    ended.daily.stop()
    await vi.advanceTimersByTimeAsync(3 * DAY)
    expect([...off.state.looks, ...ended.state.looks]).toEqual([])
  })

  it('is not put off by a clock that was set back', async () => {
    const { state, daily } = lookedBefore(START + 400 * DAY)
    daily.plan()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(state.looks).toHaveLength(1)
  })
})
