import * as v from 'valibot'
import { channel } from './channel'
import { Failure } from './failure'

/** How an account's cache stands against its provider. */
export const SyncStatus = v.object({
  accountId: v.string(),
  phase: v.picklist(['idle', 'listing', 'details', 'cancelled', 'failed']),
  /** Domains listed, or records fetched, so far in this phase. */
  done: v.number(),
  /** Of how many; null while unknown. */
  total: v.nullable(v.number()),
  /** When the last whole sync ended; null when none has. Milliseconds since the epoch. */
  lastSyncedAt: v.nullable(v.number()),
  /** Since when the provider cannot be reached; null when it could be at the last try. Milliseconds. */
  offlineSince: v.nullable(v.number()),
  failure: v.nullable(Failure),
})
export type SyncStatus = v.InferOutput<typeof SyncStatus>

const AccountOrAll = v.object({ accountId: v.nullable(v.string()) })

export const sync = {
  /** Starts a sync of one account, or all, and answers at once; progress comes as `syncProgress` events. */
  start: channel(AccountOrAll, v.array(SyncStatus)),
  cancel: channel(AccountOrAll, v.array(SyncStatus)),
  status: channel(v.object({}), v.array(SyncStatus)),
}
