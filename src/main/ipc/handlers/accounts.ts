import type { Handlers } from '../../../preload/contract'
import type { Accounts } from '../../accounts/accounts'
import type { Domains } from '../../domains/domains'
import type { Emit } from '../../../preload/contract/events'

/** Answers the `accounts` channels. A change of an account reaches its client, its cache and the window from here. */
export function accountHandlers(parts: {
  readonly accounts: Accounts
  readonly service: Pick<Domains, 'forgetAccount' | 'sync'>
  readonly forgetClient: (accountId: string) => void
  readonly emit: Emit
}): Handlers['accounts'] {
  const { accounts, service, forgetClient, emit } = parts
  return {
    list: () => accounts.list(),
    add: async (request) => {
      const account = await accounts.add(request)
      emit('accountsChanged', {})
      await service.sync.start({ accountId: account.id })
      return account
    },
    rename: async ({ accountId, name }) => {
      const account = await accounts.rename(accountId, name)
      emit('accountsChanged', {})
      return account
    },
    setKey: async ({ accountId, apiKey, keepKey }) => {
      const account = await accounts.setKey(accountId, apiKey, keepKey)
      emit('accountsChanged', {})
      await service.sync.start({ accountId })
      return account
    },
    setRegion: async ({ accountId, region }) => {
      const account = await accounts.setRegion(accountId, region)
      forgetClient(accountId)
      // What is cached is of the other region.
      await service.forgetAccount(accountId)
      emit('accountsChanged', {})
      await service.sync.start({ accountId })
      return account
    },
    setIncludeSubaccounts: async ({ accountId, include }) => {
      const account = await accounts.setIncludeSubaccounts(accountId, include)
      emit('accountsChanged', {})
      // A run under way asks as before: it ends, and another begins.
      await service.sync.cancel({ accountId })
      await service.sync.start({ accountId })
      return account
    },
    remove: async ({ accountId }) => {
      await accounts.remove(accountId)
      forgetClient(accountId)
      await service.forgetAccount(accountId)
      emit('accountsChanged', {})
      return {}
    },
    testNew: (request) => accounts.testNew(request),
    test: ({ accountId }) => accounts.test(accountId),
    keychain: () => accounts.keychain(),
  }
}
