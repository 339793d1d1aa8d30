import Database from 'better-sqlite3'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync } from 'node:fs'
import { rmSync, statfsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { versionOf } from './examine'
import { BUSY_TIMEOUT_MS } from './open'
import { momentOf, stampOf } from './stamp'
import { damagedFile, fullDisk, storageFailure } from './storage-failure'

/** The newest copies are kept whatever their age, so that a mistake noticed soon can be undone. */
const NEWEST_KEPT = 3
/** For so many days the last copy of the day is kept, so that a mistake noticed late can be undone too. */
const DAYS_KEPT = 7
const DAY_MS = 24 * 60 * 60 * 1000
/** A copy is made no more often than this. */
const INTERVAL_MS = 4 * 60 * 60 * 1000

/** A copy of a database, whole and checked when it was made. */
export interface Backup {
  readonly path: string
  /** When it was made, milliseconds since the epoch. */
  readonly at: number
}

/** The copies of a database in a folder, the newest first. */
export function backupsOf(file: string, folder: string): Backup[] {
  const [start, end] = [`${basename(file, '.sqlite')}-`, '.sqlite']
  return namesIn(folder)
    .filter((name) => name.startsWith(start) && name.endsWith(end))
    .flatMap((name) => {
      const at = momentOf(name.slice(start.length, -end.length))
      return at === null ? [] : [{ path: join(folder, name), at }]
    })
    .sort((a, b) => b.at - a.at)
}

/** When the newest copy of any database in the folder was made, milliseconds since the epoch; null without one. */
export function lastBackupAt(folder: string): number | null {
  const moments = namesIn(folder).flatMap((name) => {
    const at = momentOf(/-(\w+)\.sqlite$/.exec(name)?.[1] ?? '')
    return at === null ? [] : [at]
  })
  return moments.length === 0 ? null : Math.max(...moments)
}

/** Whether a database was written to since its last copy, and that copy is some hours old. */
export function isBackupDue(file: string, folder: string, now: number): boolean {
  if (!existsSync(file)) return false
  const last = backupsOf(file, folder)[0]
  if (last === undefined) return true
  return Math.abs(now - last.at) >= INTERVAL_MS && changedAt(file) > last.at
}

/**
 * Copies a database that may be in use with SQLite's backup API, https://www.sqlite.org/backup.html, in one step, so
 * that no write of another connection begins it anew. The copy is checked before it takes its name, and copies that
 * are no longer kept are removed.
 *
 * @param now milliseconds since the epoch, for the copy's name
 * @throws ZonedeskError `storage` when the disk is full or the folder cannot be written; what was there stays
 */
export async function backUp(file: string, folder: string, now: number): Promise<Backup> {
  const path = join(folder, `${basename(file, '.sqlite')}-${stampOf(now)}.sqlite`)
  const temporary = `${path}.part`
  try {
    mkdirSync(folder, { recursive: true })
    const { bavail, bsize } = statfsSync(folder)
    if (bavail * bsize < statSync(file).size * 2) throw fullDisk(folder, 'less free than two copies take')
    await copy(file, temporary)
    finish(temporary)
    renameSync(temporary, path)
  } catch (error) {
    removeParts(temporary)
    throw storageFailure(error, folder)
  }
  const goes = outdated(backupsOf(file, folder), now)
  // The last copy of an older version stays: that version of the app can open nothing else.
  const ofOlderVersion = goes.find((backup) => isOlder(backup, path))
  for (const backup of goes) if (backup !== ofOlderVersion) rmSync(backup.path, { force: true })
  return { path, at: now }
}

function isOlder({ path }: Backup, newest: string): boolean {
  const [version, current] = [versionOf(path), versionOf(newest)]
  return version !== null && current !== null && version < current
}

/** Which of the copies, newest first, are no longer kept. */
export function outdated(backups: readonly Backup[], now: number): Backup[] {
  const days = new Set<number>()
  return backups.filter(({ at }, position) => {
    const day = Math.floor(at / DAY_MS)
    const isLastOfDay = !days.has(day)
    days.add(day)
    return position >= NEWEST_KEPT && !(isLastOfDay && now - at < DAYS_KEPT * DAY_MS)
  })
}

async function copy(file: string, target: string): Promise<void> {
  removeParts(target)
  // As closed to others as the file itself.
  closeSync(openSync(target, 'wx', 0o600))
  const source = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
  try {
    await source.backup(target, { progress: ({ totalPages }) => totalPages + 1 })
  } finally {
    source.close()
  }
}

/** Makes the copy a single file, checks it, and has the disk keep it. */
function finish(path: string): void {
  const db = new Database(path, { timeout: BUSY_TIMEOUT_MS })
  try {
    db.pragma('journal_mode = DELETE')
    const verdict = db.pragma('quick_check(1)', { simple: true })
    if (verdict !== 'ok') throw damagedFile(path, verdict)
  } finally {
    db.close()
  }
  const handle = openSync(path, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function removeParts(path: string): void {
  for (const part of ['', '-wal', '-shm', '-journal']) rmSync(path + part, { force: true })
}

/** Writes go to the log first, and to the file itself later. */
function changedAt(file: string): number {
  return Math.max(
    ...[file, `${file}-wal`].filter((path) => existsSync(path)).map((path) => statSync(path).mtimeMs),
  )
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
