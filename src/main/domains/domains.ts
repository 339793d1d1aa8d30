import type { Emit } from '../../preload/contract/events'
import { ZonedeskError } from '../../preload/contract/failure'
import type { DomainDetail, DomainKey } from '../../preload/contract/domain'
import type { Handlers } from '../../preload/contract/index'
import type { Cache } from '../cache/cache'
import type { ProviderClient } from '../provider/types'
import { type AccountCalls, createAccountCalls } from './calls/account-calls'
import { closedSubaccount } from './calls/closed-subaccount'
import { createDetailFetch } from './details/detail-fetch'
import { subaccountToAskFor } from './details/subaccounts'
import { createTouchedNames } from './details/touched-names'
import { createDomainService } from './domain-service'
import { createHistoryHandlers } from './history/history-handlers'
import { pruneHistoryDaily } from './history/history-pruning'
import { createAccountKeys } from './keys/account-keys'
import { createKeyFetch } from './keys/key-fetch'
import type { ChooseKeyFile } from './keys/key-file'
import { createKeys } from './keys/keys'
import type { LookAtRecords } from './keys/published-key'
import { storedDomain } from './details/stored-domain'
import { createMailSettings } from './mail-settings/mail-settings'
import type { Timer } from './sync/automatic-sync'
import { createSync, type Sync } from './sync/sync'

/** The subjects that read domains from their providers and keep what was read, each with its own handlers. */
export interface Domains extends Pick<
  Handlers,
  'domains' | 'history' | 'keys' | 'smtpCredentials' | 'sync' | 'tracking'
> {
  /** Calls of an account about one of its domains. */
  readonly calls: Pick<AccountCalls, 'askAbout'>
  /**
   * Asks the provider for a domain that was sent without an answer, and keeps what it says.
   *
   * @param subaccountId the account below the key's that was to get it; null for that account itself
   * @throws ZonedeskError `not-found` where the provider does not have it
   */
  readonly lookUpNew: (key: DomainKey, subaccountId: string | null) => Promise<DomainDetail>
  /** Why nothing can be changed in a subaccount; null where it is open, or nothing is known of it. */
  readonly closedSubaccount: (accountId: string, subaccountId: string) => ZonedeskError | null
  /** Stops what runs for an account and forgets its cached domains. Call after the account is removed. */
  forgetAccount(accountId: string): Promise<void>
  /**
   * Stops every sync and call under way and waits for their end. The cache stays open.
   */
  close(): Promise<void>
}

/** What the domains work with. */
export interface DomainsDependencies {
  readonly cache: Cache
  /** @throws ZonedeskError `unauthorized` or `keychain` when the account has no usable key */
  readonly clientFor: (accountId: string) => Promise<ProviderClient>
  readonly accountIds: () => string[]
  /** Whether the account's list takes in the domains of its subaccounts; never when absent. */
  readonly includesSubaccounts?: (accountId: string) => boolean
  /** Looks at records in DNS before the app changes what depends on them; without it, no DKIM key can be activated. */
  readonly lookAtRecords?: LookAtRecords
  /** Asks for a file with a private key; without it, nobody chooses one. */
  readonly chooseKeyFile?: ChooseKeyFile
  readonly emit: Emit
  /** Told of an error that is no `ZonedeskError` and met outside any call, for the log. */
  readonly onFault?: (error: unknown) => void
  /** Told of what is odd about a provider's answer, in a sentence without secrets, for the log. */
  readonly onOddity?: (sentence: string) => void
  /** Milliseconds since the epoch; the system's clock when absent. */
  readonly now?: () => number
  /**
   * Minutes between one sync of an account and the next; 0 for none by itself. When absent nothing begins by itself:
   * no sync, no list of DKIM keys, and no look for a provider that is out of reach.
   */
  readonly syncEveryMinutes?: () => number
  /** Days for which the history is kept; 0 keeps it for good, as when absent. */
  readonly historyDays?: () => number
  /** The system's timer when absent. */
  readonly timer?: Timer
  /** 0 inclusive to 1 exclusive; `Math.random` when absent. */
  readonly random?: () => number
}

