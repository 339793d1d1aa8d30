/**
 * Work under way, each done once however many callers wait for its result: one bus for all who go to the same place.
 */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>()

  /**
   * Joins the work of this key, or starts it.
   *
   * @throws what the work throws, to all who wait
   */
  join(key: string, start: (stop: AbortSignal | undefined) => Promise<T>): Promise<T>
  /**
   * The same for a caller who may leave by a signal, without holding up the others. The work is stopped when all have
   * left.
   *
   * @param start starts the work; its signal fires when nobody waits any more, and is absent when this caller cannot
   *   leave
   * @returns undefined when the signal came first
   * @throws what the work throws, to all who wait
   */
  join(
    key: string,
    start: (stop: AbortSignal | undefined) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T | undefined>
  join(
    key: string,
    start: (stop: AbortSignal | undefined) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T | undefined> {
    if (signal?.aborted === true) return Promise.resolve(undefined)
    let flight = this.#flights.get(key)
    if (flight === undefined) {
      flight = new Flight(start, signal !== undefined, (ended) => {
        if (this.#flights.get(key) === ended) this.#flights.delete(key)
      })
      this.#flights.set(key, flight)
    }
    return flight.wait(signal)
  }

  isUnderWay(key: string): boolean {
    return this.#flights.has(key)
  }

  /** Waits until what is under way now has ended, well or not. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#flights.values()].map((flight) => flight.result))
  }
}

class Flight<T> {
  readonly result: Promise<T>
  readonly #controller: AbortController | undefined
  readonly #onEnd: (flight: Flight<T>) => void
  #waiting = 0

  constructor(
    start: (stop: AbortSignal | undefined) => Promise<T>,
    stoppable: boolean,
    onEnd: (flight: Flight<T>) => void,
  ) {
    this.#onEnd = onEnd
    this.#controller = stoppable ? new AbortController() : undefined
    this.result = start(this.#controller?.signal).finally(() => onEnd(this))
  }

  wait(signal: AbortSignal | undefined): Promise<T | undefined> {
    this.#waiting += 1
    if (signal === undefined) return this.result
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#leave()
        resolve(undefined)
      }
      signal.addEventListener('abort', leave, { once: true })
      this.result.finally(() => signal.removeEventListener('abort', leave)).then(resolve, reject)
    })
  }

  #leave(): void {
    this.#waiting -= 1
    if (this.#waiting > 0) return
    // Whoever comes now must not join what is being stopped.
    this.#onEnd(this)
    this.#controller?.abort()
  }
}
