import type { App, WebContents } from 'electron'

/**
 * Denies what the window never needs: navigation, new windows, embedded pages, every permission and device.
 * Source: Electron's security checklist, items 5, 12, 13 and 14.
 *
 * @param mayNavigate whether a page may be (re)loaded: the app's own page, for a reload
 */
function hardenContents(contents: WebContents, mayNavigate: (url: string) => boolean): void {
  const keepAway = (event: { preventDefault: () => void; url: string }): void => {
    if (!mayNavigate(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', keepAway)
  contents.on('will-frame-navigate', keepAway)
  contents.on('will-redirect', keepAway)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** Applies {@link hardenContents} to every page this app ever makes. */
export function hardenApp(app: App, mayNavigate: (url: string) => boolean): void {
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, mayNavigate))
}

/**
 * Applies to every session this app ever makes, that of the page and those of requests:
 *
 * - Every permission request and check is refused, and every device.
 * - No dictionaries are fetched. Each session fetches its own from Google unless told not to; the window checks no
 *   spelling, and nothing is fetched unasked.
 */
export function hardenSessions(app: App): void {
  app.on('session-created', (session) => {
    session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
    session.setPermissionCheckHandler(() => false)
    session.setDevicePermissionHandler(() => false)
    session.setSpellCheckerEnabled(false)
    session.setSpellCheckerLanguages([])
  })
}
