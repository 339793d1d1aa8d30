import type { CacheWriter } from '../../cache/cache'
import type { Timer } from '../sync/automatic-sync'

const DAY_MS = 24 * 60 * 60 * 1000
/** Not while the app starts. */
const FIRST_AFTER_MS = 60 * 1000
/** How often to look whether a day has passed: a timer does not run while the computer sleeps. */
const LOOK_EVERY_MS = 60 * 60 * 1000

/**
 * Removes the part of the history that is older than it is kept, soon after the start and then once a day.
 *
 * @param parts.keepDays days; 0 keeps everything
 * @returns stops it
 */
export function pruneHistoryDaily(parts: {
  readonly cache: Pick<CacheWriter, 'pruneHistory'>
  readonly keepDays: () => number
  readonly now: () => number
  readonly timer: Timer
  readonly onFault: (error: unknown) => void
}): () => void {
  const { cache, keepDays, now, timer, onFault } = parts
  let prunedAt: number | null = null
  let stopTimer = timer(FIRST_AFTER_MS, look)

  function look(): void {
    stopTimer = timer(LOOK_EVERY_MS, look)
    const days = keepDays()
    if (days === 0 || (prunedAt !== null && Math.abs(now() - prunedAt) < DAY_MS)) return
    prunedAt = now()
    cache.pruneHistory(now() - days * DAY_MS).catch(onFault)
  }

  return () => stopTimer()
}
