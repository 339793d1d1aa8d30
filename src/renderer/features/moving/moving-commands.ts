import { registerCommands } from '../../state/commands.svelte'
import { dialogs } from '../../state/dialogs.svelte'

/** Offers to move to another computer, and to bring in from one. The answer takes it away again. */
export function registerMovingCommands(): () => void {
  return registerCommands({
    'move-out': { run: () => (dialogs.movingOut = true) },
    'move-in': { run: () => (dialogs.movingIn = true) },
  })
}
