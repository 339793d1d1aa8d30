import { app, type BrowserWindow, Menu, nativeTheme, shell } from 'electron'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { application, ApplicationInfo } from '../../preload/contract/application'
import { domains, type ListRequest } from '../../preload/contract/domains'
import { type Settings, settings } from '../../preload/contract/settings'
import { readHandlers } from '../domains/read-handlers'
import { createAnswerCall } from '../ipc/answer-calls'
import type { AnswerCall } from '../ipc/bind'
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
import type { OpenedWindow } from './window'

export interface RunOptions {
  readonly folder: DataFolder
  /** File for a picture of the window; null for none. */
  readonly screenshot: string | null
  readonly links: LinkInbox
  /** The first window, whose page is loading. */
  readonly first: OpenedWindow
  /** Opens another window once the first one is closed. */
  readonly open: () => OpenedWindow
  /** The window that is open, or null. */
  readonly window: () => BrowserWindow | null
  /** Takes what answers the questions of the window. */
  readonly answerWith: (answerCall: AnswerCall) => void
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
  const { folder, screenshot, links, first, open, window } = options
  loadAnewAfterCrash(first.window)
  const firstRows = createFirstRows(first)
  const emit = createEmit(
    () => window()?.webContents ?? null,
    () => import('../../preload/contract/events').then(({ events }) => events),
  )
  const notices = createNotices((notice) => emit('notice', notice))
  const files = await openFiles(folder)
  const { profile } = files
  const { cache } = files.cache

  let loading: Promise<Services> | null = null
  const services = async (): Promise<Services> => {
    await firstRows.shown
    loading ??= import('./services').then(({ createServices }) =>
      createServices({ files, folder, emit, notices, links, window, applySettings }),
    )
    return loading
  }

  const reading = { domains: readHandlers(cache) }
  const { domains: read } = laterHandlers(reading, () => files.cache.ready().then(() => reading))
  const { list, position, counts, get } = domains
  options.answerWith(
    createAnswerCall(
      {
        schemas: { application, domains: { list, position, counts, get }, settings },
        handlers: {
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
          domains: { ...read, list: (request: ListRequest) => firstRows.after(read.list(request)) },
          settings: settingsHandlers(profile, applySettings),
        },
      },
      async () => {
        const [{ contract }, { handlers }] = await Promise.all([
          services().then(() => import('../../preload/contract')),
          services(),
        ])
        return { schemas: contract, handlers }
      },
      logFault,
    ),
  )
  nativeTheme.themeSource = profile.settings.get().theme
  first.place(profile.window)
  void firstRows.shown.then(() =>
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(menuTemplate(process.platform, (command) => emit('command', { command }))),
    ),
  )
  void services()
    .then((running) => running.begin())
    .catch((error: unknown) => logFault('after the first rows', error))
  if (screenshot !== null) {
    writeScreenshot(first.window, screenshot).catch((error: unknown) => logFault('screenshot', error))
  }

  links.onArrival(() => emit('linkArrived', {}))
  app.on('activate', () => {
    if (window() === null) reopen()
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
      const shown = window()
      if (shown === null) reopen()
      else {
        if (shown.isMinimized()) shown.restore()
        shown.show()
        shown.focus()
      }
    },
  }

  function reopen(): void {
    const opened = open()
    loadAnewAfterCrash(opened.window)
    opened.place(profile.window)
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
