import type { CommandId } from '../../preload/contract/commands'
import type { DomainFilter } from '../../preload/contract/domains'
import { FILTERS } from '../features/domains/filter-words'
import { view } from '../state/view.svelte'
import { type CommandAction, registerCommands } from '../state/commands.svelte'
import { startSync } from '../state/sync-status.svelte'
import { changeSettings } from '../state/settings.svelte'
import { reportFailure } from '../state/failures.svelte'
import { dialogs } from '../state/dialogs.svelte'
import { openGuide } from '../state/guide.svelte'
import { welcome } from '../state/first-steps/welcome.svelte'
import { guidePageHere } from './guide-page-here'
import { readTour } from './later-parts'

/** What the commands of the window need from the panes. */
export interface Panes {
  readonly search: () => void
  readonly move: (by: number) => void
  readonly back: () => void
}

/** Escape belongs first to what it closes by itself. */
const nothingToClose = (): boolean =>
  document.querySelector('[popover=auto]:popover-open, select:open') === null

function showsOnly(filter: DomainFilter): CommandAction {
  return { enabled: () => view.filter !== filter, run: () => (view.filter = filter) }
}

function usesTheme(theme: 'light' | 'dark' | 'system'): CommandAction {
  return {
    run: () => {
      changeSettings({ theme }).catch((error: unknown) => reportFailure(error))
    },
  }
}

async function lookForUpdate(): Promise<void> {
  try {
    const { updates } = await import('../features/updates/update-status.svelte')
    await updates.look()
  } catch (error) {
    reportFailure(error)
  }
}

/** Offers what the window can do whatever is selected. The answer takes it away again. */
export function registerWindowCommands(panes: Panes): () => void {
  const filters = Object.fromEntries(
    FILTERS.map((filter) => [`filter-${filter}` as const, showsOnly(filter)]),
  ) satisfies Partial<Record<CommandId, CommandAction>>
  return registerCommands({
    palette: { run: () => (dialogs.palette = true) },
    search: { run: panes.search },
    'new-domain': { run: () => (dialogs.create = true) },
    sync: { run: () => void startSync(view.accountId) },
    'list-next': { run: () => panes.move(1) },
    'list-previous': { run: () => panes.move(-1) },
    back: { enabled: nothingToClose, run: panes.back },
    accounts: { run: () => (dialogs.accounts = true) },
    connections: { run: () => (dialogs.connections = 'all') },
    'add-connection': { run: () => dialogs.connectDnsHost() },
    settings: { run: () => (dialogs.settings = true) },
    guide: { run: () => openGuide(guidePageHere()) },
    welcome: { run: () => welcome.show() },
    tour: { run: () => void readTour('start') },
    shortcuts: { run: () => (dialogs.shortcuts = true) },
    'look-for-update': {
      run: () => {
        dialogs.update = true
        void lookForUpdate()
      },
    },
    about: { run: () => (dialogs.about = true) },
    ...filters,
    'theme-light': usesTheme('light'),
    'theme-dark': usesTheme('dark'),
    'theme-system': usesTheme('system'),
  })
}
