import { domainAnswer } from './answers'
import type { ProviderHosts } from './provider-hosts'
import type { ListFilter, ListOrder, Store } from './store'

/** Rendered domains kept at most; about 0.6 KB each. */
const MAX_KEPT = 4_000

/**
 * Domains as JSON text for lists. A text is kept until its domain's revision changes, so that a page asked for again
 * costs one query of two columns and no parsing.
 */
export class ListItems {
  readonly #kept = new Map<number, { readonly revision: number; readonly json: string }>()

  constructor(
    private readonly store: Store,
    private readonly hosts: ProviderHosts,
  ) {}

  /**
   * @param limit domains at most
   * @param skip domains to pass over
   * @returns the page as a JSON array
   */
  page(filter: ListFilter, order: ListOrder, limit: number, skip: number): string {
    const keys = this.store.pageKeys(filter, order, limit, skip)
    if (keys.some(([seq, revision]) => this.#kept.get(seq)?.revision !== revision)) {
      return this.#render(filter, order, limit, skip)
    }
    return `[${keys.map(([seq]) => this.#kept.get(seq)?.json).join(',')}]`
  }

  #render(filter: ListFilter, order: ListOrder, limit: number, skip: number): string {
    const rendered = this.store.page(filter, order, limit, skip).map((domain) => {
      const json = JSON.stringify(domainAnswer(domain, this.hosts))
      this.#keep(domain.seq, domain.revision, json)
      return json
    })
    return `[${rendered.join(',')}]`
  }

  #keep(seq: number, revision: number, json: string): void {
    this.#kept.delete(seq)
    this.#kept.set(seq, { revision, json })
    if (this.#kept.size <= MAX_KEPT) return
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined) this.#kept.delete(oldest)
  }
}
