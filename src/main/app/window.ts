import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { join } from 'node:path'
import type { WindowBounds, WindowStore } from '../profile/window-store'

const DEFAULT_SIZE = { width: 1280, height: 800 }
const SMALLEST_SIZE = { width: 640, height: 480 }

/** Painted before the page is: the surface colours of the two themes. */
const BACKGROUND = { light: '#ffffff', dark: '#16171b' }

/**
 * Opens the one window, where it was when it was last closed.
 *
 * @param page address to load
 * @param preload path of the preload script
 */
export function openWindow(page: string, preload: string, store: WindowStore): BrowserWindow {
  const bounds = onScreen(store.get())
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...bounds,
    minWidth: SMALLEST_SIZE.width,
    minHeight: SMALLEST_SIZE.height,
    show: false,
    title: 'Zonedesk',
    icon: join(app.getAppPath(), 'resources/icon.png'),
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
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
  if (bounds?.maximized === true) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    store.set({ ...window.getNormalBounds(), maximized: window.isMaximized() })
  })
  void window.loadURL(page)
  return window
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
