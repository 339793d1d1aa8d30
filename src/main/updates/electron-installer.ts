import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AppAdapter } from 'electron-updater/out/AppAdapter'
import type { AppImageUpdater } from 'electron-updater/out/AppImageUpdater'
import type { MacUpdater } from 'electron-updater/out/MacUpdater'
import type { NsisUpdater } from 'electron-updater/out/NsisUpdater'
import { ZonedeskError } from '../../preload/contract/failure'
import { downloadFile } from './download-file'
import type { FeedFile } from './feed'
import type { Installation } from './installation'
import type { Installer } from './installer'
import type { UpdateFetch } from './server'
import type { UpdateSource } from './update-source'

/** Folder of downloads, below the app's data. */
const FOLDER = 'updates'

type Updater = AppImageUpdater | MacUpdater | NsisUpdater

/**
 * The parts of electron-updater that its types keep back. It is given a feed that was verified and the app's own way to
 * download, and keeps what it knows: where a download waits, and how each system is replaced.
 */
interface Inner {
  updateInfoAndProvider: unknown
  httpExecutor: { download(url: URL, path: string): Promise<string> }
  configOnDisk: {
    readonly value: Promise<{ readonly publisherName?: unknown; readonly updaterCacheDirName?: string }>
  }
}

/**
 * The installer of AppImages, of Windows and of macOS.
 *
 * @param parts.dataFolder folder of the app's data, where a download waits
 * @param parts.configFile `app-update.yml` of the installed app, which names the publisher on Windows
 */
export async function createElectronInstaller(parts: {
  readonly installation: Installation
  readonly source: UpdateSource
  readonly fetch: UpdateFetch
  readonly version: string
  readonly packaged: boolean
  readonly dataFolder: string
  readonly configFile: string
  readonly log: (sentence: string) => void
}): Promise<Installer> {
  const { installation, source, fetch, version, packaged, dataFolder, configFile, log } = parts
  const updater = await updaterFor(installation, {
    ...{ version, name: 'zonedesk', isPackaged: packaged, appUpdateConfigPath: configFile },
    ...{ userDataPath: dataFolder, baseCachePath: dataFolder },
    whenReady: async () => undefined,
    // The app itself quits and starts again: see `install`.
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  })
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  updater.disableDifferentialDownload = true
  updater.logger = { info: log, warn: log, error: log }
  const inner = updater as unknown as Inner
  if (installation !== 'nsis')
    inner.configOnDisk = { value: Promise.resolve({ updaterCacheDirName: FOLDER }) }

  return {
    async download({ feed, file }, signal, onProgress) {
      await requireReplaceable(installation, inner)
      const url = source.url + file.url
      inner.httpExecutor = {
        async download(_url, path) {
          await downloadFile({ fetch, url, file, path, signal, onProgress })
          return path
        },
      }
      inner.updateInfoAndProvider = {
        info: infoOf(feed.version, feed.releasedAt, file),
        provider: providerOf(url, file),
      }
      await updater.downloadUpdate()
    },
    install() {
      // On macOS the system's own updater replaces the app once it has ended.
      if ('install' in updater) updater.install(false, true)
      else updater.quitAndInstall()
    },
  }
}

async function updaterFor(installation: Installation, adapter: AppAdapter): Promise<Updater> {
  if (installation === 'nsis') {
    const { NsisUpdater } = await import('electron-updater/out/NsisUpdater')
    return new NsisUpdater(null, adapter)
  }
  if (installation === 'mac') {
    const { MacUpdater } = await import('electron-updater/out/MacUpdater')
    return new MacUpdater(undefined, adapter)
  }
  const { AppImageUpdater } = await import('electron-updater/out/AppImageUpdater')
  return new AppImageUpdater(null, adapter)
}

/**
 * An AppImage is replaced in its own folder. On Windows the installer must be signed by the publisher that the app
 * names, or electron-updater would take an unsigned one; on macOS the system compares the signatures itself.
 */
async function requireReplaceable(installation: Installation, inner: Inner): Promise<void> {
  if (installation === 'appimage') {
    const folder = dirname(process.env['APPIMAGE'] ?? '')
    await access(folder, constants.W_OK).catch((cause: unknown) => {
      throw cannotReplace(`${folder} cannot be written, so Zonedesk cannot replace itself there.`, cause)
    })
  }
  if (installation === 'nsis') {
    const { publisherName } = await inner.configOnDisk.value.catch((cause: unknown) => {
      throw cannotReplace('This installation does not say who signs its updates.', cause)
    })
    if (publisherName === undefined || publisherName === null) {
      throw cannotReplace('This installation does not say who signs its updates.', null)
    }
  }
}

function cannotReplace(message: string, cause: unknown): ZonedeskError {
  return new ZonedeskError('refused', message, {
    fix: 'Download the new version from the download page instead.',
    cause,
  })
}

function infoOf(version: string, releasedAt: number, { url, sha512, size }: FeedFile) {
  return {
    ...{ version, path: url, sha512, releaseDate: new Date(releasedAt).toISOString() },
    files: [{ url, sha512, size }],
  }
}

/** Names the one file, and no other. */
function providerOf(url: string, { url: name, sha512, size }: FeedFile) {
  return {
    fileExtraDownloadHeaders: {},
    resolveFiles: () => [{ url: new URL(url), info: { url: name, sha512, size } }],
  }
}
