import type Database from 'better-sqlite3'

/**
 * What changed, on its way to the history. Two files are not committed at once in WAL mode
 * (https://www.sqlite.org/lang_attach.html), so that a change keeps its entry here, in its own file and transaction,
 * until the history has it.
 */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY,
      -- By it the history knows what it has taken.
      key BLOB NOT NULL DEFAULT (randomblob(16)),
      account_id TEXT NOT NULL,
      name TEXT NOT NULL,
      at INTEGER NOT NULL,
      source TEXT NOT NULL,
      changes TEXT NOT NULL
    ) STRICT;
  `)
}
