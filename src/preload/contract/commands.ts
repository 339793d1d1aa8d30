import * as v from 'valibot'

/** Menus of the application, in their order; also the headings of the list of shortcuts. */
export const COMMAND_GROUPS = ['File', 'Edit', 'Domain', 'Records', 'List', 'View', 'Help'] as const
export type CommandGroup = (typeof COMMAND_GROUPS)[number]

/**
 * What a command acts on: the open domain, the domains that are selected in the list, the list, or none of these.
 * The palette offers first what fits the place the user is in.
 */
export type CommandPlace = 'domain' | 'selection' | 'list' | 'window'

interface Line {
  readonly id: string
  /** The words of the menus, the palette and the list of shortcuts; with `…` when a dialog asks for more. */
  readonly label: string
  readonly group: CommandGroup
  readonly place: CommandPlace
  /**
   * Such as `Mod+K`, the shown one first. The first with `Mod`, or such as `F1`, is the accelerator of the
   * application menu.
   */
  readonly shortcuts?: readonly string[]
  /** `palette`: not in the application menu. `keyboard`: useful only by its shortcut. */
  readonly only?: 'palette' | 'keyboard'
  /** Draws a line above in the application menu. */
  readonly separated?: true
}

/**
 * Everything the user can order, in the order of the menus. The application menu, the window's own menus, the palette,
 * the keyboard and the list of shortcuts all read this one list.
 */
