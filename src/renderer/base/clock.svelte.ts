import { createSubscriber } from 'svelte/reactivity'

const EVERY_MS = 30_000
/** A moment this close is shown in seconds, or will be within half a minute. */
const NEAR_MS = 60_000 + EVERY_MS
const NEAR_EVERY_MS = 1_000

const subscribe = renewedEvery(EVERY_MS)
const subscribeNear = renewedEvery(NEAR_EVERY_MS)

function renewedEvery(milliseconds: number): () => void {
  return createSubscriber((update) => {
    const timer = setInterval(update, milliseconds)
    return () => clearInterval(timer)
  })
}

/** The present, in milliseconds since the epoch; where it is shown it is renewed every half minute. */
export function now(): number {
  subscribe()
  return Date.now()
}

/**
 * The same before a moment ahead: renewed every second once that is told in seconds.
 *
 * @param at milliseconds since the epoch; null for no such moment
 */
export function nowBefore(at: number | null): number {
  const present = now()
  if (at !== null && at > present - NEAR_EVERY_MS && at - present <= NEAR_MS) subscribeNear()
  return present
}
