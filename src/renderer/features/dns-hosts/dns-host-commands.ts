import { tick } from 'svelte'
import type { DomainKey } from '../../../preload/contract/domain'
import { domainList } from '../../state/list/domain-list.svelte'
import { openDomain } from '../../state/domain/domain-detail.svelte'
import { selection } from '../../state/list/selection.svelte'
import { view } from '../../state/view.svelte'
import { registerCommands } from '../../state/commands.svelte'
import { copying } from '../../parts/copy/copying.svelte'
import { openHost } from '../../state/domain/open-host.svelte'
import { presetFile } from './preset-file'
import { type ExportSubject, dialogs } from '../../state/dialogs.svelte'

/** The records of the domain that is shown; null while there are none. */
function shown(): DomainKey | null {
  const { key, detail } = openDomain
  return detail !== null && detail.records.length > 0 ? key : null
}

function subjectOf(): ExportSubject | null {
  const key = shown()
  if (selection.any) return { kind: 'selection' }
  if (key !== null) return { kind: 'domain', key }
  return domainList.extent > 0 ? { kind: 'list' } : null
}

async function pick(): Promise<void> {
  view.tab = 'records'
  await tick()
  dialogs.hostPicker = true
}

/** Offers what can be done for DNS hosts. The answer takes it away again. */
export function registerDnsHostCommands(): () => void {
  const some = (): boolean => shown() !== null
  return registerCommands({
    'copy-for': { enabled: some, run: () => void pick() },
    'set-up': { enabled: some, run: () => (dialogs.setup = true) },
    'open-dns-page': {
      enabled: () => some() && (openHost.host?.dnsPage ?? null) !== null,
      run: () => void openHost.openDnsPage(),
    },
    'copy-missing': {
      enabled: some,
      run: () => {
        const key = shown()
        if (key !== null) void copying.all(key, 'missing')
      },
    },
    export: {
      enabled: () => subjectOf() !== null,
      run: () => (dialogs.exporting = subjectOf()),
    },
    'hand-over': {
      enabled: some,
      run: () => {
        const key = shown()
        if (key !== null) dialogs.handingOver = { kind: 'domain', key }
      },
    },
    'hand-over-selected': {
      enabled: () => selection.any,
      run: () => (dialogs.handingOver = { kind: 'selection' }),
    },
    'add-dns-host': { run: () => (dialogs.preset = 'new') },
    'import-dns-host': { run: () => void presetFile.import() },
  })
}
