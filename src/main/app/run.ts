import {
  app,
  type BrowserWindow,
  clipboard,
  ipcMain,
  Menu,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  session,
  shell,
} from 'electron'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Handlers } from '../../preload/contract'
import type { DomainKey } from '../../preload/contract/domain'
import { ApplicationInfo } from '../../preload/contract/application'
import type { Settings } from '../../preload/contract/settings'
import { createAccounts } from '../accounts/accounts'
import { isLoopback } from '../accounts/base-url'
import type { Connection } from '../accounts/connection'
import { createKeychain } from '../accounts/keychain'
import { createSessionKeys } from '../accounts/session-keys'
import { createBulkHandlers } from '../domains/bulk/bulk-handlers'
import { createBulkJobs } from '../domains/bulk/bulk-jobs'
import { createDomainService } from '../domains/domain-service'
import { createNotesHandlers } from '../domains/notes'
import { createRegistrars } from '../domains/registrars/registrars'
import { bindContract } from '../ipc/bind'
import { createEmit } from '../ipc/emit'
import { accountHandlers } from '../ipc/handlers/accounts'
import { applicationHandlers } from '../ipc/handlers/application'
import { listenerHandlers } from '../ipc/handlers/listener'
import { settingsHandlers } from '../ipc/handlers/settings'
import { toUnicode } from '../names/domain-name'
import { EMBEDDED_ACCOUNT_ID } from '../profile/migrations'
import { createProviderClient } from '../provider/client'
import { lastBackupAt } from '../sqlite/backups'
import { createConnections } from './connections'
import { createDns } from './dns'
import type { DataFiles } from './data-files'
import { openEmbedded } from './embedded-connection'
import { createFileDialogs, createListDialogs } from './file-dialogs'
import { createFormatInThread } from './format-in-thread'
import { createFirstRows } from './first-rows'
import { createEmbeddedListener } from './listener'
import { logFault } from './log'
import { menuTemplate } from './menu'
import { createDirectProbe } from './direct-probe'
import { createNetworkFetch } from './network-fetch'
import { createNotices } from './notices'
import { printPdf } from './print-pdf'
import { serveAppFiles } from './protocol'
import { createRecordDialogs } from './record-dialogs'
import { handlersAfter } from './ready-handlers'
import { writeClipboard } from './rich-clipboard'
import { writeScreenshot } from './screenshot'
import { createWatchNotices } from './watch-notices'
import { denyPermissions } from './security'
import type { TrustedPage } from './trusted-page'
import { openWindow } from './window'

/** A server on this computer bears more than one on the internet; it may still pass requests on to such a one. */
const LOOPBACK_PER_SECOND = 100

export interface RunOptions {
  /** The data folder. */
  readonly folder: string
  readonly files: DataFiles
  readonly page: TrustedPage
  /** File for a picture of the window; null for none. */
  readonly screenshot: string | null
}

/**
 * Puts the parts together and opens the window.
 *
 * @returns answers the window, or null while none is open
 */
