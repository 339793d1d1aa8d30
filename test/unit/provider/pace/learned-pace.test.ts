import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { createLearnedPace } from '../../../../src/main/provider/pace/learned-pace'
import {
  fixedWindow,
  type Rule,
  simulate,
  slidingWindow,
  tokenBucket,
  type Trace,
} from './simulated-provider'
import { virtualClock } from './virtual-clock'

const MINUTE = 60_000
const START = 1_700_000_000_000
/** Nothing is refused, whatever comes. */
const anything = (): Rule => ({ take: () => null })

const refusedShare = ({ accepted, refused }: Trace): number =>
  refused.length / (accepted.length + refused.length)
/** How many were accepted a second in a stretch of time since the start, in milliseconds. */
const acceptedPerSecond = ({ accepted }: Trace, from: number, to: number): number =>
  (accepted.filter((at) => at >= START + from && at < START + to).length * 1000) / (to - from)
const mostWithin = (times: readonly number[], ms: number): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + ms).length))

describe.each<[string, () => Rule, number, number, number]>([
  ['50 a second, as many saved up', () => tokenBucket(50, 50), 50, 200_000, 0.01],
  ['50 a second, hardly any saved up', () => tokenBucket(50, 5), 50, 200_000, 0.01],
  ['50 a second, ten times as many saved up', () => tokenBucket(50, 500), 50, 200_000, 0.01],
  ['50 in each second', () => fixedWindow(50, 1_000), 50, 200_000, 0.01],
  ['50 in each second, and says so', () => fixedWindow(50, 1_000, { headers: true }), 50, 200_000, 0],
  ['300 in each minute', () => fixedWindow(300, MINUTE), 5, 15 * MINUTE, 0.01],
  ['300 in each minute, and says so', () => fixedWindow(300, MINUTE, { headers: true }), 5, 15 * MINUTE, 0],
  ['300 in any minute', () => slidingWindow(300, MINUTE), 5, 15 * MINUTE, 0.01],
  [
    '300 in each minute, without Retry-After',
    () => fixedWindow(300, MINUTE, { retryAfter: false }),
    5,
    15 * MINUTE,
    0.01,
  ],
])('a provider that takes %s', (_, rule, allowed, forMs, mostRefused) => {
  it('is asked for nine tenths of that and more, and refuses next to nothing', async () => {
    const clock = virtualClock(START)
    const { trace, fetchMany } = simulate({ clock, rule: rule() })
    await clock.run(fetchMany(Infinity, forMs))
    const elapsed = clock.now() - START
    expect(acceptedPerSecond(trace, 0, elapsed) / allowed).toBeGreaterThanOrEqual(0.9)
    expect(refusedShare(trace)).toBeLessThanOrEqual(mostRefused)
  })
})

it('asks for the records of 10,000 domains in under four minutes at 50 a second', async () => {
  const clock = virtualClock(START)
  const { trace, fetchMany } = simulate({ clock, rule: tokenBucket(50, 50) })
  await clock.run(fetchMany(10_000))
  expect(trace.accepted).toHaveLength(10_000)
  expect(clock.now() - START).toBeLessThan(4 * MINUTE)
})

it('falls with a limit that falls, and rises with one that rises again', async () => {
  const clock = virtualClock(START)
  const limit = (time: number): number => (time < START + MINUTE || time > START + 4 * MINUTE ? 50 : 10)
  const { trace, fetchMany } = simulate({ clock, rule: tokenBucket(limit, 20) })
  await clock.run(fetchMany(Infinity, 12 * MINUTE))
  expect(acceptedPerSecond(trace, 70_000, 230_000) / 10).toBeGreaterThan(0.85)
  expect(acceptedPerSecond(trace, 10 * MINUTE, 12 * MINUTE) / 50).toBeGreaterThan(0.85)
  expect(refusedShare(trace)).toBeLessThan(0.01)
})

it('stays near the knee of a provider that grows slow and refuses nothing', async () => {
  const clock = virtualClock(START)
  const busy = (underWay: number): number => 80 * Math.max(1, underWay / 4)
  const { trace, fetchMany } = simulate({ clock, rule: anything(), latencyMs: busy })
  await clock.run(fetchMany(Infinity, 3 * MINUTE))
  // Four at a time is what it does at once.
  expect(trace.most).toBeLessThanOrEqual(12)
  expect(acceptedPerSecond(trace, 0, 3 * MINUTE) / 50).toBeGreaterThan(0.9)
})

it('has as many under way as answers that take long need, and no more than 32', async () => {
  for (const [latencyMs, least] of [
    [80, 4],
    [400, 20],
    [3_000, 28],
  ] as const) {
    const clock = virtualClock(START)
    const { trace, fetchMany } = simulate({ clock, rule: tokenBucket(50, 50), latencyMs: () => latencyMs })
    await clock.run(fetchMany(Infinity, 2 * MINUTE))
    expect(trace.most).toBeGreaterThanOrEqual(least)
    expect(trace.most).toBeLessThanOrEqual(32)
  }
})

