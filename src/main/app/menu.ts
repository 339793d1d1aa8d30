import type { MenuItemConstructorOptions } from 'electron'
import {
  type CommandGroup,
  type CommandId,
  COMMAND_GROUPS,
  COMMANDS,
  type CommandWords,
} from '../../preload/contract/commands'

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** The items of a menu that the system itself carries out; they stand above the commands. */
const SYSTEM_ITEMS: Partial<Record<CommandGroup, readonly MenuItemConstructorOptions[]>> = {
  Edit: [
    { role: 'undo' },
    { role: 'redo' },
    separator,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'selectAll' },
    separator,
  ],
}

/**
 * The application menu, made of the list of commands. The window does what a command says.
 *
 * @param send hands a command to the window
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  send: (command: CommandId) => void,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  const items = (wanted: (words: CommandWords) => boolean): MenuItemConstructorOptions[] =>
    COMMANDS.filter((words) => words.only === undefined && wanted(words)).flatMap((words, at) => {
      const accelerator = acceleratorOf(words)
      const item: MenuItemConstructorOptions = {
        id: words.id,
        label: words.label,
        click: () => send(words.id),
        ...(accelerator === undefined ? {} : { accelerator }),
      }
      return words.separated === true && at > 0 ? [separator, item] : [item]
    })
  const isSettings = ({ id }: CommandWords): boolean => id === 'settings'
  const isAbout = ({ id }: CommandWords): boolean => id === 'about'

  const menus = COMMAND_GROUPS.map((group): MenuItemConstructorOptions => ({
    label: group,
    ...(group === 'Help' ? { role: 'help' as const } : {}),
    submenu: [
      ...(SYSTEM_ITEMS[group] ?? []),
      // On macOS the settings and what the app is are in the menu that has the app's name.
      ...items((words) => words.group === group && !(mac && (isSettings(words) || isAbout(words)))),
      ...(group === 'File' && !mac ? [separator, { role: 'quit' as const }] : []),
      ...(group === 'View' ? zoomItems : []),
    ],
  }))
  const appMenu: MenuItemConstructorOptions = {
    label: 'Zonedesk',
    submenu: [
      ...items(isAbout),
      separator,
      ...items(isSettings),
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  return [...(mac ? [appMenu] : []), ...menus.slice(0, -1), { role: 'windowMenu' }, ...menus.slice(-1)]
}

const zoomItems: readonly MenuItemConstructorOptions[] = [
  separator,
  { role: 'resetZoom' },
  { role: 'zoomIn' },
  { role: 'zoomOut' },
  { role: 'togglefullscreen' },
]

/** The shortcut as Electron writes it; none for a single letter, which the menu would take away from the fields. */
function acceleratorOf({ shortcuts = [] }: CommandWords): string | undefined {
  return shortcuts.find((keys) => /^(?:Mod\+|F\d+$)/.test(keys))?.replace('Mod', 'CmdOrCtrl')
}
