import type { Migration } from '../../sqlite/migrations'

/** The embedded service's own file. Times are milliseconds since the epoch, booleans 0 or 1. */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    up: (db) =>
      db.exec(`
        CREATE TABLE dkim_keys (
          host TEXT NOT NULL,
          selector TEXT NOT NULL,
          bits INTEGER NOT NULL,
          private_key TEXT NOT NULL,
          public_key TEXT NOT NULL,
          PRIMARY KEY (host, selector)
        ) STRICT, WITHOUT ROWID;

        -- seq counts creations: newest first is its descending order, whatever the clock did. revision is
        -- no longer read.
        CREATE TABLE domains (
          seq INTEGER PRIMARY KEY AUTOINCREMENT,
          revision INTEGER NOT NULL DEFAULT 0,
          id TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL UNIQUE,
          type TEXT NOT NULL CHECK (type IN ('custom', 'sandbox')),
          state TEXT NOT NULL CHECK (state IN ('active', 'unverified', 'disabled')),
          created_at INTEGER NOT NULL,
          authority TEXT NOT NULL,
          dkim_host TEXT NOT NULL,
          dkim_selector TEXT NOT NULL,
          spam_action TEXT NOT NULL,
          wildcard INTEGER NOT NULL,
          require_tls INTEGER NOT NULL,
          skip_verification INTEGER NOT NULL,
          use_automatic_sender_security INTEGER NOT NULL,
          web_prefix TEXT NOT NULL,
          web_scheme TEXT NOT NULL,
          encrypt_incoming_message INTEGER NOT NULL,
          webhooks_redact_pii INTEGER NOT NULL,
          message_ttl INTEGER NOT NULL,
          archive_to TEXT,
          mailfrom_host TEXT,
          ips TEXT,
          pool_id TEXT,
          smtp_password_hash TEXT,
          disabled TEXT,
          lookup_failures TEXT NOT NULL,
          FOREIGN KEY (dkim_host, dkim_selector) REFERENCES dkim_keys (host, selector)
        ) STRICT;
        CREATE INDEX domains_by_state ON domains (state, seq);
        CREATE INDEX domains_by_state_name ON domains (state, name);
        CREATE INDEX domains_by_authority ON domains (authority, seq);
        CREATE INDEX domains_by_key ON domains (dkim_host, dkim_selector);

        CREATE TABLE verdicts (
          domain_seq INTEGER NOT NULL REFERENCES domains (seq) ON DELETE CASCADE,
          record TEXT NOT NULL,
          valid TEXT NOT NULL CHECK (valid IN ('valid', 'invalid', 'unknown')),
          cached TEXT NOT NULL,
          PRIMARY KEY (domain_seq, record)
        ) STRICT, WITHOUT ROWID;
      `),
  },
  {
    version: 2,
    up: (db) =>
      db.exec(`
        ALTER TABLE domains ADD COLUMN subaccount_id TEXT;
        CREATE INDEX domains_by_account ON domains (subaccount_id, seq);
        CREATE INDEX domains_by_account_name ON domains (subaccount_id, name);
        CREATE INDEX domains_by_account_state ON domains (subaccount_id, state, seq);
        CREATE INDEX domains_by_account_state_name ON domains (subaccount_id, state, name);
      `),
  },
  {
    version: 3,
    up: (db) =>
      db.exec(`
        -- Deletions that were accepted and wait to be carried out.
        CREATE TABLE deletions (
          domain_seq INTEGER PRIMARY KEY REFERENCES domains (seq) ON DELETE CASCADE
        ) STRICT;
      `),
  },
  {
    version: 4,
    up: (db) =>
      db.exec(`
        -- A host has any number of keys; the active ones sign. Until now each domain signed with the one that it
        -- names, once verification had found it.
        ALTER TABLE dkim_keys ADD COLUMN active INTEGER NOT NULL DEFAULT 0 CHECK (active IN (0, 1));
        UPDATE dkim_keys SET active = 1 WHERE EXISTS (
          SELECT 1 FROM domains JOIN verdicts ON domain_seq = seq
          WHERE dkim_host = host AND dkim_selector = selector AND use_automatic_sender_security = 0
            AND state <> 'unverified' AND valid = 'valid'
            AND record = 'TXT ' || selector || '._domainkey.' || host || '  k=rsa; p=' || public_key);

        -- Rotation of the keys behind the CNAME pair of automatic sender security.
        CREATE TABLE key_rotations (
          domain_seq INTEGER PRIMARY KEY REFERENCES domains (seq) ON DELETE CASCADE,
          enabled INTEGER NOT NULL,
          every TEXT NOT NULL,
          active_selector TEXT NOT NULL,
          since INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE tracking (
          domain_seq INTEGER PRIMARY KEY REFERENCES domains (seq) ON DELETE CASCADE,
          open_active INTEGER NOT NULL,
          open_at_the_top INTEGER NOT NULL,
          click TEXT NOT NULL CHECK (click IN ('true', 'false', 'htmlonly')),
          unsubscribe_active INTEGER NOT NULL,
          html_footer TEXT NOT NULL,
          text_footer TEXT NOT NULL
        ) STRICT;

        CREATE TABLE certificates (
          host TEXT PRIMARY KEY,
          domain_seq INTEGER NOT NULL REFERENCES domains (seq) ON DELETE CASCADE,
          status TEXT NOT NULL CHECK (status IN ('processing', 'active', 'error')),
          error TEXT,
          begun_at INTEGER NOT NULL,
          expires_at INTEGER,
          begun_before TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX certificates_by_domain ON certificates (domain_seq);

        CREATE TABLE credentials (
          domain_seq INTEGER NOT NULL REFERENCES domains (seq) ON DELETE CASCADE,
          login TEXT NOT NULL,
          password_hash TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          PRIMARY KEY (domain_seq, login)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE subaccounts (
          seq INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          status TEXT NOT NULL CHECK (status IN ('open', 'disabled', 'closed')),
          created_at INTEGER NOT NULL,
          updated_at INTEGER NOT NULL
        ) STRICT;
        -- Until now a subaccount was only the name that a request gave.
        INSERT INTO subaccounts (id, name, status, created_at, updated_at)
          SELECT subaccount_id, subaccount_id, 'open', min(created_at), min(created_at)
          FROM domains WHERE subaccount_id IS NOT NULL GROUP BY subaccount_id ORDER BY min(seq);
      `),
  },
]
