import type Database from 'better-sqlite3'

/** Since when an account's provider cannot be reached; null when it could at the last try. */
export function up(db: Database.Database): void {
  db.exec('ALTER TABLE account ADD COLUMN offline_since INTEGER')
}
