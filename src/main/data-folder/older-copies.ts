import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { HISTORY_MIGRATIONS } from '../cache/history-migrations'
import { migrations as embeddedMigrations } from '../embedded/store/schema'
import { profileMigrations } from '../profile/migrations'
import { type Backup, backupsOf } from '../sqlite/backups'
import { damageOf } from '../sqlite/examine'
import type { Migration } from '../sqlite/migrations'
import { storageFailure } from '../sqlite/storage-failure'
import { DATA_FILES } from './data-folder'

const OWN_FILES: readonly (readonly [string, readonly Migration[]])[] = [
  [DATA_FILES.profile, profileMigrations],
  [DATA_FILES.history, HISTORY_MIGRATIONS],
  [DATA_FILES.embedded, embeddedMigrations],
]

/** The newest copies in a data folder that this version can read, by the file each is a copy of. */
export interface OlderCopies {
  readonly files: ReadonlyMap<string, Backup>
  /** When the copy of the profile was made, milliseconds since the epoch. */
  readonly at: number
}

/**
 * Looks for copies of the user's own data that this version can read, in a folder whose data it cannot.
 *
 * @returns null without one of the profile, which says which accounts there are
 */
export function olderCopies(folder: string): OlderCopies | null {
  const files = new Map<string, Backup>()
  for (const [name, migrations] of OWN_FILES) {
    const readable = backupsOf(join(folder, name), join(folder, DATA_FILES.backups)).find((backup) =>
      isReadable(backup, migrations),
    )
    if (readable !== undefined) files.set(name, readable)
  }
  const profile = files.get(DATA_FILES.profile)
  return profile === undefined ? null : { files, at: profile.at }
}

/**
 * Makes a data folder of copies, beside the folder they are copies of, which stays as it is.
 *
 * @param version of the app that is to open it, for its name
 * @returns the new folder
 * @throws ZonedeskError `storage` when it cannot be written; nothing is left of it then
 */
export function makeFolderOf({ files }: OlderCopies, folder: string, version: string): string {
  const target = freeName(`${folder} ${version}`)
  try {
    mkdirSync(target)
    for (const [name, { path }] of files) copyFileSync(path, join(target, name))
    return target
  } catch (error) {
    rmSync(target, { recursive: true, force: true })
    throw storageFailure(error, target)
  }
}

function isReadable({ path }: Backup, migrations: readonly Migration[]): boolean {
  try {
    return damageOf(path, migrations) === null
  } catch {
    return false
  }
}

function freeName(wanted: string): string {
  let name = wanted
  for (let count = 2; existsSync(name); count++) name = `${wanted} (${count})`
  return name
}
