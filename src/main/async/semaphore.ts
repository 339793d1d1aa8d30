/** Lets a fixed number of pieces of work run at once, first come first served: a shop with a few tills and one line. */
export class Semaphore {
  readonly #waiting = new Set<() => void>()
  #free: number

  /** @param atOnce pieces of work under way at once, 1 or more */
  constructor(atOnce: number) {
    this.#free = atOnce
  }

  /** Whether work would begin at once. */
  get isFree(): boolean {
    return this.#free > 0
  }

  /**
   * Does a piece of work when its turn comes. Whoever has more to do lines up anew.
   *
   * @throws the signal's reason when it fires before the turn; the work is not done then. Or what `work` throws.
   */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#line(signal)
    try {
      signal?.throwIfAborted()
      return await work()
    } finally {
      this.#giveBack()
    }
  }

  async #line(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (this.#free > 0) {
      this.#free -= 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const begin = (): void => {
        this.#waiting.delete(begin)
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      const leave = (): void => {
        this.#waiting.delete(begin)
        reject(signal?.reason as Error)
      }
      this.#waiting.add(begin)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  #giveBack(): void {
    const [next] = this.#waiting
    if (next === undefined) this.#free += 1
    else next()
  }
}
