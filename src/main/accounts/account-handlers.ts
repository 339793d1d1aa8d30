import type { Handlers } from '../../preload/contract'
import type { Accounts } from './accounts'

/**
 * What forgets an account that was removed, or what is known of it in the region it left, in this order, once its key is
 * gone or its new address is kept:
 *
 * - its client first, so that no call begins that goes to the address before;
 * - watches and jobs next, as they begin calls by themselves;
 * - its domains last: that waits for the end of the calls and the sync under way, whose answers would be stored, and
 *   then empties the cache.
 */
export const FORGET_ORDER = ['client', 'watches', 'jobs', 'domains'] as const

/** Forgets an account, each in its own part of the app. */
export type OnForget = Readonly<
  Record<(typeof FORGET_ORDER)[number], (accountId: string) => void | Promise<void>>
>

/**
 * Answers the `accounts` channels: a change of an account reaches its key, whatever else knows of it, and the window.
 *
 * @param parts.onChange tells the window that the accounts are others
 * @param parts.onFault told, for the log, what did not forget an account, and why
 */
export function accountHandlers(parts: {
  readonly accounts: Accounts
  readonly sync: Pick<Handlers['sync'], 'start' | 'cancel'>
  readonly onForget: OnForget
  readonly onChange: () => void
  readonly onFault: (what: string, error: unknown) => void
}): Handlers['accounts'] {
  const { accounts, sync, onForget, onChange, onFault } = parts

  /**
   * Each is asked, whatever became of those before it: what is left with one is no reason to leave more with another.
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
      // What is cached is of the other region.
      const failures = await forget(accountId)
      onChange()
      // Whatever was not forgotten is not in the new region's list, and leaves the cache with this.
      await sync.start({ accountId })
      requireNone(failures)
      return account
    },
    setIncludeSubaccounts: async ({ accountId, include }) => {
      const account = await accounts.setIncludeSubaccounts(accountId, include)
      onChange()
      // A run under way asks as before: it ends, and another begins.
      await sync.cancel({ accountId })
      await sync.start({ accountId })
      return account
    },
    remove: async ({ accountId }) => {
      await accounts.remove(accountId)
      const failures = await forget(accountId)
      // The account is gone all the same, and the next start of the app forgets what is left in the cache.
      onChange()
      requireNone(failures)
      return {}
    },
    testNew: (request) => accounts.testNew(request),
    test: ({ accountId }) => accounts.test(accountId),
    keychain: () => accounts.keychain(),
  }
}

/** @throws the first, which tells the person what is wrong; the others are in the log */
function requireNone(failures: readonly unknown[]): void {
  if (failures.length > 0) throw failures[0]
}
