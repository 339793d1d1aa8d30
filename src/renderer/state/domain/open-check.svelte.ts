import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import type { DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import type { DomainCheck } from '../../../preload/contract/findings'
import { announce } from '../../base/announce.svelte'
import { api, listen } from '../api'
import { keyText, sameDomain } from '../domain-key'
import { failureOf } from '../failures.svelte'
import { toast } from '../toasts.svelte'

/** Questions asked and answered so far. */
export interface Progress {
  readonly questions: number
  readonly done: number
}

/** What DNS said of the domain the window looks at, and the check of it that is under way. */
class OpenCheck {
  key = $state.raw<DomainKey | null>(null)
  /** The last whole result; null when there is none, or before it was read. */
  check = $state.raw<DomainCheck | null>(null)
  /** Whether the app's own files were asked. */
  ready = $state(false)
  /** Why the last check gave no result; the one before stays. */
  failure = $state.raw<Failure | null>(null)
  /** The record the person came to see, by its place among the domain's records. */
  wanted = $state<number | null>(null)
  readonly #running = new SvelteSet<string>()
  readonly #progress = new SvelteMap<string, Progress>()

  get checking(): boolean {
    return this.key !== null && this.#running.has(keyText(this.key))
  }

  /** Null until the first questions are known. */
  get progress(): Progress | null {
    return this.key === null ? null : (this.#progress.get(keyText(this.key)) ?? null)
  }

  /** Looks at another domain, or at none. */
  open(key: DomainKey | null): void {
    if (sameDomain(key, this.key)) return
    this.key = key
    this.check = null
    this.failure = null
    this.ready = false
    this.wanted = null
    void this.#read()
  }

  async #read(): Promise<void> {
    const { key } = this
    if (key === null) return
    try {
      const check = await api.checks.get(key)
      if (sameDomain(key, this.key)) this.check = check
    } catch (error) {
      if (sameDomain(key, this.key)) this.failure = failureOf(error)
    } finally {
      if (sameDomain(key, this.key)) this.ready = true
    }
  }

  /**
   * Asks DNS about the domain anew.
   *
   * @param record asks anew about this record alone, by its place; what is still remembered of others is used
   */
  async run(record?: number): Promise<void> {
    const { key } = this
    if (key === null || this.#running.has(keyText(key))) return
    const id = keyText(key)
    this.#running.add(id)
    this.failure = null
    try {
      const check = await api.checks.check({ ...key, fresh: record ?? true })
      if (sameDomain(key, this.key)) {
        this.check = check
        announce(`DNS checked. ${check.summary.sentence}`)
      } else toast({ severity: 'info', message: `${check.domain}: ${check.summary.sentence}` })
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code === 'cancelled') announce('The check was stopped')
      else if (sameDomain(key, this.key)) this.failure = failure
      else toast({ severity: 'bad', message: `${key.name}: ${failure.message}`, fix: failure.fix })
    } finally {
      this.#running.delete(id)
      this.#progress.delete(id)
    }
  }

  /** Stops the check under way; the last whole result stays. */
  async stop(): Promise<void> {
    if (this.key === null) return
    try {
      await api.checks.stop(this.key)
    } catch (error) {
      this.failure = failureOf(error)
    }
  }

  /** Follows progress and results. The answer stops following. */
  follow(): () => void {
    const stops = [
      listen('checkProgress', ({ accountId, name, questions, done }) => {
        const id = keyText({ accountId, name })
        if (this.#running.has(id)) this.#progress.set(id, { questions, done })
      }),
      listen('domainChecked', (key) => {
        if (sameDomain(key, this.key) && !this.checking) void this.#read()
      }),
    ]
    return () => stops.forEach((stop) => stop())
  }
}

export const openCheck = new OpenCheck()
