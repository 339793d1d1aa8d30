import Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { HISTORY_MIGRATIONS } from '../../cache/history-migrations'
import { migrations as embeddedMigrations } from '../../embedded/store/schema'
import { profileMigrations } from '../../profile/migrations'
import type { Migration } from '../../sqlite/migrations'
import { BUSY_TIMEOUT_MS, openDatabase } from '../../sqlite/open'

/** Where the files of the user's own are. */
export interface OwnFiles {
  readonly profile: string
  readonly history: string
  readonly embedded: string
  /** Folder of their copies. */
  readonly backups: string
  /** What was read of a file to bring in, until it is applied. */
  readonly staging: string
}

/** The databases of the user's own, by the name under which they are attached. */
export const DATABASES = ['profile', 'embedded', 'history'] as const
export type DatabaseName = (typeof DATABASES)[number]

const MIGRATIONS: Readonly<Record<DatabaseName, readonly Migration[]>> = {
  profile: profileMigrations,
  embedded: embeddedMigrations,
  history: HISTORY_MIGRATIONS,
}

/**
 * Brings every file to the newest schema, and makes those that are not there.
 *
 * @throws ZonedeskError `storage`
 */
export function prepareFiles(files: OwnFiles): void {
  for (const name of DATABASES) openDatabase(files[name], MIGRATIONS[name], { check: false }).close()
}

/** Opens the files for reading, each attached under its name. @throws Error of SQLite */
export function openAttached(files: OwnFiles, names: readonly DatabaseName[]): Database.Database {
  const db = new Database(':memory:', { timeout: BUSY_TIMEOUT_MS })
  try {
    for (const name of names) {
      // Attaching would make a file that is not there.
      if (!existsSync(files[name])) throw new Error(`There is no ${files[name]}.`)
      db.prepare(`ATTACH ? AS ${name}`).run(files[name])
    }
    db.pragma('foreign_keys = ON')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
