import type Database from 'better-sqlite3'

/**
 * Accounts, domains and records. An account has a short number of its own so that no index repeats its id.
 * Every index
 * of the list starts with the account and ends with what the list filters on, so that filtering, searching and
 * counting never touch a table row.
 */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE account (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL UNIQUE,
      last_synced_at INTEGER,
      run INTEGER NOT NULL DEFAULT 0,
      listed INTEGER
    ) STRICT;

    CREATE TABLE domain (
      id INTEGER PRIMARY KEY,
      account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      -- Null when it equals the name.
      unicode_name TEXT,
      state TEXT NOT NULL,
      type TEXT NOT NULL,
      created_at INTEGER,
      verified_at INTEGER,
      -- Records not valid; null while the records were never fetched.
      failing INTEGER,
      fetched_at INTEGER,
      -- The state when the records were fetched.
      fetched_state TEXT,
      provider_id TEXT,
      smtp_login TEXT,
      subaccount_id TEXT,
      tracking_host TEXT,
      disabled TEXT,
      -- JSON objects; a setting the provider did not say is absent.
      settings TEXT NOT NULL,
      other TEXT NOT NULL,
      -- The run that last listed the domain, and the run during which a whole answer last confirmed it.
      listed_run INTEGER NOT NULL,
      confirmed_run INTEGER NOT NULL,
      UNIQUE (account, name)
    ) STRICT;
    CREATE INDEX domain_by_name ON domain (account, name, state, failing, unicode_name);
    CREATE INDEX domain_by_created ON domain (account, created_at, name, state, failing, unicode_name);
    CREATE INDEX domain_by_verified ON domain (account, verified_at, name, state, failing, unicode_name);

    -- How many domains there are of each kind, kept by triggers: counting must not read every row.
    CREATE TABLE tally (
      account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      state TEXT NOT NULL,
      failing INTEGER NOT NULL,
      domains INTEGER NOT NULL,
      PRIMARY KEY (account, state, failing)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER domain_inserted AFTER INSERT ON domain BEGIN
      INSERT INTO tally VALUES (new.account, new.state, coalesce(new.failing, 0) > 0, 1)
      ON CONFLICT DO UPDATE SET domains = domains + 1;
    END;
    CREATE TRIGGER domain_deleted AFTER DELETE ON domain BEGIN
      UPDATE tally SET domains = domains - 1
      WHERE account = old.account AND state = old.state AND failing = (coalesce(old.failing, 0) > 0);
    END;
    CREATE TRIGGER domain_updated AFTER UPDATE OF state, failing ON domain
    WHEN old.state <> new.state OR (coalesce(old.failing, 0) > 0) <> (coalesce(new.failing, 0) > 0) BEGIN
      UPDATE tally SET domains = domains - 1
      WHERE account = old.account AND state = old.state AND failing = (coalesce(old.failing, 0) > 0);
      INSERT INTO tally VALUES (new.account, new.state, coalesce(new.failing, 0) > 0, 1)
      ON CONFLICT DO UPDATE SET domains = domains + 1;
    END;

    CREATE TABLE record (
      domain INTEGER NOT NULL REFERENCES domain (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      purpose TEXT NOT NULL,
      type TEXT NOT NULL,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      priority INTEGER,
      valid TEXT NOT NULL,
      cached TEXT NOT NULL,
      is_active INTEGER,
      PRIMARY KEY (domain, position)
    ) STRICT, WITHOUT ROWID;
  `)
}
