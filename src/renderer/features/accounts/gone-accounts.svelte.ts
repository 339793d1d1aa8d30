import { untrack } from 'svelte'
import { view } from '../../state/view.svelte'
import { syncStatus } from '../../state/sync-status.svelte'
import { accountList } from '../../state/account-list.svelte'

/**
 * Looks away from accounts that are gone: an account removed, or remembered from a start when it was there.
 * Call once, after the accounts were read. The answer stops looking.
 */
export function leaveGoneAccounts(): () => void {
  return $effect.root(() => {
    $effect(() => {
      if (!accountList.loaded) return
      const ids = new Set(accountList.items.map((account) => account.id))
      untrack(() => {
        syncStatus.keep(ids)
        if (view.accountId !== null && !ids.has(view.accountId)) view.accountId = null
        if (view.selected !== null && !ids.has(view.selected.accountId)) view.selected = null
      })
    })
  })
}
