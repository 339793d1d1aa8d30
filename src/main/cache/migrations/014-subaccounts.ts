import type Database from 'better-sqlite3'

/** The accounts below an account, and an index of the domains that they have. */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE subaccount (
      account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      id TEXT NOT NULL,
      name TEXT NOT NULL,
      -- Null where the provider did not say.
      status TEXT,
      PRIMARY KEY (account, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX domain_of_subaccount ON domain (account, subaccount_id, name) WHERE subaccount_id IS NOT NULL;
  `)
}