/** The process may end while it waits. */
const systemTimer: Timer = (ms, call) => {
  const timer = setTimeout(call, ms)
  timer.unref()
  return () => clearTimeout(timer)
}

async function noDns(): Promise<never> {
  throw new ZonedeskError('offline', 'DNS cannot be asked here.', { fix: 'Nothing was changed.' })
}

/** Puts together the domain service, the sync and the history, which share the calls to the providers. */
export function createDomains(dependencies: DomainsDependencies): Domains {
  const { cache, clientFor, accountIds, emit, onFault, onOddity } = dependencies
  const { now = Date.now, timer = systemTimer, random = Math.random } = dependencies
  const includesSubaccounts = dependencies.includesSubaccounts ?? (() => false)

  /** It is no fault when the account was removed meanwhile, or its key is gone. */
  function noteFault(error: unknown): void {
    if (!(error instanceof ZonedeskError)) onFault?.(error)
  }

  const touched = createTouchedNames()
  const calls = createAccountCalls({
    cache,
    clientFor,
    accountIds,
    subaccountOf: (key) => subaccountToAskFor(cache, includesSubaccounts, key),
    now,
    noteFault,
    onConnectivityChanged: (accountId, offlineSince) => sync.connectivityChanged(accountId, offlineSince),
  })
  const { connectivity, healthCheck } = calls
  const details = createDetailFetch({ cache, connectivity, touched, now })
  const sync: Sync = createSync({
    cache,
    clientFor,
    accountIds,
    includesSubaccounts,
    emit,
    onFault,
    onOddity,
    noteFault,
    connectivity,
    healthCheck,
    touched,
    details,
    now,
    timer,
    random,
    syncEveryMinutes: dependencies.syncEveryMinutes,
    onEnded(accountId) {
      if (dependencies.syncEveryMinutes !== undefined) accountKeys.syncEnded(accountId)
    },
  })
  const accountKeys = createAccountKeys({
    ...{ cache, clientFor, accountIds, connectivity, touched, emit, timer, now, noteFault },
  })
  const keyFetch = createKeyFetch({ cache, calls, touched, now })
  const { handlers: domains, lookUpNew } = createDomainService({
    ...{ cache, accountIds, includesSubaccounts, calls, touched, emit, now },
  })
  const stopPruning = pruneHistoryDaily({
    cache,
    now,
    timer,
    onFault: noteFault,
    keepDays: () => dependencies.historyDays?.() ?? 0,
  })

  return {
    calls,
    domains,
    lookUpNew,
    closedSubaccount: (accountId, id) => closedSubaccount(cache.subaccounts(accountId), id),
    history: createHistoryHandlers({ cache, stored: (key) => storedDomain(cache, key), now }),
    keys: createKeys({
      ...{ cache, calls, emit, now, fetching: keyFetch },
      refreshDomain: async (key) => domains.refresh(key),
      lookAtRecords: dependencies.lookAtRecords ?? noDns,
      chooseKeyFile: dependencies.chooseKeyFile ?? (() => Promise.resolve(null)),
    }),
    sync: sync.handlers,
    ...createMailSettings({
      ...{ cache, calls, now },
      stored: (key) => storedDomain(cache, key).domain,
    }),
    async forgetAccount(accountId) {
      await Promise.all([sync.forgetAccount(accountId), accountKeys.forget(accountId), calls.stop(accountId)])
      keyFetch.forget(accountId)
      await cache.removeAccount(accountId)
      emit('domainsChanged', { accountId, names: null })
    },
    async close() {
      stopPruning()
      await Promise.all([sync.close(), accountKeys.close(), calls.close()])
    },
  }
}
