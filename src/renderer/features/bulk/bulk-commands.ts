import { registerCommands } from '../../state/commands.svelte'
import { dialogs } from '../../state/dialogs.svelte'
import { bulkJobs } from '../../state/bulk-jobs.svelte'

/** Offers what can be done with many domains. The answer takes it away again. */
export function registerBulkCommands(): () => void {
  return registerCommands({
    'new-domains': { run: () => dialogs.addSeveral() },
    'bulk-report': {
      enabled: () => bulkJobs.items.length > 0,
      run: () => (dialogs.job = bulkJobs.items[0]?.id ?? null),
    },
  })
}
