import type { DomainKey } from '../../../preload/contract/domain'
import { type FailureCode, ZonedeskError } from '../../../preload/contract/failure'
import { requireAccount } from '../../accounts/known-account'
import type { Cache } from '../../cache/cache'
import type { ProviderClient } from '../../provider/types'
import { createCallsUnderWay } from './calls-under-way'
import { createHealthCheck, type HealthCheck } from './health-check'
import { createConnectivity, type Connectivity } from './connectivity'
import { closedSubaccount, type KnownStatus } from './closed-subaccount'

/** A call to a provider; the signal fires when the call is to stop. */
export type ProviderRequest<T> = (client: ProviderClient, signal: AbortSignal) => Promise<T>

/** An account, or the one below it that it acts for. */
export interface OnBehalfOf {
  readonly accountId: string
  readonly subaccountId: string | null
}

/** Calls to the providers of accounts, and what those calls tell about connectivity. */
export interface AccountCalls {
  readonly connectivity: Connectivity
  readonly healthCheck: HealthCheck
  /**
   * Makes a call that a person waits for.
   *
   * @throws ZonedeskError `not-found` when the account is not there, also when it was removed meanwhile; `offline` when
   *   the provider cannot be reached; `cancelled` when the call was stopped; and what the request throws
   */
  ask<T>(accountId: string, request: ProviderRequest<T>): Promise<T>
  /**
   * The same on behalf of an account below it; null for the account itself.
   *
   * @throws ZonedeskError `refused` where the provider refuses it and the subaccount is known to be closed or disabled
   */
  askFor<T>(whom: OnBehalfOf, request: ProviderRequest<T>): Promise<T>
  /** The same about a domain: where a subaccount has it, the call is made on the subaccount's behalf. */
  askAbout<T>(key: DomainKey, request: ProviderRequest<T>): Promise<T>
  /** Stops the calls of an account and waits for their end. */
  stop(accountId: string): Promise<void>
  /** Stops every call and waits for their end. */
  close(): Promise<void>
}

/** What calls to providers work with. */
export interface AccountCallsDependencies {
  readonly cache: Pick<Cache, 'syncState' | 'markOffline' | 'subaccounts'>
  /** @throws ZonedeskError `unauthorized` or `keychain` when the account has no usable key */
  readonly clientFor: (accountId: string) => Promise<ProviderClient>
  readonly accountIds: () => readonly string[]
  /** On behalf of which subaccount a domain is asked about; null for the account itself. */
  readonly subaccountOf: (key: DomainKey) => string | null
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Told after a provider went out of reach, with the time since when, or came back, with null. */
  readonly onConnectivityChanged: (accountId: string, offlineSince: number | null) => void
  /** Told when the cache could not note that. */
  readonly noteFault: (error: unknown) => void
}

export function createAccountCalls(dependencies: AccountCallsDependencies): AccountCalls {
  const { cache, clientFor, accountIds, now } = dependencies
  const calls = createCallsUnderWay()
  const connectivity = createConnectivity({
    now,
    remembered: (accountId) => cache.syncState(accountId).offlineSince,
    onChange(accountId, offlineSince) {
      if (!accountIds().includes(accountId)) return
      cache.markOffline(accountId, offlineSince).catch(dependencies.noteFault)
      dependencies.onConnectivityChanged(accountId, offlineSince)
    },
  })
  const healthCheck = createHealthCheck(clientFor, connectivity, now)

  /**
   * Where a provider is known to be out of reach, a health check that gives up quickly comes first: the network may be
   * back without the app knowing. The request itself gets no short time limit, since a write that was cut off may have
   * been carried out.
   */
  async function requireReachable(accountId: string): Promise<void> {
    const trouble = await healthCheck.recent(accountId)
    if (trouble === null) return
    const { code, message, fix } = trouble.failure
    if (code === 'cancelled') throw trouble
    throw new ZonedeskError('offline', `${message} Nothing was sent.`, { fix, cause: trouble })
  }

  async function ask<T>(accountId: string, request: ProviderRequest<T>): Promise<T> {
    requireAccount(accountIds(), accountId)
    const answer = await calls.run(accountId, async (signal) => {
      const client = await clientFor(accountId)
      if (connectivity.offlineSince(accountId) !== null) await requireReachable(accountId)
      return connectivity.through(accountId, () => request(client, signal))
    })
    requireAccount(accountIds(), accountId)
    return answer
  }

  async function askFor<T>(whom: OnBehalfOf, request: ProviderRequest<T>): Promise<T> {
    const { accountId, subaccountId } = whom
    try {
      return await ask(accountId, (client, signal) => request(client.onBehalfOf(subaccountId), signal))
    } catch (error) {
      throw subaccountId === null ? error : withStatus(cache.subaccounts(accountId), subaccountId, error)
    }
  }

  return {
    connectivity,
    healthCheck,
    ask,
    askFor,
    askAbout: (key, request) =>
      askFor({ accountId: key.accountId, subaccountId: dependencies.subaccountOf(key) }, request),
    stop: (accountId) => calls.stop(accountId),
    async close() {
      await Promise.all([healthCheck.close(), calls.stop(null)])
    },
  }
}

/** A refusal is said of the subaccount where it is known to be out of use. */
function withStatus(known: readonly KnownStatus[], subaccountId: string, error: unknown): unknown {
  if (!(error instanceof ZonedeskError) || !REFUSALS.has(error.failure.code)) return error
  return closedSubaccount(known, subaccountId, error) ?? error
}

const REFUSALS: ReadonlySet<FailureCode> = new Set(['forbidden', 'not-found', 'refused', 'invalid'])
