import { SvelteMap } from 'svelte/reactivity'
import type { SyncStatus } from '../../preload/contract/sync'
import { api, listen } from './api'
import { reportFailure } from './failures.svelte'
import { News } from './news'

const statuses = new SvelteMap<string, SyncStatus>()
const news = new News()

function take(all: readonly SyncStatus[]): void {
  for (const status of all) statuses.set(status.accountId, status)
}

export const syncStatus = {
  of(accountId: string): SyncStatus | undefined {
    return statuses.get(accountId)
  },
  /** Those of one account, or of all. */
  among(accountId: string | null): SyncStatus[] {
    return [...statuses.values()].filter((status) => accountId === null || status.accountId === accountId)
  },
  /** Forgets the accounts that are not among these. */
  keep(accountIds: ReadonlySet<string>): void {
    for (const accountId of [...statuses.keys()]) {
      if (!accountIds.has(accountId)) statuses.delete(accountId)
    }
  },
}

/** Reads where each account stands and follows it. Call once. The answer stops following. */
export async function loadSyncStatus(): Promise<() => void> {
  const stop = listen('syncProgress', (status) => {
    news.tell(status.accountId)
    take([status])
  })
  await ask(() => api.sync.status({}))
  return stop
}

async function ask(call: () => Promise<readonly SyncStatus[]>): Promise<void> {
  const isNews = news.ask()
  try {
    const all = await call()
    take(all.filter(({ accountId }) => isNews(accountId)))
  } catch (error) {
    reportFailure(error)
  }
}

/** @param accountId null syncs every account */
export function startSync(accountId: string | null): Promise<void> {
  return ask(() => api.sync.start({ accountId }))
}

export function cancelSync(accountId: string | null): Promise<void> {
  return ask(() => api.sync.cancel({ accountId }))
}
