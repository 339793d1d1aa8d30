import type { Migration } from '../sqlite/migrations'

/** The id of the account that exists from the first start and cannot be removed. */
export const EMBEDDED_ACCOUNT_ID = 'embedded'

/**
 * The user's own data, which nothing can bring back. No column ever holds a key or a password. Each field is stored in
 * a row of its own, as JSON, so that a field that cannot be read costs only itself.
 */
export const profileMigrations: readonly Migration[] = [
  {
    version: 1,
    up: (db) => {
      db.exec(`
        CREATE TABLE accounts (
          id TEXT PRIMARY KEY,
          kind TEXT NOT NULL CHECK (kind IN ('embedded', 'provider')),
          name TEXT NOT NULL UNIQUE COLLATE NOCASE,
          region TEXT CHECK (region IN ('us', 'eu', 'own')),
          base_url TEXT,
          created_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE settings (field TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE view_state (field TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE window_bounds (field TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE drafts (
          form TEXT NOT NULL,
          account_id TEXT NOT NULL,
          name TEXT NOT NULL,
          content TEXT NOT NULL,
          PRIMARY KEY (form, account_id, name)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX drafts_of_account ON drafts (account_id);
      `)
      db.prepare(
        `INSERT INTO accounts (id, kind, name, region, base_url, created_at)
         VALUES (?, 'embedded', 'Embedded', NULL, NULL, 0)`,
      ).run(EMBEDDED_ACCOUNT_ID)
    },
  },
  {
    version: 2,
    up: (db) => {
      db.exec(`
        ALTER TABLE accounts ADD COLUMN include_subaccounts INTEGER NOT NULL DEFAULT 0
          CHECK (include_subaccounts IN (0, 1));
      `)
    },
  },
  {
    version: 3,
    up: (db) => {
      // A row in domain_note is a note: an empty one is no row. Names are A-labels in lower case;
      // so are tags, beyond ASCII too, where no collation of SQLite's finds upper and lower case alike.
      db.exec(`
        CREATE TABLE domain_tag (
          account_id TEXT NOT NULL,
          name TEXT NOT NULL,
          tag TEXT NOT NULL COLLATE NOCASE CHECK (tag <> ''),
          -- Null when it equals the tag.
          spelling TEXT,
          changed_at INTEGER NOT NULL,
          PRIMARY KEY (account_id, name, tag)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX domain_tag_of_account ON domain_tag (account_id, tag, name);
        CREATE INDEX domain_tag_by_tag ON domain_tag (tag, account_id, name);

        CREATE TABLE domain_note (
          account_id TEXT NOT NULL,
          name TEXT NOT NULL,
          note TEXT NOT NULL CHECK (note <> ''),
          changed_at INTEGER NOT NULL,
          PRIMARY KEY (account_id, name)
        ) STRICT, WITHOUT ROWID;
      `)
    },
  },
  {
    version: 4,
    up: (db) => {
      // Domains looked at again and again after their records were published; content is JSON.
      db.exec(`
        CREATE TABLE domain_watch (
          account_id TEXT NOT NULL,
          name TEXT NOT NULL,
          content TEXT NOT NULL,
          PRIMARY KEY (account_id, name)
        ) STRICT, WITHOUT ROWID;
      `)
    },
  },
  {
    version: 5,
    up: (db) => {
      // Zones and names are A-labels in lower case. zone_seen is what DNS last showed; it can be asked for again.
      db.exec(`
        CREATE TABLE zone_preset (zone TEXT PRIMARY KEY, preset_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE zone_override (
          account_id TEXT NOT NULL,
          name TEXT NOT NULL,
          zone TEXT NOT NULL,
          PRIMARY KEY (account_id, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE zone_seen (
          name TEXT PRIMARY KEY,
          at INTEGER NOT NULL,
          content TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX zone_seen_by_age ON zone_seen (at);
        CREATE TABLE own_preset (id TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;

        -- What was called a zone file is the BIND fragment of the exports.
        UPDATE settings SET value = '"bind"' WHERE field = 'copyFormat' AND value = '"zone-file"';
      `)
    },
  },
  {
    version: 6,
    up: (db) => {
      // Jobs over many domains, and how each domain of one stands; content is JSON. An id is never given twice.
      db.exec(`
        CREATE TABLE bulk_job (id INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL) STRICT;
        CREATE TABLE bulk_row (
          job_id INTEGER NOT NULL REFERENCES bulk_job (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          state TEXT NOT NULL,
          content TEXT NOT NULL,
          PRIMARY KEY (job_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX bulk_row_by_state ON bulk_row (job_id, state);
      `)
    },
  },
  {
    version: 7,
    up: (db) => {
      // Checks of many domains under way: how far each is (JSON), and the domains it has still to do.
      db.exec(`
        CREATE TABLE check_run (id INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL) STRICT;
        CREATE TABLE check_run_domain (
          run_id INTEGER NOT NULL REFERENCES check_run (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          account_id TEXT NOT NULL,
          name TEXT NOT NULL,
          PRIMARY KEY (run_id, position)
        ) STRICT, WITHOUT ROWID;
      `)
    },
  },
  {
    version: 8,
    up: (db) => {
      // One more kind of account: SQLite cannot change a check, so the table is made anew.
      db.exec(`
        CREATE TABLE accounts_with_samples (
          id TEXT PRIMARY KEY,
          kind TEXT NOT NULL CHECK (kind IN ('embedded', 'provider', 'samples')),
          name TEXT NOT NULL UNIQUE COLLATE NOCASE,
          region TEXT CHECK (region IN ('us', 'eu', 'own')),
          base_url TEXT,
          created_at INTEGER NOT NULL,
          include_subaccounts INTEGER NOT NULL DEFAULT 0 CHECK (include_subaccounts IN (0, 1))
        ) STRICT;
        INSERT INTO accounts_with_samples (id, kind, name, region, base_url, created_at, include_subaccounts)
          SELECT id, kind, name, region, base_url, created_at, include_subaccounts FROM accounts ORDER BY rowid;
        DROP TABLE accounts;
        ALTER TABLE accounts_with_samples RENAME TO accounts;
      `)
    },
  },
  {
    version: 9,
    up: (db) => {
      db.exec(`
        ALTER TABLE accounts ADD COLUMN write_mode TEXT NOT NULL DEFAULT 'normal'
          CHECK (write_mode IN ('normal', 'confirm', 'read-only'));
      `)
    },
  },
  {
    version: 10,
    up: (db) => {
      // How many requests a second the user allows at most, and what the provider was found to take, as JSON.
      db.exec(`
        CREATE TABLE account_pace (
          account_id TEXT PRIMARY KEY,
          ceiling INTEGER CHECK (ceiling BETWEEN 1 AND 1000),
          learned TEXT
        ) STRICT, WITHOUT ROWID;
      `)
    },
  },
  {
    version: 11,
    up: (db) => {
      // Rotations of DKIM keys; content is JSON. A domain has one at a time that has not ended.
      db.exec(`
        CREATE TABLE key_rotation (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          account_id TEXT NOT NULL,
          signing_domain TEXT NOT NULL,
          is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
          content TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX key_rotation_open ON key_rotation (account_id, signing_domain) WHERE is_open = 1;
      `)
    },
  },
  {
    version: 12,
    up: (db) => {
      // Connections to DNS hosts, their settings as JSON; apexes are A-labels in lower case.
      db.exec(`
        CREATE TABLE zone_connection (
          id TEXT PRIMARY KEY,
          name TEXT NOT NULL,
          settings TEXT NOT NULL,
          read_only INTEGER NOT NULL DEFAULT 0 CHECK (read_only IN (0, 1)),
          created_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE zone_choice (
          apex TEXT PRIMARY KEY,
          connection_id TEXT NOT NULL,
          zone_id TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX zone_choice_of_connection ON zone_choice (connection_id);
      `)
    },
  },
  {
    version: 13,
    up: (db) => {
      // What was written into zones: runs, their zones with every change, and the domains each was for. Content is JSON.
      db.exec(`
        CREATE TABLE publish_run (id INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL) STRICT;
        CREATE TABLE publish_zone (
          run_id INTEGER NOT NULL REFERENCES publish_run (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          state TEXT NOT NULL,
          content TEXT NOT NULL,
          PRIMARY KEY (run_id, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX publish_zone_by_state ON publish_zone (run_id, state);
        CREATE TABLE publish_domain (
          account_id TEXT NOT NULL,
          name TEXT NOT NULL,
          run_id INTEGER NOT NULL,
          position INTEGER NOT NULL,
          PRIMARY KEY (account_id, name, run_id, position)
        ) STRICT, WITHOUT ROWID;
      `)
    },
  },
]
