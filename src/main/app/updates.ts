import { app, net, session, shell } from 'electron'
import { join } from 'node:path'
import type { Emit } from '../../preload/contract/events'
import type { SettingsStore } from '../profile/settings-store'
import type { UpdateStore } from '../profile/update-store'
import { logFault, logOddity } from '../log/log'
import { commandOf, extensionOf, feedName, installationOf, wayOf } from '../updates/installation'
import type { UpdateFetch } from '../updates/server'
import { createUpdates, type Updates } from '../updates/updates'
import { type UpdateSource, updateSource } from '../updates/update-source'
import { testVariable } from './test-variable'

/** The update source of this build; null when it has none. */
export function buildSource(): UpdateSource | null {
  return updateSource({
    url: testVariable('ZONEDESK_UPDATE_URL'),
    key: testVariable('ZONEDESK_UPDATE_KEY'),
  })
}

/** Puts together what looks for new versions and gets them. */
export function createAppUpdates(parts: {
  readonly settings: SettingsStore
  readonly store: UpdateStore
  readonly emit: Emit
}): Updates {
  const { settings, store, emit } = parts
  const source = buildSource()
  const installation = installationOf({
    packaged: app.isPackaged,
    ofTest: testVariable('ZONEDESK_INSTALLATION'),
    platform: process.platform,
    environment: process.env,
    resources: process.resourcesPath,
  })
  const command = commandOf(installation)
  // A session of its own: no cookie and no cached answer of another part is sent or read.
  const fetch: UpdateFetch = (url, init) =>
    session.fromPartition('updates', { cache: false }).fetch(url, init)
  return createUpdates({
    version: app.getVersion(),
    source,
    feed: feedName(process.platform, process.arch),
    extension: extensionOf(installation),
    way: wayOf(installation, command),
    command,
    store,
    wanted: () => settings.get().lookForUpdates,
    isOnline: () => net.isOnline(),
    fetch,
    async openInstaller() {
      if (source === null) throw new Error('no update source')
      const { createElectronInstaller } = await import('../updates/electron-installer')
      return createElectronInstaller({
        ...{ installation, source, fetch },
        version: app.getVersion(),
        packaged: app.isPackaged,
        dataFolder: app.getPath('userData'),
        configFile: join(process.resourcesPath, 'app-update.yml'),
        log: (sentence) => logOddity('updates', sentence),
      })
    },
    openExternal: (url) => shell.openExternal(url),
    quit: () => app.quit(),
    onChange: (status) => emit('updatesChanged', status),
    onFault: (error) => logFault('updates', error),
  })
}
