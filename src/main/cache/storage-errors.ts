import Database from 'better-sqlite3'
import { storageFailure } from '../sqlite/storage-failure'

/**
 * Runs work on the cache's file and turns SQLite's errors into the app's.
 *
 * @param path the file, for the sentence
 * @throws ZonedeskError `storage`, with SQLite's error as its cause
 */
export function storageErrors<T>(work: () => T, path = 'cache.sqlite'): T {
  try {
    return work()
  } catch (cause) {
    if (!(cause instanceof Database.SqliteError)) throw cause
    throw storageFailure(cause, path)
  }
}