it('halves the rate when it is refused, and begins nothing until the time it was told', async () => {
  const clock = virtualClock(START)
  let refuses = false
  const rule: Rule = { take: () => (refuses ? { retryAfterS: 20 } : null) }
  const { pace, trace, ask, fetchMany } = simulate({ clock, rule })
  await clock.run(fetchMany(Infinity, 10_000))
  const before = pace.perSecond()
  refuses = true
  const refused = ask().catch(() => null)
  await clock.run(clock.sleep(100))
  refuses = false
  expect(pace.perSecond()).toBeLessThanOrEqual(before / 2)
  const begun = trace.begun.length
  await clock.run(clock.sleep(19_000))
  expect(trace.begun).toHaveLength(begun)
  await clock.run(refused)
  expect(trace.accepted.length).toBeGreaterThan(0)
})

it('sends one request after a refusal, and the others once that was answered', async () => {
  const clock = virtualClock(START)
  const { trace, fetchMany } = simulate({ clock, rule: fixedWindow(100, MINUTE, { retryAfter: false }) })
  await clock.run(fetchMany(Infinity, 50_000))
  const [first = 0] = trace.refused
  const later = trace.refused.filter((at) => at > first + 500)
  expect(later.length).toBeGreaterThan(1)
  expect(mostWithin(later, 900)).toBe(1)
})

