import Database from 'better-sqlite3'
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { ZonedeskError } from '../../preload/contract/failure'
import { isWritable } from './writable'

/** A disk with less than this free is full: SQLite writes pages of 4 KiB and grows its files by several. */
const FULL_BELOW_BYTES = 256 * 1024

/** What `openOwn` does. */
const WHAT_COMES_OF_DAMAGE =
  'Quit and start Zonedesk again: the newest sound copy takes the place of the file, and the damaged file is kept.'

/** SQLite's own result codes, https://www.sqlite.org/rescode.html, as sentences about a file. */
export function storageFailure(error: unknown, path: string): ZonedeskError {
  if (error instanceof ZonedeskError) return error
  const code = error instanceof Database.SqliteError ? error.code : ''
  if (code === 'SQLITE_NOTADB') {
    return new ZonedeskError('storage', `${path} is not a SQLite database.`, {
      fix: WHAT_COMES_OF_DAMAGE,
      cause: error,
    })
  }
  if (code.startsWith('SQLITE_CORRUPT')) return damagedFile(path, error)
  // A disk that became read-only answers a write to a file that was already open as a failing disk does.
  if (code.startsWith('SQLITE_IOERR') && !isWritable(dirname(path))) return unwritableFile(path, error)
  if (code === 'SQLITE_FULL' || (code.startsWith('SQLITE_IOERR') && isDiskFull(path))) {
    return fullDisk(path, error)
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) {
    return unwritableFile(path, error)
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new ZonedeskError('storage', `${path} is in use by another program.`, {
      fix: 'Close other programs that use the file and try again.',
      cause: error,
    })
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return fullDisk(path, error)
  return new ZonedeskError('storage', `${path} cannot be read or written.`, {
    fix: 'Check the disk that holds it, then start Zonedesk again.',
    cause: error,
  })
}

export function unwritableFile(path: string, cause: unknown): ZonedeskError {
  return new ZonedeskError('storage', `${path} cannot be written.`, {
    fix: 'Give your user write permission to the file and its folder, or start Zonedesk with another data folder (--user-data-dir).',
    cause,
  })
}

/** @param cause SQLite's error, or in words what its check or the app's own found */
export function damagedFile(path: string, cause: unknown): ZonedeskError {
  return new ZonedeskError('storage', `${path} is damaged.`, {
    fix: WHAT_COMES_OF_DAMAGE,
    cause,
  })
}

export function fullDisk(path: string, cause: unknown): ZonedeskError {
  return new ZonedeskError('storage', `The disk that holds ${path} is full.`, {
    fix: 'Free some space, then try again.',
    cause,
  })
}

/** Whether the file's content is at fault, by SQLite's result code or by the verdict of a check, which is a text. */
export function isDamage(error: unknown): boolean {
  const cause = error instanceof ZonedeskError ? error.cause : error
  if (typeof cause === 'string') return true
  return cause instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT.*)$/.test(cause.code)
}

/**
 * Whether SQLite could not carry out a statement as it stands. The app's own statements are right, so that either
 * the schema is not the one they were written for, or what a person typed became part of one.
 */
export function isMisfit(error: unknown): boolean {
  const cause = error instanceof ZonedeskError ? error.cause : error
  return cause instanceof Database.SqliteError && cause.code === 'SQLITE_ERROR'
}

/** A disk that is full answers some writes with an input/output error, such as that of the shared memory file. */
function isDiskFull(path: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    return bavail * bsize < FULL_BELOW_BYTES
  } catch {
    return false
  }
}
