import type { Domain } from '../../../preload/contract/domain'
import type { ListPosition } from '../../cache/cache'
import type { DomainListQuery, ProviderPage } from '../../provider/types'
import { type ReadPage, storeListedPages } from './listed-pages'
import type { SyncRun } from './sync-run'

/** Domains a page. Source: API, `limit` of the list is at most 1000. */
const PAGE_SIZE = 1000
/** How often a list is read at most when it changes while it is read. */
const MAX_PASSES = 3
/** A listing that was cut off goes on within this time, in milliseconds; later, too much may have changed. */
const GOES_ON_WITHIN_MS = 15 * 60 * 1000
/** Rows that the log tells of; the others are counted. */
const MOST_TOLD = 5

/**
 * How the reading of a list ended. `moved`: the list changed during every pass, so all rows that came are stored and
 * none is removed. `unclear`: no domain came, and the provider did not say that there is none. `in pieces`: the run went on
 * with a listing that was cut off; it did not see changes before the cut that left the total the same.
 */
export interface Listed {
  readonly end: 'whole' | 'in pieces' | 'moved' | 'unclear'
  /** Rows that could not be read. While there are any, nothing is removed: a domain not seen may be one of them. */
  readonly unread: number
}

/** How one pass over the list ended. */
interface Pass {
  readonly end: 'whole' | 'moved' | 'unclear'
  readonly unread: number
}

/** Where a pass is in the list. */
interface Reached {
  /** Rows passed, those included that could not be read. */
  readonly seen: number
  /** Name of the last of them; null when it could not be read. */
  readonly last: string | null
  /** How many rows the list said it has; null while it has not said so, and once that number is impossible. */
  readonly total: number | null
  /** Whether more rows came than the list said it has: from then on, that number is ignored. */
  readonly isDoubted: boolean
}

/** What a pass has seen so far. */
interface ListedSoFar {
  readonly names: Set<string>
  /** Why rows could not be read, by their place in the list from 0. */
  readonly unread: Map<number, string>
}

/**
 * Reads the whole list into the cache. Removes domains that are no longer in the list, but only after a pass that saw a
 * consistent whole. A pass that was cut off a while ago goes on where it was.
 *
 * @throws ZonedeskError of the provider client
 */
export async function listDomains(run: SyncRun): Promise<Listed> {
  const { accountId, cache } = run
  const cutOff = cache.resumableRun(accountId)
  let since: number | null = null
  if (cutOff !== null && Math.abs(run.now() - cutOff.startedAt) < GOES_ON_WITHIN_MS) {
    since = cutOff.since
    const { end, unread } = await readWholeList(run, cutOff.run, cutOff.position)
    if (end === 'whole') {
      await finish(run, cutOff.run, since, unread)
      // Domains listed before the cut may be gone since, and new ones in that part were not seen.
      if (unread > 0 || cache.counts(accountId).all === cutOff.position.total) {
        return { end: 'in pieces', unread }
      }
      since = null
    }
  }
  let last: Pass = { end: 'moved', unread: 0 }
  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    const number = await cache.startRun(accountId, run.now(), since)
    since ??= number
    last = await readWholeList(run, number, null)
    if (last.end !== 'whole') continue
    await finish(run, number, since, last.unread)
    return last
  }
  return last
}

async function finish(run: SyncRun, number: number, since: number, unread: number): Promise<void> {
  run.changed(await run.cache.finishRun(run.accountId, number, since, run.now(), unread === 0))
}

/**
 * One pass, from its beginning or from where it was cut off. Pages overlap by one row: when rows before the end of a
 * page shift, its last row is no longer the first of the next page. Pages are stored while the next ones are on their way.
 *
 * The pass is whole when as many rows came as the list said it has. Where that would remove domains, or the last page
 * was full, one more page must show that no row follows. Without a possible number, the pass is whole when a page brings
 * nothing new.
 */
