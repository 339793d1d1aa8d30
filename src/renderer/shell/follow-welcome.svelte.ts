import { untrack } from 'svelte'
import { accountList } from '../state/account-list.svelte'
import { view } from '../state/view.svelte'
import { welcome } from '../state/first-steps/welcome.svelte'

/**
 * Leaves a welcome that somebody asked for as soon as the window is to show something else: another domain, account,
 * view or search, or an account that is new. The answer stops.
 */
export function followWelcome(): () => void {
  return $effect.root(() => {
    $effect(() => {
      void [view.selected, view.accountId, view.filter, view.search, accountList.items.length]
      untrack(() => welcome.leave())
    })
  })
}
