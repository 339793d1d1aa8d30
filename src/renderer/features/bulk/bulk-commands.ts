import { registerCommand } from '../../state/commands.svelte'
import { dialogs } from '../../state/dialogs.svelte'
import { bulkJobs } from '../../state/bulk-jobs.svelte'

/** Registers what can be done with many domains. The answer takes it away again. */
export function registerBulkCommands(): () => void {
  const group = 'Window'
  const stops = [
    registerCommand({
      id: 'new-domains',
      label: 'Add several domains from a list',
      shortcut: 'Mod+Shift+N',
      group,
      enabled: () => true,
      run: () => dialogs.addSeveral(),
    }),
    registerCommand({
      id: 'bulk-report',
      label: 'Show what became of many domains',
      shortcut: '',
      group,
      enabled: () => bulkJobs.items.length > 0,
      run: () => (dialogs.job = bulkJobs.items[0]?.id ?? null),
    }),
  ]
  return () => stops.forEach((stop) => stop())
}
