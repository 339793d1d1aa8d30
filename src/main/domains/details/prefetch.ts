import type { DomainKey } from '../../../preload/contract/domain'
import type { Cache, DetailAge } from '../../cache/cache'
import type { ProviderClient } from '../../provider/types'
import { collectChangedNames } from './changed-names'
import type { Emit } from '../../../preload/contract/events'
import { isHopeless, type DetailFetch } from './detail-fetch'
import type { Connectivity } from '../calls/connectivity'

/**
 * Domains of one account asked for at once, where the client does not say, and at most: more would be asked for although
 * they left the screen meanwhile.
 */
const AT_ONCE = { usual: 2, most: 6 }
/** Records on screen that are older are fetched again. */
const ACTIVE_MAX_AGE_MS = 24 * 60 * 60 * 1000
const OTHERS_MAX_AGE_MS = 15 * 60 * 1000
/** How long a failed domain is left alone, or its whole account where the next domain would fail too. */
const REST_MS = 60 * 1000

/** Fetches the missing and old records of the domains on screen, before any in the background. */
export interface Prefetch {
  /** Says which domains are on screen now, in their order. Those that were on screen before are dropped. */
  see(keys: readonly DomainKey[]): void
  /** Stops an account's fetches, or all for null, and waits for their end. */
  stop(accountId: string | null): Promise<void>
}

interface Work {
  readonly controller: AbortController
  /** Names that wait, the next first. */
  names: string[]
  ended: Promise<unknown>
}

export function createPrefetch(parts: {
  readonly cache: Cache
  readonly clientFor: (accountId: string) => Promise<ProviderClient>
  readonly accountIds: () => readonly string[]
  readonly includesSubaccounts: (accountId: string) => boolean
  readonly connectivity: Pick<Connectivity, 'offlineSince'>
  readonly details: DetailFetch
  readonly emit: Emit
  readonly now: () => number
}): Prefetch {
  const { cache, accountIds, connectivity, now } = parts
  const works = new Map<string, Work>()
  /** Until when a domain, by account and name, or an account is left alone. */
  const resting = new Map<string, number>()

  function isResting(key: string): boolean {
    const until = resting.get(key)
    if (until === undefined) return false
    // When the clock is set back, the rest must not last longer.
    if (until > now() && until - now() <= REST_MS) return true
    resting.delete(key)
    return false
  }

  function wantedOf(accountId: string, names: readonly string[]): string[] {
    if (!accountIds().includes(accountId)) return []
    if (connectivity.offlineSince(accountId) !== null || isResting(accountId)) return []
    const ages: DetailAge = {
      activeBefore: now() - ACTIVE_MAX_AGE_MS,
      othersBefore: now() - OTHERS_MAX_AGE_MS,
    }
    return cache.wantingAmong(accountId, names, ages).filter((name) => !isResting(`${accountId} ${name}`))
  }

  function fetchAll(accountId: string, names: string[]): void {
    const current = works.get(accountId)
    if (current !== undefined) {
      current.names = names
      return
    }
    if (names.length === 0) return
    const work: Work = { controller: new AbortController(), names, ended: Promise.resolve() }
    works.set(accountId, work)
    work.ended = carryOut(accountId, work).finally(() => works.delete(accountId))
  }

  async function carryOut(accountId: string, work: Work): Promise<void> {
    const { signal } = work.controller
    const changed = collectChangedNames(accountId, parts.emit, now)
    try {
      const client = await parts.clientFor(accountId)
      const includeSubaccounts = parts.includesSubaccounts(accountId)
      const worker = async (): Promise<void> => {
        for (let name = work.names.shift(); name !== undefined; name = work.names.shift()) {
          if (signal.aborted) return
          await fetchOne(client, {
            accountId,
            name,
            includeSubaccounts,
            signal,
            changed: (some) => changed.add(some),
          })
        }
      }
      const atOnce = Math.min(AT_ONCE.most, client.atOnce?.() ?? AT_ONCE.usual)
      await Promise.all(Array.from({ length: atOnce }, worker))
    } catch {
      // Nobody asked: what is on screen stays as it is, and the next sync says what is wrong.
      work.names = []
      resting.set(accountId, now() + REST_MS)
    }
    changed.flush()
  }

  async function fetchOne(
    client: ProviderClient,
    request: Omit<Parameters<DetailFetch['fetch']>[1], 'urgency'>,
  ): Promise<void> {
    try {
      await parts.details.fetch(client, { ...request, urgency: 'seen' })
    } catch (error) {
      if (isHopeless(error)) throw error
      resting.set(`${request.accountId} ${request.name}`, now() + REST_MS)
    }
  }

  return {
    see(keys) {
      const byAccount = Map.groupBy(keys, ({ accountId }) => accountId)
      for (const accountId of new Set([...works.keys(), ...byAccount.keys()])) {
        const names = (byAccount.get(accountId) ?? []).map(({ name }) => name)
        fetchAll(accountId, wantedOf(accountId, names))
      }
    },
    async stop(accountId) {
      const stopped = [...works].filter(([id]) => accountId === null || id === accountId)
      for (const [, work] of stopped) {
        work.names = []
        work.controller.abort()
      }
      await Promise.all(stopped.map(([, { ended }]) => ended))
      if (accountId === null) resting.clear()
      else for (const key of resting.keys()) if (key.split(' ')[0] === accountId) resting.delete(key)
    },
  }
}
