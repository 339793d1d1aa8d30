import { accountList } from '../accounts/account-list.svelte'
import { Later } from './later.svelte'

/** A domain's header, tabs and what they show. */
export const domainParts = new Later(() => import('../domains/DomainParts.svelte'))
/** Every dialog of the window. None opens before it is known which accounts there are: forms begin with one of them. */
export const dialogParts = new Later(async () => {
  const [dialogs] = await Promise.all([import('./Dialogs.svelte'), accountList.asked()])
  return dialogs
})
