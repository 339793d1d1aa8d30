import type { Handlers } from '../../preload/contract'
import type { Accounts } from './accounts'

/**
 * The parts that forget a removed account, or what they know of an account in the region it left, in this order, once
 * its key is gone or its new address is kept:
 *
 * - its client first, so that no call goes to the old address;
 * - watches and jobs next, as they begin calls by themselves;
 * - its domains last: that step waits for the calls and the sync under way, whose answers would be stored, and then
 *   empties the cache.
 */
export const FORGET_ORDER = ['client', 'watches', 'jobs', 'domains'] as const

/** Forgets an account, each in its own part of the app. */
export type OnForget = Readonly<
  Record<(typeof FORGET_ORDER)[number], (accountId: string) => void | Promise<void>>
>

/**
 * Answers the `accounts` channels. A change of an account reaches its key, all parts that know it, and the window.
 *
 * @param parts.confirmWrite notes that a person said yes to a write
 * @param parts.onChange tells the window that the accounts changed
 * @param parts.onFault told, for the log, which part did not forget an account, and why
 */
export function accountHandlers(parts: {
  readonly accounts: Accounts
  readonly sync: Pick<Handlers['sync'], 'start' | 'cancel'>
  readonly onForget: OnForget
  readonly confirmWrite: (token: string) => void
  readonly onChange: () => void
  readonly onFault: (what: string, error: unknown) => void
}): Handlers['accounts'] {
  const { accounts, sync, onForget, confirmWrite, onChange, onFault } = parts

  /**
   * Asks every part, even after one fails: what one part keeps is no reason for another to keep more.
   *
   * @returns why some did not forget it; empty when all did
   */
  async function forget(accountId: string): Promise<unknown[]> {
    const failures: unknown[] = []
    for (const what of FORGET_ORDER) {
      try {
        await onForget[what](accountId)
      } catch (error) {
        onFault(what, error)
        failures.push(error)
      }
    }
    return failures
  }

  return {
    list: () => accounts.list(),
    add: async (request) => {
      const account = await accounts.add(request)
      onChange()
      await sync.start({ accountId: account.id })
      return account
    },
    rename: async ({ accountId, name }) => {
      const account = await accounts.rename(accountId, name)
      onChange()
      return account
    },
    setKey: async ({ accountId, apiKey, keepKey }) => {
      const account = await accounts.setKey(accountId, apiKey, keepKey)
      onChange()
      await sync.start({ accountId })
      return account
    },
    setRegion: async ({ accountId, region }) => {
      const account = await accounts.setRegion(accountId, region)
      // The cached domains are of the other region.
      const failures = await forget(accountId)
      onChange()
      // Domains that were not forgotten are not in the new region's list, so this sync drops them from the cache.
      await sync.start({ accountId })
      requireNone(failures)
      return account
    },
    setIncludeSubaccounts: async ({ accountId, include }) => {
      const account = await accounts.setIncludeSubaccounts(accountId, include)
      onChange()
      // A run under way asks with the old setting, so it is ended and another begins.
      await sync.cancel({ accountId })
      await sync.start({ accountId })
      return account
    },
    setWriteMode: async ({ accountId, writeMode }) => {
      const account = await accounts.setWriteMode(accountId, writeMode)
      onChange()
      return account
    },
    confirmWrite: ({ token }) => {
      confirmWrite(token)
      return {}
    },
    remove: async ({ accountId }) => {
      await accounts.remove(accountId)
      const failures = await forget(accountId)
      // The account is gone even so. The next start of the app forgets what is left in the cache.
      onChange()
      requireNone(failures)
      return {}
    },
    pace: ({ accountId }) => accounts.pace(accountId),
    setCeiling: ({ accountId, ceiling }) => accounts.setCeiling(accountId, ceiling),
    testNew: (request) => accounts.testNew(request),
    findRegion: ({ apiKey }) => accounts.findRegion(apiKey),
    test: ({ accountId }) => accounts.test(accountId),
    keychain: () => accounts.keychain(),
  }
}

/** @throws the first failure, which tells the user what is wrong; the others are in the log */
function requireNone(failures: readonly unknown[]): void {
  if (failures.length > 0) throw failures[0]
}
