import { type BrowserWindow, dialog, type FileFilter } from 'electron'
import type { TextFileDialogs } from '../domains/bulk/bulk-handlers'
import type { FileDialogs } from '../domains/notes'

const LISTS: FileFilter[] = [{ name: 'Text or CSV', extensions: ['txt', 'csv', 'tsv'] }]
const FILTERS: FileFilter[] = [
  { name: 'JSON', extensions: ['json'] },
  { name: 'CSV', extensions: ['csv'] },
]

/**
 * The system's own dialogs for lists of domains, and for what became of them.
 *
 * @param window answers the window they belong to, or null while there is none
 */
export function createListDialogs(window: () => BrowserWindow | null): TextFileDialogs {
  return {
    save: async (name) => {
      const options = { title: 'Save', defaultPath: name, filters: LISTS }
      const owner = window()
      const { canceled, filePath } = await (owner === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(owner, options))
      return canceled || filePath === '' ? null : filePath
    },
    open: async () => {
      const options: Electron.OpenDialogOptions = {
        title: 'Choose a list of domains',
        properties: ['openFile'],
        filters: [...LISTS, { name: 'All files', extensions: ['*'] }],
      }
      const owner = window()
      const { canceled, filePaths } = await (owner === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(owner, options))
      return canceled ? null : (filePaths[0] ?? null)
    },
  }
}

/**
 * The system's own dialogs for files of tags and notes.
 *
 * @param window answers the window they belong to, or null while there is none
 */
export function createFileDialogs(window: () => BrowserWindow | null): FileDialogs {
  return {
    save: async (name) => {
      const options = { title: 'Export tags and notes', defaultPath: name, filters: FILTERS }
      const owner = window()
      const { canceled, filePath } = await (owner === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(owner, options))
      return canceled || filePath === '' ? null : filePath
    },
    open: async () => {
      const options: Electron.OpenDialogOptions = {
        title: 'Import tags and notes',
        properties: ['openFile'],
        filters: [{ name: 'JSON or CSV', extensions: ['json', 'csv'] }],
      }
      const owner = window()
      const { canceled, filePaths } = await (owner === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(owner, options))
      return canceled ? null : (filePaths[0] ?? null)
    },
  }
}
