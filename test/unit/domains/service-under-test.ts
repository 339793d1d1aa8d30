import { onTestFinished } from 'vitest'
import type { Cache } from '../../../src/main/cache/cache'
import { inProcess, openCache } from '../../cache/local-cache'
import type { DomainsDependencies } from '../../../src/main/domains/domains'
import { createDomains, type Domains } from '../../../src/main/domains/domains'
import type { EventName, Events } from '../../../src/preload/contract/events'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import type { SyncStatus } from '../../../src/preload/contract/sync'
import type { ScriptedProvider } from './scripted-provider'

/** An event as it was told. */
export type Told = { [Name in EventName]: { name: Name; payload: Events[Name] } }[EventName]

export interface UnderTest {
  readonly service: Domains
  readonly cache: Cache
  readonly told: Told[]
  readonly faults: unknown[]
  /** Milliseconds since the epoch; the service's clock. */
  clock: { now: number }
  /** Awaited before a client is handed out; a test may replace it. */
  readonly hold: { beforeClient: () => void | Promise<void> }
  /** Accounts whose list takes in their subaccounts. */
  readonly subaccounts: Set<string>
  /** The accounts there are; a test may remove one. */
  readonly providers: Map<string, ScriptedProvider>
  names(accountId?: string): string[]
  changes(): (string[] | null)[]
  progress(): SyncStatus[]
  /** Waits until no account has a run under way, and answers the account's status. */
  settled(accountId: string): Promise<SyncStatus>
  /** Starts a sync of the account and waits for its end. */
  synced(accountId: string): Promise<SyncStatus>
}

/** What a test may say of a service beside its accounts. */
export type Surroundings = Pick<
  DomainsDependencies,
  'syncEveryMinutes' | 'historyDays' | 'timer' | 'onOddity' | 'lookAtRecords'
> & {
  /** File of the cache; in memory when absent. */
  readonly cachePath?: string
  readonly clock?: { now: number }
}

/** A service over the given providers by account, and an empty cache in memory where no file is named. */
export function serviceOver(
  accounts: Record<string, ScriptedProvider>,
  { cachePath = ':memory:', clock = { now: 1_000_000 }, ...others }: Surroundings = {},
): UnderTest {
  const cache = inProcess(openCache(cachePath))
  const subaccounts = new Set<string>()
  const providers = new Map(Object.entries(accounts))
  const told: Told[] = []
  const faults: unknown[] = []
  const hold: UnderTest['hold'] = { beforeClient: () => {} }
  const service = createDomains({
    cache,
    async clientFor(accountId) {
      await hold.beforeClient()
      const found = providers.get(accountId)
      if (found === undefined) throw new ZonedeskError('not-found', 'No such account.')
      return found
    },
    accountIds: () => [...providers.keys()],
    includesSubaccounts: (accountId) => subaccounts.has(accountId),
    emit: (name, payload) => void told.push({ name, payload } as Told),
    onFault: (error) => void faults.push(error),
    now: () => clock.now,
    // Nothing happens by itself in a test that does not say so.
    timer: () => () => {},
    random: () => 0.5,
    ...others,
  })
  onTestFinished(async () => {
    await service.close()
    await cache.close()
  })

  async function settled(accountId: string): Promise<SyncStatus> {
    for (;;) {
      const status = (await service.sync.status({})).find((each) => each.accountId === accountId)
      if (status === undefined) throw new Error(`No account ${accountId}`)
      if (!['waiting', 'listing', 'details'].includes(status.phase)) return status
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  return {
    ...{ service, cache, told, faults, clock, hold, providers, subaccounts, settled },
    names: (accountId) => {
      const all = {
        filter: 'all',
        search: '',
        sort: 'name',
        descending: false,
        after: null,
        limit: 1000,
      } as const
      return cache.list({ ...all, accountId: accountId ?? null }).items.map((row) => row.name)
    },
    changes: () => told.flatMap((each) => (each.name === 'domainsChanged' ? [each.payload.names] : [])),
    progress: () => told.flatMap((each) => (each.name === 'syncProgress' ? [each.payload] : [])),
    async synced(accountId) {
      await service.sync.start({ accountId })
      return settled(accountId)
    },
  }
}
