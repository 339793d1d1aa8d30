import type { Handlers } from '../../preload/contract'
import type { DomainDetail, DomainKey } from '../../preload/contract/domain'
import { ZonedeskError } from '../../preload/contract/failure'
import type { ReadableCache } from '../cache/cache'

/** Answers the channels that read the cache alone: enough for a window to show its list. */
export function readHandlers(
  cache: Pick<ReadableCache, 'list' | 'position' | 'counts' | 'get'>,
): Pick<Handlers['domains'], 'list' | 'position' | 'counts' | 'get'> {
  return {
    list: (request) => cache.list(request),
    position: (request) => ({ position: cache.position(request) }),
    counts: ({ accountId }) => cache.counts(accountId),
    get: (key) => storedDomain(cache, key),
  }
}

/** @throws ZonedeskError `not-found` when the cache has no such domain */
export function storedDomain(cache: Pick<ReadableCache, 'get'>, key: DomainKey): DomainDetail {
  const detail = cache.get(key)
  if (detail !== undefined) return detail
  throw new ZonedeskError('not-found', `${key.name} is not among the domains of this account.`, {
    fix: 'Sync the account, or add the domain.',
  })
}
