import { registerCommands } from '../../state/commands.svelte'
import { dialogs } from '../../state/dialogs.svelte'
import { reportFailure } from '../../state/failures.svelte'
import { domainList } from '../../state/list/domain-list.svelte'
import { selection } from '../../state/list/selection.svelte'
import { selectedDomain, view } from '../../state/view.svelte'

/** Domains of one plan. */
const MOST = 100_000

async function rotateSelected(): Promise<void> {
  try {
    const keys = await selection.keys(MOST)
    if (keys.length > 0) dialogs.rotating = { kind: 'domains', keys }
  } catch (error) {
    reportFailure(error, 'Rotate keys')
  }
}

/** Plans a rotation of every domain the list shows, loaded or not. */
function rotateList(): void {
  const { query } = domainList
  if (query === null) return
  const { accountId, filter, search } = query
  dialogs.rotating = { kind: 'list', request: { accountId, filter, search } }
}

/** Offers what can be done with rotations of DKIM keys. The answer takes it away again. */
export function registerRotationCommands(): () => void {
  return registerCommands({
    rotations: { run: () => (dialogs.rotations = true) },
    'rotate-keys': {
      enabled: () => view.selected !== null,
      run: () => {
        const selected = selectedDomain()
        if (selected !== null) dialogs.rotating = { kind: 'domains', keys: [selected] }
      },
    },
    'rotate-list': {
      enabled: () => domainList.extent > 0 && domainList.query !== null,
      run: rotateList,
    },
    'rotate-selected': { enabled: () => selection.any, run: () => void rotateSelected() },
  })
}
