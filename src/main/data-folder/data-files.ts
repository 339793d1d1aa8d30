import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import type { Notice } from '../../preload/contract/notice'
import { ZonedeskError } from '../../preload/contract/failure'
import type { ThreadData } from '../cache/thread/protocol'
import { openThreadedCache, type ThreadedCache } from '../cache/thread/threaded-cache'
import { migrations as embeddedMigrations } from '../embedded/store/schema'
import type { OwnFiles } from '../moving/transfer/own-files'
import { ownDataDamaged } from '../cache/thread/notices'
import { profileMigrations } from '../profile/migrations'
import { openProfile, type Profile } from '../profile/profile'
import { backUpBeforeMigration, openOwn, type OwnFile } from '../sqlite/own-file'
import { unwritableFile } from '../sqlite/storage-failure'
import { copyDatabases } from './copy-databases'
import { DATA_FILES, type DataFolder } from './data-folder'

type LogFault = (where: string, error: unknown) => void

/** Told of what happens to the files while the app runs. */
export interface DataFilesListener {
  readonly onNotice: (notice: Notice) => void
  /** What was cached is lost and is to be fetched again. */
  readonly onEmptied: () => void
}

/** The files the app cannot do without, open. */
export interface DataFiles {
  readonly profile: Profile
  readonly cache: ThreadedCache
  /** The embedded service's file, which is opened by it alone. */
  readonly embedded: OwnFile
  /** The sample domains' files, which are there with them only and can be made again. */
  readonly samples: { readonly path: string; readonly copyOf?: string; readonly keptPath: string }
  /** Folder of the copies of the user's own data. */
  readonly backups: string
  /** Where what is the user's own is, for moving it to another computer. */
  readonly own: OwnFiles
  /** The file or folder that cannot be written, because of which nothing is kept; null when everything is kept. */
  readonly unwritable: string | null
  /** Tells the listener what happens from now on, and first what it missed until now. */
  listen(listener: DataFilesListener): void
}

/** Why they could not be opened, and which one it was. */
export interface UnopenedFile {
  readonly path: string
  readonly error: unknown
}

/**
 * Opens the profile and the cache in a folder; opens none when one of them fails. Of files that cannot be written,
 * copies are opened: what is fetched goes into them for this run, and the user's own data is only read. Between two of
 * them this thread is left to what else is to be done at a start.
 *
 * @param startWorker starts the thread that writes the cache
 * @param logFault told of faults, and in which part they were
 */
