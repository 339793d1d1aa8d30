import Database from 'better-sqlite3'
import { storageFailure } from './storage-failure'

/**
 * An error of SQLite as the app's own, with SQLite's as its cause. What breaks a rule of the schema is a fault of the
 * app's own, and stays as it is; so does every other error.
 *
 * @param path the file, for the sentence
 */
export function inSentence(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError) || error.code.startsWith('SQLITE_CONSTRAINT')) return error
  return storageFailure(error, path)
}

/**
 * Runs work on a database.
 *
 * @param path the file, for the sentence
 * @throws ZonedeskError `storage` for what SQLite throws, as `inSentence` has it
 */
export function storageErrors<T>(work: () => T, path: string): T {
  try {
    return work()
  } catch (error) {
    throw inSentence(error, path)
  }
}
