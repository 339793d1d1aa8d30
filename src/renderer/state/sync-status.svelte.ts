import { SvelteMap } from 'svelte/reactivity'
import type { SyncStatus } from '../../preload/contract/sync'
import { api, listen } from './api'
import { reportFailure } from './failures.svelte'

const statuses = new SvelteMap<string, SyncStatus>()

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
  const stop = listen('syncProgress', (status) => take([status]))
  try {
    take(await api.sync.status({}))
  } catch (error) {
    reportFailure(error)
  }
  return stop
}

/** @param accountId null syncs every account */
export async function startSync(accountId: string | null): Promise<void> {
  try {
    take(await api.sync.start({ accountId }))
  } catch (error) {
    reportFailure(error)
  }
}

export async function cancelSync(accountId: string | null): Promise<void> {
  try {
    take(await api.sync.cancel({ accountId }))
  } catch (error) {
    reportFailure(error)
  }
}
