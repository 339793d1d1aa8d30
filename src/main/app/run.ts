import { app, type BrowserWindow, ipcMain, Menu, nativeTheme, shell } from 'electron'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { contract, type Handlers } from '../../preload/contract'
import { ApplicationInfo } from '../../preload/contract/application'
import type { Settings } from '../../preload/contract/settings'
import { readHandlers } from '../domains/read-handlers'
import { bindContract } from '../ipc/bind'
import { createEmit } from '../ipc/emit'
import { applicationHandlers, createNotices } from './application'
import { settingsHandlers } from '../profile/settings-handlers'
import { lastBackupAt } from '../sqlite/backups'
import { type DataFiles, openDataFiles } from '../data-folder/data-files'
import type { DataFolder } from '../data-folder/data-folder'
import { createFirstRows } from './first-rows'
import { laterHandlers } from '../ipc/later-handlers'
import type { LinkInbox } from './link-inbox'
import { logFault } from '../log/log'
import { menuTemplate } from './menu'
import { loadAnewAfterCrash } from './page-crash'
import { writeScreenshot } from './screenshot'
import type { Services } from './services'
import { askAboutStartupFailure } from './startup-failure'
import type { TrustedPage } from './trusted-page'
import type { OpenedWindow } from './window'

export interface RunOptions {
  readonly folder: DataFolder
  readonly page: TrustedPage
  /** File for a picture of the window; null for none. */
  readonly screenshot: string | null
  readonly links: LinkInbox
  /** The first window, whose page is loading. */
  readonly first: OpenedWindow
  /** Opens another window once the first one is closed. */
  readonly open: () => OpenedWindow
}

/** The app, with its data files open. */
export interface RunningApp {
  /** Brings the window in front of all others, or opens one where it was closed. */
  bringForward(): void
}

/**
 * Opens the data files, asking what to do for as long as they do not open; answers the first questions of the window
 * from them; and has everything else follow, so that nothing competes with the first rows.
 */
export async function runApp(options: RunOptions): Promise<RunningApp> {
  const { folder, page, screenshot, links, first, open } = options
  let window: BrowserWindow | null = null
  const follow = (opened: OpenedWindow): OpenedWindow => {
    window = opened.window
    window.once('closed', () => (window = null))
    loadAnewAfterCrash(window)
    return opened
  }
  follow(first)

  // Before the first await: the page may ask as soon as this process turns to its messages again.
  const { promise: answering, resolve: answerWith } = Promise.withResolvers<Handlers>()
  bindContract(
    ipcMain,
    laterHandlers(contract, () => answering),
    (frame) => frame !== null && frame === window?.webContents.mainFrame && page.isOwn(frame.url),
    logFault,
  )
  const firstRows = createFirstRows(first)
  const emit = createEmit(() => window?.webContents ?? null)
  const notices = createNotices((notice) => emit('notice', notice))
  // The page's own file may have been asked for meanwhile.
  await setImmediate()
  const files = await openFiles(folder)
  const { profile } = files
  const { cache } = files.cache

  let loading: Promise<Services> | null = null
  const services = async (): Promise<Services> => {
    await firstRows.shown
    loading ??= import('./services').then(({ createServices }) =>
      createServices({ files, folder, emit, notices, links, window: () => window, applySettings }),
    )
    return loading
  }

  const { application, settings, ...others } = contract
  const later = laterHandlers<Services['handlers']>(others, async () => (await services()).handlers)
  const reading = { domains: readHandlers(cache) }
  const { domains: read } = laterHandlers(reading, () => files.cache.ready().then(() => reading))
  answerWith({
    ...later,
    application: applicationHandlers({
      facts: {
        version: app.getVersion(),
        electron: process.versions.electron,
        platform:
          ApplicationInfo.entries.platform.options.find((name) => name === process.platform) ?? 'linux',
        dataFolder: folder.path,
      },
      lastBackupAt: () => lastBackupAt(files.backups),
      notices,
      openFolder: async (path) => void (await shell.openPath(path)),
      openExternal: (url) => shell.openExternal(url),
    }),
    domains: {
      ...later.domains,
      ...read,
      list: (request) => firstRows.after(read.list(request)),
    },
    settings: settingsHandlers(profile, applySettings),
  })
  nativeTheme.themeSource = profile.settings.get().theme
  first.place(profile.window)
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate(process.platform, (command) => emit('command', { command }))),
  )

  void services()
    .then((running) => running.begin())
    .catch((error: unknown) => logFault('after the first rows', error))
  if (screenshot !== null) {
    writeScreenshot(first.window, screenshot).catch((error: unknown) => logFault('screenshot', error))
  }

  links.onArrival(() => emit('linkArrived', {}))
  app.on('activate', () => {
    if (window === null) follow(open()).place(profile.window)
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.once('will-quit', (event) => {
    // Quits once what is under way has ended, so that no file is closed during a write.
    event.preventDefault()
    void closeAll().then((endsByItself) => {
      if (endsByItself) app.exit(0)
      // Every file is closed. `app.exit` would wait for the keychain's thread, and for its prompt nobody sees any more.
      else process.kill(process.pid, 'SIGKILL')
    })
  })
  return {
    bringForward() {
      if (window === null) follow(open()).place(profile.window)
      else {
        if (window.isMinimized()) window.restore()
        window.show()
        window.focus()
      }
    },
  }

  function applySettings(settings: Settings): void {
    nativeTheme.themeSource = settings.theme
    void loading?.then((running) => running.settingsChanged(settings))
    emit('settingsChanged', settings)
  }

  /** Closes whatever happens. The answer is whether the process can end by itself. */
  async function closeAll(): Promise<boolean> {
    let endsByItself = true
    const attempt = async (close: () => Promise<void>) =>
      close().catch((error: unknown) => logFault('quit', error))
    await attempt(async () => {
      const running = await loading
      if (running !== null) ({ endsByItself } = await running.close())
    })
    await attempt(() => cache.close())
    await attempt(async () => profile.close())
    await attempt(async () => {
      // A version that starts in the place of this one must not take this one for the app's only instance.
      app.releaseSingleInstanceLock()
      ;(await loading)?.afterAll()
    })
    return endsByItself
  }
}

async function openFiles(folder: DataFolder): Promise<DataFiles> {
  for (;;) {
    const files = await openDataFiles(
      folder,
      (workerData) => new Worker(join(import.meta.dirname, 'cache-thread.js'), { workerData }),
      logFault,
    )
    if ('profile' in files) return files
    if ((await askAboutStartupFailure(files, folder.path)) !== 'quit') continue
    app.exit(1)
    // The process ends as soon as this function waits.
    await new Promise<never>(() => undefined)
  }
}