async function readWholeList(run: SyncRun, number: number, from: ListPosition | null): Promise<Pass> {
  const { accountId, cache } = run
  const seen: ListedSoFar = { names: new Set(), unread: new Map() }
  const pages = storeListedPages(run, number)
  let reached: Reached | null = from === null ? null : { ...from, isDoubted: false }
  if (from !== null) run.progress(from.seen, from.total)
  const wouldRemove = async (): Promise<boolean> => {
    if (seen.unread.size > 0) return false
    await pages.stored()
    return cache.counts(accountId).all > (reached?.seen ?? 0)
  }
  const ended = (end: Pass['end']): Pass => ({ end, unread: seen.unread.size })
  try {
    for (;;) {
      const before: Reached | null = reached
      const page = await run.inTurn(() => readPage(run, before, seen))
      await pages.add(page.toStore)
      if (!page.toStore.isConsistent) return ended('moved')
      reached = page.reached
      const { total } = reached
      run.progress(reached.seen, total)
      if (reached.seen === (before?.seen ?? 0)) {
        if (total !== null && reached.seen !== total) return ended('moved')
        if (total === 0 || page.isProof || !(await wouldRemove())) return ended('whole')
        return ended(before === null ? 'unclear' : 'moved')
      }
      const isSettled = page.rows < PAGE_SIZE && seen.unread.size === 0
      if (reached.seen === total && isSettled && !(await wouldRemove())) return ended('whole')
    }
  } finally {
    tellOfUnread(run, seen)
    await pages.stored()
  }
}

/** A page, compared with the pages before it. */
interface HeldPage {
  readonly toStore: ReadPage
  /** Where the pass is after it. */
  readonly reached: Reached
  /** Rows it has. */
  readonly rows: number
  /** Whether it brings only rows that came before, which proves that the list goes no further. */
  readonly isProof: boolean
}

/**
 * Reads the page after a position.
 *
 * @param seen of the pages before, to which this one's are added
 */
async function readPage(run: SyncRun, before: Reached | null, seen: ListedSoFar): Promise<HeldPage> {
  const skip = before === null ? 0 : before.seen - 1
  const query: DomainListQuery = {
    limit: PAGE_SIZE,
    skip,
    sort: 'name:asc',
    ...(run.includeSubaccounts && { includeSubaccounts: true }),
  }
  const page: ProviderPage = await run.call(() =>
    run.client.list(query, run.signal, { urgency: 'background' }),
  )
  run.signal.throwIfAborted()
  const { items, unread = [] } = page
  const rows = items.length + unread.length
  const isSameTotal =
    before === null || before.total === null || page.total === null || page.total === before.total
  if (before !== null && (rows === 0 || isWholeAgain(page, seen))) {
    const toStore: ReadPage = { domains: [], position: null, total: before.total, isConsistent: isSameTotal }
    return { toStore, reached: before, rows, isProof: rows > 0 }
  }
  const joins =
    before === null ||
    (before.last === null ? unread[0]?.at === 0 : unread[0]?.at !== 0 && items[0]?.name === before.last)
  const fresh: Domain[] = before !== null && before.last !== null && joins ? items.slice(1) : items
  const namesBefore = seen.names.size
  for (const { name } of fresh) seen.names.add(name)
  for (const { at, why } of unread) seen.unread.set(skip + at, why)
  const passed = skip + rows
  const said = before?.isDoubted === true ? null : (page.total ?? before?.total ?? null)
  const isDoubted = before?.isDoubted === true || (said !== null && passed > said)
  const last = unread.at(-1)?.at === rows - 1 ? null : (items.at(-1)?.name ?? null)
  const reached: Reached = { seen: passed, last, total: isDoubted ? null : said, isDoubted }
  return {
    toStore: {
      domains: fresh,
      position: positionOf(reached, seen),
      total: reached.total,
      isConsistent: joins && seen.names.size === namesBefore + fresh.length && isSameTotal,
    },
    reached,
    rows,
    isProof: before !== null,
  }
}

/** Whether a page repeats all that came before, as from a provider that does not page. */
function isWholeAgain({ items, unread = [] }: ProviderPage, seen: ListedSoFar): boolean {
  return (
    items.length > 1 &&
    items.length === seen.names.size &&
    unread.length === seen.unread.size &&
    items.every(({ name }) => seen.names.has(name))
  )
}

/** Where a later run may go on; null where it could not know that the list is the same, or that a row was unread. */
function positionOf({ seen, last, total }: Reached, { unread }: ListedSoFar): ListPosition | null {
  return last === null || total === null || unread.size > 0 ? null : { seen, last, total }
}

/** Tells the log which rows could not be read, without their content. */
function tellOfUnread(run: SyncRun, { unread }: ListedSoFar): void {
  if (unread.size === 0) return
  const told = [...unread].slice(0, MOST_TOLD).map(([at, why]) => `row ${at + 1}: ${why}`)
  const more = unread.size > MOST_TOLD ? `; and ${unread.size - MOST_TOLD} more` : ''
  run.note(`Rows of the provider's list that could not be read: ${told.join('; ')}${more}.`)
}
