import type { Handlers } from '../../preload/contract'
import type { ReadableCache } from '../cache/cache'
import { storedDomain } from './details/stored-domain'

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
