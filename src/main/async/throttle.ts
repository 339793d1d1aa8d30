/** Says when enough time has passed to tell something again: a ticker that prints at most once an interval. */
export class Throttle {
  readonly #intervalMs: number
  readonly #now: () => number
  #last = Number.NEGATIVE_INFINITY

  /** @param now milliseconds since the epoch */
  constructor(intervalMs: number, now: () => number) {
    this.#intervalMs = intervalMs
    this.#now = now
  }

  /** A clock that was set back does not make it wait: it counts how far apart the two times are, not which is later. */
  get isDue(): boolean {
    return Math.abs(this.#now() - this.#last) >= this.#intervalMs
  }

  /** Notes that it was told now; the interval begins anew. */
  begin(): void {
    this.#last = this.#now()
  }
}

/**
 * Calls at most once an interval. Calls in between are dropped, so the caller must tell the last of something
 * separately.
 *
 * @param now milliseconds since the epoch
 */
export function throttled<Args extends unknown[]>(
  intervalMs: number,
  now: () => number,
  call: (...args: Args) => void,
): (...args: Args) => void {
  const throttle = new Throttle(intervalMs, now)
  return (...args) => {
    if (!throttle.isDue) return
    throttle.begin()
    call(...args)
  }
}
