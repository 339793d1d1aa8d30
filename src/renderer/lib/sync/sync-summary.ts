import type { Failure } from '../../../preload/contract/failure'
import type { SyncStatus } from '../../../preload/contract/sync'

/** How one or several accounts stand against their providers, as one thing to say. */
export type SyncSummary =
  | { kind: 'none' }
  | { kind: 'running'; done: number; total: number | null; accountIds: string[] }
  | { kind: 'offline'; since: number; accountIds: string[] }
  | { kind: 'failed'; failure: Failure; accountIds: string[] }
  | { kind: 'cancelled'; lastSyncedAt: number | null }
  | { kind: 'never' }
  | { kind: 'synced'; at: number }

export function isRunning(status: SyncStatus): boolean {
  return status.phase === 'listing' || status.phase === 'details'
}

/**
 * What to say of several accounts at once: work under way before trouble, trouble before rest. The time of the
 * last sync is that of the account synced longest ago.
 */
export function summarize(statuses: readonly SyncStatus[]): SyncSummary {
  if (statuses.length === 0) return { kind: 'none' }
  const ids = (some: readonly SyncStatus[]): string[] => some.map((status) => status.accountId)

  const running = statuses.filter(isRunning)
  if (running.length > 0) {
    const totals = running.map((status) => status.total)
    return {
      kind: 'running',
      done: running.reduce((sum, status) => sum + status.done, 0),
      total: totals.includes(null) ? null : totals.reduce<number>((sum, total) => sum + (total ?? 0), 0),
      accountIds: ids(running),
    }
  }
  const offline = statuses.filter((status) => status.offlineSince !== null)
  if (offline.length > 0) {
    return {
      kind: 'offline',
      since: Math.min(...offline.map((status) => status.offlineSince ?? Infinity)),
      accountIds: ids(offline),
    }
  }
  const failed = statuses.filter((status) => status.phase === 'failed' && status.failure !== null)
  const failure = failed[0]?.failure
  if (failure) return { kind: 'failed', failure, accountIds: ids(failed) }

  const times = statuses.flatMap((status) => (status.lastSyncedAt === null ? [] : [status.lastSyncedAt]))
  const oldest = times.length === 0 ? null : Math.min(...times)
  if (statuses.some((status) => status.phase === 'cancelled')) {
    return { kind: 'cancelled', lastSyncedAt: oldest }
  }
  return oldest === null ? { kind: 'never' } : { kind: 'synced', at: oldest }
}
