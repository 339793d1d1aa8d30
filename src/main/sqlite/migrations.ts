import type Database from 'better-sqlite3'
import { ZonedeskError } from '../../preload/contract/failure'

/** One step of a schema. Steps are numbered from 1 without gaps and never change once released. */
export interface Migration {
  readonly version: number
  readonly up: (db: Database.Database) => void
}

/**
 * Brings a database to the newest schema, all steps in one transaction, and notes the version in `user_version`.
 *
 * @throws ZonedeskError `storage` when the file was written by a newer version; the file is left as it is
 */
export function migrate(db: Database.Database, migrations: readonly Migration[], file: string): void {
  const newest = migrations.at(-1)?.version ?? 0
  const current = db.pragma('user_version', { simple: true }) as number
  if (current > newest) {
    throw new ZonedeskError('storage', `${file} was written by a newer version of Zonedesk.`, {
      fix: 'Update Zonedesk, or start it with another data folder (--user-data-dir).',
    })
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
