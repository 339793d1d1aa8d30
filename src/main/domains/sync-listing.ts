import type { Domain } from '../../preload/contract/domain'
import type { DomainListQuery, ProviderPage } from '../provider/client'
import type { SyncRun } from './sync-run'

/** Domains a page. Source: API, `limit` of the list is at most 1000. */
const PAGE_SIZE = 1000
/** How often a list that moves while it is read is read again. */
const MAX_PASSES = 3

/**
 * Reads the whole list into the cache and removes what is no longer in it, the latter only after a pass that
 * saw a consistent whole.
 *
 * @returns false when the list moved in every pass: all that was seen is stored, and nothing removed
 * @throws ZonedeskError of the provider client
 */
export async function listDomains(run: SyncRun): Promise<boolean> {
  let since: number | null = null
  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    const number = await run.cache.startRun(run.accountId, run.now(), since)
    since ??= number
    if (!(await readWholeList(run, number))) continue
    run.changed(await run.cache.finishRun(run.accountId, number, since, run.now()))
    return true
  }
  return false
}

/**
 * One pass. Pages overlap by one row: when the rows before a page's end shift, its last row is no longer the
 * next one's first. False when the list moved, or its rows and its total do not agree.
 */
async function readWholeList(run: SyncRun, number: number): Promise<boolean> {
  const seen = new Set<string>()
  let total: number | null = null
  let last: string | null = null
  for (;;) {
    const query: DomainListQuery = {
      limit: PAGE_SIZE,
      skip: Math.max(0, seen.size - 1),
      sort: 'name:asc',
      ...(run.includeSubaccounts && { includeSubaccounts: true }),
    }
    const page: ProviderPage = await run.call(() => run.client.list(query, run.signal))
    run.signal.throwIfAborted()
    const joins = last === null || page.items[0]?.name === last
    const items: Domain[] = last !== null && joins ? page.items.slice(1) : page.items
    const fresh = items.filter((domain) => !run.touched.has(domain.name))
    run.changed(await run.cache.putListed(run.accountId, fresh, number, { at: run.now() }))
    const names = new Set(items.map((domain) => domain.name))
    if (!joins || names.size < items.length || !names.isDisjointFrom(seen)) return false
    if (total !== null && page.total !== total) return false
    total = page.total
    for (const name of names) seen.add(name)
    last = items.at(-1)?.name ?? last
    run.progress(seen.size, total)
    if (seen.size >= total) return seen.size === total
    if (items.length === 0) return false
  }
}
