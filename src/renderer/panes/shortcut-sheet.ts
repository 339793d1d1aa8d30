import { COMMAND_GROUPS, COMMANDS } from '../../preload/contract/commands'

/** One line of the list of shortcuts. */
export interface SheetLine {
  readonly label: string
  readonly keys: readonly string[]
}

/** Keys that belong to a place rather than to a command. */
const IN_PLACE: readonly SheetLine[] = [
  { label: 'Move by row', keys: ['ArrowUp', 'ArrowDown'] },
  { label: 'Move by page', keys: ['PageUp', 'PageDown'] },
  { label: 'First, last', keys: ['Home', 'End'] },
  { label: 'Extend the selection', keys: ['Shift+ArrowUp', 'Shift+ArrowDown'] },
  { label: 'Show suggestions for a search', keys: ['Ctrl+Space'] },
  { label: 'Open', keys: ['Enter'] },
  { label: 'Copy the value that has focus', keys: ['Enter'] },
  { label: 'Send a form', keys: ['Mod+Enter'] },
]

/** All shortcuts, grouped and ordered as in the application menu, whether or not they can be used right now. */
export const SHORTCUT_SHEET: readonly { readonly name: string; readonly lines: readonly SheetLine[] }[] = [
  ...COMMAND_GROUPS.map((name) => ({
    name,
    lines: COMMANDS.flatMap(({ group, label, shortcuts }) =>
      group === name && shortcuts !== undefined ? [{ label, keys: shortcuts }] : [],
    ),
  })),
  { name: 'In lists and forms', lines: IN_PLACE },
]
