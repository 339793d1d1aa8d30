import type { Domain } from '../../preload/contract/domain'
import type { ListPosition } from '../cache/cache'
import type { DomainListQuery, ProviderPage } from '../provider/client'
import { type ReadPage, storeListedPages } from './listed-pages'
import type { SyncRun } from './sync-run'

/** Domains a page. Source: API, `limit` of the list is at most 1000. */
const PAGE_SIZE = 1000
/** How often a list that moves while it is read is read again. */
const MAX_PASSES = 3
/** A listing that was cut off goes on within this time, in milliseconds; after it, too much may be another. */
const GOES_ON_WITHIN_MS = 15 * 60 * 1000

/**
 * Reads the whole list into the cache and removes what is no longer in it, the latter only after a pass that
 * saw a consistent whole. One that was cut off a while ago goes on where it was.
 *
 * @returns `moved` when the list moved in every pass: all that was seen is stored, and nothing removed; `in pieces` when
 *   it went on with one that was cut off: what moved before the cut since, while the total stayed, was not seen
 * @throws ZonedeskError of the provider client
 */
export async function listDomains(run: SyncRun): Promise<'whole' | 'in pieces' | 'moved'> {
  const { accountId, cache } = run
  const cutOff = cache.resumableRun(accountId)
  let since: number | null = null
  if (cutOff !== null && Math.abs(run.now() - cutOff.startedAt) < GOES_ON_WITHIN_MS) {
    since = cutOff.since
    if (await readWholeList(run, cutOff.run, cutOff.position)) {
      run.changed(await cache.finishRun(accountId, cutOff.run, since, run.now()))
      // What went before it was cut off may be gone since, and what came there was not seen.
      if (cache.counts(accountId).all === cutOff.position.total) return 'in pieces'
      since = null
    }
  }
  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    const number = await cache.startRun(accountId, run.now(), since)
    since ??= number
    if (!(await readWholeList(run, number, null))) continue
    run.changed(await cache.finishRun(accountId, number, since, run.now()))
    return 'whole'
  }
  return 'moved'
}

/**
 * One pass, from its beginning or from where it was cut off. Pages overlap by one row: when the rows before a page's
 * end shift, its last row is no longer the next one's first. False when the list moved, or its rows and its total do
 * not agree. Pages are stored while the next ones are on their way.
 */
async function readWholeList(run: SyncRun, number: number, from: ListPosition | null): Promise<boolean> {
  const names = new Set<string>()
  let position = from
  const pages = storeListedPages(run, number)
  if (position !== null) run.progress(position.seen, position.total)
  try {
    for (;;) {
      const page = await run.inTurn(() => readPage(run, position, names))
      await pages.add(page)
      if (!page.isConsistent) return false
      const { seen, total } = page.position ?? { seen: 0, total: page.total }
      run.progress(seen, total)
      if (seen >= total) return seen === total
      if (seen === (position?.seen ?? 0)) return false
      position = page.position
    }
  } finally {
    await pages.stored()
  }
}

/**
 * Reads the page behind a position.
 *
 * @param names of the pages before, to which this one's are added
 */
async function readPage(run: SyncRun, before: ListPosition | null, names: Set<string>): Promise<ReadPage> {
  const query: DomainListQuery = {
    limit: PAGE_SIZE,
    skip: before === null ? 0 : before.seen - 1,
    sort: 'name:asc',
    ...(run.includeSubaccounts && { includeSubaccounts: true }),
  }
  const page: ProviderPage = await run.call(() =>
    run.client.list(query, run.signal, { urgency: 'background' }),
  )
  run.signal.throwIfAborted()
  const joins = before === null || page.items[0]?.name === before.last
  const items: Domain[] = before !== null && joins ? page.items.slice(1) : page.items
  const seenBefore = names.size
  for (const { name } of items) names.add(name)
  const isConsistent =
    joins && names.size === seenBefore + items.length && (before === null || page.total === before.total)
  const last = items.at(-1)?.name ?? before?.last
  const position =
    last === undefined ? null : { seen: (before?.seen ?? 0) + items.length, last, total: page.total }
  return { domains: items, position, total: page.total, isConsistent }
}
