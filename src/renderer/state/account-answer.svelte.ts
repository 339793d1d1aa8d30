import type { EventName } from '../../preload/contract/events'
import { listen } from './api'
import { reportFailure } from './failures.svelte'
import { view } from './view.svelte'

interface Options<T> {
  /** Asks about an account, or all for null. */
  readonly ask: (accountId: string | null) => Promise<T>
  /** What it changes with, besides the account looked at. These come in rows. */
  readonly changesWith: readonly EventName[]
  /** Asked again no oftener than this, in milliseconds. */
  readonly everyMs: number
}

/** What is asked about the account looked at, kept up to date. Of several answers under way, the last one asked counts. */
export class AccountAnswer<T> {
  readonly #options: Options<T>
  #now = $state.raw<T | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined
  #last = 0
  #asked = 0

  constructor(options: Options<T>) {
    this.#options = options
  }

  /** Null until it was first answered. */
  get now(): T | null {
    return this.#now
  }

  /** Asks at once. */
  async read(): Promise<void> {
    this.#last = Date.now()
    const mine = ++this.#asked
    try {
      const answer = await this.#options.ask(view.accountId)
      if (mine === this.#asked) this.#now = answer
    } catch (error) {
      if (mine === this.#asked) reportFailure(error)
    }
  }

  /** Follows the view's account and the events. Call once. The answer stops following. */
  follow(): () => void {
    const stops = [
      ...this.#options.changesWith.map((event) => listen(event, () => this.#soon())),
      $effect.root(() => {
        $effect(() => {
          void this.read()
        })
      }),
    ]
    return () => {
      clearTimeout(this.#timer)
      for (const stop of stops) stop()
    }
  }

  #soon(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined
        void this.read()
      },
      Math.max(0, this.#last + this.#options.everyMs - Date.now()),
    )
  }
}
