import { domainAnswer } from './answers'
import type { ProviderHosts } from './provider-hosts'
import type { ListFilter, StoredListOrder, Store } from '../store/store'

/** Answers kept at most; that of a full page is about 0.7 MB. */
const MAX_KEPT = 8

/**
 * The list's answers as JSON text. One is kept until anything in the file changes, so that a page asked for again is
 * not read again.
 */
export class ListAnswers {
  readonly #kept = new Map<string, { readonly version: string; readonly json: string }>()
  readonly #store: Store
  readonly #hosts: ProviderHosts

  constructor(store: Store, hosts: ProviderHosts) {
    this.#store = store
    this.#hosts = hosts
  }

  /**
   * @param limit domains at most
   * @param skip domains to pass over
   */
  answer(filter: ListFilter, order: StoredListOrder, limit: number, skip: number): string {
    const asked = JSON.stringify([filter, order, limit, skip])
    const version = this.#store.version()
    const kept = this.#kept.get(asked)
    if (kept?.version === version) return kept.json
    const json = JSON.stringify({
      total_count: this.#store.count(filter),
      items: this.#store.page(filter, order, limit, skip).map((domain) => domainAnswer(domain, this.#hosts)),
    })
    this.#keep(asked, { version, json })
    return json
  }

  #keep(asked: string, answer: { readonly version: string; readonly json: string }): void {
    this.#kept.delete(asked)
    this.#kept.set(asked, answer)
    if (this.#kept.size <= MAX_KEPT) return
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined) this.#kept.delete(oldest)
  }
}
