import type Database from 'better-sqlite3'
import { ZonedeskError } from '../../preload/contract/failure'

/** One step of a schema. Steps are numbered from 1 without gaps and never change once released. */
export interface Migration {
  readonly version: number
  readonly up: (db: Database.Database) => void
}

/** The version of a database at the newest schema. */
export function newestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0
}

/**
 * Brings a database to the newest schema, all steps in one transaction, and notes the version in `user_version`.
 *
 * @throws ZonedeskError `storage` when the file was written by a newer version; the file is left as it is
 */
export function migrate(db: Database.Database, migrations: readonly Migration[], file: string): void {
  const newest = newestVersion(migrations)
  const current = db.pragma('user_version', { simple: true }) as number
  if (current > newest) {
    throw newerFile(file)
  }
  if (current === newest) return
  db.transaction(() => {
    for (const migration of migrations) {
      if (migration.version <= current) continue
      migration.up(db)
      db.pragma(`user_version = ${migration.version}`)
    }
  }).immediate()
}

/** What stands behind the failure of a file of a newer version, so that it is known from other failures. */
class NewerSchema extends Error {
  override readonly name = 'NewerSchema'
}

/** The failure of a file that only a newer version can read. */
export function newerFile(path: string): ZonedeskError {
  return new ZonedeskError('storage', `${path} was written by a newer version of Zonedesk.`, {
    fix: 'Update Zonedesk, or start it with another data folder (--user-data-dir).',
    cause: new NewerSchema(path),
  })
}

/** Whether a file was not opened because a newer version wrote it. */
export function isOfNewerVersion(error: unknown): boolean {
  return error instanceof ZonedeskError && error.cause instanceof NewerSchema
}
