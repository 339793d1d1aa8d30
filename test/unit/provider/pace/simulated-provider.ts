import { createBackoff, longestWaitMs, withRetry } from '../../../../src/main/provider/retry'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import { transient, type SendResult } from '../../../../src/main/provider/operation'
import { createLearnedPace, type LearnedPace } from '../../../../src/main/provider/pace/learned-pace'
import { readRateLimits } from '../../../../src/main/provider/pace/rate-limits'
import type { Urgency } from '../../../../src/main/provider/pace/urgency'
import { createScheduler } from '../../../../src/main/provider/scheduler'
import { askedTooOften } from '../../../../src/main/provider/status-failures'
import type { VirtualClock } from './virtual-clock'

/** What a provider does with a request that comes at a time, in milliseconds. */
export interface Rule {
  /** @returns null when it takes the request; otherwise how long it wants to be left alone, or that it does not say */
  take(time: number): null | { readonly retryAfterS: number | null }
  /** What it says with each answer. */
  headers?(time: number): Record<string, string>
}

/** Takes so many a second; as many as `capacity` may be saved up. */
export function tokenBucket(perSecond: number | ((time: number) => number), capacity: number): Rule {
  const rateAt = typeof perSecond === 'number' ? () => perSecond : perSecond
  let tokens = capacity
  let at: number | null = null
  return {
    take(time) {
      tokens = Math.min(capacity, tokens + ((time - (at ?? time)) * rateAt(time)) / 1000)
      at = time
      if (tokens < 1) return { retryAfterS: 1 }
      tokens -= 1
      return null
    },
  }
}

/** Takes so many in each window of the clock. */
export function fixedWindow(
  most: number,
  windowMs: number,
  says: { retryAfter?: boolean; headers?: boolean } = {},
): Rule {
  let window = -1
  let count = 0
  const leftMs = (time: number): number => windowMs - (time % windowMs)
  const turn = (time: number): void => {
    const current = Math.floor(time / windowMs)
    if (current !== window) [window, count] = [current, 0]
  }
  return {
    take(time) {
      turn(time)
      if (count >= most)
        return { retryAfterS: says.retryAfter === false ? null : Math.ceil(leftMs(time) / 1000) }
      count += 1
      return null
    },
    ...(says.headers === true && {
      headers: (time) => {
        turn(time)
        return {
          'x-ratelimit-limit': String(most),
          'x-ratelimit-remaining': String(most - count),
          'x-ratelimit-reset': String(Math.ceil((time + leftMs(time)) / 1000)),
        }
      },
    }),
  }
}

/** Takes so many in any stretch of time of that length. */
export function slidingWindow(most: number, windowMs: number): Rule {
  const taken: number[] = []
  return {
    take(time) {
      while ((taken[0] ?? Infinity) <= time - windowMs) taken.shift()
      if (taken.length >= most) {
        return { retryAfterS: Math.ceil(((taken[0] ?? time) + windowMs - time) / 1000) }
      }
      taken.push(time)
      return null
    },
  }
}

export interface Trace {
  readonly begun: number[]
  readonly accepted: number[]
  readonly refused: number[]
  /** The most under way at once. */
  most: number
}

/**
 * A provider behind the app's own scheduler, backoff and retries.
 *
 * @param latencyMs how long an answer takes, by the number of requests under way
 */
export function simulate(options: {
  readonly clock: VirtualClock
  readonly rule: Rule
  readonly latencyMs?: (underWay: number) => number
  readonly pace?: Partial<Parameters<typeof createLearnedPace>[0]>
}) {
  const { clock, rule } = options
  const { now, sleep } = clock
  const latencyMs = options.latencyMs ?? (() => 80)
  const pace: LearnedPace = createLearnedPace({ now, ...options.pace })
  const scheduler = createScheduler({
    pace,
    now,
    sleep,
    refusal: (ms, urgency) => (ms > longestWaitMs(urgency) ? askedTooOften(ms) : undefined),
  })
  const backoff = createBackoff(scheduler, now)
  const trace: Trace = { begun: [], accepted: [], refused: [], most: 0 }
  let underWay = 0

  async function exchange(): Promise<SendResult<number>> {
    const answered = pace.sent('get')
    underWay += 1
    trace.most = Math.max(trace.most, underWay)
    trace.begun.push(now())
    try {
      const refusal = rule.take(now())
      await sleep(refusal === null ? latencyMs(underWay) : 20)
      const headers = new Headers(rule.headers?.(now()) ?? {})
      answered({ status: refusal === null ? 200 : 429, limits: readRateLimits(headers, now()) })
      if (refusal === null) {
        trace.accepted.push(now())
        return { ok: true, value: now() }
      }
      trace.refused.push(now())
      const waitMs = refusal.retryAfterS === null ? null : refusal.retryAfterS * 1000
      return { ok: false, requestError: transient(askedTooOften(waitMs), waitMs) }
    } finally {
      underWay -= 1
    }
  }

  const ask = (urgency: Urgency = 'background'): Promise<number> =>
    withRetry(
      () => scheduler.run(async () => backoff(await exchange()), undefined, urgency),
      { tries: 3, sleep, random: () => 0.5, longestWaitMs: longestWaitMs(urgency) },
      undefined,
    )

  /** Asks for so many domains as the sync does, or until so much time has passed. */
  async function fetchMany(count: number, forMs = Infinity, workers = 32): Promise<void> {
    const until = now() + forMs
    let left = count
    const work = async (): Promise<void> => {
      while (left > 0 && now() < until) {
        left -= 1
        await ask().catch((error: unknown) => {
          if (!(error instanceof ZonedeskError) || error.failure.code !== 'rate-limited') throw error
        })
      }
    }
    await Promise.all(Array.from({ length: workers }, work))
  }

  return { pace, trace, ask, fetchMany }
}
