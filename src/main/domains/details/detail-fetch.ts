import { type FailureCode, ZonedeskError } from '../../../preload/contract/failure'
import { SingleFlight } from '../../async/single-flight'
import type { Cache } from '../../cache/cache'
import type { ProviderClient, ReadManner } from '../../provider/types'
import type { Connectivity } from '../calls/connectivity'
import { subaccountToAskFor } from './subaccounts'
import type { TouchedNames } from './touched-names'

/** Failures after which no other domain's records can be had either. */
const HOPELESS: ReadonlySet<FailureCode> = new Set([
  'unauthorized',
  'rate-limited',
  'offline',
  'cancelled',
  'keychain',
  'storage',
  'internal',
])

/** Whether there is no use in asking for the next domain's records. */
export function isHopeless(error: unknown): boolean {
  return !(error instanceof ZonedeskError) || HOPELESS.has(error.failure.code)
}

/** Fetches records into the cache, one domain a call, and never the same domain twice at once. */
export interface DetailFetch {
  /**
   * Fetches one domain's records and stores them, unless a later call of the app stored newer ones. A domain that the
   * provider no longer has is removed.
   *
   * @returns false when another caller's fetch was under way already; how that one ended is not known
   * @throws ZonedeskError of the provider client and of the cache
   */
  fetch(client: ProviderClient, request: DetailRequest): Promise<boolean>
}

export interface DetailRequest {
  readonly accountId: string
  readonly name: string
  readonly urgency: NonNullable<ReadManner['urgency']>
  readonly signal: AbortSignal
  /** Whether the list takes in the domains of subaccounts. */
  readonly includeSubaccounts: boolean
  /** Names whose stored records are newer for another reason. */
  readonly isNewer?: (name: string) => boolean
  /** Told once the cache changed. */
  readonly changed: (names: readonly string[]) => void
}

export function createDetailFetch(parts: {
  readonly cache: Cache
  readonly connectivity: Pick<Connectivity, 'through'>
  readonly touched: TouchedNames
  /** Milliseconds since the epoch. */
  readonly now: () => number
}): DetailFetch {
  const { cache, connectivity, touched, now } = parts
  const underWay = new SingleFlight<void>()

  async function fetchOne(client: ProviderClient, request: DetailRequest): Promise<void> {
    const { accountId, name, urgency, signal } = request
    const watch = touched.watch(accountId)
    const subaccountId = subaccountToAskFor(cache, () => request.includeSubaccounts, { accountId, name })
    const isLate = (): boolean => signal.aborted || watch.keys.has(name) || request.isNewer?.(name) === true
    try {
      const { domain, records } = await connectivity.through(accountId, () =>
        client.onBehalfOf(subaccountId).get(name, signal, { urgency }),
      )
      if (isLate()) return
      const times = { fetchedAt: now(), source: 'sync', onlyIfPresent: true } as const
      await cache.putDetail(accountId, domain, records, times)
    } catch (error) {
      // The key that lists a subaccount's domain may not be one that reads it, and a disabled subaccount is read by none.
      if (subaccountId !== null && (isNotFound(error) || isForbidden(error))) return
      if (!isNotFound(error)) throw error
      if (isLate()) return
      await cache.remove({ accountId, name }, { at: now(), source: 'sync' })
    } finally {
      watch.end()
    }
    request.changed([name])
  }

  return {
    async fetch(client, request) {
      const key = `${request.accountId} ${request.name}`
      const isJoined = underWay.isUnderWay(key)
      const fetching = underWay.join(key, () => fetchOne(client, request))
      await (isJoined ? fetching.catch(() => undefined) : fetching)
      return !isJoined
    },
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof ZonedeskError && error.failure.code === 'not-found'
}

function isForbidden(error: unknown): boolean {
  return error instanceof ZonedeskError && error.failure.code === 'forbidden'
}
