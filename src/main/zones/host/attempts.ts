import { ZonedeskError } from '../../../preload/contract/failure'
import { doubled } from '../../async/backoff'
import type { ZoneAccessParts } from '../zone-access'
import { cancelledError } from './host-failures'
import type { Attempt } from './send-once'

/** How often one request is sent in all. */
const TRIES = 4
/** A host that asks for a longer wait than this is not waited for, in milliseconds. */
const LONGEST_WAIT_MS = 60_000
const FIRST_WAIT_MS = 500
const LAST_WAIT_MS = 8_000

/** How the sending of a write ended. `unchanged` only where the host surely did nothing. */
export type Sent<T> =
  | { readonly state: 'done'; readonly value: T }
  | {
      readonly state: 'unchanged' | 'unknown'
      readonly error: ZonedeskError
      /** Of the answer; null where there was none. */
      readonly status: number | null
    }

/**
 * Asks again where the host was busy or the answer was lost.
 *
 * @throws ZonedeskError the last failure's; `cancelled` when the signal fires
 */
export async function askUntilAnswered<T>(
  attempt: () => Promise<Attempt<T>>,
  parts: ZoneAccessParts,
  signal: AbortSignal,
): Promise<T> {
  for (let sent = 1; ; sent += 1) {
    const ended = await attempt()
    if ('answer' in ended) return ended.answer
    const { error, isPassing, retryAfterMs } = ended.failure
    if (!isPassing || sent >= TRIES || (retryAfterMs ?? 0) > LONGEST_WAIT_MS) throw error
    await pause(retryAfterMs ?? doubled(FIRST_WAIT_MS, sent - 1, LAST_WAIT_MS), parts, signal)
  }
}

/**
 * Sends a write once. It is sent again only where the host said that it was asked too often, which is before it did
 * anything.
 */
export async function writeOnce<T>(
  attempt: () => Promise<Attempt<T>>,
  parts: ZoneAccessParts,
  signal: AbortSignal,
): Promise<Sent<T>> {
  try {
    for (let sent = 1; ; sent += 1) {
      const ended = await attempt()
      if ('answer' in ended) return { state: 'done', value: ended.answer }
      const { error, isUndone, retryAfterMs, status } = ended.failure
      const canWait = status === 429 && sent < TRIES && (retryAfterMs ?? 0) <= LONGEST_WAIT_MS
      if (!canWait) return { state: isUndone ? 'unchanged' : 'unknown', error, status }
      await pause(retryAfterMs ?? doubled(FIRST_WAIT_MS, sent - 1, LAST_WAIT_MS), parts, signal)
    }
  } catch (error) {
    // Only waiting throws here: before the first request, or after one that the host did not carry out.
    if (error instanceof ZonedeskError) return { state: 'unchanged', error, status: null }
    throw error
  }
}

async function pause(ms: number, parts: ZoneAccessParts, signal: AbortSignal): Promise<void> {
  try {
    await parts.sleep(ms, signal)
  } catch (error) {
    if (!signal.aborted) throw error
  }
  if (signal.aborted) throw cancelledError()
}
