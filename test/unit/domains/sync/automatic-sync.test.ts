import { describe, expect, it } from 'vitest'
import { createAutomaticSync, type AccountSyncState } from '../../../../src/main/domains/sync/automatic-sync'
import { manualTimer } from '../manual-timer'

const MINUTE = 60_000

/** One account that is synced by itself; its runs end at once, as the test says. */
function watched({ every = 15, random = 0.5 }: { every?: number; random?: number } = {}) {
  const time = manualTimer(0)
  const starts: number[] = []
  const probes: number[] = []
  const standing: { -readonly [Name in keyof AccountSyncState]: AccountSyncState[Name] } = {
    isRunning: false,
    lastSyncedAt: null,
    offlineSince: null,
  }
  const automatic = createAutomaticSync({
    accountIds: () => ['a'],
    everyMinutes: () => every,
    standing: () => standing,
    start: () => {
      starts.push(time.clock.now)
      after.start()
    },
    healthCheck: () => {
      probes.push(time.clock.now)
      after.healthCheck()
      return Promise.resolve()
    },
    now: () => time.clock.now,
    random: () => random,
    timer: time.timer,
  })
  const after = { start: (): void => automatic.ended('a', 'well'), healthCheck: (): void => {} }
  return { ...time, automatic, standing, starts, probes, after }
}

/** Between one moment and the next, in units. */
const gaps = (moments: readonly number[], unit: number): number[] =>
  moments.slice(1).map((moment, at) => (moment - (moments[at] ?? 0)) / unit)

describe('syncing by itself', () => {
  it('happens every set number of minutes', async () => {
    const { pass, starts } = watched()
    await pass(46 * MINUTE)
    expect(starts).toEqual([15 * MINUTE, 30 * MINUTE, 45 * MINUTE])
  })

  it('is spread by a fifth either way', async () => {
    const [early, late] = [watched({ random: 0 }), watched({ random: 0.999 })]
    await early.pass(20 * MINUTE)
    await late.pass(20 * MINUTE)
    expect(early.starts[0]).toBe(12 * MINUTE)
    expect(late.starts[0]).toBeCloseTo(18 * MINUTE, -4)
  })

  it('counts from the last sync, whoever began it', async () => {
    const { pass, automatic, standing, starts, clock } = watched()
    await pass(10 * MINUTE)
    standing.lastSyncedAt = clock.now
    automatic.ended('a', 'well')
    await pass(14 * MINUTE)
    expect(starts).toEqual([])
    await pass(2 * MINUTE)
    expect(starts).toEqual([25 * MINUTE])
  })

  it('never happens when it is turned off, nor while a sync is under way', async () => {
    const off = watched({ every: 0 })
    await off.pass(24 * 60 * MINUTE)
    expect(off.starts).toEqual([])
    const running = watched()
    running.standing.isRunning = true
    await running.pass(60 * MINUTE)
    expect(running.starts).toEqual([])
  })

  it('reads a list as a whole a minute after it was read in pieces, once, also when it is turned off', async () => {
    const { pass, automatic, starts } = watched({ every: 0 })
    automatic.ended('a', 'in pieces')
    await pass(60 * MINUTE)
    expect(starts).toEqual([MINUTE])
  })

  it('tries again soon after a failure that may pass, then less and less often', async () => {
    const { pass, starts, after, automatic } = watched()
    after.start = () => automatic.ended('a', 'failed for now')
    await pass(15 * MINUTE)
    await pass(200 * MINUTE)
    expect(gaps(starts, MINUTE)).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  })

  it('tries a failure for good no sooner than it would have synced', async () => {
    const { pass, starts, after, automatic } = watched()
    after.start = () => automatic.ended('a', 'failed for good')
    await pass(200 * MINUTE)
    expect(gaps(starts, MINUTE)).toEqual([15, 30, 60, 60])
  })

  it('does not wait for a last sync that lies ahead, where the clock was set back', async () => {
    const { pass, starts, standing } = watched()
    standing.lastSyncedAt = 500 * MINUTE
    await pass(16 * MINUTE)
    expect(starts).toEqual([15 * MINUTE])
  })
})

describe('a provider out of reach', () => {
  it('is looked for less and less often, at last every three minutes, and nothing else is asked', async () => {
    const { pass, starts, probes, standing, automatic } = watched()
    standing.offlineSince = 0
    automatic.wake()
    await pass(20 * MINUTE)
    expect(gaps([0, ...probes], 1000).slice(0, 8)).toEqual([5, 10, 20, 40, 80, 160, 180, 180])
    expect(starts).toEqual([])
  })

  it('is looked for also when nothing syncs by itself', async () => {
    const { pass, probes, standing } = watched({ every: 0 })
    standing.offlineSince = 0
    await pass(MINUTE)
    expect(probes.length).toBeGreaterThan(0)
  })

  it('is looked for a second after the network is back, and soon again', async () => {
    const { pass, probes, standing, automatic, clock } = watched()
    standing.offlineSince = 0
    await pass(30 * MINUTE)
    probes.length = 0
    await pass(60_000)
    const from = clock.now
    automatic.networkChanged(true)
    await pass(1_000)
    const soon = probes.filter((at) => at > from)
    expect(soon).toEqual([from + 1_000])
    await pass(10_000)
    expect(probes.filter((at) => at > from)).toHaveLength(2)
  })

  it('is not looked for at each flicker of the network', async () => {
    const { pass, probes, standing, automatic } = watched()
    standing.offlineSince = 0
    for (let second = 0; second < 60; second++) {
      automatic.networkChanged(true)
      await pass(1_000)
    }
    expect(Math.min(...gaps(probes, 1000))).toBeGreaterThanOrEqual(5)
  })

  it('is found out when the network goes', async () => {
    const { pass, probes, automatic, after, standing, clock } = watched()
    after.healthCheck = () => (standing.offlineSince = clock.now)
    automatic.networkChanged(false)
    await pass(1_500)
    expect(probes).toEqual([1_000])
  })
})

it('stops when it is told to', async () => {
  const { pass, starts, automatic } = watched()
  automatic.stop()
  await pass(60 * MINUTE)
  expect(starts).toEqual([])
})
