import type { App, BrowserWindow } from 'electron'

/**
 * Makes this the only instance on its data folder. A second one says so, brings the first one's window forward
 * and ends.
 *
 * @returns false in a second instance
 */
export function claimSingleInstance(app: App, window: () => BrowserWindow | null): boolean {
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('Zonedesk is already running on this data folder; its window was brought forward.\n')
    return false
  }
  app.on('second-instance', () => {
    const current = window()
    if (current === null) return
    if (current.isMinimized()) current.restore()
    current.show()
    current.focus()
  })
  return true
}
