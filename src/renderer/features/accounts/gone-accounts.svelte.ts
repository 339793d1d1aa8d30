import { untrack } from 'svelte'
import { view } from '../../state/view.svelte'
import { syncStatus } from '../../state/sync-status.svelte'
import { accountList } from '../../state/account-list.svelte'

/**
 * Stops showing an account that is gone: one that was removed, or one remembered from an earlier start.
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
