import * as v from 'valibot'
import { channel } from './channel'
import { DomainKey } from './domain'
import { Failure } from './failure'

/** Most rows a window shows at once. */
const MOST_SEEN = 200

/** How an account's cache stands against its provider. */
export const SyncStatus = v.object({
  accountId: v.string(),
  /** `waiting`: a sync was started, and goes on after those of other accounts. */
  phase: v.picklist(['idle', 'waiting', 'listing', 'details', 'cancelled', 'failed']),
  /** Domains listed, or records fetched, so far in this phase. */
  done: v.number(),
  /** Of how many; null while unknown. */
  total: v.nullable(v.number()),
  /** Domains a second over the last few seconds; null while unknown, and when no sync is under way. */
  rate: v.nullable(v.number()),
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
  /**
   * Says which rows are on screen now: those whose records are missing or old are fetched before any other. Answers at
   * once; `domainsChanged` events follow. Each call takes the place of the one before.
   */
  see: channel(v.object({ keys: v.pipe(v.array(DomainKey), v.maxLength(MOST_SEEN)) }), v.object({})),
  /** A hint that the computer's network came or went; the app then makes health checks and does not rely on the hint. */
  networkChanged: channel(v.object({ online: v.boolean() }), v.object({})),
}
