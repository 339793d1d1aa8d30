import type { Limit } from './limit'
import type { Attempt } from './setback'

/** Where the provider does not say how long: so long at first, twice as long each time that was too short. */
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
export function createHoldBack(
  limit: Pick<Limit, 'hold'>,
  now: () => number,
): <T>(attempt: Attempt<T>) => Attempt<T> {
  let tooShort = 0
  let until = Number.NEGATIVE_INFINITY

  /** Requests that were under way together are refused together; only the first of them says that it was too short. */
  function unsaidMs(): number {
    if (until > now()) return until - now()
    tooShort += 1
    return Math.min(LAST_UNSAID_HOLD_MS, FIRST_HOLD_MS * 2 ** (tooShort - 1))
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
    const { error, retryAfterMs } = attempt.setback
    if (retryAfterMs !== null) hold(retryAfterMs)
    else if (error.failure.code === 'rate-limited') hold(unsaidMs())
    return attempt
  }
}
