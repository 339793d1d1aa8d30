import { registerCommands } from '../../state/commands.svelte'
import { dialogs } from '../../state/dialogs.svelte'
import { domainList } from '../../state/list/domain-list.svelte'
import { bulkJobs } from '../../state/bulk-jobs.svelte'

/** Offers what can be done with many domains. The answer takes it away again. */
export function registerBulkCommands(): () => void {
  return registerCommands({
    'new-domains': { run: () => dialogs.addSeveral() },
    'edit-list': {
      enabled: () => domainList.extent > 0 && domainList.query !== null,
      run: editList,
    },
    'bulk-report': {
      enabled: () => bulkJobs.items.length > 0,
      run: () => (dialogs.job = bulkJobs.items[0]?.id ?? null),
    },
  })
}

/** Edits every domain the list shows, loaded or not. */
function editList(): void {
  const { query, total } = domainList
  if (query === null) return
  const { accountId, filter, search } = query
  dialogs.editMany = {
    kind: 'domains',
    scope: { kind: 'list', request: { accountId, filter, search } },
    many: total,
  }
}
