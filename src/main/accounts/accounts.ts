import { randomUUID } from 'node:crypto'
import type {
  Account,
  AccountPace,
  KeepKey,
  KeychainStatus,
  Region,
  WriteMode,
} from '../../preload/contract/accounts'
import { ZonedeskError } from '../../preload/contract/failure'
import type { ProviderClient } from '../provider/types'
import type { AccountStore, StoredAccount } from '../profile/account-store'
import { requireAccountName } from './account-name'
import { requireApiKey } from './api-key'
import { resolveBaseUrl } from './base-url'
import type { Connect, Connection } from './connection'
import { findRegion, type FoundRegion } from './find-region'
import { createKeyRing } from './key-ring'
import type { Paces } from './paces'
import type { Keychain } from './keychain'
import type { SessionKeys } from './session-keys'
import { withRegionAdvice } from './region-advice'
import { permitWriteOf } from './writes/write-rules'

/** A connection that is not stored yet. */
export interface NewConnection {
  readonly region: Region
  /** Needed for `own`. */
  readonly baseUrl: string | null
  readonly apiKey: string
}

export interface NewAccount extends NewConnection {
  readonly name: string
  readonly keepKey: KeepKey
  /** `normal` when absent. */
  readonly writeMode?: WriteMode
  /** Requests a second at most, from the first one on; no limit when absent or null. */
  readonly ceiling?: number | null
}

/** The connections and their keys. A change is made whole or not at all: no account loses the key it came with. */
export interface Accounts {
  list(): Promise<Account[]>
  /** @throws ZonedeskError `invalid` with field `name`, `baseUrl` or `apiKey`; `keychain`; `storage` */
  add(account: NewAccount): Promise<Account>
  /** @throws ZonedeskError `invalid` with field `name`; `not-found`; `storage` */
  rename(accountId: string, name: string): Promise<Account>
  /** @throws ZonedeskError `invalid` with field `apiKey`; `not-found`; `refused` where there is no provider; `keychain` */
  setKey(accountId: string, apiKey: string, keepKey: KeepKey): Promise<Account>
  /**
   * Changes between the two regions of one provider; the key stays. An account cannot change to another base URL, so a
   * stored key never goes to a host that it was not entered for.
   *
   * @throws ZonedeskError `not-found`; `refused` where there is no provider, and for an own base URL; `storage`
   */
  setRegion(accountId: string, region: 'us' | 'eu'): Promise<Account>
  /** @throws ZonedeskError `not-found`; `refused` for the sample domains; `storage` */
  setIncludeSubaccounts(accountId: string, include: boolean): Promise<Account>
  /** @throws ZonedeskError `not-found`; `refused` for the sample domains; `storage` */
  setWriteMode(accountId: string, mode: WriteMode): Promise<Account>
  /** @throws ZonedeskError `not-found`; `refused` where there is no provider; `storage` */
  pace(accountId: string): AccountPace
  /** @throws ZonedeskError `not-found`; `refused` where there is no provider; `storage` */
  setCeiling(accountId: string, ceiling: number | null): AccountPace
  /**
   * Removes the account with its key and its drafts; the caller removes what is cached.
   *
   * @throws ZonedeskError `not-found`; `refused` for the embedded service; `keychain`; `storage`
   */
  remove(accountId: string): Promise<void>
  /** @throws ZonedeskError `invalid`, and as `ProviderClient.list` */
  testNew(connection: NewConnection): Promise<{ domains: number | null }>
  /** @throws ZonedeskError `invalid` with field `apiKey`, and as `findRegion` */
  findRegion(apiKey: string): Promise<FoundRegion>
  /** @throws ZonedeskError `not-found`, `keychain`, and as `ProviderClient.list` */
  test(accountId: string): Promise<{ domains: number | null }>
  keychain(): Promise<KeychainStatus>
  /** @throws ZonedeskError `not-found`; `invalid` when the stored base URL is not a valid address */
  connection(accountId: string): Connection
  /**
   * A client of the account. When the provider refuses a key of the other region, the client says so.
   *
   * @throws ZonedeskError as `connection`
   */
  client(accountId: string): ProviderClient
}

