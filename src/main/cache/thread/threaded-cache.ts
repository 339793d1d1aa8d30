import type Database from 'better-sqlite3'
import type { Notice } from '../../../preload/contract/notice'
import { ZonedeskError } from '../../../preload/contract/failure'
import { newestVersion } from '../../sqlite/migrations'
import { requireWritable } from '../../sqlite/open'
import { schemaDifference } from '../../sqlite/schema'
import { isDamage, isMisfit } from '../../sqlite/storage-failure'
import type { Cache, ReadableCache, SyncState } from '../cache'
import { isReadable, openReading } from '../cache-files'
import { callReader, createCacheReader, type Read } from './cache-reader'
import { createCacheWriter, type Write } from './cache-writer'
import { CACHE_MIGRATIONS } from '../migrations'
import { createReader } from '../connection/reader'
import { createCacheThread, type StartWorker } from './cache-thread'
import type { Opened, ThreadData } from './protocol'

/** How often files are set aside in one run. That does not cure a disk that damages them again and again. */
const MOST_RECOVERIES = 3

/** How an account stands as long as the cache cannot be read. */
const NOTHING_KNOWN: SyncState = { lastSyncedAt: null, run: 0, offlineSince: null }

/** The cache of the app: read in this thread, written in another. */
export interface ThreadedCache {
  readonly cache: Cache
  /**
   * Settles once the cache can be read, at once when it can be now.
   *
   * @throws ZonedeskError `storage` when its files could not be opened
   */
  readonly ready: () => Promise<void>
  /** Starts the thread, unless a change has done so already. Checks and copies that are due wait for this. */
  readonly startThread: () => void
}

export interface ThreadedCacheOptions {
  readonly data: ThreadData
  readonly startWorker: StartWorker
  readonly onNotice: (notice: Notice) => void
  /** Told after what was cached was lost: runs of a sync have to begin anew. */
  readonly onEmptied: () => void
  /** Told of faults of the app's own, for the log. */
  readonly onFault: (error: unknown) => void
}

/**
 * Opens the cache. Files at the newest schema can be read at once, before there is a thread; any others are made,
 * migrated or set aside in the thread first, and reads wait for it.
 *
 * @throws ZonedeskError `storage` when a file cannot be written or is from a newer version; it is left as it is
 */
export function openThreadedCache(options: ThreadedCacheOptions): ThreadedCache {
  const { data, onFault, onNotice } = options
  const thread = createCacheThread({ ...options, onDamaged: recover })
  let reading: { readonly db: Database.Database; readonly reader: ReadableCache } | null = null
  /** What reads wait for. */
  let opening: Promise<void> | null = null
  let [failed, recovering, closed] = [false, false, false]
  let recoveries = 0

  function openReader(): void {
    const db = openReading(data.files)
    reading = { db, reader: createReader(db, (id) => void writer.dropUnreadable(id).catch(onFault)) }
  }

  /** False when the thread has to see to the files first. */
  function openNow(): boolean {
    try {
      if (!isReadable(data.files)) return false
      openReader()
      return true
    } catch (error) {
      // The thread meets damage too, and recovers.
      if (!isDamage(error)) throw error
      return false
    }
  }

  function closeReader(): void {
    reading?.db.close()
    reading = null
  }

  /** Reads wait until the thread has opened the files. */
  function waitFor(opened: Promise<Opened>): void {
    failed = false
    opening = opened.then(pass).catch((error: unknown) => {
      failed = true
      if (!closed) onNotice(cannotOpen(error))
      throw error
    })
    opening.catch(() => undefined)
  }

  function pass({ notices, emptied }: Opened): void {
    recovering = false
    if (closed) return
    openReader()
    opening = null
    notices.forEach(onNotice)
    if (emptied) options.onEmptied()
  }

  function openInThread(): Promise<Opened> {
    return thread.open().catch((error: unknown) => {
      if (!isDamage(error)) throw error
      onFault(error)
      return recoverInThread()
    })
  }

  function recoverInThread(): Promise<Opened> {
    if (++recoveries > MOST_RECOVERIES) return Promise.reject(damagedAgain())
    return thread.recover()
  }

  /** One damage shows itself many times; only the first begins a recovery. */
  function recover(): void {
    if (closed || recovering || opening !== null) return
    recovering = true
    closeReader()
    waitFor(recoverInThread())
  }

  function read(name: Read, args: readonly unknown[]): unknown {
    // Timers, too, ask how an account stands, without a person behind them: for example whether a sync is due.
    if (reading === null && name === 'syncState') return NOTHING_KNOWN
    if (reading === null) throw notReady()
    const { db, reader } = reading
    try {
      return callReader(reader, name, args)
    } catch (error) {
      if (isDamage(error) || (isMisfit(error) && isOfAnotherSchema(db))) {
        onFault(error)
        recover()
        throw beingRestored(error)
      }
      throw error
    }
  }

  async function write(name: Write, args: readonly unknown[]): Promise<unknown> {
    // What was asked for before the damage was found has nothing to do with the file that takes its place.
    if (closed || recovering) throw notReady()
    try {
      return await thread.write(name, args)
    } catch (error) {
      if (isDamage(error)) {
        onFault(error)
        recover()
        throw beingRestored(error)
      }
      throw error
    }
  }

  const writer = createCacheWriter(write)

  for (const path of [data.files.cache, data.files.history]) requireWritable(path)
  if (!openNow()) waitFor(openInThread())

  return {
    cache: {
      ...createCacheReader(read),
      ...writer,
      async close() {
        closed = true
        closeReader()
        await thread.close()
      },
    },
    ready: async () => {
      // A disk that was full may have room by now.
      if (failed && !closed && recoveries <= MOST_RECOVERIES) waitFor(openInThread())
      await opening
    },
    startThread: () => {
      if (closed || opening !== null) return
      thread.open().then(
        ({ notices }) => notices.forEach(onNotice),
        (error: unknown) => (isDamage(error) ? recover() : onNotice(cannotOpen(error))),
      )
    },
  }
}

/** Otherwise the statement is at fault, and with it the app. */
function isOfAnotherSchema(db: Database.Database): boolean {
  return schemaDifference(db, CACHE_MIGRATIONS, newestVersion(CACHE_MIGRATIONS)) !== null
}

function notReady(): ZonedeskError {
  return new ZonedeskError('storage', 'The local copy of your domains is being opened.', {
    fix: 'Try again in a moment.',
    retryable: true,
  })
}

function beingRestored(cause: unknown): ZonedeskError {
  return new ZonedeskError('storage', 'The local copy of your domains is damaged and is being restored.', {
    fix: 'Try again in a moment.',
    retryable: true,
    cause,
  })
}

function damagedAgain(): ZonedeskError {
  return new ZonedeskError('storage', 'The local copy of your domains was damaged again and again.', {
    fix: 'Check the disk that holds it, then start Zonedesk again.',
  })
}

function cannotOpen(error: unknown): Notice {
  const failure = error instanceof ZonedeskError ? error.failure : null
  return {
    id: 'cache-not-open',
    severity: 'bad',
    message: failure?.message ?? 'The local copy of your domains cannot be opened.',
    fix: failure?.fix ?? 'Start Zonedesk again; if it happens again, look at its log.',
  }
}
