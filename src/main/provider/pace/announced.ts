import type { RateLimit } from './rate-limits'

/** The part of what a window allows that is left for what a person asks for. */
const FOR_A_PERSON = 0.04
/** What is left of a window is spread over it only where the window lasts so long, in milliseconds. */
const SPREAD_MS = { least: 5_000, most: 10 * 60_000 }
/** Where nothing is left, a request that nobody waits for waits so long at most, in milliseconds. */
const LONGEST_WAIT_MS = 60_000
/** What is said to be left is never spread thinner, in requests a second. */
const LEAST_PER_SECOND = 0.2
/** How often a provider may answer although it said that nothing is left, until what it says counts no more. */
const MOST_CONTRADICTIONS = 3

/**
 * What the provider says it allows. It can only slow requests down: whether the provider means what it says shows when
 * requests are refused.
 */
export interface Announced {
  /** Notes what an answer that is no refusal said. */
  note(limits: readonly RateLimit[], underWay: number): void
  /** Requests a second that may begin now by what was said last; null for no limit. */
  perSecond(): number | null
  /** How long until there are more, in milliseconds, where nothing is left; 0 otherwise. */
  waitMs(): number
}

/** @param now milliseconds */
export function createAnnounced(now: () => number): Announced {
  let until = Number.NEGATIVE_INFINITY
  let limit: number | null = null
  let empty = { since: Number.NEGATIVE_INFINITY, until: Number.NEGATIVE_INFINITY }
  /** Whether nothing was left at the last wait, and no answer has shown since that there is more. */
  let doubtful = false
  let contradictions = 0
  /** The longest reset seen, where the length of the window is not said. */
  let longestResetMs = 0

  function perSecondOf({ limit: most, remaining, resetMs, windowMs }: RateLimit, underWay: number): number[] {
    const window = windowMs ?? longestResetMs
    if (window < SPREAD_MS.least) {
      if (window === 0 || most === null || most === 0) return []
      return [(most * (1 - FOR_A_PERSON) * 1000) / Math.max(window, 1_000)]
    }
    if (remaining === null || resetMs === null || resetMs > SPREAD_MS.most) return []
    const kept = (most ?? remaining) * FOR_A_PERSON
    return [Math.max(LEAST_PER_SECOND, ((remaining - underWay - kept) * 1000) / Math.max(resetMs, 1_000))]
  }

  function noteEmpty(resets: readonly number[]): void {
    const time = now()
    if (resets.length === 0) {
      if (time >= empty.until) {
        doubtful = false
        contradictions = 0
      }
      return
    }
    // The answers to what was under way say the same.
    if (time >= empty.since && time < empty.until) return
    if (doubtful) contradictions += 1
    doubtful = true
    empty = { since: time, until: time + Math.min(LONGEST_WAIT_MS, Math.max(...resets)) }
  }

  return {
    note(limits, underWay) {
      if (contradictions >= MOST_CONTRADICTIONS || limits.length === 0) return
      const resets = limits.flatMap(({ resetMs }) => resetMs ?? [])
      longestResetMs = Math.max(longestResetMs, ...resets)
      const said = limits.flatMap((one) => perSecondOf(one, underWay))
      limit = said.length === 0 ? null : Math.min(...said)
      until = now() + Math.max(...resets, 1_000)
      noteEmpty(
        limits.flatMap(({ remaining, resetMs }) =>
          remaining === 0 && resetMs !== null && resetMs > 0 ? [resetMs] : [],
        ),
      )
      if (contradictions < MOST_CONTRADICTIONS) return
      limit = null
      empty = { since: Number.NEGATIVE_INFINITY, until: Number.NEGATIVE_INFINITY }
    },
    perSecond: () => (now() < until ? limit : null),
    waitMs() {
      // A clock that was set back makes the wait no longer.
      if (now() < empty.since) empty = { since: now(), until: now() + Math.max(0, empty.until - empty.since) }
      return Math.max(0, empty.until - now())
    },
  }
}