export function runApp({ folder, files, page, screenshot }: RunOptions): () => BrowserWindow | null {
  const { profile } = files
  const { cache } = files.cache
  let window: BrowserWindow | null = null

  const emit = createEmit(() => window?.webContents ?? null)
  const notices = createNotices((notice) => emit('notice', notice))

  const embedded = openEmbedded({
    file: files.embedded,
    onNotice: (notice) => notices.add(notice),
    apiKey: randomBytes(24).toString('base64url'),
    resolver: profile.settings.get().resolver,
    onFailure: ({ failure: { message, fix } }) =>
      notices.add({ id: 'embedded', severity: 'bad', message, fix }),
    onFault: (error) => logFault('embedded service', error),
  })
  const networkFetch = createNetworkFetch(
    session.defaultSession,
    session.fromPartition('writes', { cache: false }),
  )
  const takesConnections = createDirectProbe((url) => session.defaultSession.resolveProxy(url))
  const connect = ({ kind, baseUrl, apiKey }: Connection) =>
    kind === 'embedded'
      ? // In this process nothing needs to be spared.
        createProviderClient({ baseUrl, apiKey, fetch: embedded.fetch, perSecond: null })
      : createProviderClient({
          ...{ baseUrl, apiKey, fetch: networkFetch, takesConnections, writesAtOnce: 1 },
          ...(isLoopback(baseUrl) && { perSecond: LOOPBACK_PER_SECOND }),
        })
  const keychain = createKeychain()
  const accounts = createAccounts({
    store: profile.accounts,
    keychain,
    sessionKeys: createSessionKeys(),
    connect,
    embedded: embedded.connection,
  })
  const connections = createConnections((accountId) => accounts.client(accountId))
  const accountIds = (): string[] => profile.accounts.list().map(({ id }) => id)
  const service = createDomainService({
    cache,
    clientFor: connections.clientFor,
    accountIds,
    includesSubaccounts: (accountId) => profile.accounts.get(accountId)?.includeSubaccounts === true,
    emit,
    onFault: (error) => logFault('domain service', error),
    syncEveryMinutes: () => profile.settings.get().syncEveryMinutes,
    historyDays: () => profile.settings.get().historyDays,
  })
  // The network a computer wakes up in may be another one, or none.
  powerMonitor.on('resume', () => void service.sync.networkChanged({ online: net.isOnline() }))

  files.listen({
    onNotice: (notice) => notices.add(notice),
    onEmptied: () => {
      for (const accountId of accountIds()) emit('domainsChanged', { accountId, names: null })
      // A run under way wrote to the file that is gone: it ends, and another begins.
      void service.sync.cancel({ accountId: null })
      void service.sync.start({ accountId: null })
    },
  })

  const dns = createDns({
    ...{ cache, emit },
    watches: profile.watches,
    checkRuns: profile.checkRuns,
    resolvers: () => profile.settings.get().resolvers,
    fetch: (url, init) => session.defaultSession.fetch(url, init),
    authoritativePort: app.isPackaged ? undefined : testPort(process.env['ZONEDESK_AUTHORITATIVE_PORT']),
    verify: async (key) => service.domains.verify(key),
    notify: createWatchNotices((key) => {
      window?.show()
      emit('domainAsked', key)
    }),
    onFault: (error) => logFault('dns', error),
  })
  powerMonitor.on('resume', () => dns.networkChanged())

  const registrars = createRegistrars({
    ...{ cache, emit, zones: profile.zones, ownPresets: profile.ownPresets },
    lookUpZone: dns.lookUpZone,
    dialogs: createRecordDialogs(() => window),
    formatRecords: createFormatInThread(join(import.meta.dirname, 'export-thread.js')),
    printSheets: printPdf,
    writeClipboard,
    readClipboard: () => clipboard.readText(),
    openExternal: (url) => shell.openExternal(url),
    onFault: (error) => logFault('registrars', error),
  })

  const listener = createEmbeddedListener({
    store: profile.listener,
    keychain,
    handlerFor: embedded.handlerFor,
    onFailure: ({ message, fix }) => notices.add({ id: 'listener', severity: 'warn', message, fix }),
    onChange: () => void service.sync.start({ accountId: EMBEDDED_ACCOUNT_ID }),
  })

  const applySettings = (settings: Settings): void => {
    nativeTheme.themeSource = settings.theme
    embedded.setResolver(settings.resolver)
    emit('settingsChanged', settings)
  }
  nativeTheme.themeSource = profile.settings.get().theme

  const notes = createNotesHandlers({
    store: profile.notes,
    accounts: () => profile.accounts.list(),
    isKnown: (key) => cache.has(key),
    tagCounts: (accountId) => cache.tagCounts(accountId),
    dialogs: createFileDialogs(() => window),
    emit,
  })
  const isThere = (key: DomainKey): boolean => cache.has(key)
  const bulk = createBulkJobs({
    ...{ store: profile.bulk, isThere, emit },
    create: async (key, options) => service.domains.create({ ...key, options }),
    verify: async (key) => service.domains.verify(key),
    refresh: async (key) => service.domains.refresh(key),
    tag: async (key, tags) => void (await notes.changeTags({ keys: [key], add: [...tags], remove: [] })),
    unicodeName: toUnicode,
    onFault: (error) => logFault('bulk', error),
  })

  // One that is added later is synced as it is added.
  const atLaunch = accountIds()
  const firstRows = createFirstRows()
  const handlers: Handlers = {
    ...handlersAfter(() => files.cache.ready(), {
      accounts: accountHandlers({
        ...{ accounts, forgetClient: connections.forget, emit },
        service: {
          ...service,
          forgetAccount: async (accountId) => {
            dns.watches.forgetAccount(accountId)
            bulk.forgetAccount(accountId)
            await service.forgetAccount(accountId)
          },
        },
      }),
      bulk: createBulkHandlers(bulk, {
        ...{ accountIds, isThere },
        dialogs: createListDialogs(() => window),
      }),
      checks: dns.checks.handlers,
      domains: { ...service.domains, list: (request) => firstRows.after(service.domains.list(request)) },
      history: service.history,
      notes,
      ...registrars.handlers,
      sync: {
        ...service.sync,
        networkChanged: (state) => {
          dns.networkChanged()
          return service.sync.networkChanged(state)
        },
      },
      watches: dns.watches.handlers,
    }),
    application: applicationHandlers({
      facts: {
        version: app.getVersion(),
        electron: process.versions.electron,
        platform:
          ApplicationInfo.entries.platform.options.find((name) => name === process.platform) ?? 'linux',
        dataFolder: folder,
      },
      lastBackupAt: () => lastBackupAt(files.backups),
      notices,
      openFolder: async (path) => void (await shell.openPath(path)),
    }),
    listener: listenerHandlers(listener),
    settings: settingsHandlers(profile, applySettings),
  }
  bindContract(
    ipcMain,
    handlers,
    (frame) => frame !== null && frame === window?.webContents.mainFrame && page.isOwn(frame.url),
    logFault,
  )

  denyPermissions(session.defaultSession)
  serveAppFiles(protocol, join(import.meta.dirname, '../renderer'))
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate(process.platform, (command) => emit('command', { command }))),
  )

  const open = (): BrowserWindow => {
    const opened = openWindow(page.url, join(import.meta.dirname, '../preload/index.cjs'), profile.window)
    opened.on('closed', () => (window = null))
    window = opened
    return opened
  }
  const first = open()
  // Nothing competes with the first paint: the thread, the embedded service and the network come after it.
  void firstRows
    .shown(first.webContents)
    .then(async () => {
      files.cache.startThread()
      listener.resume().catch((error: unknown) => logFault('listener', error))
      await files.cache.ready()
      await cache.retainAccounts(accountIds())
      for (const accountId of accountIds()) {
        if (atLaunch.includes(accountId)) void service.sync.start({ accountId })
      }
      dns.resume()
    })
    .catch((error: unknown) => logFault('after the first rows', error))
  if (screenshot !== null) {
    writeScreenshot(first, screenshot).catch((error: unknown) => logFault('screenshot', error))
  }

  app.on('activate', () => {
    if (window === null) open()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.once('will-quit', (event) => {
    // Quits once what is under way has ended, so that no file is closed beneath a write.
    event.preventDefault()
    const ended = (work: Promise<unknown>) => work.catch((error: unknown) => logFault('quit', error))
    void ended(listener.close())
      .then(() => ended(registrars.close()))
      .then(() => ended(dns.close()))
      // What ends calls under way ends the turns of jobs with them.
      .then(() => ended(Promise.all([bulk.close(), service.close()])))
      .then(() => ended(cache.close()))
      .finally(() => {
        embedded.close()
        profile.close()
        app.exit(0)
      })
  })
  return () => window
}

/** The port tests give authoritative servers, which listen on 53 everywhere else. */
function testPort(text: string | undefined): number | undefined {
  const port = Number(text)
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined
}
