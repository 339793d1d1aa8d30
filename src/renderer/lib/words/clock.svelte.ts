import { createSubscriber } from 'svelte/reactivity'

const EVERY_MS = 30_000

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, EVERY_MS)
  return () => clearInterval(timer)
})

/** The present, in milliseconds since the epoch; where it is shown it is renewed every half minute. */
export function now(): number {
  subscribe()
  return Date.now()
}
