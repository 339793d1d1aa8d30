import Database from 'better-sqlite3'
import { ZonedeskError } from '../../preload/contract/failure'

/** Runs work on the cache's file and turns SQLite's errors into the app's. */
export function storageErrors<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (!(cause instanceof Database.SqliteError)) throw cause
    throw new ZonedeskError('storage', 'The local copy of your domains cannot be read or written.', {
      fix: 'Check that the disk is not full and start Zonedesk again.',
      cause,
    })
  }
}