export async function openDataFiles(
  folder: DataFolder,
  startWorker: (data: ThreadData) => Worker,
  logFault: LogFault,
): Promise<DataFiles | UnopenedFile> {
  const path = (file: keyof typeof DATA_FILES): string => join(folder.working, DATA_FILES[file])
  const isKept = folder.unwritable === null
  const own = (file: 'profile' | 'embedded' | 'samples') =>
    isKept ? { path: path(file) } : { path: path(file), copyOf: join(folder.path, DATA_FILES[file]) }
  const backups = join(folder.path, DATA_FILES.backups)
  const profileFile: OwnFile = {
    ...own('profile'),
    backups,
    migrations: profileMigrations,
    holds: 'your accounts, settings, drafts, tags and notes',
  }
  const embedded: OwnFile = {
    ...own('embedded'),
    backups,
    migrations: embeddedMigrations,
    holds: 'the domains of the embedded service',
  }
  const early: ((listener: DataFilesListener) => void)[] = []
  let listener: DataFilesListener | null = null
  const tell = (what: (to: DataFilesListener) => void): void => {
    if (listener === null) early.push(what)
    else what(listener)
  }
  const notify = (notice: Notice): void => tell((to) => to.onNotice(notice))

  const ownFiles: OwnFiles = {
    profile: profileFile.path,
    history: path('history'),
    embedded: embedded.path,
    backups,
    staging: path('staging'),
  }

  let profile: Profile
  try {
    if (folder.unwritable !== null) {
      copyDatabases(folder)
      notify(nothingKept(folder.unwritable))
    } else {
      for (const file of [profileFile, embedded]) await keepCopy(file, notify, logFault)
      if (existsSync(ownFiles.staging)) await finish(ownFiles, notify, logFault)
    }
    await turn()
    // Small, and the one file that must be sound: it is looked at as a whole at every start.
    const { opened, notice } = openOwn(
      profileFile,
      () =>
        openProfile(profileFile.path, {
          copyOf: profileFile.copyOf,
          onDamaged: () => notify(ownDataDamaged(profileFile.path)),
        }),
      Date.now(),
    )
    profile = opened
    if (notice !== null) notify(notice)
  } catch (error) {
    return { path: profileFile.path, error }
  }
  try {
    await turn()
    const cache = openThreadedCache({
      data: {
        files: { cache: path('cache'), history: path('history'), profile: profileFile.path },
        own: isKept ? [profileFile.path, embedded.path, path('history')] : [],
        backups,
        maintenance: path('maintenance'),
      },
      startWorker,
      onNotice: notify,
      onEmptied: () => tell((to) => to.onEmptied()),
      onFault: (error) => logFault('cache', error),
    })
    return {
      profile,
      embedded,
      samples: { ...own('samples'), keptPath: path('samplesKept') },
      backups,
      own: ownFiles,
      unwritable: folder.unwritable,
      cache: isKept ? cache : withoutSnapshots(cache, join(folder.path, DATA_FILES.history)),
      listen(to) {
        listener = to
        for (const what of early.splice(0)) what(to)
      },
    }
  } catch (error) {
    profile.close()
    return { path: path('cache'), error }
  }
}

function nothingKept(path: string): Notice {
  const { message, fix } = unwritableFile(path, null).failure
  return {
    id: 'nothing-kept',
    severity: 'warn',
    message: `${message} You see what was kept before. What you change on this computer now is not kept.`,
    fix,
  }
}

/** A move that a kill cut off is brought to its end before anything of it can be seen. */
async function finish(files: OwnFiles, notify: (notice: Notice) => void, logFault: LogFault): Promise<void> {
  try {
    // Hardly any start needs it.
    const { finishMove } = await import('../moving/transfer/apply')
    if (!finishMove(files)) return
    notify({
      id: 'move-finished',
      severity: 'info',
      message: 'What you brought in from another computer is complete now.',
      fix: 'Zonedesk was stopped before, while it was still bringing it in.',
    })
  } catch (error) {
    logFault('moving', error)
    const failure = error instanceof ZonedeskError ? error.failure : null
    notify({
      id: 'move-unfinished',
      severity: 'warn',
      message:
        `What you brought in from another computer is not complete yet. ${failure?.message ?? ''}`.trim(),
      fix: `${failure?.fix ?? ''} The next start of Zonedesk tries it again.`.trim(),
    })
  }
}

/** What is fetched is kept for this run; what the user saves would be lost with it, and is refused. */
function withoutSnapshots(threaded: ThreadedCache, history: string): ThreadedCache {
  const refuse = () => Promise.reject(unwritableFile(history, null))
  return { ...threaded, cache: { ...threaded.cache, saveSnapshot: refuse, deleteSnapshot: refuse } }
}

/** The user is told of a copy that cannot be made; the migration is one transaction, and safe without it. */
async function keepCopy(file: OwnFile, notify: (notice: Notice) => void, logFault: LogFault): Promise<void> {
  try {
    await backUpBeforeMigration(file, Date.now())
  } catch (error) {
    if (!(error instanceof ZonedeskError)) throw error
    logFault('backup', error)
    const { message, fix } = error.failure
    notify({
      id: 'backup-failed',
      severity: 'warn',
      message: `No copy of your own data could be made. ${message}`,
      fix,
    })
  }
}
