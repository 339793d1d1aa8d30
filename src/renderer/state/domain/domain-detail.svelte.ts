import { SvelteSet } from 'svelte/reactivity'
import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import { announce } from '../../base/announce.svelte'
import { api } from '../api'
import { failureOf } from '../failures.svelte'
import { type PublicationChange, changesBetween, verifiedSentence } from './changes'
import { toast } from '../toasts.svelte'
import { keyText, sameDomain } from '../domain-key'
import { Query } from '../query.svelte'
import { selectedDomain } from '../view.svelte'

/** Records older than this are fetched again when the domain is opened. */
const FRESH_FOR_MS = 5 * 60_000

const NO_CHANGES: ReadonlyMap<number, PublicationChange> = new Map()

/** The domain the window looks at: first from the cache, then from the provider when the cache is old. */
class OpenDomain {
  readonly #cached = new Query<DomainKey, DomainDetail>({
    key: selectedDomain,
    same: sameDomain,
    ask: (key) => api.domains.get(key),
    staleOn: {
      domainsChanged: ({ accountId, names }, key) =>
        accountId === key.accountId && (names === null || names.includes(key.name)),
    },
    moved: () => {
      this.refreshFailure = this.verifyFailure = null
      this.#forgetVerified()
    },
    answered: (detail, before) => {
      this.#compare(detail, before)
      if (before === null && isOld(detail)) void this.refresh()
    },
  })
  /** Why the provider could not answer the last refresh; the cached page stays. */
  refreshFailure = $state.raw<Failure | null>(null)
  verifyFailure = $state.raw<Failure | null>(null)
  /** What the last verification changed, by position of the record. */
  changes = $state.raw<ReadonlyMap<number, PublicationChange>>(NO_CHANGES)
  /** The outcome of the last verification, one sentence. */
  outcome = $state<string | null>(null)
  readonly #refreshing = new SvelteSet<string>()
  readonly #verifying = new SvelteSet<string>()

  get key(): DomainKey | null {
    return this.#cached.key
  }

  get detail(): DomainDetail | null {
    return this.#cached.value
  }

  /** Why the cache could not answer. */
  get failure(): Failure | null {
    return this.#cached.failure
  }

  get refreshing(): boolean {
    return this.key !== null && this.#refreshing.has(keyText(this.key))
  }

  get verifying(): boolean {
    return this.key !== null && this.#verifying.has(keyText(this.key))
  }

  /** Reads the cache again after something failed to be read. */
  async reload(): Promise<void> {
    await this.#cached.read()
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
    this.#compare(detail, this.detail)
    this.#cached.take(detail)
  }

  #compare(detail: DomainDetail, before: DomainDetail | null): void {
    // What a verification changed is known by position: with other records it means nothing.
    if (JSON.stringify(detail.records) !== JSON.stringify(before?.records)) this.#forgetVerified()
  }

  #forgetVerified(): void {
    this.changes = NO_CHANGES
    this.outcome = null
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

  /** Follows the selected domain and the cache. The answer stops following. */
  follow(): () => void {
    return this.#cached.follow()
  }
}

function isOld({ fetchedAt }: DomainDetail): boolean {
  return fetchedAt === null || Date.now() - fetchedAt > FRESH_FOR_MS
}

function outcomeOf(before: DomainDetail, after: DomainDetail): string {
  const sentence = verifiedSentence(before.records, after.records)
  const [was, is] = [before.domain.state, after.domain.state]
  return was !== is && is === 'active' ? `${sentence}. The domain is active` : sentence
}

export const openDomain = new OpenDomain()
