import type Database from 'better-sqlite3'

/** What DNS had of each domain's records at the last check, and which findings that led to. */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE domain_check (
      domain INTEGER PRIMARY KEY REFERENCES domain (id) ON DELETE CASCADE,
      -- Milliseconds since the epoch.
      at INTEGER NOT NULL,
      -- The worst severity; null without findings.
      worst TEXT,
      -- JSON, deflated (RFC 1951): evidence repeats itself.
      content BLOB NOT NULL
    ) STRICT;

    CREATE TABLE domain_finding (
      code TEXT NOT NULL,
      account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      domain INTEGER NOT NULL REFERENCES domain (id) ON DELETE CASCADE,
      severity TEXT NOT NULL,
      PRIMARY KEY (code, account, domain)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX domain_finding_of_domain ON domain_finding (domain);
    CREATE INDEX domain_finding_of_account ON domain_finding (account, code);
  `)
}
