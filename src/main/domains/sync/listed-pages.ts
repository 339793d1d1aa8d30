import type { Domain } from '../../../preload/contract/domain'
import type { ListPosition } from '../../cache/cache'
import type { SyncRun } from './sync-run'

/**
 * Pages stored in one transaction at most. An index in another order than the list's is written all over by every
 * transaction, so that few large ones write less; one of four pages takes the cache's thread about a tenth of a second.
 */
const MOST_AT_ONCE = 4

/** A page of the list, held against the pages before it. */
export interface ReadPage {
  readonly domains: readonly Domain[]
  /** Where a later run may go on behind it; null when it may not. */
  readonly position: ListPosition | null
  /** How many rows the list said it has; null while that is not known. */
  readonly total: number | null
  /** Whether it goes with the pages before. */
  readonly isConsistent: boolean
}

/** Stores the pages of a pass while more are read. */
export interface ListedPages {
  /**
   * Takes a page, to be stored together with those that wait for the ones before. Settles when another may be read.
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
        // Awaited later; until then a failure is not nobody's.
        stored.catch(() => undefined)
      }
      if (waiting.length >= MOST_AT_ONCE) await before
    },
    stored: () => stored,
  }
}

/** What a call of the app's own touched meanwhile is left as that call stored it. */
async function store(run: SyncRun, number: number, pages: readonly ReadPage[]): Promise<void> {
  const fresh = pages.flatMap(({ domains }) => domains).filter(({ name }) => !run.touched.has(name))
  const position = pages.findLast(({ isConsistent }) => isConsistent)?.position ?? null
  const at = run.now()
  run.changed(
    await run.cache.putListed(run.accountId, fresh, number, position === null ? { at } : { at, position }),
  )
}
