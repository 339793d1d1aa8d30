import { setTimeout as delay } from 'node:timers/promises'
import { cancelled } from './network-failures'

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
