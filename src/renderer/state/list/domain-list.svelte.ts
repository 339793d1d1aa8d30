import { untrack } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import type { DomainKey, DomainRow } from '../../../preload/contract/domain'
import type { ListRequest } from '../../../preload/contract/domains'
import type { Failure } from '../../../preload/contract/failure'
import { api, listen } from '../api'
import { failureOf } from '../failures.svelte'
import { keyText } from '../domain-key'
import { SparseRows } from './sparse-rows'
import { view } from '../view.svelte'

/** A sync tells of many changes in a row; the list follows no faster than this. */
const RELOAD_EVERY_MS = 400
/** Rows asked for before it is known how many the window shows; from the top, one answer brings them. */
const FIRST_ROWS = 40

/** Which rows the list has, and in which order. */
export type ListQuery = Omit<ListRequest, 'after' | 'skip' | 'limit'>

/** The list of domains the view asks for. Only the rows near those in sight are in memory. */
class DomainList {
  #rows: SparseRows<DomainRow> | null = null
  #pinned: string | null = null
  #wanted: ListQuery | null = null
  #asking = false
  #uncounted: SparseRows<DomainRow> | null = null
  #counting = false
  #update: (() => void) | null = null
  #subscribe = createSubscriber((update) => {
    this.#update = update
    return () => (this.#update = null)
  })
  readonly #first = Promise.withResolvers<null>()
  #queryFailure = $state.raw<Failure | null>(null)
  #shown = $state.raw<{ number: number; query: ListQuery | null }>({ number: 0, query: null })

  /** Counts the queries whose rows were shown: a change means that the list is another one. */
  get number(): number {
    return this.#shown.number
  }

  /** The query whose rows are shown; null before the first. */
  get query(): ListQuery | null {
    return this.#shown.query
  }

  /** Whether there is an answer to show, of any length. */
  get ready(): boolean {
    this.#subscribe()
    return this.#rows !== null
  }

  /** Settles with the first answer, be it a failure. */
  async answered(): Promise<void> {
    await this.#first.promise
  }

  /** Rows of the whole result; null while they are not counted. */
  get total(): number | null {
    this.#subscribe()
    return this.#rows?.total ?? null
  }

  /** How many rows can be scrolled through. */
  get extent(): number {
    this.#subscribe()
    return this.#rows?.extent ?? 0
  }

  get failure(): Failure | null {
    this.#subscribe()
    return this.#queryFailure ?? this.#rows?.failure ?? null
  }

  /** The row at a position; undefined while it is not in memory. */
  at(index: number): DomainRow | undefined {
    this.#subscribe()
    return this.#rows?.at(index)
  }

  /** Position of a domain that is in memory or selected, or -1. */
  indexOf(key: DomainKey | null): number {
    this.#subscribe()
    return key === null || this.#rows === null ? -1 : this.#rows.indexOf(keyText(key))
  }

  /** Says which rows are seen, so that they are loaded. */
  see(first: number, last: number): void {
    void this.#rows?.see(first, last)
  }

  /** Loads a row and answers it, or the last one when there are fewer. */
  async reach(index: number): Promise<DomainRow | undefined> {
    return this.#rows?.load(index)
  }

  /** Asks again after a failure. */
  retry(): void {
    if (this.#queryFailure !== null) void this.#ask(wantedQuery())
    else void this.#rows?.reload()
  }

  async #ask(query: ListQuery): Promise<void> {
    this.#wanted = query
    // One question at a time: what is typed meanwhile is asked as one, and no answer comes late.
    if (this.#asking) return
    this.#asking = true
    try {
      for (let next = this.#takeWanted(); next !== null; next = this.#takeWanted()) {
        const rows = this.#rowsOf(next)
        await this.#open(rows, next)
        if (this.#isOvertaken()) rows.stop()
        else this.#show(rows, next)
      }
    } finally {
      this.#asking = false
    }
  }

  #takeWanted(): ListQuery | null {
    const wanted = this.#wanted
    this.#wanted = null
    return wanted
  }

  /** Whether another question came while one was answered: what was asked before is stale. */
  #isOvertaken(): boolean {
    return this.#wanted !== null
  }

  /** Loads the first rows to see: those around the selected domain, but a search is read from its top. */
  async #open(rows: SparseRows<DomainRow>, query: ListQuery): Promise<void> {
    const at = query.search === '' && view.selected !== null ? await rows.pin(keyText(view.selected)) : -1
    const first = at < 0 ? 0 : at - FIRST_ROWS / 2
    await rows.see(first, first + FIRST_ROWS - 1)
  }

  #show(rows: SparseRows<DomainRow>, query: ListQuery): void {
    this.#rows?.stop()
    this.#rows = rows.ready ? rows : null
    this.#queryFailure = rows.ready ? null : rows.failure
    this.#pinned = view.selected === null ? null : keyText(view.selected)
    this.#shown = { number: this.#shown.number + 1, query }
    this.#update?.()
    this.#first.resolve(null)
    if (rows.ready && rows.total === null) void this.#count(rows, query)
  }

  #rowsOf(query: ListQuery): SparseRows<DomainRow> {
    const rows: SparseRows<DomainRow> = new SparseRows<DomainRow>({
      fetch: ({ after, skip, limit }) => api.domains.list({ ...query, after, skip, limit }),
      locate: (key) => locate(key, query),
      keyOf: keyText,
      failureOf,
      changed: () => {
        if (this.#rows === rows) this.#update?.()
      },
    })
    return rows
  }

  /** Counts what a search found, once at a time: only the last search is worth it. */
  async #count(rows: SparseRows<DomainRow>, query: ListQuery): Promise<void> {
    this.#uncounted = rows
    if (this.#counting) return
    this.#counting = true
    const { accountId, filter, search } = query
    try {
      rows.count((await api.domains.count({ accountId, filter, search })).total)
    } catch {
      // The list goes on without its number, page by page.
    } finally {
      this.#counting = false
    }
    const { query: shown } = this
    if (this.#uncounted !== rows && this.#uncounted === this.#rows && shown !== null) {
      void this.#count(this.#uncounted, shown)
    }
  }

  async #reload(): Promise<void> {
    const [rows, query] = [this.#rows, this.query]
    if (rows === null || query === null) {
      if (this.#queryFailure !== null) this.retry()
      return
    }
    await rows.reload()
    if (this.#rows === rows && query.search !== '') void this.#count(rows, query)
  }

  /** Follows the selected domain to wherever it is in the list. */
  async #follow(key: string | null): Promise<void> {
    const rows = this.#rows
    if (rows === null || key === this.#pinned) return
    this.#pinned = key
    await rows.pin(key)
    if (this.#rows === rows) this.#update?.()
  }

  /** Follows the view and the cache. Call once, after the view was loaded. The answer stops following. */
  follow(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined
    let lastReload = 0
    const stopView = $effect.root(() => {
      $effect(() => {
        const query = wantedQuery()
        untrack(() => void this.#ask(query))
      })
      $effect(() => {
        const key = view.selected === null ? null : keyText(view.selected)
        untrack(() => void this.#follow(key))
      })
    })
    const reloadSoon = (): void => {
      timer ??= setTimeout(
        () => {
          timer = undefined
          lastReload = Date.now()
          void this.#reload()
        },
        Math.max(0, lastReload + RELOAD_EVERY_MS - Date.now()),
      )
    }
    const stops = [
      stopView,
      listen('domainsChanged', ({ accountId }) => {
        if (view.accountId === null || view.accountId === accountId) reloadSoon()
      }),
      // Only a search asks for tags and notes.
      listen('notesChanged', () => {
        if (view.search.trim() !== '') reloadSoon()
      }),
    ]
    return () => {
      clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }
}

function wantedQuery(): ListQuery {
  const { accountId, filter, search, sort, descending } = view
  return { accountId, filter, search: search.trim(), sort, descending }
}

/** Where a domain stands in a list. A search has an order of its own, in which nothing can be looked up. */
async function locate(key: string, query: ListQuery): Promise<number | null> {
  if (query.search !== '') return null
  const [accountId = '', name = ''] = key.split('\n')
  const { position } = await api.domains.position({ ...query, key: { accountId, name } })
  return position
}

export const domainList = new DomainList()
