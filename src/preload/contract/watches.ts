import * as v from 'valibot'
import { channel } from './channel'
import { DomainKey } from './domain'

/**
 * A domain whose records somebody has just published: the app checks it again and again until DNS and the provider have them.
 *
 * - `waiting`: the next check is at `nextAt`
 * - `looking`: DNS is being asked
 * - `verifying`: DNS has all of them; the provider is asked to verify
 * - `done`: the provider has verified
 * - `given-up`: not right after three days
 */
export const Watch = v.object({
  ...DomainKey.entries,
  state: v.picklist(['waiting', 'looking', 'verifying', 'done', 'given-up']),
  /** When the user asked for it, milliseconds since the epoch. */
  since: v.number(),
  /** Checks so far. */
  looks: v.number(),
  /** The last check, milliseconds since the epoch; null before the first. */
  lastAt: v.nullable(v.number()),
  /** The next check, milliseconds since the epoch; null when there is none. */
  nextAt: v.nullable(v.number()),
  /** By when every resolver should see it, milliseconds since the epoch; null when nothing says so. */
  expectedBy: v.nullable(v.number()),
  /** Records that DNS has now, and of how many; null before the first check. */
  published: v.nullable(v.number()),
  records: v.nullable(v.number()),
  /** One sentence: how it stands and what it waits for. */
  sentence: v.string(),
})
export type Watch = v.InferOutput<typeof Watch>

export const watches = {
  /**
   * Those of all accounts. `accountId`: the account in view, which says only whether the watches of sample domains are
   * meant, and those alone.
   */
  list: channel(v.object({ accountId: v.exactOptional(v.nullable(v.string())) }), v.array(Watch)),
  /**
   * Starts to watch a domain, or checks at once when it is watched already. Fails with `not-found`. Where the account is
   * read only, DNS alone is watched, so that this is no writing channel: the provider is asked how the domain stands, and
   * not to verify.
   */
  start: channel(DomainKey, Watch),
  /** Stops watching; also takes one that is done or given up off the list. */
  stop: channel(DomainKey, v.object({})),
}
