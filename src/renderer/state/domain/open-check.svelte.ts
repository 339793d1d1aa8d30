import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import type { DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import type { DomainCheck } from '../../../preload/contract/findings'
import { announce } from '../../base/announce.svelte'
import { api, listen } from '../api'
import { keyText, sameDomain } from '../domain-key'
import { failureOf } from '../failures.svelte'
import { Query } from '../query.svelte'
import { selectedDomain } from '../view.svelte'
import { toast } from '../toasts.svelte'

/** Questions asked and answered so far. */
export interface QuestionProgress {
  readonly questions: number
  readonly done: number
}

/** What DNS said of the domain the window looks at, and the check of it that is under way. */
class OpenCheck {
  readonly #kept = new Query<DomainKey, DomainCheck | null>({
    key: selectedDomain,
    same: sameDomain,
    ask: (key) => api.checks.get(key),
    staleOn: { domainChecked: (checked, key) => sameDomain(checked, key) && !this.checking },
    moved: () => {
      this.#runFailure = null
      this.wanted = null
    },
  })
  #runFailure = $state.raw<Failure | null>(null)
  /** The record the person came to see, by its place among the domain's records. */
  wanted = $state<number | null>(null)
  readonly #running = new SvelteSet<string>()
  readonly #progress = new SvelteMap<string, QuestionProgress>()

  get key(): DomainKey | null {
    return this.#kept.key
  }

  /** The last whole result; null when there is none, or before it was read. */
  get check(): DomainCheck | null {
    return this.#kept.value
  }

  /** Whether the app's own files were asked. */
  get ready(): boolean {
    return this.#kept.ready
  }

  /** Why the last check gave no result; the one before stays. */
  get failure(): Failure | null {
    return this.#runFailure ?? this.#kept.failure
  }

  get checking(): boolean {
    return this.key !== null && this.#running.has(keyText(this.key))
  }

  /** Null until the first questions are known. */
  get progress(): QuestionProgress | null {
    return this.key === null ? null : (this.#progress.get(keyText(this.key)) ?? null)
  }

  /** Takes a failure off the screen. */
  dismissFailure(): void {
    this.#runFailure = null
    this.#kept.failure = null
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
    this.dismissFailure()
    try {
      const check = await api.checks.check({ ...key, fresh: record ?? true })
      if (sameDomain(key, this.key)) {
        this.#kept.take(check)
        announce(`DNS checked. ${check.summary.sentence}`)
      } else toast({ severity: 'info', message: `${check.domain}: ${check.summary.sentence}` })
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code === 'cancelled') announce('The check was stopped')
      else if (sameDomain(key, this.key)) this.#runFailure = failure
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
      this.#runFailure = failureOf(error)
    }
  }

  /** Follows the selected domain, progress and results. The answer stops following. */
  follow(): () => void {
    const stops = [
      this.#kept.follow(),
      listen('checkProgress', ({ accountId, name, questions, done }) => {
        const id = keyText({ accountId, name })
        if (this.#running.has(id)) this.#progress.set(id, { questions, done })
      }),
    ]
    return () => stops.forEach((stop) => stop())
  }
}

export const openCheck = new OpenCheck()
