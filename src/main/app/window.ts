import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { join } from 'node:path'
import type { WindowBounds, WindowStore } from '../profile/window-store'
import { logFault } from '../log/log'

const DEFAULT_SIZE = { width: 1280, height: 800 }
const SMALLEST_SIZE = { width: 640, height: 480 }

/** Painted before the page is: the surface colours of the two themes. */
const BACKGROUND = { light: '#ffffff', dark: '#16171b' }

/** A window that was just opened, hidden. */
export interface OpenedWindow {
  readonly window: BrowserWindow
  /** Settled once its page has painted for the first time. */
  readonly painted: Promise<void>
  /**
   * Puts the window where it was when it was last closed, in the colour of the theme, and shows it once its page
   * paints. From then on its place is remembered.
   */
  place(store: WindowStore): void
}

/**
 * Opens the one window and begins to load its page, which takes Chromium a while.
 *
 * @param page address to load
 * @param preload path of the preload script
 */
export function openWindow(page: string, preload: string): OpenedWindow {
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    minWidth: SMALLEST_SIZE.width,
    minHeight: SMALLEST_SIZE.height,
    show: false,
    title: 'Zonedesk',
    icon: join(app.getAppPath(), 'resources/icon.png'),
    autoHideMenuBar: true,
    ...(process.platform === 'darwin' ? { titleBarStyle: 'hiddenInset' as const } : {}),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  })
  const painted = new Promise<void>((resolve) => window.once('ready-to-show', () => resolve()))
  void window.loadURL(page)
  return {
    window,
    painted,
    place(store) {
      const bounds = onScreen(store.get())
      window.setBackgroundColor(nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light)
      if (bounds !== null) window.setBounds(bounds)
      if (bounds?.maximized === true) window.maximize()
      void painted.then(() => {
        if (!window.isDestroyed()) window.show()
      })
      window.on('close', () => {
        try {
          store.set({ ...window.getNormalBounds(), maximized: window.isMaximized() })
        } catch (error) {
          // Another part tells of a disk that cannot be written. An unsaved window place must not keep the window open.
          logFault('window', error)
        }
      })
    },
  }
}

/** Forgets a place that no display shows any more. */
function onScreen(bounds: WindowBounds | null): WindowBounds | null {
  if (bounds === null) return null
  const { workArea } = screen.getDisplayMatching(bounds)
  const visible =
    bounds.x < workArea.x + workArea.width &&
    bounds.x + bounds.width > workArea.x &&
    bounds.y < workArea.y + workArea.height &&
    bounds.y + bounds.height > workArea.y
  return visible ? bounds : null
}
