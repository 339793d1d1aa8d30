import type Database from 'better-sqlite3'

/** Finds the domains that sign with another's DKIM key without reading every record. */
export function up(db: Database.Database): void {
  db.exec(`
    -- What stands behind "._domainkey." (12 characters) in an owner name is the signing domain (RFC 6376 3.6.2.1).
    CREATE INDEX record_by_dkim_authority ON record (substr(name, instr(name, '._domainkey.') + 12))
      WHERE instr(name, '._domainkey.') > 1 AND purpose = 'sending';
  `)
}
