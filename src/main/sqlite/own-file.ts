import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import type { Notice } from '../../preload/contract/notice'
import { backUp, backupsOf, type Backup } from './backups'
import { damageOf, versionOf } from './examine'
import { newestVersion, type Migration } from './migrations'
import { quarantine } from './quarantine'
import { isDamage, storageFailure, unwritableFile } from './storage-failure'

/** A database of the user's own, which nothing but a copy can bring back. */
export interface OwnFile {
  readonly path: string
  /** Folder of its copies. */
  readonly backups: string
  readonly migrations: readonly Migration[]
  /** What it holds, in words that follow "the file with". */
  readonly holds: string
  /**
   * The user's own file, where this is a copy of it for this run alone because that file cannot be written. Nothing is
   * written then, and sentences name the user's file.
   */
  readonly copyOf?: string
}

/** Keeps a copy of a database of an older version, before its steps to the newest are run. */
export async function backUpBeforeMigration(file: OwnFile, now: number): Promise<void> {
  const version = versionOf(file.path)
  if (version === null || version === 0 || version >= newestVersion(file.migrations)) return
  await backUp(file.path, file.backups, now)
}

/**
 * Opens a database of the user's own. A damaged one is set aside, and its newest sound copy takes its place, or an
 * empty one when there is none.
 *
 * @param open opens it, and throws a failure when it is damaged
 * @param now milliseconds since the epoch, for the name of a file set aside
 * @returns what was opened, and what to tell the user when the file is not what it was
 * @throws ZonedeskError `storage` when it cannot be opened for another reason, or cannot be moved
 */
export function openOwn<T>(
  file: OwnFile,
  open: () => T,
  now: number,
): { readonly opened: T; readonly notice: Notice | null } {
  finishRestoring(file.path)
  try {
    return { opened: open(), notice: null }
  } catch (error) {
    if (!isDamage(error)) throw error
    const notice = restore(file, now)
    return { opened: open(), notice }
  }
}

/**
 * Sets a damaged database aside and puts its newest sound copy in its place. Nobody may have it open.
 *
 * @throws ZonedeskError `storage` when the folder cannot be written; the file is left as it is
 */
export function restore(file: OwnFile, now: number): Notice {
  const { path } = file
  const good = backupsOf(path, file.backups).find((backup) => isSound(backup, file))
  let kept: string
  try {
    // Copied before the damaged file leaves its place, so that a kill at any moment loses neither.
    if (good !== undefined) copyFileSync(good.path, restoring(path))
    kept = quarantine(path, now)
    if (good !== undefined) renameSync(restoring(path), path)
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'ENOSPC'
      ? storageFailure(error, path)
      : unwritableFile(path, error)
  }
  return {
    id: `${basename(path)}-restored`,
    severity: 'bad',
    message:
      good === undefined
        ? `The file with ${file.holds} was damaged and no copy of it is sound, so it starts empty.`
        : `The file with ${file.holds} was damaged and was restored as it was on ${inWords(good.at)}.`,
    fix: `The damaged file is kept as ${basename(kept)}${good === undefined ? '' : '; what you changed since then is only in that file'}.`,
  }
}

function isSound(backup: Backup, file: OwnFile): boolean {
  try {
    return damageOf(backup.path, file.migrations) === null
  } catch {
    return false
  }
}

function restoring(path: string): string {
  return `${path}.restoring`
}

/**
 * Ends a restore that a kill cut off between setting the damaged file aside and the copy's taking its place. Call
 * before the file is opened.
 *
 * @throws ZonedeskError `storage` when the folder cannot be written
 */
export function finishRestoring(path: string): void {
  if (!existsSync(restoring(path))) return
  try {
    if (existsSync(path)) rmSync(restoring(path))
    else renameSync(restoring(path), path)
  } catch (error) {
    throw unwritableFile(path, error)
  }
}

function inWords(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(at)
}
