import type { Domain } from '../../../preload/contract/domain'
import type { ListPosition } from '../../cache/cache'
import type { SyncRun } from './sync-run'

/**
 * The most pages that one transaction stores. Every transaction writes all over an index whose order is not the list's,
 * so a few large ones write less. One of four pages takes the cache's thread about a tenth of a second.
 */
const MOST_AT_ONCE = 4

/** A page of the list, compared with the pages before it. */
export interface ReadPage {
  readonly domains: readonly Domain[]
  /** Where a later run may go on after this page; null when it may not. */
  readonly position: ListPosition | null
  /** How many rows the list said it has; null while that is not known. */
  readonly total: number | null
  /** Whether it is consistent with the pages before. */
  readonly isConsistent: boolean
}

/** Stores the pages of a pass while more are read. */
export interface ListedPages {
  /**
   * Takes a page and stores it together with the other waiting pages. Settles when another page may be read.
   *
   * @throws ZonedeskError `storage` of pages before
   */
  add(page: ReadPage): Promise<void>
  /**
   * Settles when all that was taken is stored.
   *
   * @throws ZonedeskError `storage`
   */
  stored(): Promise<void>
}

export function storeListedPages(run: SyncRun, number: number): ListedPages {
  let waiting: ReadPage[] = []
  /** What the waiting pages wait for, and when they are stored in their turn. */
  let before: Promise<void> = Promise.resolve()
  let stored = before

  async function storeWaiting(): Promise<void> {
    const pages = waiting
    waiting = []
    await store(run, number, pages)
  }

  return {
    async add(page) {
      waiting.push(page)
      if (waiting.length === 1) {
        before = stored
        stored = before.then(storeWaiting)
        // It is awaited later; until then, a failure must not count as unhandled.
        stored.catch(() => undefined)
      }
      if (waiting.length >= MOST_AT_ONCE) await before
    },
    stored: () => stored,
  }
}

/**
 * Stores pages. A domain that one of the app's own calls touched meanwhile stays as that call stores it; it counts as
 * seen all the same, for the call may fail and store nothing.
 */
async function store(run: SyncRun, number: number, pages: readonly ReadPage[]): Promise<void> {
  const domains = pages.flatMap((page) => page.domains)
  const fresh = domains.filter(({ name }) => !run.touched.has(name))
  const passed = domains.flatMap(({ name }) => (run.touched.has(name) ? name : []))
  const position = pages.findLast(({ isConsistent }) => isConsistent)?.position ?? null
  const at = run.now()
  run.changed(
    await run.cache.putListed(run.accountId, fresh, number, {
      at,
      passed,
      ...(position !== null && { position }),
    }),
  )
}
