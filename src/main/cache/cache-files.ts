import Database from 'better-sqlite3'
import { versionOf } from '../sqlite/examine'
import { newerFile, newestVersion, type Migration } from '../sqlite/migrations'
import { BUSY_TIMEOUT_MS, openDatabase } from '../sqlite/open'
import { storageFailure } from '../sqlite/storage-failure'
import { CACHE_MIGRATIONS } from './migrations'
import { HISTORY_MIGRATIONS } from './history-migrations'

/**
 * SQLite moves the log into the file when the log has this many pages of 4 KiB. A page of a listing writes about a
 * thousand: if the log were moved each time, as SQLite does by itself, the thread would wait for the disk as long as it
 * works. The next start reads a log that a kill left, in about 30 ms when the log is as large as this.
 */
const CHECKPOINT_PAGES = 8_000

/** Where the cache and what is joined to it are. */
export interface CacheFiles {
  /** What can be fetched again. */
  readonly cache: string
  /** What changed over time, which cannot: attached as `history`. */
  readonly history: string
  /** The user's own data, made by whoever owns it: attached as `own`, for reading. Null for none. */
  readonly profile: string | null
}

/**
 * Opens the one connection that writes, at the newest schema.
 *
 * @param check whether every page of the cache is looked at first
 * @throws ZonedeskError `storage`; each file is left as it is
 */
export function openWriting(files: CacheFiles, check: boolean): Database.Database {
  const db = openDatabase(files.cache, CACHE_MIGRATIONS, { check })
  try {
    openDatabase(files.history, HISTORY_MIGRATIONS, { check: false }).close()
    attach(db, files)
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`)
    return db
  } catch (error) {
    db.close()
    throw storageFailure(error, files.cache)
  }
}

/**
 * Opens a connection that cannot write, on files that {@link isReadable} found readable.
 *
 * @throws ZonedeskError `storage`
 */
export function openReading(files: CacheFiles): Database.Database {
  let db: Database.Database | undefined
  try {
    db = new Database(files.cache, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    attach(db, files)
    return db
  } catch (error) {
    db?.close()
    throw storageFailure(error, files.cache)
  }
}

/**
 * Whether the files are there and at the newest schema, by their headers alone.
 *
 * @throws ZonedeskError `storage` when one is from a newer version
 */
export function isReadable(files: CacheFiles): boolean {
  // Both, whatever the first says: a cache must not be changed beside a history of a newer version.
  const current = [isCurrent(files.cache, CACHE_MIGRATIONS), isCurrent(files.history, HISTORY_MIGRATIONS)]
  return !current.includes(false)
}

function isCurrent(path: string, migrations: readonly Migration[]): boolean {
  const newest = newestVersion(migrations)
  const version = versionOf(path)
  if (version !== null && version > newest) throw newerFile(path)
  return version === newest
}

/**
 * A connection that can only read attaches for reading. Nothing here writes to the user's own data; URIs, which could
 * forbid it, are off in this build of SQLite.
 */
function attach(db: Database.Database, { history, profile }: CacheFiles): void {
  db.prepare('ATTACH ? AS history').run(history)
  if (profile === null) return
  db.prepare('ATTACH ? AS own').run(profile)
}
