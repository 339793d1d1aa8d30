import { app, type BrowserWindow, protocol } from 'electron'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { HELP, parseArguments } from './app/arguments'
import { openDataFiles } from './app/data-files'
import { logFault, openLog } from './app/log'
import { APP_SCHEME_PRIVILEGES } from './app/protocol'
import { runApp } from './app/run'
import { hardenApp } from './app/security'
import { claimSingleInstance } from './app/single-instance'
import { askAboutStartupFailure } from './app/startup-failure'
import { trustedPage } from './app/trusted-page'

const args = parseArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd())
const page = trustedPage(app.isPackaged, process.env['ELECTRON_RENDERER_URL'])
let currentWindow: () => BrowserWindow | null = () => null

app.setName('Zonedesk')
if (args.help || args.version) {
  process.stdout.write(args.help ? HELP : `${app.getVersion()}\n`)
  app.quit()
} else {
  const folder = args.userDataDir ?? join(app.getPath('appData'), 'Zonedesk')
  mkdirSync(folder, { recursive: true })
  app.setPath('userData', folder)
  openLog(join(folder, 'logs'))
  process.on('uncaughtException', (error) => logFault('uncaught exception', error))
  process.on('unhandledRejection', (error) => logFault('unhandled rejection', error))

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

/** Opens the data files, asking what to do for as long as they do not open, and runs the app on them. */
async function start(folder: string): Promise<void> {
  for (;;) {
    const files = await openDataFiles(
      folder,
      (workerData) => new Worker(join(import.meta.dirname, 'cache-thread.js'), { workerData }),
    )
    if ('profile' in files) {
      currentWindow = runApp({ folder, files, page, screenshot: args.screenshot })
      return
    }
    const choice = await askAboutStartupFailure(files, folder)
    if (choice === 'quit') {
      app.exit(1)
      return
    }
  }
}
