import type { DomainKey } from '../../../preload/contract/domain'
import { domainList } from '../../state/list/domain-list.svelte'
import { selection } from '../../state/list/selection.svelte'
import { view } from '../../state/view.svelte'
import { reportFailure } from '../../state/failures.svelte'
import { registerCommand } from '../../state/commands.svelte'
import { manyChecks } from './check-run.svelte'
import { dialogs } from '../../state/dialogs.svelte'
import { openCheck } from '../../state/domain/open-check.svelte'

/** What one check takes by name; more are checked as a list. */
const MOST_BY_NAME = 100_000

/** Checks the domains that are marked in the list. */
export async function checkSelected(): Promise<void> {
  try {
    const keys = await selection.keys(MOST_BY_NAME)
    if (keys.length > 0) await manyChecks.start({ kind: 'domains', keys })
  } catch (error) {
    reportFailure(error, 'Check DNS')
  }
}

/** Checks every domain the list shows, loaded or not. */
export async function checkList(): Promise<void> {
  const { query } = domainList
  if (query === null) return
  const { accountId, filter, search } = query
  await manyChecks.start({ kind: 'list', request: { accountId, filter, search } })
}

/** Registers what does not need an open domain. The answer takes it away again. */
export function registerCheckCommands(): () => void {
  const group = 'DNS'
  const idle = (): boolean => !manyChecks.running
  const stops = [
    registerCommand({
      id: 'check-selected',
      label: 'Check DNS of the selected domains',
      shortcut: '',
      group,
      enabled: () => selection.any && idle(),
      run: () => void checkSelected(),
    }),
    registerCommand({
      id: 'check-list',
      label: 'Check DNS of all domains in the list',
      shortcut: '',
      group,
      enabled: () => domainList.extent > 0 && idle(),
      run: () => void checkList(),
    }),
    registerCommand({
      id: 'check-cancel',
      label: 'Cancel the check of many domains',
      shortcut: '',
      group,
      enabled: () => manyChecks.running,
      run: () => void manyChecks.cancel(),
    }),
    registerCommand({
      id: 'findings',
      label: 'Show the findings of all domains',
      shortcut: '',
      group,
      enabled: () => true,
      run: () => (dialogs.findings = true),
    }),
    registerCommand({
      id: 'watches',
      label: 'Show watched domains',
      shortcut: '',
      group,
      enabled: () => true,
      run: () => (dialogs.watches = true),
    }),
  ]
  return () => stops.forEach((stop) => stop())
}

/**
 * Registers what can be done with the open domain's DNS. The answer takes it away again.
 *
 * @param domain answers the domain that is shown, or null
 */
export function registerDnsCommands(domain: () => DomainKey | null): () => void {
  const shown = (): boolean => domain() !== null
  const stops = [
    registerCommand({
      id: 'tab-dns',
      label: 'Show DNS',
      shortcut: '3',
      group: 'Domain',
      enabled: shown,
      run: () => (view.tab = 'dns'),
    }),
    registerCommand({
      id: 'check-dns',
      label: 'Check DNS of this domain',
      shortcut: 'D',
      group: 'Domain',
      enabled: () => shown() && !openCheck.checking,
      run: () => {
        view.tab = 'dns'
        void openCheck.run()
      },
    }),
  ]
  return () => stops.forEach((stop) => stop())
}
