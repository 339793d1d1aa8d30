import { type BrowserWindow, dialog } from 'electron'
import { extname } from 'node:path'
import type { FileDialogs } from '../domains/registrars/file-dialogs'

/**
 * The system's own dialogs for exported records, sheets and presets.
 *
 * @param window answers the window they belong to, or null while there is none
 */
export function createRecordDialogs(window: () => BrowserWindow | null): FileDialogs {
  async function open(options: Electron.OpenDialogOptions): Promise<string | null> {
    const owner = window()
    const { canceled, filePaths } = await (owner === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(owner, options))
    return canceled ? null : (filePaths[0] ?? null)
  }

  return {
    save: async (title, name) => {
      const options = { title, defaultPath: name, filters: filtersFor(extname(name).slice(1)) }
      const owner = window()
      const { canceled, filePath } = await (owner === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(owner, options))
      return canceled || filePath === '' ? null : filePath
    },
    open: (title, extension) => open({ title, properties: ['openFile'], filters: filtersFor(extension) }),
    folder: (title) => open({ title, properties: ['openDirectory', 'createDirectory'] }),
  }
}

function filtersFor(extension: string): Electron.FileFilter[] {
  return extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }]
}