export interface AccountsOptions {
  readonly store: AccountStore
  readonly keychain: Keychain
  readonly sessionKeys: SessionKeys
  readonly connect: Connect
  readonly paces: Paces
  /** The embedded service's own connection. */
  readonly embedded: Connection
  /** The connection to the service of the sample domains; absent where there are none. */
  readonly samples?: Connection
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

export function createAccounts(options: AccountsOptions): Accounts {
  const { store, keychain, connect, paces, embedded, samples } = options
  const now = options.now ?? Date.now
  const keys = createKeyRing(keychain, options.sessionKeys)

  const describe = async ({ createdAt: _, ...account }: StoredAccount): Promise<Account> => {
    const key = account.kind === 'provider' ? await keys.placeOf(account.id) : ('not-needed' as const)
    return { ...account, key }
  }
  const requireAccount = (accountId: string): StoredAccount => {
    const account = store.get(accountId)
    if (account === undefined) {
      throw new ZonedeskError('not-found', 'There is no such account.', {
        fix: 'It may have been removed; choose another one.',
      })
    }
    return account
  }
  /** @param what the others do not have, in words that follow "has" */
  const requireProvider = (accountId: string, what: string): StoredAccount => {
    const account = requireAccount(accountId)
    if (account.kind === 'provider') return account
    const whose = account.kind === 'embedded' ? 'The embedded service' : 'The account with the sample domains'
    throw new ZonedeskError('refused', `${whose} has ${what}.`, {
      fix: 'Choose an account at a provider.',
    })
  }
  const pacedOf = (accountId: string): { id: string; baseUrl: string } => {
    const { id, baseUrl } = requireProvider(accountId, 'no limit on requests')
    return { id, baseUrl: baseUrl ?? '' }
  }
  const requireKey = async ({ id, name }: StoredAccount): Promise<string> => {
    const key = await keys.keyOf(id)
    if (key !== null) return key
    throw new ZonedeskError('unauthorized', `The API key of ${name} is not on this computer.`, {
      fix: 'Enter the key of the account again.',
    })
  }
  const connectionOf = (account: StoredAccount): Connection => ({
    ...addressOf(account),
    permitWrite: permitWriteOf(account.id, () => requireAccount(account.id)),
  })
  const addressOf = (account: StoredAccount): Connection => {
    if (account.kind === 'embedded') return embedded
    if (account.kind === 'samples' && samples !== undefined) return samples
    if (account.baseUrl === null || account.baseUrl === '') {
      throw new ZonedeskError('invalid', `The base URL of ${account.name} is not a valid address.`, {
        fix: 'Remove the account and add it again.',
        field: 'baseUrl',
      })
    }
    const { baseUrl } = account
    const pace = paces.paceOf({ id: account.id, baseUrl })
    return { kind: 'provider', baseUrl, apiKey: () => requireKey(account), pace }
  }

  const clientOf = (account: StoredAccount): ProviderClient =>
    connect(withRegionAdvice(connect, connectionOf(account), account.region, true))

  return {
    list: () => Promise.all(store.list().map(describe)),
    add: async (account) => {
      const baseUrl = resolveBaseUrl(account.region, account.baseUrl)
      const apiKey = requireApiKey(account.apiKey)
      const { ceiling = null } = account
      requireAccountName(account.name, store.list(), null)
      const id = randomUUID()
      try {
        await keys.put(id, apiKey, account.keepKey)
        // Checked again: another account may have taken the name while the keychain was asked.
        const name = requireAccountName(account.name, store.list(), null)
        const stored: StoredAccount = {
          id,
          kind: 'provider',
          name,
          region: account.region,
          baseUrl,
          createdAt: now(),
          includeSubaccounts: false,
          writeMode: account.writeMode ?? 'normal',
        }
        store.add(stored)
        try {
          if (ceiling !== null) paces.setCeiling({ id, baseUrl }, ceiling)
        } catch (error) {
          // An account that would go faster than was asked for is none.
          store.remove(id)
          throw error
        }
        return await describe(stored)
      } catch (error) {
        keys.discard(id)
        throw error
      }
    },
    rename: async (accountId, name) => {
      const account = requireAccount(accountId)
      const accepted = requireAccountName(name, store.list(), accountId)
      store.rename(accountId, accepted)
      return describe({ ...account, name: accepted })
    },
    setKey: async (accountId, apiKey, keepKey) => {
      const account = requireProvider(accountId, 'no API key')
      await keys.put(accountId, requireApiKey(apiKey), keepKey)
      if (store.get(accountId) === undefined) keys.discard(accountId)
      return describe(requireAccount(account.id))
    },
    setRegion: async (accountId, region) => {
      const account = requireProvider(accountId, 'no region')
      if (account.region === 'own') {
        throw new ZonedeskError('refused', `${account.name} has a base URL of its own and no region.`, {
          fix: 'Add another account for the region.',
        })
      }
      const baseUrl = resolveBaseUrl(region, null)
      store.setRegion(accountId, region, baseUrl)
      return describe({ ...account, region, baseUrl })
    },
    setIncludeSubaccounts: async (accountId, includeSubaccounts) => {
      const account = requireAccount(accountId)
      if (account.kind === 'samples') {
        throw new ZonedeskError('refused', 'The sample domains have no subaccounts.', {
          fix: 'Choose an account at a provider.',
        })
      }
      store.setIncludeSubaccounts(accountId, includeSubaccounts)
      return describe({ ...account, includeSubaccounts })
    },
    setWriteMode: async (accountId, writeMode) => {
      const account = requireAccount(accountId)
      if (account.kind === 'samples') {
        throw new ZonedeskError(
          'refused',
          'The sample domains are there to try things out, so they can always be changed.',
          { fix: 'Choose an account at a provider.' },
        )
      }
      store.setWriteMode(accountId, writeMode)
      return describe({ ...account, writeMode })
    },
    pace: (accountId) => paces.describe(pacedOf(accountId)),
    setCeiling(accountId, ceiling) {
      const account = pacedOf(accountId)
      paces.setCeiling(account, ceiling)
      return paces.describe(account)
    },
    remove: async (accountId) => {
      const { kind } = requireAccount(accountId)
      if (kind === 'embedded') {
        throw new ZonedeskError('refused', 'The embedded service is part of the app and cannot be removed.', {
          fix: 'Delete its domains instead, if they are no longer needed.',
        })
      }
      if (kind === 'samples') {
        store.remove(accountId)
        return
      }
      const putBack = await keys.remove(accountId)
      try {
        store.remove(accountId)
      } catch (error) {
        await putBack().catch(() => undefined)
        throw error
      }
    },
    testNew: async ({ region, baseUrl, apiKey }) => {
      const key = requireApiKey(apiKey)
      const connection: Connection = {
        kind: 'provider',
        baseUrl: resolveBaseUrl(region, baseUrl),
        apiKey: () => Promise.resolve(key),
      }
      return countDomains(connect(withRegionAdvice(connect, connection, region, false)))
    },
    findRegion: async (apiKey) => findRegion(connect, requireApiKey(apiKey)),
    test: async (accountId) => {
      return countDomains(clientOf(requireAccount(accountId)))
    },
    keychain: () => keychain.status(),
    connection: (accountId) => connectionOf(requireAccount(accountId)),
    client: (accountId) => clientOf(requireAccount(accountId)),
  }
}

/** Asks for one domain, which changes nothing. */
async function countDomains(client: ProviderClient): Promise<{ domains: number | null }> {
  const { total } = await client.list({ limit: 1, skip: 0 })
  return { domains: total }
}
