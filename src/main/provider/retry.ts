import { setTimeout as delay } from 'node:timers/promises'
import { doubled } from '../async/backoff'
import { cancelled, type SendResult } from './operation'
import type { Urgency } from './pace/urgency'

/** Waits, and stops waiting when the signal says so. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>

/** @throws AbortError when the signal fires */
export const sleep: Sleep = (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal })

/** @throws ZonedeskError `cancelled` when the signal has fired */
export function refuseCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelled()
}

/**
 * Waits.
 *
 * @throws ZonedeskError `cancelled` when the signal fires before or meanwhile
 */
export async function wait(sleepFor: Sleep, ms: number, signal: AbortSignal | undefined): Promise<void> {
  refuseCancelled(signal)
  try {
    await sleepFor(ms, signal)
  } catch (error) {
    refuseCancelled(signal)
    throw error
  }
  refuseCancelled(signal)
}

/** Full jitter: a random time up to a bound that doubles, so that many clients do not return at once. */
const FIRST_BOUND_MS = 500
const LAST_BOUND_MS = 8_000
/** A provider that asks a person for a longer wait than this is not waited for; the person is told the time instead. */
const LONGEST_WAIT_OF_A_PERSON_MS = 30_000
/** Where nobody waits, a provider that counts by the minute is waited for, with a minute to spare. */
const LONGEST_WAIT_MS = 120_000

/** @param urgency `user` when absent */
export function longestWaitMs(urgency: Urgency = 'user'): number {
  return urgency === 'user' ? LONGEST_WAIT_OF_A_PERSON_MS : LONGEST_WAIT_MS
}

export interface RetryPolicy {
  /** How often the request is sent in all, 1 or more. */
  readonly tries: number
  /** What the provider asks for is waited for up to so many milliseconds; as for a person when absent. */
  readonly longestWaitMs?: number
  readonly sleep: Sleep
  /** 0 inclusive to 1 exclusive. */
  readonly random: () => number
}

/**
 * Sends until it succeeds, fails for good, or the tries are used up. For reads only: a write is sent once.
 *
 * @throws ZonedeskError the last request error's; `cancelled` when the signal fires between tries
 */
export async function withRetry<T>(
  send: () => Promise<SendResult<T>>,
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let sent = 1; ; sent += 1) {
    const attempt = await send()
    if (attempt.ok) return attempt.value
    const { error, transient, retryAfterMs } = attempt.requestError
    const tooLong = retryAfterMs !== null && retryAfterMs > (policy.longestWaitMs ?? longestWaitMs())
    if (!transient || tooLong || sent >= policy.tries) throw error
    await wait(policy.sleep, backoffMs(sent, retryAfterMs, policy.random), signal)
  }
}

/** @param sent how often the request was sent so far, 1 or more */
function backoffMs(sent: number, retryAfterMs: number | null, random: () => number): number {
  if (retryAfterMs !== null) return retryAfterMs + random() * FIRST_BOUND_MS
  return random() * doubled(FIRST_BOUND_MS, sent - 1, LAST_BOUND_MS)
}

/** The first hold where the provider does not say how long, in milliseconds; doubled each time that was too short. */
const FIRST_HOLD_MS = 1_000
const LAST_UNSAID_HOLD_MS = 30_000
/** No provider means more; a time further off is a mistake in the header. */
const LONGEST_HOLD_MS = 60 * 60 * 1000

/**
 * Holds all requests of an account back when the provider was asked too often: the limit it speaks of is the account's.
 * Source: RFC 6585 4 (429), RFC 9110 10.2.3 (`Retry-After`, also with 503).
 *
 * @param now milliseconds
 * @returns looks at how each request ended and passes it on
 */
export function createBackoff(
  limit: { hold(ms: number): void },
  now: () => number,
): <T>(attempt: SendResult<T>) => SendResult<T> {
  let tooShort = 0
  let until = Number.NEGATIVE_INFINITY

  /** Requests that were under way together are refused together; only the first of them says that it was too short. */
  function unsaidMs(): number {
    if (until > now()) return until - now()
    tooShort += 1
    return doubled(FIRST_HOLD_MS, tooShort - 1, LAST_UNSAID_HOLD_MS)
  }

  function hold(ms: number): void {
    const bounded = Math.min(LONGEST_HOLD_MS, ms)
    until = Math.max(until, now() + bounded)
    limit.hold(bounded)
  }

  return (attempt) => {
    if (attempt.ok) {
      if (until <= now()) tooShort = 0
      return attempt
    }
    const { error, retryAfterMs } = attempt.requestError
    if (retryAfterMs !== null) hold(retryAfterMs)
    else if (error.failure.code === 'rate-limited') hold(unsaidMs())
    return attempt
  }
}
