import { SvelteSet } from 'svelte/reactivity'
import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import { announce } from '../../base/announce.svelte'
import { api, listen } from '../api'
import { failureOf } from '../failures.svelte'
import { type Change, changesBetween, verifiedSentence } from './changes'
import { toast } from '../toasts.svelte'
import { keyText, sameDomain } from '../domain-key'

/** Records older than this are fetched again when the domain is opened. */
const FRESH_FOR_MS = 5 * 60_000

const NO_CHANGES: ReadonlyMap<number, Change> = new Map()

/** The domain the window looks at: first from the cache, then from the provider when the cache is old. */
class OpenDomain {
  key = $state.raw<DomainKey | null>(null)
  detail = $state.raw<DomainDetail | null>(null)
  /** Why the cache could not answer. */
  failure = $state.raw<Failure | null>(null)
  /** Why the provider could not answer the last refresh; the cached page stays. */
  refreshFailure = $state.raw<Failure | null>(null)
  verifyFailure = $state.raw<Failure | null>(null)
  /** What the last verification changed, by position of the record. */
  changes = $state.raw<ReadonlyMap<number, Change>>(NO_CHANGES)
  /** The outcome of the last verification, one sentence. */
  outcome = $state<string | null>(null)
  readonly #refreshing = new SvelteSet<string>()
  readonly #verifying = new SvelteSet<string>()

  get refreshing(): boolean {
    return this.key !== null && this.#refreshing.has(keyText(this.key))
  }

  get verifying(): boolean {
    return this.key !== null && this.#verifying.has(keyText(this.key))
  }

  /** Looks at another domain, or at none. */
  open(key: DomainKey | null): void {
    if (sameDomain(key, this.key)) return
    this.key = key
    this.detail = null
    this.failure = this.refreshFailure = this.verifyFailure = null
    this.changes = NO_CHANGES
    this.outcome = null
    if (key !== null) void this.#load(key)
  }

  async #load(key: DomainKey): Promise<void> {
    await this.#read(key)
    if (!sameDomain(key, this.key) || this.detail === null) return
    const { fetchedAt } = this.detail
    if (fetchedAt === null || Date.now() - fetchedAt > FRESH_FOR_MS) await this.refresh()
  }

  async #read(key: DomainKey): Promise<void> {
    try {
      const detail = await api.domains.get(key)
      if (sameDomain(key, this.key)) this.#show(detail)
    } catch (error) {
      if (!sameDomain(key, this.key)) return
      this.failure = failureOf(error)
      if (this.failure.code === 'not-found') this.detail = null
    }
  }

  /** Reads the cache again after something failed to be read. */
  async reload(): Promise<void> {
    if (this.key !== null) await this.#load(this.key)
  }

  /** Asks the provider; what it cannot answer is told, and leaves the page as it is. */
  async refresh(): Promise<void> {
    const { key } = this
    if (key === null || this.#refreshing.has(keyText(key))) return
    this.#refreshing.add(keyText(key))
    try {
      const detail = await api.domains.refresh(key)
      if (!sameDomain(key, this.key)) return
      this.take(detail)
      this.refreshFailure = null
    } catch (error) {
      if (sameDomain(key, this.key)) this.refreshFailure = failureOf(error)
    } finally {
      this.#refreshing.delete(keyText(key))
    }
  }

  /** Shows what the provider answered to a write, when it is about the domain that is open. */
  take(detail: DomainDetail): void {
    if (sameDomain({ accountId: detail.accountId, name: detail.domain.name }, this.key)) this.#show(detail)
  }

  #show(detail: DomainDetail): void {
    // What a verification changed is known by position: with other records it means nothing.
    if (JSON.stringify(detail.records) !== JSON.stringify(this.detail?.records)) {
      this.changes = NO_CHANGES
      this.outcome = null
    }
    this.detail = detail
    this.failure = null
  }

  async verify(): Promise<void> {
    const { key, detail: before } = this
    if (key === null || before === null || this.#verifying.has(keyText(key))) return
    this.#verifying.add(keyText(key))
    this.verifyFailure = null
    this.outcome = null
    try {
      const after = await api.domains.verify(key)
      const sentence = outcomeOf(before, after)
      if (sameDomain(key, this.key)) {
        this.refreshFailure = null
        this.#show(after)
        this.changes = changesBetween(before.records, after.records)
        this.outcome = sentence
        announce(`Verified. ${sentence}.`)
      } else toast({ severity: 'info', message: `${after.unicodeName}: ${sentence}.` })
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code === 'cancelled') return
      if (sameDomain(key, this.key)) this.verifyFailure = failure
      else toast({ severity: 'bad', message: `${before.unicodeName}: ${failure.message}`, fix: failure.fix })
    } finally {
      this.#verifying.delete(keyText(key))
    }
  }

  /** Follows changes of the cache. The answer stops following. */
  follow(): () => void {
    return listen('domainsChanged', ({ accountId, names }) => {
      const { key } = this
      if (key === null || key.accountId !== accountId) return
      if (names === null || names.includes(key.name)) void this.#read(key)
    })
  }
}

function outcomeOf(before: DomainDetail, after: DomainDetail): string {
  const sentence = verifiedSentence(before.records, after.records)
  const [was, is] = [before.domain.state, after.domain.state]
  return was !== is && is === 'active' ? `${sentence}. The domain is active` : sentence
}

export const openDomain = new OpenDomain()
