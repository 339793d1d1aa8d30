import * as v from 'valibot'
import { channel } from './channel'
import { ViewState } from './settings'

/** Where a link leads on this computer. */
export const LinkTarget = v.object({
  /** A-labels. */
  name: v.string(),
  unicodeName: v.string(),
  /** The part of the domain; null leaves the one that is shown. */
  tab: v.nullable(ViewState.entries.tab),
  /** The accounts that have the domain in the cache; where the link names an account, none but that one. */
  accounts: v.array(v.object({ id: v.string(), name: v.string() })),
  /** The name of the account that the link names; null where it names none, or one that is not on this computer. */
  named: v.nullable(v.string()),
  /** Whether the link names an account that is not on this computer. */
  namesUnknownAccount: v.boolean(),
})
export type LinkTarget = v.InferOutput<typeof LinkTarget>

export const links = {
  /** The link that waits to be followed, which is handed over once; null when none waits. Fails with `invalid`. */
  take: channel(v.object({}), v.nullable(LinkTarget)),
}
