import type Database from 'better-sqlite3'

/** Results of earlier versions offer cures that were never rehearsed, so the domains are to be checked again. */
export function up(db: Database.Database): void {
  db.exec('DELETE FROM domain_check; DELETE FROM domain_finding;')
}
