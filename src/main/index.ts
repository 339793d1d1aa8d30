import { app, type BrowserWindow, ipcMain, Menu, protocol } from 'electron'
import { join } from 'node:path'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { channelNames } from '../preload/contract/names'
import { type Arguments, HELP, ownArguments, parseArguments } from './app/arguments'
import { useCodeCache } from './app/code-cache'
import { systemLanguage, windowLanguage } from './app/language'
import { type DataFolder, prepareDataFolder } from './data-folder/data-folder'
import { type AnswerCall, bindChannels } from './ipc/bind'
import { logFault, logOddity, openLog } from './log/log'
import { createLinkInbox, type LinkInbox } from './app/link-inbox'
import { APP_PAGE } from './app/content-policy'
import { APP_SCHEME_PRIVILEGES, serveAppFiles } from './app/protocol'
import type { RunningApp } from './app/run'
import { hardenApp, hardenSessions } from './app/security'
import { claimSingleInstance } from './app/single-instance'
import { trustedPage } from './app/trusted-page'
import { openWindow } from './app/window'

/** The exit code for bad arguments, as in most command lines. */
const EXIT_USAGE = 2

/** How long the rest waits for the page to ask for its file, in milliseconds. */
const SENT_MS = 300

/**
 * The rest of the app, a part at a time. Reading it all at once would keep this process busy for as long as Chromium's
 * takes to begin; between two parts it does what the page waits for: hands out its files, and lets it be shown.
 */
const IN_TURN: readonly (() => Promise<unknown>)[] = [
  () => import('./ipc/answer'),
  () => import('./data-folder/data-files'),
]

const args = parseArguments(ownArguments(process.argv, app.isPackaged), process.cwd())
const page = trustedPage(app.isPackaged, process.env['ELECTRON_RENDERER_URL'])

app.setName('Zonedesk')
if (args.asks === 'window') openOrHandOver(args)
else if (args.asks === 'serve') {
  void import('./app/serve-headless').then(({ serveHeadless }) => serveHeadless(app, args.rest))
} else if (args.asks === 'wrongly') {
  process.stderr.write(`${args.sentence}\n`)
  process.exit(EXIT_USAGE)
} else {
  process.stdout.write(args.asks === 'help' ? HELP : `${app.getVersion()}\n`)
  // At once: Chromium would look for a display next.
  process.exit(0)
}

/** Opens the window, or has the instance that has one show it. */
function openOrHandOver({ userDataDir, screenshot, link }: Extract<Arguments, { asks: 'window' }>): void {
  const folder = prepareDataFolder(
    userDataDir ?? join(app.getPath('appData'), 'Zonedesk'),
    userDataDir !== null,
  )
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
  hardenSessions(app)
  // Electron would make a menu of its own before the window. The app's comes with the first rows.
  Menu.setApplicationMenu(null)

  const links = createLinkInbox(link)
  let bringForward = (): void => {}
  const follow = (arrived: string | null): void => {
    if (arrived !== null) links.receive(arrived)
    bringForward()
  }
  // On macOS links come as events, the first of them before the app is ready.
  app.on('open-url', (event, url) => {
    event.preventDefault()
    follow(url)
  })
  if (!claimSingleInstance(app, link, follow)) {
    app.quit()
    return
  }
  void app
    .whenReady()
    .then(() => start(folder, screenshot, links))
    .then((running) => (bringForward = () => running.bringForward()))
}

/**
 * Has Chromium start the process of the page before anything else, and reads the rest of the app meanwhile. This file
 * imports only what that takes.
 */
async function start(folder: DataFolder, screenshot: string | null, links: LinkInbox): Promise<RunningApp> {
  const sent = serveAppFiles(protocol, join(import.meta.dirname, '../renderer'))
  let window: BrowserWindow | null = null
  const { promise: answering, resolve: answerWith } = Promise.withResolvers<AnswerCall>()
  bindChannels(
    ipcMain,
    channelNames,
    (frame) => frame !== null && frame === window?.webContents.mainFrame && page.isOwn(frame.url),
    answering,
  )
  const open = () => {
    const opened = openWindow(page.url, join(import.meta.dirname, '../preload/index.cjs'))
    window = opened.window
    window.once('closed', () => (window = null))
    return opened
  }
  const first = open()
  useCodeCache(import.meta.dirname, (file) => logOddity('code cache', `V8 refused the code of ${file}.`))
  if (page.url === APP_PAGE) await Promise.race([sent, sleep(SENT_MS)])
  for (const read of IN_TURN) {
    await read()
    await turn()
  }
  const { runApp } = await import('./app/run')
  return runApp({ folder, screenshot, links, first, open, window: () => window, answerWith })
}
