import type { BulkRow } from '../../preload/contract/bulk'
import { accountList } from './account-list.svelte'
import { subaccountList } from './subaccount-list.svelte'

type Owned = Pick<BulkRow, 'accountId' | 'subaccountId'>

/**
 * Says whose each domain of a list is: its account where the domains are of several, and its subaccount where they are of
 * several of one. Empty where all domains are of one owner.
 */
export function ownersOf(rows: readonly Owned[]): (row: Owned) => string {
  const accounts = new Set(rows.map(({ accountId }) => accountId))
  const owners = new Set(rows.map(({ accountId, subaccountId }) => `${accountId} ${subaccountId ?? ''}`))
  if (owners.size < 2) return () => ''
  return ({ accountId, subaccountId }) => {
    const account = accountList.get(accountId)?.name ?? ''
    if (subaccountId === null) return account
    const subaccount = subaccountList.get(accountId, subaccountId)?.name ?? subaccountId
    return accounts.size < 2 || account === '' ? subaccount : `${account} · ${subaccount}`
  }
}
