/** Says when so much time has passed that something may be told again: a ticker that prints no more than once a while. */
export class Throttle {
  readonly #intervalMs: number
  readonly #now: () => number
  #last = Number.NEGATIVE_INFINITY

  /** @param now milliseconds since the epoch */
  constructor(intervalMs: number, now: () => number) {
    this.#intervalMs = intervalMs
    this.#now = now
  }

  /** A clock that was set back does not make it wait: the time between counts, whichever way. */
  get isDue(): boolean {
    return Math.abs(this.#now() - this.#last) >= this.#intervalMs
  }

  /** It was told now, and the interval begins anew. */
  begin(): void {
    this.#last = this.#now()
  }
}

/**
 * Calls at most once an interval. What comes between is dropped: the last of something has to be told apart.
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
