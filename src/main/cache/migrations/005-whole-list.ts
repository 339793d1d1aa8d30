import type Database from 'better-sqlite3'

/** Tells a domain that is new from one that was there when the account was first listed. */
export function up(db: Database.Database): void {
  db.exec(`
    -- The last run that saw the whole list; null while none has.
    ALTER TABLE account ADD COLUMN whole_run INTEGER;
    UPDATE account SET whole_run = run WHERE last_synced_at IS NOT NULL;
  `)
}
