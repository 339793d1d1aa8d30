import { ZonedeskError } from '../../../preload/contract/failure'
import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { Handlers } from '../../../preload/contract/index'
import type { Cache } from '../../cache/cache'

interface Dependencies {
  readonly cache: Cache
  /** The domain as the cache has it; throws `not-found`. */
  readonly stored: (key: DomainKey) => DomainDetail
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** What changed in a domain over time, and what the user saved of it. */
export function createHistoryHandlers({ cache, stored, now }: Dependencies): Handlers['history'] {
  return {
    list: ({ before, limit, ...key }) => cache.history(key, before, limit),
    snapshots: (key) => cache.snapshots(key),
    async saveSnapshot({ label, ...key }) {
      stored(key)
      const saved = await cache.saveSnapshot(key, label, now())
      // It may have left the cache while the call waited for its turn.
      return saved ?? (stored(key), noSnapshot())
    },
    compare({ id, ...key }) {
      stored(key)
      return cache.compareSnapshot(key, id) ?? noSnapshot()
    },
    async deleteSnapshot({ id, ...key }) {
      if (!(await cache.deleteSnapshot(key, id))) noSnapshot()
      return {}
    },
  }
}

function noSnapshot(): never {
  throw new ZonedeskError('not-found', 'There is no such snapshot of this domain.', {
    fix: 'Open the list of snapshots again.',
  })
}
