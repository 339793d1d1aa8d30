PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE dkim_keys (
          host TEXT NOT NULL,
          selector TEXT NOT NULL,
          bits INTEGER NOT NULL,
          private_key TEXT NOT NULL,
          public_key TEXT NOT NULL,
          PRIMARY KEY (host, selector)
        ) STRICT, WITHOUT ROWID;
INSERT INTO dkim_keys VALUES('one.example.com','mx',1024,replace('a private key','\n',char(10)),'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDajC6Z+pjbuHYhejBHlg6fUNYRkm9BYI3L+Kk88iq5amQ+Sjx6U+nFNvSxLM0c3KF+Ct9qaakF8G8pnIYhFt1BkED9guFjJpE2scoJ+g0en5CkS4mStp/w4bs5rAEKpDZf1gw0c3ggAVco3xd+j0ANkQ/zPP1kGaMUHOwxNoEwJwIDAQAB');
INSERT INTO dkim_keys VALUES('two.example.com','mx',1024,replace('a private key','\n',char(10)),'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDi9Vl9OrXSfsrFGqHSqO+FExgsYt7B3ZUXHJ0dGRpH2jUAFUKs2sKsPkqsEFOyYrian7TwHqH4aVqfeAN+LO3DXt2NZ4WtadfClKFRmHeLU+fsq1Htiql6rgRqIyc2OFE5ePveI7rJ+EZzSfdM57WhO5C8bQo0/+VFctC7p0DPLQIDAQAB');
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
          lookup_failures TEXT NOT NULL, subaccount_id TEXT,
          FOREIGN KEY (dkim_host, dkim_selector) REFERENCES dkim_keys (host, selector)
        ) STRICT;
INSERT INTO domains VALUES(1,0,'53d853d4a849a6bc20d002ea','one.example.com','custom','unverified',1795961330576,'one.example.com','one.example.com','mx','disabled',0,0,0,0,'email','http',0,0,259200,NULL,NULL,NULL,NULL,NULL,NULL,'[]',NULL);
INSERT INTO domains VALUES(2,0,'7dfe34b2539db6e98ee9a8fa','two.example.com','custom','unverified',1795961330598,'two.example.com','two.example.com','mx','disabled',1,0,0,0,'email','http',0,0,259200,NULL,NULL,NULL,NULL,NULL,NULL,'[]',NULL);
CREATE TABLE verdicts (
          domain_seq INTEGER NOT NULL REFERENCES domains (seq) ON DELETE CASCADE,
          record TEXT NOT NULL,
          valid TEXT NOT NULL CHECK (valid IN ('valid', 'invalid', 'unknown')),
          cached TEXT NOT NULL,
          PRIMARY KEY (domain_seq, record)
        ) STRICT, WITHOUT ROWID;
CREATE TABLE deletions (
          domain_seq INTEGER PRIMARY KEY REFERENCES domains (seq) ON DELETE CASCADE
        ) STRICT;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('domains',2);
CREATE INDEX domains_by_state ON domains (state, seq);
CREATE INDEX domains_by_state_name ON domains (state, name);
CREATE INDEX domains_by_authority ON domains (authority, seq);
CREATE INDEX domains_by_key ON domains (dkim_host, dkim_selector);
CREATE INDEX domains_by_account ON domains (subaccount_id, seq);
CREATE INDEX domains_by_account_name ON domains (subaccount_id, name);
CREATE INDEX domains_by_account_state ON domains (subaccount_id, state, seq);
CREATE INDEX domains_by_account_state_name ON domains (subaccount_id, state, name);
COMMIT;
PRAGMA user_version = 3;
