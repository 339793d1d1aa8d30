import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { ReadableCache } from '../../cache/cache'

/** @throws ZonedeskError `not-found` when the cache has no such domain */
export function storedDomain(cache: Pick<ReadableCache, 'get'>, key: DomainKey): DomainDetail {
  const detail = cache.get(key)
  if (detail !== undefined) return detail
  throw new ZonedeskError('not-found', `${key.name} is not among the domains of this account.`, {
    fix: 'Sync the account, or add the domain.',
  })
}