describe('a ceiling', () => {
  it('is passed in no second, whoever asks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.array(
          fc.record({ afterMs: fc.nat(3_000), count: fc.integer({ min: 1, max: 40 }), isUser: fc.boolean() }),
          {
            minLength: 1,
            maxLength: 6,
          },
        ),
        async (ceiling, waves) => {
          const clock = virtualClock(START)
          const { trace, ask } = simulate({ clock, rule: anything(), pace: { ceiling, first: 100 } })
          const work = async (): Promise<void> => {
            const asked: Promise<number>[] = []
            for (const { afterMs, count, isUser } of waves) {
              await clock.sleep(afterMs)
              for (let i = 0; i < count; i += 1) asked.push(ask(isUser ? 'user' : 'background'))
            }
            await Promise.all(asked)
          }
          await clock.run(work())
          expect(mostWithin(trace.begun, 1_000)).toBeLessThanOrEqual(ceiling)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('acts at once, and gives way when it is taken away', async () => {
    const clock = virtualClock(START)
    const { pace, trace, fetchMany } = simulate({ clock, rule: anything() })
    await clock.run(fetchMany(Infinity, 10_000))
    pace.setCeiling(5)
    const from = clock.now()
    await clock.run(fetchMany(Infinity, 10_000))
    expect(
      mostWithin(
        trace.begun.filter((at) => at >= from + 1_001),
        1_000,
      ),
    ).toBeLessThanOrEqual(5)
    pace.setCeiling(null)
    await clock.run(fetchMany(Infinity, 20_000))
    expect(pace.perSecond()).toBeGreaterThan(20)
  })
})

describe('what a person asks for', () => {
  it('is answered at once while a sync takes all it may', async () => {
    const clock = virtualClock(START)
    const { ask, fetchMany } = simulate({ clock, rule: tokenBucket(50, 50) })
    const waits: number[] = []
    const person = async (): Promise<void> => {
      for (let i = 0; i < 20; i += 1) {
        await clock.sleep(3_000)
        const from = clock.now()
        await ask('user')
        waits.push(clock.now() - from)
      }
    }
    await clock.run(Promise.all([fetchMany(Infinity, MINUTE), person()]))
    const prompt = waits.filter((ms) => ms <= 100).length
    // Now and then the provider refuses requests, and everybody waits.
    expect(prompt / waits.length).toBeGreaterThan(0.8)
  })
})

describe('what is remembered', () => {
  it('is where the next start begins', async () => {
    const clock = virtualClock(START)
    const { pace, fetchMany } = simulate({ clock, rule: tokenBucket(50, 50) })
    await clock.run(fetchMany(5_000))
    const remembered = pace.remembered()
    expect(remembered.limit).toBeGreaterThan(45)
    const again = simulate({ clock, rule: tokenBucket(50, 50), pace: { remembered } })
    const from = clock.now()
    await clock.run(again.fetchMany(Infinity, MINUTE))
    expect(acceptedPerSecond(again.trace, from - START, from - START + MINUTE) / 50).toBeGreaterThan(0.93)
    expect(refusedShare(again.trace)).toBeLessThan(0.01)
  })

  it('is believed less the older it is, and never more than the ceiling', () => {
    const DAY = 24 * 60 * MINUTE
    const after = (ms: number, ceiling: number | null = null): number =>
      createLearnedPace({
        now: () => START + ms,
        remembered: { perSecond: 48, limit: 50, at: START },
        ceiling,
      }).perSecond()
    expect(after(1_000)).toBe(48)
    expect(after(10 * MINUTE)).toBeLessThan(48)
    expect(after(DAY)).toBeLessThan(after(10 * MINUTE))
    expect(after(30 * DAY)).toBe(10)
    expect(after(1_000, 3)).toBe(3)
    // A clock that was set back says nothing of the age.
    expect(after(-DAY)).toBe(48)
  })
})

describe('after a silence', () => {
  it('does not begin at its old rate, and gets there soon', async () => {
    const clock = virtualClock(START)
    const { trace, fetchMany } = simulate({ clock, rule: tokenBucket(50, 50) })
    await clock.run(fetchMany(3_000))
    await clock.run(clock.sleep(12 * 60 * MINUTE))
    const from = clock.now() - START
    await clock.run(fetchMany(Infinity, MINUTE))
    expect(acceptedPerSecond(trace, from, from + 1_000)).toBeLessThan(40)
    expect(acceptedPerSecond(trace, from + 10_000, from + MINUTE) / 50).toBeGreaterThan(0.9)
  })
})

describe('a clock that is set', () => {
  it.each([-3_600_000, -10, 3_600_000])('by %i ms in the middle does no harm', async (ms) => {
    const clock = virtualClock(START)
    const { trace, fetchMany } = simulate({ clock, rule: { take: () => null }, pace: { ceiling: 20 } })
    await clock.run(fetchMany(100))
    clock.set(clock.now() + ms)
    const before = trace.accepted.length
    const from = clock.now()
    await clock.run(fetchMany(Infinity, 10_000))
    const perSecond = ((trace.accepted.length - before) * 1000) / (clock.now() - from)
    expect(perSecond).toBeGreaterThan(15)
    expect(perSecond).toBeLessThanOrEqual(22)
  })
})

describe('headers that lie', () => {
  const saying = (headers: Record<string, string>, rule: Rule = anything()): Rule => ({
    ...rule,
    headers: () => headers,
  })

  it('that promise too much do not make it faster than the provider takes', async () => {
    const clock = virtualClock(START)
    const rule = saying(
      { ratelimit: '"default";r=100000;t=60', 'ratelimit-policy': '"default";q=100000;w=60' },
      tokenBucket(50, 50),
    )
    const { trace, fetchMany } = simulate({ clock, rule })
    await clock.run(fetchMany(Infinity, 100_000))
    expect(refusedShare(trace)).toBeLessThan(0.01)
    expect(acceptedPerSecond(trace, 0, 100_000) / 50).toBeGreaterThan(0.9)
  })

  it('that say each time that nothing is left are no longer believed', async () => {
    const clock = virtualClock(START)
    const rule = saying({
      'x-ratelimit-remaining': '0',
      'x-ratelimit-limit': '100',
      'x-ratelimit-reset': '30',
    })
    const { trace, fetchMany } = simulate({ clock, rule, pace: { ceiling: 20 } })
    await clock.run(fetchMany(Infinity, 10 * MINUTE))
    expect(acceptedPerSecond(trace, 5 * MINUTE, 10 * MINUTE)).toBeGreaterThan(10)
  })
})

it('keeps its rate between its bounds, whatever comes', () => {
  const event = fc.record({
    ms: fc.integer({ min: -5_000, max: 100_000 }),
    status: fc.constantFrom(200, 404, 429, 503),
    kind: fc.constantFrom('get', 'list'),
    remaining: fc.option(fc.nat(1_000)),
    resetMs: fc.option(fc.nat(100_000)),
  })
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 200 }),
      fc.option(fc.integer({ min: 1, max: 1_000 })),
      (events, ceiling) => {
        let time = START
        const pace = createLearnedPace({ now: () => time, ceiling })
        for (const { ms, status, kind, remaining, resetMs } of events) {
          const over = pace.take()
          const answered = pace.sent(kind)
          time += ms
          answered({ status, limits: [{ limit: 500, remaining, resetMs, windowMs: null }] })
          over()
          expect(pace.perSecond()).toBeGreaterThan(0)
          expect(pace.perSecond()).toBeLessThanOrEqual(ceiling ?? 1_000)
          expect(pace.waitMs('user')).toBeLessThanOrEqual(60_000)
          expect(pace.waitMs('background')).toBeLessThanOrEqual(120_000)
          expect(pace.leastUrgent(0)).not.toBeNull()
          expect(pace.remembered().perSecond).toBeLessThanOrEqual(ceiling ?? 1_000)
        }
      },
    ),
    { numRuns: 200 },
  )
})
