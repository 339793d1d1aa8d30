import { app, type BrowserWindow, dialog } from 'electron'
import { logFault } from '../log/log'

/** A page that ends again this soon after it was loaded anew is not loaded a third time unasked. Milliseconds. */
const TOO_SOON_MS = 30_000

/**
 * Loads the page anew when its process has ended: by a crash, out of memory, or ended by another program. Drafts are
 * kept, so nothing that was typed is lost. When it ends again at once, the user decides.
 *
 * No crash report is made besides the line in the log: a copy of the memory would hold API keys.
 */
export function loadAnewAfterCrash(window: BrowserWindow): void {
  let lastAt = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    logFault('window', new Error(`The process of the page ended: ${reason} (${exitCode}).`))
    const again = Date.now() - lastAt < TOO_SOON_MS
    lastAt = Date.now()
    // Not within the event: Chromium is still taking down what the page was, and would go down with it.
    setImmediate(() => (again ? void ask(window) : load(window)))
  })
}

async function ask(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: app.name,
    message: 'The window has stopped working twice',
    detail:
      'What you had entered is kept. Load the window again; if it stops once more, close Zonedesk, and look at its log.',
    buttons: ['Load again', 'Close Zonedesk'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (response === 1) app.quit()
  else load(window)
}

function load(window: BrowserWindow): void {
  if (!window.isDestroyed()) window.webContents.reload()
}
