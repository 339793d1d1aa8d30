import type { DomainKey } from '../../../preload/contract/domain'
import { domainList } from '../../state/list/domain-list.svelte'
import { selection } from '../../state/list/selection.svelte'
import { view } from '../../state/view.svelte'
import { reportFailure } from '../../state/failures.svelte'
import { registerCommands } from '../../state/commands.svelte'
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

/** Offers what does not need an open domain. The answer takes it away again. */
export function registerCheckCommands(): () => void {
  const idle = (): boolean => !manyChecks.running
  return registerCommands({
    'check-selected': { enabled: () => selection.any && idle(), run: () => void checkSelected() },
    'check-list': { enabled: () => domainList.extent > 0 && idle(), run: () => void checkList() },
    'check-cancel': { enabled: () => manyChecks.running, run: () => void manyChecks.cancel() },
    findings: { run: () => (dialogs.findings = true) },
    watches: { run: () => (dialogs.watches = true) },
  })
}

/**
 * Offers what can be done with the open domain's DNS. The answer takes it away again.
 *
 * @param domain answers the domain that is shown, or null
 */
export function registerDnsCommands(domain: () => DomainKey | null): () => void {
  const shown = (): boolean => domain() !== null
  return registerCommands({
    'tab-dns': { enabled: shown, run: () => (view.tab = 'dns') },
    'check-dns': {
      enabled: () => shown() && !openCheck.checking,
      run: () => {
        view.tab = 'dns'
        void openCheck.run()
      },
    },
  })
}
