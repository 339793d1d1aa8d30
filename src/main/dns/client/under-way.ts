/** Questions under way, each asked once however many wait for its answer. */
export class UnderWay<T> {
  readonly #entries = new Map<string, Entry<T>>()

  /**
   * Joins the question of this key, or starts it. One that leaves by its signal holds up nobody; the question itself
   * is stopped when everybody has left.
   *
   * @param start never rejects; its signal comes when nobody waits any more
   * @returns undefined when the signal came first
   */
  join(
    key: string,
    signal: AbortSignal | undefined,
    start: (stop: AbortSignal | undefined) => Promise<T>,
  ): Promise<T | undefined> {
    if (signal?.aborted === true) return Promise.resolve(undefined)
    let entry = this.#entries.get(key)
    if (entry === undefined) {
      entry = new Entry(start, signal !== undefined, (ended) => {
        if (this.#entries.get(key) === ended) this.#entries.delete(key)
      })
      this.#entries.set(key, entry)
    }
    return entry.wait(signal)
  }
}

class Entry<T> {
  readonly #controller: AbortController | undefined
  readonly #result: Promise<T>
  readonly #onEnd: (entry: Entry<T>) => void
  #waiting = 0

  constructor(
    start: (stop: AbortSignal | undefined) => Promise<T>,
    stoppable: boolean,
    onEnd: (entry: Entry<T>) => void,
  ) {
    this.#onEnd = onEnd
    this.#controller = stoppable ? new AbortController() : undefined
    this.#result = start(this.#controller?.signal).then((result) => {
      onEnd(this)
      return result
    })
  }

  wait(signal: AbortSignal | undefined): Promise<T | undefined> {
    this.#waiting += 1
    if (signal === undefined) return this.#result
    return new Promise((resolve) => {
      const leave = () => {
        this.#leave()
        resolve(undefined)
      }
      signal.addEventListener('abort', leave, { once: true })
      void this.#result.then((result) => {
        signal.removeEventListener('abort', leave)
        resolve(result)
      })
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
