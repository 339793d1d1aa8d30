import type { StoredRotation } from '../../../profile/rotation-store'

export const DAY_MS = 24 * 60 * 60 * 1000
/** What a record's TTL is taken for where no server told it, in seconds: most DNS hosts allow no more than a day. */
export const UNKNOWN_TTL = 86_400
/** Time between two looks that no clock but the computer's own proves, and that counts all the same. */
const MOST_UNPROVEN_MS = 3 * DAY_MS

/** What time it is, by two clocks in milliseconds. */
export interface TwoClocks {
  /** Since the epoch. Anybody may set it. */
  readonly wall: number
  /** Since the computer was started, sleep included. Nobody can set it, and a restart begins it anew. */
  readonly up: number
}

/** How long the old keys are to be kept after the new one began to sign, in milliseconds. */
export function keepMsOf({ keepDays, oldKeys }: Pick<StoredRotation, 'keepDays' | 'oldKeys'>): number {
  const ttl = Math.max(0, ...oldKeys.map((key) => key.ttl ?? UNKNOWN_TTL))
  return keepDays * DAY_MS + ttl * 1000
}

/**
 * How much of the keep time passed between two looks. A clock that is set forward must not end it early, so time counts
 * in full only as far as the computer is known to have run: the time since its start proves that. Of the rest, when it
 * was off, at most three days count, and at most half of the whole keep time, so that at least three looks are
 * needed whatever the clock says. A clock that is set back takes nothing away.
 *
 * @param keepMs the whole keep time, in milliseconds
 * @returns milliseconds, 0 or more
 */
export function passed(before: TwoClocks, now: TwoClocks, keepMs: number): number {
  // After a restart the computer has run at least for as long as it is up; before the last look it may not count.
  const proven = now.up >= before.up ? now.up - before.up : now.up
  const unproven = Math.max(0, now.wall - before.wall - proven)
  return proven + Math.min(unproven, MOST_UNPROVEN_MS, keepMs / 2)
}
