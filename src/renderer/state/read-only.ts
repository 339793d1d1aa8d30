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
