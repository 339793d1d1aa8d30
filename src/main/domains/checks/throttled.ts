/** At most how often progress is told, in milliseconds. */
const INTERVAL_MS = 100

/**
 * Calls at most once an interval; what comes between is dropped, because the end is told apart.
 *
 * @param now milliseconds since the epoch
 */
export function throttled<Args extends unknown[]>(
  now: () => number,
  call: (...args: Args) => void,
): (...args: Args) => void {
  let last = Number.NEGATIVE_INFINITY
  return (...args) => {
    if (Math.abs(now() - last) < INTERVAL_MS) return
    last = now()
    call(...args)
  }
}
