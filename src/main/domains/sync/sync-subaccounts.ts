import type { Subaccount } from '../../../preload/contract/subaccounts'
import { isHopeless } from '../details/detail-fetch'
import type { SyncRun } from './sync-run'

/** Subaccounts a page, and how many pages are read at most. */
const PAGE_SIZE = 1000
const MOST_PAGES = 20

/**
 * Reads the accounts below an account into the cache. Where the provider does not list them, the domains are listed all
 * the same, and what was known stays.
 *
 * @returns whether anything is different
 * @throws ZonedeskError of the provider client, where no other call could succeed either
 */
export async function syncSubaccounts(run: SyncRun): Promise<boolean> {
  if (!run.includeSubaccounts) return run.cache.putSubaccounts(run.accountId, [])
  try {
    return await run.cache.putSubaccounts(run.accountId, await readAll(run))
  } catch (error) {
    if (run.signal.aborted || isHopeless(error)) throw error
    run.note(`The subaccounts could not be listed: ${error instanceof Error ? error.message : ''}`)
    return false
  }
}

async function readAll(run: SyncRun): Promise<Subaccount[]> {
  const all = new Map<string, Subaccount>()
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { total, subaccounts } = await run.call(() =>
      run.client.subaccounts.list({ skip: page * PAGE_SIZE, limit: PAGE_SIZE }, run.signal, {
        urgency: 'background',
      }),
    )
    run.signal.throwIfAborted()
    const before = all.size
    for (const one of subaccounts) all.set(one.id, one)
    // A provider that does not page answers the same again.
    if (all.size === before || all.size >= (total ?? Number.POSITIVE_INFINITY)) break
  }
  return [...all.values()]
}
