import type { Attempt } from './setback'
import { wait, type Sleep } from './waiting'

/** Full jitter: a random time up to a bound that doubles, so that many clients do not return at once. */
const FIRST_BOUND_MS = 500
const LAST_BOUND_MS = 8_000
/** A provider that asks for a longer wait than this is not waited for; the person is told the time instead. */
export const LONGEST_RETRY_AFTER_MS = 30_000

export interface RetryPolicy {
  /** How often the request is sent in all, 1 or more. */
  readonly tries: number
  readonly sleep: Sleep
  /** 0 inclusive to 1 exclusive. */
  readonly random: () => number
}

/**
 * Sends until it succeeds, fails for good, or the tries are used up. For reads only: a write is sent once.
 *
 * @throws ZonedeskError the last setback's; `cancelled` when the signal fires between tries
 */
export async function withRetry<T>(
  send: () => Promise<Attempt<T>>,
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let sent = 1; ; sent += 1) {
    const attempt = await send()
    if (attempt.ok) return attempt.value
    const { error, transient, retryAfterMs } = attempt.setback
    const tooLong = retryAfterMs !== null && retryAfterMs > LONGEST_RETRY_AFTER_MS
    if (!transient || tooLong || sent >= policy.tries) throw error
    await wait(policy.sleep, backoffMs(sent, retryAfterMs, policy.random), signal)
  }
}

/** @param sent how often the request was sent so far, 1 or more */
function backoffMs(sent: number, retryAfterMs: number | null, random: () => number): number {
  if (retryAfterMs !== null) return retryAfterMs + random() * FIRST_BOUND_MS
  return random() * Math.min(LAST_BOUND_MS, FIRST_BOUND_MS * 2 ** (sent - 1))
}
