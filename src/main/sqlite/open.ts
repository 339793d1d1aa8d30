import Database from 'better-sqlite3'
import { accessSync, constants, existsSync } from 'node:fs'
import { ZonedeskError } from '../../preload/contract/failure'
import { migrate, type Migration } from './migrations'

/** How long a statement waits for another connection's write, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000

/**
 * Opens a SQLite file for reading and writing, in WAL mode with foreign keys, at the newest schema.
 *
 * @param path file to open, made when absent; `:memory:` for none
 * @param migrations the schema's steps, in order
 * @throws ZonedeskError `storage` when the file is not SQLite, is damaged, cannot be written, or is from a
 *   newer version. The file itself is never changed or removed then.
 */
export function openDatabase(path: string, migrations: readonly Migration[]): Database.Database {
  requireWritable(path)
  let db: Database.Database | undefined
  try {
    db = new Database(path, { timeout: BUSY_TIMEOUT_MS })
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    requireSound(db, path)
    migrate(db, migrations, path)
    return db
  } catch (error) {
    db?.close()
    throw storageFailure(error, path)
  }
}

function requireWritable(path: string): void {
  if (path === ':memory:' || !existsSync(path)) return
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
  } catch (cause) {
    throw readOnly(path, cause)
  }
}

function requireSound(db: Database.Database, path: string): void {
  const verdict = db.pragma('quick_check(1)', { simple: true })
  if (verdict !== 'ok') throw damaged(path, verdict)
}

/** SQLite's own result codes, https://www.sqlite.org/rescode.html, as sentences. */
function storageFailure(error: unknown, path: string): ZonedeskError {
  if (error instanceof ZonedeskError) return error
  const code = error instanceof Database.SqliteError ? error.code : ''
  if (code === 'SQLITE_NOTADB') {
    return new ZonedeskError('storage', `${path} is not a SQLite database.`, {
      fix: 'Move the file away; Zonedesk makes a new one at the next start.',
      cause: error,
    })
  }
  if (code.startsWith('SQLITE_CORRUPT')) return damaged(path, error)
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) return readOnly(path, error)
  if (code.startsWith('SQLITE_FULL')) {
    return new ZonedeskError('storage', `The disk that holds ${path} is full.`, {
      fix: 'Free some space and start Zonedesk again.',
      cause: error,
    })
  }
  return new ZonedeskError('storage', `${path} cannot be opened.`, {
    fix: 'Close other programs that use the file and start Zonedesk again.',
    cause: error,
  })
}

function readOnly(path: string, cause: unknown): ZonedeskError {
  return new ZonedeskError('storage', `${path} cannot be written.`, {
    fix: 'Give your user write permission to the file and its folder, or start Zonedesk with another data folder (--user-data-dir).',
    cause,
  })
}

function damaged(path: string, cause: unknown): ZonedeskError {
  return new ZonedeskError('storage', `${path} is damaged.`, {
    fix: 'Move the file away; Zonedesk makes a new one at the next start.',
    cause,
  })
}
