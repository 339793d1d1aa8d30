import { ZonedeskError } from '../../../preload/contract/failure'
import { NOT_FOUND } from '../records/messages'
import type { ListAnswers } from '../records/list-answers'
import type { LookUp } from '../records/lookup'
import type { ProviderHosts } from '../records/provider-hosts'
import type { RateLimiter } from './rate-limit'
import type { Store } from '../store/store'
import type { StoredDomain } from '../store/stored-domain'

/** What every operation works with. */
export interface Context {
  readonly store: Store
  readonly hosts: ProviderHosts
  readonly listAnswers: ListAnswers
  /** Asks DNS what verification judges. */
  readonly lookUp: LookUp
  /** How often verifications may be asked for. */
  readonly verifications: RateLimiter
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** What an operation works with when it is asked for by somebody: an account sees its own domains alone. */
export interface Scope extends Context {
  /** The subaccount the request is on behalf of; null for the main account. */
  readonly subaccountId: string | null
}

/**
 * The domain a path names, of the account the request is for. A domain of a subaccount is reached on its behalf alone.
 * Source: the provider's user manual, "Subaccounts": without the header, a call is one on the primary account.
 *
 * @param name as it stands in the path: any case, trailing dot or not
 * @throws ZonedeskError `not-found`
 */
export function requireDomain({ store, subaccountId }: Scope, name: string): StoredDomain {
  const domain = store.domain(plainName(name))
  if (domain?.subaccount_id !== subaccountId) throw new ZonedeskError('not-found', NOT_FOUND)
  return domain
}

/**
 * A domain of any account, for what the service does by itself.
 *
 * @throws ZonedeskError `not-found`
 */
export function anyDomain({ store }: Context, name: string): StoredDomain {
  const domain = store.domain(plainName(name))
  if (domain === null) throw new ZonedeskError('not-found', NOT_FOUND)
  return domain
}

/** A name as it is stored: lower case, no trailing dot. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}
