import { MOST_PUBLISHED } from '../../../preload/contract/publishing'
import { api } from '../../state/api'
import { grouped } from '../../base/counted'
import { registerCommands } from '../../state/commands.svelte'
import { dialogs } from '../../state/dialogs.svelte'
import { reportFailure } from '../../state/failures.svelte'
import { domainList } from '../../state/list/domain-list.svelte'
import { selection } from '../../state/list/selection.svelte'
import { toast } from '../../state/toasts.svelte'
import { view } from '../../state/view.svelte'

function fits(many: number | null): boolean {
  if (many === null || many <= MOST_PUBLISHED) return true
  toast({
    severity: 'warn',
    message: `At most ${grouped(MOST_PUBLISHED)} domains can be published at once.`,
    fix: 'Narrow the search or the selection.',
  })
  return false
}

/** The domains are fixed now: what is selected later does not change what is planned. */
async function publishSelected(): Promise<void> {
  if (!fits(selection.size)) return
  try {
    const keys = await selection.keys(MOST_PUBLISHED)
    if (keys.length > 0) dialogs.publishing = { kind: 'domains', scope: { kind: 'domains', keys } }
  } catch (error) {
    reportFailure(error, 'Publish')
  }
}

/** Every domain the list shows, loaded or not. */
function publishList(): void {
  const { query, total } = domainList
  if (query === null || !fits(total)) return
  const { accountId, filter, search } = query
  dialogs.publishing = {
    kind: 'domains',
    scope: { kind: 'list', request: { accountId, filter, search } },
  }
}

async function openPlan(): Promise<void> {
  try {
    const plan = await api.publishing.openPlan({})
    if (plan !== null) dialogs.publishing = { kind: 'saved', plan }
  } catch (error) {
    reportFailure(error, 'Open plan')
  }
}

/** Offers what can be done to write records into zones. The answer takes it away again. */
export function registerPublishCommands(): () => void {
  return registerCommands({
    publish: {
      enabled: () => view.selected !== null,
      run: () => {
        if (view.selected === null) return
        const { accountId, name } = view.selected
        dialogs.publishing = {
          kind: 'domains',
          scope: { kind: 'domains', keys: [{ accountId, name }] },
        }
      },
    },
    'publish-selected': { enabled: () => selection.any, run: () => void publishSelected() },
    'publish-list': {
      enabled: () => domainList.extent > 0 && domainList.query !== null,
      run: publishList,
    },
    'open-publish-plan': { run: () => void openPlan() },
    'publish-runs': { run: () => (dialogs.publishRuns = true) },
  })
}
