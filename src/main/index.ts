import { app, type BrowserWindow, protocol, session } from 'electron'
import { join } from 'node:path'
import { HELP, parseArguments } from './app/arguments'
import { systemLanguage, windowLanguage } from './app/language'
import { type DataFolder, prepareDataFolder } from './data-folder/data-folder'
import { logFault, openLog } from './log/log'
import { APP_SCHEME_PRIVILEGES, serveAppFiles } from './app/protocol'
import { denyPermissions, fetchNoDictionaries, hardenApp } from './app/security'
import { claimSingleInstance } from './app/single-instance'
import { trustedPage } from './app/trusted-page'
import { openWindow } from './app/window'

const args = parseArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd())
const page = trustedPage(app.isPackaged, process.env['ELECTRON_RENDERER_URL'])
let currentWindow: () => BrowserWindow | null = () => null

app.setName('Zonedesk')
if (args.help || args.version) {
  process.stdout.write(args.help ? HELP : `${app.getVersion()}\n`)
  app.quit()
} else {
  const folder = prepareDataFolder(args.userDataDir ?? join(app.getPath('appData'), 'Zonedesk'))
  app.setPath('userData', folder.working)
  openLog(join(folder.working, 'logs'))
  process.on('uncaughtException', (error) => logFault('uncaught exception', error))
  process.on('unhandledRejection', (error) => logFault('unhandled rejection', error))

  if (!app.commandLine.hasSwitch('lang')) {
    const system = systemLanguage(process.platform, process.env, () => app.getPreferredSystemLanguages())
    app.commandLine.appendSwitch('lang', windowLanguage(system))
  }
  protocol.registerSchemesAsPrivileged([APP_SCHEME_PRIVILEGES])
  // Chromium's processes refuse to start as root with their sandbox on; then it is off by the command line alone.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  hardenApp(app, (url) => page.isOwn(url))
  if (claimSingleInstance(app, () => currentWindow())) {
    void app.whenReady().then(() => start(folder))
  } else {
    app.quit()
  }
}

/**
 * Has Chromium start the process of the page before anything else, and reads the rest of the app meanwhile. This file
 * imports only what that takes.
 */
async function start(folder: DataFolder): Promise<void> {
  denyPermissions(session.defaultSession)
  fetchNoDictionaries(session.defaultSession)
  serveAppFiles(protocol, join(import.meta.dirname, '../renderer'))
  const open = () => openWindow(page.url, join(import.meta.dirname, '../preload/index.cjs'))
  const first = open()
  const { runApp } = await import('./app/run')
  currentWindow = await runApp({ folder, page, screenshot: args.screenshot, first, open })
}
