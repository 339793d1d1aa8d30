import { FILTER_LABEL, FILTERS } from '../features/domains/filter-words'
import { view } from '../state/view.svelte'
import { type Command, registerCommand } from '../state/commands.svelte'
import { startSync } from '../state/sync-status.svelte'
import { changeSettings } from '../state/settings.svelte'
import { reportFailure } from '../state/failures.svelte'
import { dialogs } from '../state/dialogs.svelte'

/** What the commands of the window need from the panes. */
export interface Panes {
  readonly search: () => void
  readonly move: (by: number) => void
  readonly back: () => void
}

const always = (): boolean => true

/** Escape belongs first to what it closes by itself. */
const nothingToClose = (): boolean =>
  document.querySelector('[popover=auto]:popover-open, select:open') === null

/** Registers what the window can do whatever is selected. The answer takes it away again. */
export function registerWindowCommands(panes: Panes): () => void {
  const add = (
    id: string,
    label: string,
    shortcut: string | readonly string[],
    group: string,
    run: () => void,
    options: Partial<Pick<Command, 'enabled' | 'keyboardOnly'>> = {},
  ): (() => void) => registerCommand({ id, label, shortcut, group, run, enabled: always, ...options })

  const stops = [
    add('palette', 'Find a domain or a command', 'Mod+K', 'Window', () => (dialogs.palette = true)),
    add('search', 'Search domains', ['/', 'Mod+F'], 'Window', panes.search),
    add('new-domain', 'Add a domain', ['N', 'Mod+N'], 'Window', () => (dialogs.create = true)),
    add('sync', 'Sync', ['R', 'Mod+R'], 'Window', () => void startSync(view.accountId)),
    add('list-next', 'Next domain', 'J', 'List', () => panes.move(1), { keyboardOnly: true }),
    add('list-previous', 'Previous domain', 'K', 'List', () => panes.move(-1), { keyboardOnly: true }),
    add('back', 'Back to the list', 'Escape', 'List', panes.back, {
      keyboardOnly: true,
      enabled: nothingToClose,
    }),
    add('accounts', 'Accounts', '', 'Window', () => (dialogs.accounts = true)),
    add('settings', 'Settings', 'Mod+,', 'Window', () => (dialogs.settings = true)),
    add('shortcuts', 'Keyboard shortcuts', '?', 'Window', () => (dialogs.shortcuts = true)),
    ...FILTERS.map((filter) =>
      add(
        `filter-${filter}`,
        filter === 'all' ? 'Show all domains' : `Show ${FILTER_LABEL[filter].toLowerCase()} domains`,
        '',
        'List',
        () => (view.filter = filter),
        { enabled: () => view.filter !== filter },
      ),
    ),
    ...(['light', 'dark', 'system'] as const).map((theme) =>
      add(
        `theme-${theme}`,
        theme === 'system' ? 'Use the theme of the system' : `Use the ${theme} theme`,
        '',
        'Window',
        () => {
          changeSettings({ theme }).catch((error: unknown) => reportFailure(error))
        },
      ),
    ),
  ]
  return () => stops.forEach((stop) => stop())
}
