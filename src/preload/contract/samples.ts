import * as v from 'valibot'
import { Account } from './accounts'
import { channel } from './channel'
import { DomainKey } from './domain'

/**
 * Whether the sample domains are there.
 *
 * - `absent`: they were not added, or were removed
 * - `adding`: they are being made ready; nothing of them is seen yet
 * - `present`: the account of kind `samples` is in the list of accounts
 * - `removing`: the account is gone, and what is left of it is being forgotten
 */
export const SamplesStatus = v.object({
  state: v.picklist(['absent', 'adding', 'present', 'removing']),
  /** Of the account while it is there: what `view.accountId` takes. Null otherwise. */
  accountId: v.nullable(v.string()),
  /** While they are added: domains made ready so far. 0 otherwise. */
  done: v.number(),
  /** Sample domains that the app brings. */
  total: v.number(),
})
export type SamplesStatus = v.InferOutput<typeof SamplesStatus>

/**
 * An account of its own, with domains that the app brings, to look around in without a provider and without a network.
 *
 * What counts everywhere:
 *
 * - All names are below `.example` (RFC 2606), all addresses are for documentation (RFC 5737, RFC 3849).
 * - The account's domains are checked and verified in a DNS of the app's own, never in the network's; the domains of no
 *   other account are.
 * - Where a request names no account (`accountId: null`), sample domains are meant only while no other account has a
 *   domain. That holds for lists, counts, searches, findings, tags, bulk and exports alike, because it holds in the
 *   cache. With `accountId: 'samples'` they are meant always.
 * - Tags: `notes.tags` names the tags of the samples alone, or none of theirs. Renaming or removing a tag leaves the
 *   other side as it is.
 * - No notification of the desktop is shown for their watches, and no file of exported tags and notes has theirs.
 * - Everything else works as in any account: create, edit, verify, delete, bulk, copy, export, set up at a host.
 *   Starting a watch (`watches.start`) on a sample domain has its DNS host publish what the check offered, as a
 *   person would have done before.
 */
export const samples = {
  status: channel(v.object({}), SamplesStatus),
  /**
   * Adds the account; takes a second or a few. Progress comes as `samplesChanged`. Answers the account, also when it is
   * there already. Fails with `storage` when the data folder cannot be written, and with `cancelled`; nothing is left
   * of it then.
   */
  add: channel(v.object({}), Account),
  /** Stops adding, which then fails with `cancelled`. */
  cancel: channel(v.object({}), v.object({})),
  /** Removes the account with everything of it. Adding it again begins anew. Answers when it is already gone. */
  remove: channel(v.object({}), v.object({})),
  /**
   * Has the DNS host of a sample domain publish what the last check offers, and checks the domain again. Answers how
   * many changes were made. Fails with `refused` for a domain of another account, and with `not-found`.
   */
  publish: channel(DomainKey, v.object({ changes: v.number() })),
}
