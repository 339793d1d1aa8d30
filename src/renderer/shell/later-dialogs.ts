import { accountList } from '../state/account-list.svelte'
import { Later } from '../state/later.svelte'

/** Every dialog of the window. None opens before it is known which accounts there are: forms begin with one of them. */
export const dialogParts = new Later(async () => {
  const [dialogs] = await Promise.all([import('../panes/Dialogs.svelte'), accountList.asked()])
  return dialogs
})
