import { app, type BrowserWindow, clipboard, net, powerMonitor, session, shell } from 'electron'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Handlers } from '../../preload/contract'
import type { DomainKey } from '../../preload/contract/domain'
import { SAMPLES_ACCOUNT_ID } from '../../preload/contract/accounts'
import type { Settings } from '../../preload/contract/settings'
import { accountHandlers } from '../accounts/account-handlers'
import { createAccounts } from '../accounts/accounts'
import { createClients } from '../accounts/clients'
import { createConnect } from '../accounts/connect'
import { createKeychain } from '../accounts/keychain'
import { createPaces } from '../accounts/paces'
import { createSessionKeys } from '../accounts/session-keys'
import { createWriteGuard } from '../accounts/writes/guard-writes'
import { readOnlyRefusal } from '../accounts/writes/write-rules'
import { createBulkHandlers } from '../domains/bulk/bulk-handlers'
import { createBulkJobs } from '../domains/bulk/bulk-jobs'
import { createEditPlans } from '../domains/bulk/edit-plans'
import { createDomains } from '../domains/domains'
import { rotationHandlers, rotationsOf } from '../domains/keys/rotations/rotation-handlers'
import { domainsInScope } from '../domains/scope/domains-in-scope'
import { planWrites } from '../domains/planned-writes'
import { createNotesHandlers } from '../domains/notes/notes-handlers'
import type { AskHost } from '../dns-hosts/domain-connect/ask-host'
import { createDnsHosts } from '../domains/dns-hosts/dns-hosts'
import type { Emit } from '../../preload/contract/events'
import { listenerHandlers, createEmbeddedListener } from '../embedded/listener'
import { toUnicode } from '../names/unicode-name'
import { EMBEDDED_ACCOUNT_ID } from '../profile/migrations'
import { createDns } from './dns'
import type { DataFiles } from '../data-folder/data-files'
import type { DataFolder } from '../data-folder/data-folder'
import { openEmbedded } from '../embedded/in-process'
import {
  createFileDialogs,
  createKeyFileDialog,
  createListDialogs,
  createMovingDialogs,
} from './file-dialogs'
import { createFormatInThread } from '../domains/dns-hosts/format-in-thread'
import { laterHandlers } from '../ipc/later-handlers'
import { logFault, logOddity } from '../log/log'
import { createMoving } from '../moving/moving-handlers'
import { createRunInThread } from '../moving/thread/in-thread'
import { createDirectProbe } from '../provider/takes-connections'
import { createNetworkFetch } from '../provider/network-fetch'
import { aboutHandlers } from './about'
import type { Notices } from './application'
import { autostartHandlers } from './autostart/autostart'
import { loginItem } from './autostart/login-item'
import { readBuildInfo } from './build-info'
import type { LinkInbox } from './link-inbox'
import { linkHandlers } from './links'
import { printPdf } from './print-pdf'
import { createAppPublishing } from './publishing'
import { createRecordDialogs } from './record-dialogs'
import { createAppRotations } from './rotations'
import { createAppSamples } from './samples'
import { writeClipboard } from './rich-clipboard'
import { testVariable } from './test-variable'
import { createAppUpdates } from './updates'
import { createWatchNotices } from './watch-notices'
import { createAppZoneConnections } from './zone-connections'

/** Everything the window asks for but its settings and its first rows. */
export interface Services {
  readonly handlers: Omit<Handlers, 'application' | 'settings'>
  /** Carries changed settings to what depends on them. */
  settingsChanged(settings: Settings): void
  /** Begins what runs without being asked: the cache's thread, the listener, syncs and watches. */
  begin(): Promise<void>
  /**
   * Ends what is under way and closes the embedded service's file.
   *
   * @returns whether the process can end by itself; not while a call to the keychain holds a thread of it
   */
  close(): Promise<{ readonly endsByItself: boolean }>
  /** What is done last of all, with every file closed: a downloaded version takes the place of the app. */
  afterAll(): void
}

/**
 * Puts the parts together.
 *
 * @param parts.window answers the window, or null while none is open
 */
