import type { Urgency } from './urgency'

/** How fast the requests of an account follow each other, and how many may be under way. */
export interface Pace {
  /**
   * The least urgent request that may begin while so many are under way; null when none may. It changes only when a
   * request begins or ends.
   */
  leastUrgent(underWay: number): Urgency | null
  /** How long a request of an urgency waits for its turn, in milliseconds from now; 0 when it may begin. */
  waitMs(urgency: Urgency): number
  /** Notes that a request begins now. @returns to be called once it is over */
  take(): () => void
}

/**
 * A pace that never changes: the generic cell rate algorithm (ITU-T I.371) with a burst of one second's worth.
 *
 * @param options.concurrency requests under way at once, 1 or more. Where there are two or more, one place is kept
 *   free for what the user asked for.
 * @param options.perSecond requests begun in a second, sustained; as many may begin at once after a pause. Null for no
 *   limit.
 * @param options.now milliseconds
 */
export function steadyPace(options: {
  readonly concurrency: number
  readonly perSecond: number | null
  readonly now: () => number
}): Pace {
  const { perSecond, now } = options
  const concurrency = Math.max(1, options.concurrency)
  const interval = perSecond === null ? 0 : 1000 / perSecond
  const burst = perSecond === null ? 0 : interval * Math.max(1, perSecond)
  let due = Number.NEGATIVE_INFINITY
  const dueAfter = (time: number): number => Math.max(due, time) + interval
  return {
    leastUrgent(underWay) {
      const places = concurrency - underWay
      if (places < 1) return null
      return places > 1 || concurrency === 1 ? 'background' : 'user'
    },
    waitMs: () => Math.max(0, dueAfter(now()) - burst - now()),
    take: () => {
      due = dueAfter(now())
      return () => {}
    },
  }
}