const LIST = [
  {
    id: 'new-domain',
    label: 'Add a domain…',
    group: 'File',
    place: 'window',
    shortcuts: ['N', 'Mod+N'],
  },
  {
    id: 'new-domains',
    label: 'Add several domains from a list…',
    group: 'File',
    place: 'window',
    shortcuts: ['Mod+Shift+N'],
  },
  { id: 'accounts', label: 'Accounts…', group: 'File', place: 'window' },
  { id: 'connections', label: 'Connections to DNS hosts…', group: 'File', place: 'window' },
  {
    id: 'add-connection',
    label: 'Add a connection to a DNS host…',
    group: 'File',
    place: 'window',
    only: 'palette',
  },
  {
    id: 'add-dns-host',
    label: 'Add a DNS host of your own…',
    group: 'File',
    place: 'window',
    separated: true,
  },
  { id: 'import-dns-host', label: 'Import a DNS host from a file…', group: 'File', place: 'window' },
  { id: 'notes-export', label: 'Export tags and notes…', group: 'File', place: 'window', separated: true },
  { id: 'notes-import', label: 'Import tags and notes…', group: 'File', place: 'window' },
  {
    id: 'move-out',
    label: 'Move to another computer…',
    group: 'File',
    place: 'window',
    separated: true,
  },
  { id: 'move-in', label: 'Bring in from another computer…', group: 'File', place: 'window' },
  {
    id: 'settings',
    label: 'Settings…',
    group: 'File',
    place: 'window',
    shortcuts: ['Mod+,'],
    separated: true,
  },

  { id: 'search', label: 'Search domains', group: 'Edit', place: 'window', shortcuts: ['/', 'Mod+F'] },
  { id: 'search-syntax', label: 'Search syntax', group: 'Edit', place: 'window' },
  {
    id: 'palette',
    label: 'Find a domain or a command',
    group: 'Edit',
    place: 'window',
    shortcuts: ['Mod+K'],
  },
  {
    id: 'notes-undo',
    label: 'Undo the last change of tags',
    group: 'Edit',
    place: 'window',
    separated: true,
  },

  { id: 'verify', label: 'Verify this domain', group: 'Domain', place: 'domain', shortcuts: ['V'] },
  { id: 'check-dns', label: 'Check DNS of this domain', group: 'Domain', place: 'domain', shortcuts: ['D'] },
  { id: 'refresh', label: 'Refresh from the provider', group: 'Domain', place: 'domain' },
  {
    id: 'edit',
    label: 'Edit settings',
    group: 'Domain',
    place: 'domain',
    shortcuts: ['E', 'Mod+E'],
    separated: true,
  },
  { id: 'rotate-keys', label: 'Rotate the DKIM keys of this domain…', group: 'Domain', place: 'domain' },
  { id: 'edit-tags', label: 'Edit tags', group: 'Domain', place: 'domain', shortcuts: ['T'] },
  { id: 'copy-link', label: 'Copy link to this domain', group: 'Domain', place: 'domain', separated: true },
  { id: 'delete', label: 'Delete this domain…', group: 'Domain', place: 'domain', separated: true },

  {
    id: 'copy-value',
    label: 'Copy the focused value',
    group: 'Records',
    place: 'domain',
    shortcuts: ['C'],
  },
  {
    id: 'copy-record',
    label: 'Copy the focused record',
    group: 'Records',
    place: 'domain',
    shortcuts: ['Shift+C'],
  },
  {
    id: 'copy-failing',
    label: 'Copy unpublished records',
    group: 'Records',
    place: 'domain',
    shortcuts: ['Mod+Shift+C'],
    separated: true,
  },
  { id: 'copy-all', label: 'Copy all records', group: 'Records', place: 'domain' },
  { id: 'copy-missing', label: 'Copy records missing in DNS', group: 'Records', place: 'domain' },
  {
    id: 'copy-for',
    label: 'Choose the DNS host to copy for…',
    group: 'Records',
    place: 'domain',
    shortcuts: ['H'],
    separated: true,
  },
  {
    id: 'set-up',
    label: 'Set up at the DNS host, step by step…',
    group: 'Records',
    place: 'domain',
    shortcuts: ['S'],
  },
  {
    id: 'open-dns-page',
    label: 'Open the DNS page of the zone in the browser',
    group: 'Records',
    place: 'domain',
    shortcuts: ['O'],
  },
  {
    id: 'export',
    label: 'Export records…',
    group: 'Records',
    // Of the open domain, the selected ones or the whole list.
    place: 'domain',
    shortcuts: ['Mod+Shift+E'],
    separated: true,
  },
  { id: 'hand-over', label: 'Save hand-over sheet (PDF)…', group: 'Records', place: 'domain' },
  {
    id: 'publish',
    label: 'Publish the records of this domain…',
    group: 'Records',
    place: 'domain',
    shortcuts: ['P'],
    separated: true,
  },
  { id: 'open-publish-plan', label: 'Open a saved plan…', group: 'Records', place: 'window' },

  {
    id: 'list-next',
    label: 'Next domain',
    group: 'List',
    place: 'list',
    shortcuts: ['J'],
    only: 'keyboard',
  },
  {
    id: 'list-previous',
    label: 'Previous domain',
    group: 'List',
    place: 'list',
    shortcuts: ['K'],
    only: 'keyboard',
  },
  {
    id: 'back',
    label: 'Back to the list',
    group: 'List',
    place: 'list',
    shortcuts: ['Escape'],
    only: 'keyboard',
  },
  {
    id: 'select',
    label: 'Select or unselect this domain',
    group: 'List',
    place: 'list',
    shortcuts: ['X'],
  },
  {
    id: 'select-next',
    label: 'Extend the selection down',
    group: 'List',
    place: 'list',
    shortcuts: ['Shift+J'],
    only: 'keyboard',
  },
  {
    id: 'select-previous',
    label: 'Extend the selection up',
    group: 'List',
    place: 'list',
    shortcuts: ['Shift+K'],
    only: 'keyboard',
  },
  {
    id: 'select-all',
    label: 'Select all domains in the list',
    group: 'List',
    place: 'list',
    shortcuts: ['Mod+A'],
    // These keys are those of "Select all" in the menu, which is about the text of a field.
    only: 'palette',
  },
  {
    id: 'verify-selected',
    label: 'Verify the selected domains',
    group: 'List',
    place: 'selection',
    separated: true,
  },
  {
    id: 'check-selected',
    label: 'Check DNS of the selected domains',
    group: 'List',
    place: 'selection',
  },
  {
    id: 'rotate-selected',
    label: 'Rotate the DKIM keys of the selected domains…',
    group: 'List',
    place: 'selection',
  },
  { id: 'sync-selected', label: 'Sync the selected domains', group: 'List', place: 'selection' },
  {
    id: 'edit-selected',
    label: 'Edit settings of the selected domains…',
    group: 'List',
    place: 'selection',
    shortcuts: ['Shift+E'],
  },
  { id: 'tag-selected', label: 'Tag the selected domains…', group: 'List', place: 'selection' },
  {
    id: 'hand-over-selected',
    label: 'Save hand-over sheets of the selected domains (PDF)…',
    group: 'List',
    place: 'selection',
  },
  {
    id: 'publish-selected',
    label: 'Publish the records of the selected domains…',
    group: 'List',
    place: 'selection',
    shortcuts: ['Shift+P'],
  },
  { id: 'copy-names', label: 'Copy the names of the selected domains', group: 'List', place: 'selection' },
  { id: 'select-none', label: 'Clear the selection', group: 'List', place: 'selection' },
  {
    id: 'check-list',
    label: 'Check DNS of all domains in the list',
    group: 'List',
    place: 'list',
    separated: true,
  },
  { id: 'edit-list', label: 'Edit settings of all domains in the list…', group: 'List', place: 'list' },
  {
    id: 'rotate-list',
    label: 'Rotate the DKIM keys of all domains in the list…',
    group: 'List',
    place: 'list',
  },
  {
    id: 'publish-list',
    label: 'Publish the records of all domains in the list…',
    group: 'List',
    place: 'list',
  },
  { id: 'check-cancel', label: 'Cancel the check of many domains', group: 'List', place: 'list' },
  { id: 'filter-all', label: 'Show all domains', group: 'List', place: 'list', only: 'palette' },
  { id: 'filter-failing', label: 'Show incomplete domains', group: 'List', place: 'list', only: 'palette' },
  {
    id: 'filter-unverified',
    label: 'Show unverified domains',
    group: 'List',
    place: 'list',
    only: 'palette',
  },
  { id: 'filter-active', label: 'Show active domains', group: 'List', place: 'list', only: 'palette' },
  { id: 'filter-disabled', label: 'Show disabled domains', group: 'List', place: 'list', only: 'palette' },

  { id: 'tab-records', label: 'Show records', group: 'View', place: 'domain', shortcuts: ['1'] },
  { id: 'tab-settings', label: 'Show settings', group: 'View', place: 'domain', shortcuts: ['2'] },
  { id: 'tab-dns', label: 'Show DNS', group: 'View', place: 'domain', shortcuts: ['3'] },
  { id: 'tab-history', label: 'Show history', group: 'View', place: 'domain', shortcuts: ['4'] },
  { id: 'tab-notes', label: 'Show notes', group: 'View', place: 'domain', shortcuts: ['5'] },
  {
    id: 'findings',
    label: 'Show the findings of all domains',
    group: 'View',
    place: 'window',
    separated: true,
  },
  { id: 'watches', label: 'Show watched domains', group: 'View', place: 'window' },
  { id: 'rotations', label: 'Show key rotations', group: 'View', place: 'window' },
  { id: 'publish-runs', label: 'Show what was published', group: 'View', place: 'window' },
  { id: 'bulk-report', label: 'Show the report on several domains', group: 'View', place: 'window' },
  { id: 'sync', label: 'Sync', group: 'View', place: 'window', shortcuts: ['R', 'Mod+R'] },
  { id: 'theme-light', label: 'Use the light theme', group: 'View', place: 'window', only: 'palette' },
  { id: 'theme-dark', label: 'Use the dark theme', group: 'View', place: 'window', only: 'palette' },
  {
    id: 'theme-system',
    label: 'Use the system theme',
    group: 'View',
    place: 'window',
    only: 'palette',
  },

  { id: 'guide', label: 'Guide', group: 'Help', place: 'window', shortcuts: ['F1'] },
  { id: 'welcome', label: 'Welcome', group: 'Help', place: 'window' },
  { id: 'tour', label: 'Take the tour', group: 'Help', place: 'window' },
  { id: 'shortcuts', label: 'Keyboard shortcuts', group: 'Help', place: 'window', shortcuts: ['?'] },
  {
    id: 'look-for-update',
    label: 'Look for a new version…',
    group: 'Help',
    place: 'window',
    separated: true,
  },
  { id: 'about', label: 'About Zonedesk', group: 'Help', place: 'window' },
] as const satisfies readonly Line[]

/** Name of a command. */
export type CommandId = (typeof LIST)[number]['id']
/** Name of a command that has a shortcut. */
export type CommandWithShortcut = Extract<
  (typeof LIST)[number],
  { readonly shortcuts: readonly string[] }
>['id']
export const CommandId = v.picklist(LIST.map(({ id }) => id))

/** What is known of a command before a part of the window offers to run it. */
export interface CommandWords extends Line {
  readonly id: CommandId
}

export const COMMANDS: readonly CommandWords[] = LIST
