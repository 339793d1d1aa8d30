import { type BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions } from 'electron'

/** The window a dialog belongs to, or null while there is none. */
export type DialogOwner = () => BrowserWindow | null

/** @returns the path; null when the user chose none */
export async function askWhere(owner: DialogOwner, options: SaveDialogOptions): Promise<string | null> {
  const window = owner()
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  return canceled || filePath === '' ? null : filePath
}

/** @returns the path; null when the user chose none */
export async function askWhich(owner: DialogOwner, options: OpenDialogOptions): Promise<string | null> {
  const window = owner()
  const { canceled, filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return canceled ? null : (filePaths[0] ?? null)
}
