import Database from 'better-sqlite3'
import { closeSync, existsSync, openSync } from 'node:fs'
import { migrate, newestVersion, type Migration } from './migrations'
import { schemaDifference } from './schema'
import { damagedFile, storageFailure, unwritableFile } from './storage-failure'
import { isWritable } from './writable'

/** How long a statement waits for another connection's write, in milliseconds. */
export const BUSY_TIMEOUT_MS = 5_000

/** How a file is opened. */
export interface OpenOptions {
  /** Whether every page is looked at first, as is right where the file is small or nobody waits. */
  readonly check: boolean
  /** Whether nothing can be written once it is open. */
  readonly closed?: boolean
}

/**
 * Opens a SQLite file for reading and writing, in WAL mode with foreign keys, at the newest schema. A file that it makes
 * can be read by its user alone, and so can the files SQLite puts beside it, which take the mode of the first.
 *
 * @param path file to open, made when absent; `:memory:` for none
 * @param migrations the schema's steps, in order
 * @throws ZonedeskError `storage` when the file is not SQLite, is damaged, has another schema than its version's,
 *   cannot be written, or is from a newer version. The file itself is never changed or removed then.
 */
export function openDatabase(
  path: string,
  migrations: readonly Migration[],
  { check, closed = false }: OpenOptions = { check: true },
): Database.Database {
  requireWritable(path)
  let db: Database.Database | undefined
  try {
    makeForUserAlone(path)
    db = new Database(path, { timeout: BUSY_TIMEOUT_MS })
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    if (check) requireSound(db, path)
    requireSchema(db, migrations, path)
    migrate(db, migrations, path)
    if (closed) db.pragma('query_only = ON')
    return db
  } catch (error) {
    db?.close()
    throw storageFailure(error, path)
  }
}

/** @throws ZonedeskError `storage` when the file is there and cannot be written */
export function requireWritable(path: string): void {
  if (path === ':memory:' || !existsSync(path)) return
  if (!isWritable(path)) throw unwritableFile(path, null)
}

/** Makes the file where it is absent. What is in it, such as private keys of DKIM, is not for others on the computer. */
function makeForUserAlone(path: string): void {
  if (path === ':memory:' || existsSync(path)) return
  try {
    closeSync(openSync(path, 'a', 0o600))
  } catch {
    // SQLite cannot make it either, and says why.
  }
}

function requireSound(db: Database.Database, path: string): void {
  const verdict = db.pragma('quick_check(1)', { simple: true })
  if (verdict !== 'ok') throw damagedFile(path, verdict)
}

function requireSchema(db: Database.Database, migrations: readonly Migration[], path: string): void {
  const version = db.pragma('user_version', { simple: true }) as number
  if (version > newestVersion(migrations)) return
  const difference = schemaDifference(db, migrations, version)
  if (difference !== null) throw damagedFile(path, difference)
}
