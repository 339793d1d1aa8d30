import type { DomainKey } from '../../../preload/contract/domain'
import { api } from '../api'
import { keyText } from '../domain-key'
import { domainList, type ListQuery } from './domain-list.svelte'

/** Largest page the list answers. */
const PAGE = 1000

/** What is selected: some domains by name, or all that a query finds except some. */
type Marked =
  | { readonly kind: 'some'; readonly keys: ReadonlyMap<string, DomainKey> }
  | { readonly kind: 'all-but'; readonly query: ListQuery; readonly keys: ReadonlyMap<string, DomainKey> }

const NONE: Marked = { kind: 'some', keys: new Map() }

/**
 * The domains marked for an action on many. All of a result are marked as the query that finds them, so that a
 * hundred thousand cost nothing until they are read.
 */
class Selection {
  #marked = $state.raw<Marked>(NONE)
  /** Where the last mark was set, for an extension from there. */
  #anchor = -1

  /** Whether it is all of a result, save those taken out. */
  get all(): boolean {
    return this.#marked.kind === 'all-but'
  }

  /** How many domains are marked; null while the result they are all of is not counted. */
  get size(): number | null {
    const { kind, keys } = this.#marked
    if (kind === 'some') return keys.size
    return domainList.total === null ? null : Math.max(0, domainList.total - keys.size)
  }

  get any(): boolean {
    return this.size !== 0
  }

  has(key: DomainKey): boolean {
    return this.#marked.keys.has(keyText(key)) === (this.#marked.kind === 'some')
  }

  /** Marks a domain, or takes the mark away. */
  toggle(key: DomainKey, index: number): void {
    this.#set(key, this.#marked.keys.has(keyText(key)))
    this.#anchor = index
  }

  #set({ accountId, name }: DomainKey, remove: boolean): void {
    const keys = new Map(this.#marked.keys)
    if (remove) keys.delete(keyText({ accountId, name }))
    else keys.set(keyText({ accountId, name }), { accountId, name })
    this.#marked = { ...this.#marked, keys }
  }

  /** Marks every row from the last mark to a position, also those that are not in memory. */
  async extend(index: number, from: number): Promise<void> {
    const { query } = domainList
    if (query === null) return
    if (this.#anchor < 0) this.#anchor = Math.max(0, from)
    const [first, last] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)]
    const keys = new Map(this.#marked.keys)
    const before = this.#marked
    for (let at = first; at <= last;) {
      const known = domainList.at(at)
      const rows =
        known !== undefined
          ? [known]
          : (
              await api.domains.list({
                ...query,
                after: null,
                skip: at,
                limit: Math.min(PAGE, last - at + 1),
              })
            ).items
      if (rows.length === 0) break
      for (const { accountId, name } of rows) {
        const key = { accountId, name }
        if (before.kind === 'some') keys.set(keyText(key), key)
        else keys.delete(keyText(key))
      }
      at += rows.length
    }
    // What the user marked meanwhile counts.
    if (this.#marked === before) this.#marked = { ...before, keys }
  }

  /** Marks all of the result shown. */
  selectAll(): void {
    const { query } = domainList
    if (query !== null) this.#marked = { kind: 'all-but', query, keys: new Map() }
  }

  clear(): void {
    this.#marked = NONE
    this.#anchor = -1
  }

  /** Marks these and nothing else. */
  select(keys: readonly DomainKey[]): void {
    this.#marked = { kind: 'some', keys: new Map(keys.map((key) => [keyText(key), key])) }
    this.#anchor = -1
  }

  /** A result that is no longer shown cannot be all of what is marked; and positions mean other rows. */
  leftQuery(): void {
    this.#anchor = -1
    if (this.#marked.kind === 'all-but') this.clear()
  }

  /**
   * The marked domains, read page by page as they are wanted. What was marked when it is called counts, whatever
   * is marked meanwhile.
   *
   * @throws {ZonedeskError} what `domains.list` throws
   */
  async *read(): AsyncGenerator<DomainKey> {
    const marked = this.#marked
    if (marked.kind === 'some') {
      yield* marked.keys.values()
      return
    }
    let after: string | null = null
    do {
      const page = await api.domains.list({ ...marked.query, after, limit: PAGE })
      for (const { accountId, name } of page.items) {
        const key = { accountId, name }
        if (!marked.keys.has(keyText(key))) yield key
      }
      after = page.next
    } while (after !== null)
  }

  /** All marked domains at once, at most so many. @throws {ZonedeskError} what `domains.list` throws */
  async keys(most = Infinity): Promise<DomainKey[]> {
    const keys: DomainKey[] = []
    for await (const key of this.read()) {
      if (keys.length >= most) break
      keys.push(key)
    }
    return keys
  }
}

export const selection = new Selection()