export function createServices(parts: {
  readonly files: DataFiles
  readonly folder: DataFolder
  readonly emit: Emit
  readonly notices: Notices
  readonly links: LinkInbox
  readonly window: () => BrowserWindow | null
  /** Carries settings that changed by another way than the window's to what depends on them. */
  readonly applySettings: (settings: Settings) => void
}): Services {
  const { files, folder, emit, notices, links, window } = parts
  const { profile } = files
  const { cache } = files.cache

  const embedded = openEmbedded({
    file: files.embedded,
    onNotice: (notice) => notices.add(notice),
    apiKey: randomBytes(24).toString('base64url'),
    resolver: profile.settings.get().resolver,
    onFailure: ({ failure: { message, fix } }) =>
      notices.add({ id: 'embedded', severity: 'bad', message, fix }),
    onFault: (error) => logFault('embedded service', error),
  })
  const samples = createAppSamples({
    files,
    cache,
    apiKey: randomBytes(24).toString('base64url'),
    emit,
    partners: () => ({
      removeAccount: async (accountId) => ofCache.accounts.remove({ accountId }),
      check: (key) => dns.checks.check(key, true),
      adoptWatch: (watch) => dns.watches.adopt(watch),
      sync: (accountId) => void service.sync.start({ accountId }),
    }),
    onFault: (error) => logFault('sample domains', error),
  })
  const networkFetch = createNetworkFetch(
    session.defaultSession,
    session.fromPartition('writes', { cache: false }),
  )
  const connect = createConnect({
    embedded: embedded.fetch,
    samples: samples.fetch,
    network: networkFetch,
    takesConnections: createDirectProbe((url) => session.defaultSession.resolveProxy(url)),
  })
  const keychain = createKeychain()
  const sessionKeys = createSessionKeys()
  const paces = createPaces({
    store: profile.paces,
    now: Date.now,
    onFault: (error) => logFault('pace', error),
  })
  const accounts = createAccounts({
    store: profile.accounts,
    keychain,
    sessionKeys,
    connect,
    paces,
    embedded: embedded.connection,
    samples: samples.connection,
  })
  const zoneConnections = createAppZoneConnections({
    ...{ store: profile.connections, keychain, sessionKeys, emit },
    reads: session.defaultSession,
  })
  const clients = createClients((accountId) => accounts.client(accountId))
  const accountIds = (): string[] => profile.accounts.list().map(({ id }) => id)
  const service = createDomains({
    cache,
    clientFor: clients.clientFor,
    accountIds,
    includesSubaccounts: (accountId) => profile.accounts.get(accountId)?.includeSubaccounts === true,
    lookAtRecords: (key, records, signal) => dns.lookAtRecords(key, records, signal),
    chooseKeyFile: createKeyFileDialog(window),
    emit,
    onFault: (error) => logFault('domain service', error),
    onOddity: (sentence) => logOddity('domain service', sentence),
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

  const notifyOfWatch = createWatchNotices((key) => {
    window()?.show()
    if (key !== null) emit('domainAsked', key)
  })
  const dns = createDns({
    cache,
    emit,
    watches: profile.watches,
    isListed: (accountId) => cache.syncState(accountId).lastSyncedAt !== null,
    checkRuns: profile.checkRuns,
    resolvers: () => profile.settings.get().resolvers,
    fetch: (url, init) => session.defaultSession.fetch(url, init),
    authoritativePort: testPort(testVariable('ZONEDESK_AUTHORITATIVE_PORT')),
    verify: async (key) => service.domains.verify(key),
    ask: async (key) => service.domains.refresh(key),
    readOnly: (accountId) => {
      const account = profile.accounts.get(accountId)
      return account?.writeMode === 'read-only' ? account.name : null
    },
    notify: (watch) => {
      if (watch.accountId !== SAMPLES_ACCOUNT_ID) notifyOfWatch(watch)
    },
    dnsOf: samples.dnsOf,
    onFault: (error) => logFault('dns', error),
  })
  powerMonitor.on('resume', () => dns.networkChanged())

  const dnsHosts = createDnsHosts({
    cache,
    emit,
    rotationsOf: (accountId) => rotationsOf(rotations.all(), accountId, (id) => cache.meansSamples(id)),
    zones: profile.zones,
    ownPresets: profile.ownPresets,
    lookUpZone: dns.lookUpZone,
    apart: samples.apart,
    panels: { accessOf: dns.accessOf, askHost },
    dialogs: createRecordDialogs(window),
    formatRecords: createFormatInThread(join(import.meta.dirname, 'export-thread.js')),
    printSheets: printPdf,
    writeClipboard,
    readClipboard: () => clipboard.readText(),
    openExternal: (url) => shell.openExternal(url),
    onFault: (error) => logFault('dns-hosts', error),
  })

  const listener = createEmbeddedListener({
    store: profile.listener,
    keychain,
    handlerFor: embedded.handlerFor,
    onFailure: ({ message, fix }) => notices.add({ id: 'listener', severity: 'warn', message, fix }),
    onChange: () => void service.sync.start({ accountId: EMBEDDED_ACCOUNT_ID }),
  })

  const notes = createNotesHandlers({
    store: profile.notes,
    accounts: () => profile.accounts.list(),
    isKnown: (key) => cache.has(key),
    tagCounts: (accountId) => cache.tagCounts(accountId),
    meansSamples: (accountId) => cache.meansSamples(accountId),
    dialogs: createFileDialogs(window),
    emit,
  })
  const isThere = (key: DomainKey): boolean => cache.has(key)
  const bulk = createBulkJobs({
    store: profile.bulk,
    known: (key) => cache.get(key),
    subaccountOf: (key) => cache.subaccountOf(key),
    isThere,
    emit,
    create: async (key, options, subaccountId) => service.domains.create({ ...key, options, subaccountId }),
    lookUpNew: service.lookUpNew,
    closedSubaccount: service.closedSubaccount,
    update: async (key, changes) => service.domains.update({ ...key, changes }),
    verify: async (key) => service.domains.verify(key),
    refresh: async (key) => service.domains.refresh(key),
    tag: async (key, tags) => void (await notes.changeTags({ keys: [key], add: [...tags], remove: [] })),
    unicodeName: toUnicode,
    readOnly: (accountId) => readOnlyRefusal(profile.accounts.get(accountId)),
    onFault: (error) => logFault('bulk', error),
  })

  const editPlans = createEditPlans({
    cache,
    emit,
    readOnly: (accountId) => readOnlyRefusal(profile.accounts.get(accountId)),
  })

  const rotations = createAppRotations({
    ...{ store: profile.rotations, service, cache, emit },
    accessOf: dns.accessOf,
    readOnly: (accountId) => readOnlyRefusal(profile.accounts.get(accountId)),
    onFault: (error) => logFault('rotations', error),
  })
  powerMonitor.on('resume', () => rotations.wake())

  const publishing = createAppPublishing({
    ...{ profile, cache, emit },
    checks: dns.checks,
    watches: dns.watches,
    rotations,
    meansSamples: () => cache.meansSamples(null),
    zoneOf: zoneConnections.zoneOf,
    connections: zoneConnections.connections,
    dialogs: createRecordDialogs(window),
    onFault: (error) => logFault('publishing', error),
  })

  const updates = createAppUpdates({ settings: profile.settings, store: profile.updates, emit })
  powerMonitor.on('resume', () => updates.networkChanged())
  const moving = createMoving({
    files: files.own,
    unwritable: files.unwritable,
    run: createRunInThread(join(import.meta.dirname, 'moving-thread.js'), (error) =>
      logFault('moving', error),
    ),
    cache,
    accounts: () => profile.accounts.list(),
    dialogs: createMovingDialogs(window),
    version: app.getVersion(),
    onApplied() {
      parts.applySettings(profile.settings.get())
      dnsHosts.reload()
      dns.watches.reload()
      emit('accountsChanged', {})
      emit('notesChanged', { keys: null })
      emit('connectionsChanged', {})
      for (const accountId of accountIds()) {
        emit('domainsChanged', { accountId, names: null })
        void service.sync.start({ accountId })
      }
    },
    emit,
  })

  const writes = createWriteGuard({
    planned: planWrites({
      openPlan: (id) => editPlans.open(id),
      openJob(id) {
        const job = bulk.list().find((one) => one.id === id)
        return job && { ...job, rows: bulk.rows(id) }
      },
      rotation: (id) => rotations.get(id),
    }),
    account: (accountId) => profile.accounts.get(accountId),
  })

  // Only the accounts at launch: an account that is added later is synced when it is added.
  const atLaunch = accountIds()
  const ofCache = writes.guard<
    Omit<Services['handlers'], 'about' | 'autostart' | 'connections' | 'listener' | 'updates'>
  >({
    accounts: accountHandlers({
      accounts,
      sync: service.sync,
      onForget: {
        client(accountId) {
          clients.forget(accountId)
          paces.forget(accountId)
        },
        watches: (accountId) => dns.watches.forgetAccount(accountId),
        jobs: (accountId) => {
          bulk.forgetAccount(accountId)
          rotations.forgetAccount(accountId)
        },
        domains: async (accountId) => {
          await service.forgetAccount(accountId)
          if (accountId === SAMPLES_ACCOUNT_ID) await samples.forget()
        },
      },
      confirmWrite: (token) => writes.confirm(token),
      onChange: () => emit('accountsChanged', {}),
      onFault: (what, error) => logFault(`forgetting an account: ${what}`, error),
    }),
    bulk: createBulkHandlers(bulk, {
      accountIds,
      isThere,
      closedSubaccount: service.closedSubaccount,
      plans: editPlans,
      dialogs: createListDialogs(window),
    }),
    checks: dns.checks.handlers,
    domains: service.domains,
    history: service.history,
    keys: service.keys,
    moving: moving.handlers,
    notes,
    ...dnsHosts.handlers,
    publishing: publishing.handlers,
    rotations: rotationHandlers({
      rotations,
      keysOf: (scope) => domainsInScope(cache, scope),
      detailOf: (key) => cache.get(key),
      signersOf: (key) => cache.signers(key, 1).total,
      readOnly: (accountId) => readOnlyRefusal(profile.accounts.get(accountId)),
      meansSamples: (accountId) => cache.meansSamples(accountId),
    }),
    samples: samples.handlers,
    subaccounts: { list: ({ accountId }) => cache.subaccounts(accountId) },
    smtpCredentials: service.smtpCredentials,
    tracking: service.tracking,
    sync: {
      ...service.sync,
      networkChanged: (state) => {
        dns.networkChanged()
        updates.networkChanged()
        return service.sync.networkChanged(state)
      },
    },
    watches: {
      ...dns.watches.handlers,
      async start(key) {
        // There is nobody else who could publish the records of a sample domain.
        if (key.accountId === SAMPLES_ACCOUNT_ID) await samples.publish(key)
        return dns.watches.handlers.start(key)
      },
    },
    links: linkHandlers({ inbox: links, accounts: () => profile.accounts.list(), isKnown: isThere }),
  })

  return {
    handlers: {
      ...laterHandlers(ofCache, () => files.cache.ready().then(() => ofCache)),
      connections: zoneConnections.handlers,
      listener: listenerHandlers(listener),
      updates: updates.handlers,
      about: aboutHandlers({
        version: app.getVersion(),
        build: readBuildInfo(app.getAppPath()),
        isInstalled: app.isPackaged,
        dataFolder: folder.path,
        logFile: join(folder.working, 'logs', 'zonedesk.log'),
        licenceFile: join(import.meta.dirname, '../licences.json'),
        execPath: process.execPath,
        showInFolder: (file) => shell.showItemInFolder(file),
      }),
      autostart: autostartHandlers(app.isPackaged, loginItem(app)),
    },
    settingsChanged: ({ resolver }) => {
      embedded.setResolver(resolver)
      updates.settingsChanged()
    },
    async begin() {
      // On Linux and macOS the package says it. What comes behind the two hyphens is no option, whatever it looks like.
      if (process.platform === 'win32' && app.isPackaged) {
        app.setAsDefaultProtocolClient('zonedesk', process.execPath, ['--'])
      }
      files.cache.startThread()
      listener.resume().catch((error: unknown) => logFault('listener', error))
      await files.cache.ready()
      await samples.begin()
      await cache.retainAccounts(accountIds())
      for (const accountId of accountIds()) {
        if (atLaunch.includes(accountId)) void service.sync.start({ accountId })
      }
      dns.resume()
      rotations.resume()
      publishing.resume()
      updates.begin()
    },
    async close() {
      const ended = (work: Promise<unknown>) => work.catch((error: unknown) => logFault('quit', error))
      updates.close()
      await ended(moving.close())
      await ended(listener.close())
      await ended(dnsHosts.close())
      // It begins no more now; what it has sent ends with the service.
      const rotationsEnded = rotations.close()
      const publishingEnded = publishing.close()
      await ended(dns.close())
      // Together: closing the service ends the calls under way, for which the turns of jobs wait.
      await ended(Promise.all([bulk.close(), rotationsEnded, publishingEnded, service.close()]))
      paces.close()
      zoneConnections.close()
      samples.close()
      embedded.close()
      return { endsByItself: !keychain.holdsThread() }
    },
    afterAll: () => updates.installAtLast(),
  }
}

/** The port tests give authoritative servers, which listen on 53 everywhere else. */
function testPort(text: string | undefined): number | undefined {
  const port = Number(text)
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined
}

/** Read when a person first looks for a host's panel. */
const askHost: AskHost = async (...asked) => {
  const { createAskHost } = await import('../dns-hosts/domain-connect/ask-host')
  return createAskHost()(...asked)
}
