import type { MenuItemConstructorOptions } from 'electron'
import type { Command } from '../../preload/contract/application'

/**
 * The application menu. Every entry that acts on domains asks the window to do it, by a command.
 *
 * @param send hands a command to the window
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  send: (command: Command) => void,
): MenuItemConstructorOptions[] {
  const item = (label: string, command: Command, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    click: () => send(command),
    ...(accelerator === undefined ? {} : { accelerator }),
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const settings = item('Settings…', 'settings', 'CmdOrCtrl+,')
  const appMenu: MenuItemConstructorOptions = {
    label: 'Zonedesk',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  return [
    ...(platform === 'darwin' ? [appMenu] : []),
    {
      label: 'File',
      submenu: [
        item('New domain…', 'new-domain', 'CmdOrCtrl+N'),
        item('New domains from a list…', 'new-domains', 'CmdOrCtrl+Shift+N'),
        item('Accounts…', 'accounts'),
        separator,
        item('Export tags and notes…', 'notes-export'),
        item('Import tags and notes…', 'notes-import'),
        ...(platform === 'darwin' ? [] : [separator, settings, separator, { role: 'quit' as const }]),
      ],
    },
    {
      label: 'Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        separator,
        item('Find', 'search', 'CmdOrCtrl+F'),
        item('Command palette', 'palette', 'CmdOrCtrl+K'),
      ],
    },
    {
      label: 'Domain',
      submenu: [
        item('Verify', 'verify'),
        item('Check DNS', 'check-dns'),
        item('Check DNS of all in the list', 'check-list'),
        item('Edit settings', 'edit', 'CmdOrCtrl+E'),
        item('Edit tags', 'edit-tags'),
        separator,
        item('Copy value', 'copy-value'),
        item('Copy record', 'copy-record'),
        item('Copy unpublished records', 'copy-failing', 'CmdOrCtrl+Shift+C'),
        item('Copy all records', 'copy-all'),
        item('Copy records missing in DNS', 'copy-missing'),
        item('Copy for…', 'copy-for'),
        separator,
        item('Set up step by step…', 'set-up'),
        item('Export records…', 'export', 'CmdOrCtrl+Shift+E'),
        item('Save hand-over sheet…', 'hand-over'),
        separator,
        item('Delete…', 'delete'),
      ],
    },
    {
      label: 'View',
      submenu: [
        item('Records', 'tab-records'),
        item('Domain settings', 'tab-settings'),
        item('DNS', 'tab-dns'),
        item('History', 'tab-history'),
        item('Notes', 'tab-notes'),
        separator,
        item('Findings…', 'findings'),
        item('Sync', 'sync', 'CmdOrCtrl+R'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { label: 'Help', role: 'help', submenu: [item('Keyboard shortcuts', 'shortcuts')] },
  ]
}
