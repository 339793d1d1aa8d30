import type { Failure } from '../../preload/contract/failure'
import type { SyncStatus } from '../../preload/contract/sync'

/** How one or several accounts stand against their providers, as one thing to say. */
export type SyncSummary =
  | { kind: 'none' }
  | {
      kind: 'running'
      done: number
      /** Null while it is unknown. */
      total: number | null
      /** Domains a second; null while it is unknown. */
      rate: number | null
      accountIds: string[]
    }
  | { kind: 'offline'; since: number; accountIds: string[] }
  | { kind: 'failed'; failure: Failure; accountIds: string[] }
  /** The sync came to its end, and something is missing. */
  | { kind: 'lacking'; failure: Failure; accountIds: string[] }
  | { kind: 'cancelled'; lastSyncedAt: number | null }
  | { kind: 'never' }
  | { kind: 'synced'; at: number }

export function isRunning(status: SyncStatus): boolean {
  return status.phase === 'waiting' || counts(status)
}

/** Whether it is under way and its turn has come. */
function counts({ phase }: SyncStatus): boolean {
  return phase === 'listing' || phase === 'details'
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
    const counted = running.filter(counts)
    return {
      kind: 'running',
      done: sumOf(counted.map((status) => status.done)) ?? 0,
      total: sumOf(counted.map((status) => status.total)),
      rate: sumOf(counted.map((status) => status.rate)),
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
  const lacking = statuses.filter((status) => status.phase === 'idle' && status.failure !== null)
  const lack = lacking[0]?.failure
  if (lack) return { kind: 'lacking', failure: lack, accountIds: ids(lacking) }

  const times = statuses.flatMap((status) => (status.lastSyncedAt === null ? [] : [status.lastSyncedAt]))
  const oldest = times.length === 0 ? null : Math.min(...times)
  if (statuses.some((status) => status.phase === 'cancelled')) {
    return { kind: 'cancelled', lastSyncedAt: oldest }
  }
  return oldest === null ? { kind: 'never' } : { kind: 'synced', at: oldest }
}

/** Null when one of them is, or there are none. */
function sumOf(numbers: readonly (number | null)[]): number | null {
  if (numbers.length === 0 || numbers.includes(null)) return null
  return numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0)
}
