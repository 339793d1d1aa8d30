import { untrack } from 'svelte'
import type { EventName, Events } from '../../preload/contract/events'
import type { Failure } from '../../preload/contract/failure'
import { listen } from './api'
import { failureOf } from './failures.svelte'

/**
 * Whether an event makes the answer stale. `at once` asks without waiting for the pause between questions, and drops
 * an answer under way: for what the person did, who wants to see it.
 */
export type Staleness = boolean | 'at once'

/** The events that make an answer stale: always, or as their payload and the key say. */
export type StaleOn<Key> = {
  readonly [Name in EventName]?: true | ((payload: Events[Name], key: Key) => Staleness)
}

export interface QueryOptions<Key, T> {
  /** What to ask about; read reactively. Null where there is nothing to ask. */
  readonly key: () => Key | null
  /** @throws {ZonedeskError} which becomes the query's `failure` */
  readonly ask: (key: Key) => Promise<T>
  readonly staleOn?: StaleOn<Key>
  /** What else the answer depends on; read reactively. The query asks anew when it is another. */
  readonly anewWith?: () => unknown
  /** Whether two keys mean the same; unless given, whether they read the same as JSON. */
  readonly same?: (a: Key, b: Key) => boolean
  /** Keeps showing the answer about one key until there is one about the next. */
  readonly keeps?: boolean
  /** Milliseconds for which a new key must stay before it is asked about. */
  readonly pauseMs?: number
  /** Milliseconds from one question to the next when events ask for it. */
  readonly everyMs?: number
  /** The query looks at another key, or at none. */
  readonly moved?: () => void
  /** The query shows an answer that it asked for. */
  readonly answered?: (value: T, before: T | null) => void
  /** Told besides `failure`, for what has no place of its own on the screen. */
  readonly failed?: (error: unknown) => void
}

/**
 * The window's one way to ask the main process for something that changes. A query follows a key and the events that
 * make its answer stale, asks one question at a time, and never shows an answer that comes too late: about an earlier
 * key, or asked before a later question.
 */
export class Query<Key, T> {
  readonly #options: QueryOptions<Key, T>
  readonly #first = Promise.withResolvers<null>()
  #key = $state.raw<Key | null>(null)
  #value = $state.raw<T | null>(null)
  #ready = $state(false)
  #loading = $state(false)
  #with: unknown
  /** Counts the questions: only the last one's answer is shown. */
  #asked = 0
  #askedAt = 0
  /** An event came while a question was under way, which may have been answered before. */
  #stale = false
  #timer: ReturnType<typeof setTimeout> | undefined

  /** Why the last question had no answer; the answer before it stays, unless what it is about is gone. */
  failure = $state.raw<Failure | null>(null)

  constructor(options: QueryOptions<Key, T>) {
    this.#options = options
  }

  /** What the query looks at. */
  get key(): Key | null {
    return this.#key
  }

  /** The answer; null until there is one. */
  get value(): T | null {
    return this.#value
  }

  /** Whether a question about this key was answered, be it by a failure. */
  get ready(): boolean {
    return this.#ready
  }

  /** Whether a question is under way, or waits for its pause to end. */
  get loading(): boolean {
    return this.#loading
  }

  /** Settles with the first answer, be it a failure. */
  async settled(): Promise<void> {
    await this.#first.promise
  }

  /** Follows the key and the events, and asks. Call once at a time. The answer stops following. */
  follow(): () => void {
    const { key, anewWith, staleOn } = this.#options
    untrack(() => this.#look(key(), anewWith?.(), true))
    const stops = [
      ...(Object.keys(staleOn ?? {}) as EventName[]).map((name) => this.#hear(name)),
      $effect.root(() => {
        $effect(() => {
          const [next, others] = [key(), anewWith?.()]
          untrack(() => this.#look(next, others, false))
        })
      }),
    ]
    return () => {
      for (const stop of stops) stop()
      this.#drop()
    }
  }

  /**
   * Asks now; an answer under way is dropped. Settles once this question is answered.
   *
   * @param ask another way to ask, such as one that makes the main process look again
   */
  async read(ask: (key: Key) => Promise<T> = this.#options.ask): Promise<void> {
    const key = this.#key
    if (key === null) return
    this.#drop()
    const mine = this.#asked
    this.#askedAt = Date.now()
    this.#loading = true
    const answer = await ask(key).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    if (mine !== this.#asked) return
    this.#loading = false
    this.#ready = true
    if ('value' in answer) {
      const before = this.#value
      this.#value = answer.value
      this.failure = null
      this.#options.answered?.(answer.value, before)
    } else {
      this.failure = failureOf(answer.error)
      if (this.failure.code === 'not-found') this.#value = null
      this.#options.failed?.(answer.error)
    }
    this.#first.resolve(null)
    if (this.#stale) this.#soon()
  }

  /** Shows what is known otherwise, such as what a write answered. An answer under way is older, and is dropped. */
  take(value: T): void {
    const stale = this.#stale
    this.#drop()
    this.#value = value
    this.#ready = true
    this.failure = null
    if (stale) this.#soon()
  }

  #look(next: Key | null, others: unknown, first: boolean): void {
    const anew = first || others !== this.#with
    const same = this.#isSame(next, this.#key)
    this.#with = others
    if (!same) this.#move(next)
    if (next === null || (same && !anew)) return
    const { pauseMs = 0 } = this.#options
    if (same || pauseMs === 0) void this.read()
    else {
      this.#loading = true
      this.#timer = setTimeout(() => void this.read(), pauseMs)
    }
  }

  #move(key: Key | null): void {
    this.#drop()
    this.#key = key
    this.#ready = false
    this.failure = null
    if (key === null || this.#options.keeps !== true) this.#value = null
    this.#options.moved?.()
  }

  #isSame(a: Key | null, b: Key | null): boolean {
    if (a === null || b === null) return a === b
    return this.#options.same?.(a, b) ?? JSON.stringify(a) === JSON.stringify(b)
  }

  #hear(name: EventName): () => void {
    // The rule and the payload have the same name, which the type of either alone does not tell.
    const rule = this.#options.staleOn?.[name] as
      true | ((payload: unknown, key: Key) => Staleness) | undefined
    return listen(name, (payload) => {
      const key = this.#key
      if (key === null || rule === undefined) return
      const stale = rule === true || rule(payload, key)
      if (stale === 'at once') void this.read()
      else if (stale && this.#loading) this.#stale = true
      else if (stale) this.#soon()
    })
  }

  /** Asks again, after the pause between questions. */
  #soon(): void {
    this.#stale = false
    const { everyMs = 0 } = this.#options
    const wait = this.#askedAt + everyMs - Date.now()
    if (wait <= 0) void this.read()
    else this.#timer ??= setTimeout(() => void this.read(), wait)
  }

  /** What is under way or waits to be asked no longer counts. */
  #drop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#asked += 1
    this.#stale = false
    this.#loading = false
  }
}

/** The key of a query that is about nothing in particular. */
export const everything = (): Record<string, never> => ({})
