import { tick } from 'svelte'
import type { DomainKey } from '../../../preload/contract/domain'
import { domainList } from '../../state/list/domain-list.svelte'
import { openDomain } from '../../state/domain/domain-detail.svelte'
import { selection } from '../../state/list/selection.svelte'
import { view } from '../../state/view.svelte'
import { registerCommand } from '../../state/commands.svelte'
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

/** Registers what can be done for DNS hosts. The answer takes it away again. */
export function registerDnsHostCommands(): () => void {
  const group = 'Records'
  const some = (): boolean => shown() !== null
  const stops = [
    registerCommand({
      id: 'copy-for',
      label: 'Copy for… (choose the DNS host)',
      shortcut: 'H',
      group,
      enabled: some,
      run: () => void pick(),
    }),
    registerCommand({
      id: 'set-up',
      label: 'Set up at the DNS host, step by step',
      shortcut: 'S',
      group,
      enabled: some,
      run: () => (dialogs.setup = true),
    }),
    registerCommand({
      id: 'open-dns-page',
      label: 'Open the DNS page of the zone in the browser',
      shortcut: 'O',
      group,
      enabled: () => some() && (openHost.host?.dnsPage ?? null) !== null,
      run: () => void openHost.openDnsPage(),
    }),
    registerCommand({
      id: 'copy-missing',
      label: 'Copy records missing in DNS',
      shortcut: '',
      group,
      enabled: some,
      run: () => {
        const key = shown()
        if (key !== null) void copying.all(key, 'missing')
      },
    }),
    registerCommand({
      id: 'export',
      label: 'Export records…',
      shortcut: 'Mod+Shift+E',
      group,
      enabled: () => subjectOf() !== null,
      run: () => (dialogs.exporting = subjectOf()),
    }),
    registerCommand({
      id: 'hand-over',
      label: 'Save hand-over sheet (PDF)…',
      shortcut: '',
      group,
      enabled: some,
      run: () => {
        const key = shown()
        if (key !== null) dialogs.handingOver = { kind: 'domain', key }
      },
    }),
    registerCommand({
      id: 'hand-over-selected',
      label: 'Save hand-over sheets of the selected domains (PDF)…',
      shortcut: '',
      group,
      enabled: () => selection.any,
      run: () => (dialogs.handingOver = { kind: 'selection' }),
    }),
    registerCommand({
      id: 'add-dns-host',
      label: 'Add a DNS host of your own…',
      shortcut: '',
      group,
      enabled: () => true,
      run: () => (dialogs.preset = 'new'),
    }),
    registerCommand({
      id: 'import-dns-host',
      label: 'Import a DNS host from a file…',
      shortcut: '',
      group,
      enabled: () => true,
      run: () => void presetFile.import(),
    }),
  ]
  return () => stops.forEach((stop) => stop())
}
