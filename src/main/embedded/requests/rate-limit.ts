/** How often something may be done: at most `times` within any `perMs` milliseconds. */
export interface RateLimit {
  /** 1 or more. */
  readonly times: number
  /** Milliseconds. */
  readonly perMs: number
}

/** Counts what is done against a limit. */
export interface RateLimiter {
  /**
   * Counts one more when it may be done now.
   *
   * @returns 0 when it may, else how many milliseconds until it may; nothing is counted then
   */
  take(): number
}

/**
 * @param limit null for none
 * @param now milliseconds since the epoch
 */
export function createRateLimiter(limit: RateLimit | null, now: () => number): RateLimiter {
  if (limit === null) return { take: () => 0 }
  const { times, perMs } = limit
  /** When the counted ones were done, oldest first. */
  let done: number[] = []
  return {
    take: () => {
      const at = now()
      // A clock set back must not hold everything up.
      done = done.filter((earlier) => earlier > at - perMs && earlier <= at)
      const [oldest] = done
      if (oldest !== undefined && done.length >= times) return oldest + perMs - at
      done.push(at)
      return 0
    },
  }
}
