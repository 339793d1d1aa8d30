import { registerCommands } from '../../state/commands.svelte'
import { dialogs } from '../../state/dialogs.svelte'
import { reportFailure } from '../../state/failures.svelte'
import { selection } from '../../state/list/selection.svelte'
import { view } from '../../state/view.svelte'

/** Domains of one plan. */
const MOST = 100_000

async function rotateSelected(): Promise<void> {
  try {
    const keys = await selection.keys(MOST)
    if (keys.length > 0) dialogs.rotating = keys
  } catch (error) {
    reportFailure(error, 'Rotate keys')
  }
}

/** Offers what can be done with rotations of DKIM keys. The answer takes it away again. */
export function registerRotationCommands(): () => void {
  return registerCommands({
    rotations: { run: () => (dialogs.rotations = true) },
    'rotate-keys': {
      enabled: () => view.selected !== null,
      run: () => {
        if (view.selected !== null) dialogs.rotating = [view.selected]
      },
    },
    'rotate-selected': { enabled: () => selection.any, run: () => void rotateSelected() },
  })
}
