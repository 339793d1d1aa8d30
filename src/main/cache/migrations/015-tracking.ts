import type Database from 'better-sqlite3'

/** What the provider said of a domain's tracking, for reading without a network. */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE domain_tracking (
      domain INTEGER PRIMARY KEY REFERENCES domain (id) ON DELETE CASCADE,
      -- JSON.
      settings TEXT NOT NULL,
      -- Milliseconds since the epoch.
      fetched_at INTEGER NOT NULL
    ) STRICT;
  `)
}
