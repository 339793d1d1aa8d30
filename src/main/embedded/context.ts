import { ZonedeskError } from '../../preload/contract/failure'
import { NOT_FOUND } from './messages'
import type { ListAnswers } from './list-answers'
import type { LookUp } from './lookup'
import type { ProviderHosts } from './provider-hosts'
import type { RateLimiter } from './rate-limit'
import type { Store } from './store'
import type { StoredDomain } from './stored-domain'

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

/**
 * The domain a path names.
 *
 * @param name as it stands in the path: any case, trailing dot or not
 * @throws ZonedeskError `not-found`
 */
export function requireDomain({ store }: Context, name: string): StoredDomain {
  const domain = store.domain(name.toLowerCase().replace(/\.$/, ''))
  if (domain === null) throw new ZonedeskError('not-found', NOT_FOUND)
  return domain
}
