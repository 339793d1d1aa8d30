import type Database from 'better-sqlite3'

/**
 * What changed and what was saved. Rows name the account and the domain in full, because the cache's own numbers end
 * with the cache.
 */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE entry (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      account_id TEXT NOT NULL,
      name TEXT NOT NULL,
      at INTEGER NOT NULL,
      source TEXT NOT NULL,
      -- A JSON array of changes.
      changes TEXT NOT NULL
    ) STRICT;
    CREATE INDEX entry_of_domain ON entry (account_id, name, id);
    CREATE INDEX entry_by_time ON entry (at);

    CREATE TABLE snapshot (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      account_id TEXT NOT NULL,
      name TEXT NOT NULL,
      at INTEGER NOT NULL,
      label TEXT NOT NULL,
      -- State, settings and records as a JSON object.
      content TEXT NOT NULL
    ) STRICT;
    CREATE INDEX snapshot_of_domain ON snapshot (account_id, name, id);
  `)
}
