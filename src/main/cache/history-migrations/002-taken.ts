import type Database from 'better-sqlite3'

/** The last entry that was taken from the cache's outbox, so that a kill neither doubles nor loses an entry. */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE taken (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      key BLOB NOT NULL
    ) STRICT;
  `)
}
