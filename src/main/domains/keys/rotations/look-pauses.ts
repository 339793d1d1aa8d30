import { doubled } from '../../../async/backoff'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** How long until DNS is asked again, by the number of looks: soon while somebody may be publishing the record. */
const FIRST_PAUSES_MS = [0.5, 1, 2, 5, 10, 15].map((minutes) => minutes * MINUTE_MS)
/** The most that is added to a pause, as a share of it, so that thousands do not look at the same moment. */
const JITTER = 0.2

/**
 * How long until DNS is asked for a record again, in milliseconds. Nobody knows when it is published: that may take
 * months, so a rotation that has waited for long looks less often.
 *
 * @param looks looks so far that did not find it, from 1
 * @param waitedMs for how long it has waited
 * @param random 0 up to 1
 */
export function pauseForDns(looks: number, waitedMs: number, random: number): number {
  const pause =
    FIRST_PAUSES_MS[looks - 1] ??
    (waitedMs < 3 * DAY_MS ? 30 * MINUTE_MS : waitedMs < 14 * DAY_MS ? 2 * HOUR_MS : 6 * HOUR_MS)
  return jittered(pause, random)
}

/** Looks that follow each other soon, while somebody may be changing the record. */
export const HURRIED_LOOKS = FIRST_PAUSES_MS.length

/**
 * How long until DNS is asked again whether a record is gone, in milliseconds. Whether it goes today or next month harms
 * nobody.
 *
 * @param looks looks so far, from 0; those beyond `HURRIED_LOOKS` have time
 * @param waitedMs for how long it could have gone
 * @param random 0 up to 1
 */
export function pauseForLeft(looks: number, waitedMs: number, random: number): number {
  const pause = FIRST_PAUSES_MS[looks - 1] ?? (waitedMs < 14 * DAY_MS ? 6 * HOUR_MS : DAY_MS)
  return jittered(pause, random)
}

/** How long until something is tried again that did not come about, in milliseconds. */
export function pauseAfterTrouble(tries: number, random: number): number {
  return jittered(doubled(30_000, Math.max(0, tries - 1), HOUR_MS), random)
}

/** How long until the keys are read again while an old key is kept, in milliseconds. */
export function pauseWhileKept(leftMs: number): number {
  return Math.max(1_000, Math.min(6 * HOUR_MS, leftMs))
}

function jittered(pause: number, random: number): number {
  return Math.round(pause * (1 + JITTER * random))
}
