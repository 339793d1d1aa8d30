import type { CheckScope } from '../../preload/contract/checks'
import { accountList } from './account-list.svelte'

/**
 * Why nothing can be changed in an account, for a control that would change something: it stays where it is, and says
 * this. Null where something can be; the main process decides, and refuses what gets that far.
 */
export function readOnlyReason(accountId: string | null): string | null {
  const account = accountList.get(accountId)
  return account?.writeMode === 'read-only'
    ? `${account.name} is read only. You can change that in Accounts.`
    : null
}

/** The same for many domains: null where something can be changed in the account of one of them. */
export function readOnlyScopeReason(scope: CheckScope): string | null {
  const ids =
    scope.kind === 'list'
      ? [scope.request.accountId]
      : [...new Set(scope.keys.map(({ accountId }) => accountId))]
  const reasons = ids.map(readOnlyReason)
  if (reasons.includes(null)) return null
  return reasons.length === 1
    ? reasons[0]!
    : 'All of their accounts are read only. You can change that in Accounts.'
}
