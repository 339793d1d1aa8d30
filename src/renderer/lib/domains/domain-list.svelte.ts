import { createSubscriber } from 'svelte/reactivity'
import type { DomainKey, DomainRow } from '../../../preload/contract/domain'
import type { ListRequest } from '../../../preload/contract/domains'
import type { Failure } from '../../../preload/contract/failure'
import { api, listen } from '../api'
import { failureOf } from '../failures.svelte'
import { keyText } from './domain-key'
import { PagedRows } from './paged-rows'
import { view } from './view.svelte'

/** Typing is not a row of questions: the list asks when the fingers pause. */
const SEARCH_AFTER_MS = 60
/** A sync tells of many changes in a row; the list follows no faster than this. */
const RELOAD_EVERY_MS = 400
/** How far into a fresh result the selected domain is looked for, to come back to its place. */
const LOOK_FOR_SELECTED = 20_000
/** So many rows may come before the selected domain at once without it leaving the loaded ones. */
const ROOM_FOR_OTHERS = 1000

type Query = Omit<ListRequest, 'after' | 'limit'>

/** The list of domains the view asks for, as far as it is loaded. */
class DomainList {
  #rows: PagedRows<DomainRow> | null = null
  #pending: PagedRows<DomainRow> | null = null
  #lastVisible = 0
  #update: (() => void) | null = null
  #subscribe = createSubscriber((update) => {
    this.#update = update
    return () => (this.#update = null)
  })
  #queryFailure = $state.raw<Failure | null>(null)
  #shown = $state.raw<{ number: number; query: Query | null }>({ number: 0, query: null })

  /** Counts the queries whose rows were shown: a change means that the list is another one. */
  get number(): number {
    return this.#shown.number
  }

  /** What the rows shown were asked for; null before the first. */
  get query(): Query | null {
    return this.#shown.query
  }

  get total(): number | null {
    this.#subscribe()
    return this.#rows?.total ?? null
  }

  get failure(): Failure | null {
    this.#subscribe()
    return this.#queryFailure ?? this.#rows?.failure ?? null
  }

  /** The row at a position; undefined while it is not loaded. */
  at(index: number): DomainRow | undefined {
    this.#subscribe()
    return this.#rows?.at(index)
  }

  /** Position of a domain among the loaded rows, or -1. */
  indexOf(key: DomainKey | null): number {
    this.#subscribe()
    return key === null || this.#rows === null ? -1 : this.#rows.indexOf(keyText(key))
  }

  /** Says which rows are seen, so that they are loaded and kept so. */
  see(last: number): void {
    this.#lastVisible = last
    void this.#rows?.load(last)
  }

  /** Loads up to a row and answers it. */
  async reach(index: number): Promise<DomainRow | undefined> {
    const rows = this.#rows
    await rows?.load(index)
    return rows?.at(index)
  }

  /** Asks again after a failure. */
  retry(): void {
    if (this.#pending === null && this.#queryFailure === null) void this.#rows?.reload(this.#lastVisible)
    else void this.#ask(this.#wantedQuery())
  }

  /** Reads the rows again, down to what is seen and to the selected domain, wherever others push it. */
  async #reload(): Promise<void> {
    const rows = this.#rows
    if (rows === null) return
    const selected = view.selected === null ? null : keyText(view.selected)
    const at = selected === null ? -1 : rows.indexOf(selected)
    await rows.reload(Math.max(this.#lastVisible, at) + (at < 0 ? 0 : ROOM_FOR_OTHERS))
    if (selected !== null && at >= 0 && this.#rows === rows) await rows.find(selected, LOOK_FOR_SELECTED)
  }

  #wantedQuery(): Query {
    const { accountId, filter, search, sort, descending } = view
    return { accountId, filter, search: search.trim(), sort, descending }
  }

  async #ask(query: Query): Promise<void> {
    this.#pending?.stop()
    const rows: PagedRows<DomainRow> = new PagedRows<DomainRow>({
      fetch: (after, limit) => api.domains.list({ ...query, after, limit }),
      keyOf: keyText,
      failureOf,
      changed: () => {
        if (this.#rows === rows) this.#update?.()
      },
    })
    this.#pending = rows
    await rows.load(0)
    // Back to the selected domain's place, but a search is read from its top.
    if (view.selected !== null && query.search === '' && rows.failure === null) {
      await rows.find(keyText(view.selected), LOOK_FOR_SELECTED)
    }
    if (this.#pending !== rows) return
    this.#pending = null
    if (rows.total === null) {
      this.#queryFailure = rows.failure
      return
    }
    this.#rows?.stop()
    this.#rows = rows
    this.#lastVisible = 0
    this.#queryFailure = null
    this.#shown = { number: this.#shown.number + 1, query }
    this.#update?.()
  }

  /** Follows the view and the cache. Call once, after the view was loaded. The answer stops following. */
  follow(): () => void {
    let searchTimer: ReturnType<typeof setTimeout> | undefined
    let reloadTimer: ReturnType<typeof setTimeout> | undefined
    let lastReload = 0
    let lastSearch: string | null = null

    const stopQuery = $effect.root(() => {
      $effect(() => {
        const query = this.#wantedQuery()
        clearTimeout(searchTimer)
        const typed = lastSearch !== null && lastSearch !== query.search
        lastSearch = query.search
        searchTimer = setTimeout(() => void this.#ask(query), typed ? SEARCH_AFTER_MS : 0)
      })
    })
    const stopEvents = listen('domainsChanged', ({ accountId }) => {
      if (view.accountId !== null && view.accountId !== accountId) return
      if (reloadTimer !== undefined) return
      reloadTimer = setTimeout(
        () => {
          reloadTimer = undefined
          lastReload = Date.now()
          void this.#reload()
        },
        Math.max(0, lastReload + RELOAD_EVERY_MS - Date.now()),
      )
    })
    return () => {
      clearTimeout(searchTimer)
      clearTimeout(reloadTimer)
      stopEvents()
      stopQuery()
    }
  }
}

export const domainList = new DomainList()
