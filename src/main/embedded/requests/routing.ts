import type { Hono } from 'hono'
import type { Scope } from './context'

/** What a request is answered with, known once it was let through. */
export interface Answering {
  readonly Variables: { readonly scope: Scope }
}
export type Api = Hono<Answering>

/** Names the subaccount a request is made on behalf of. Source: the provider's user manual, "Subaccounts". */
export const ON_BEHALF_OF = 'X-Mailgun-On-Behalf-Of'
