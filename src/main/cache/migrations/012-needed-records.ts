import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { RecordType, Validity } from '../../../preload/contract/domain'
import { countFailing, spareKeys, type KeyFacts } from '../../../preload/contract/needed-records'

const Row = v.object({
  purpose: v.picklist(['sending', 'receiving']),
  type: RecordType,
  name: v.string(),
  valid: Validity,
  is_active: v.nullable(v.picklist([0, 1])),
})

/**
 * Marks the records that need not be published, and no longer counts them. It calls the rule itself, as the code that
 * stores records does: the same rule in SQL would be a second one.
 */
export function up(db: Database.Database): void {
  db.exec(`
    -- 0 for a spare DKIM key. Written from the rule where records are stored.
    ALTER TABLE record ADD COLUMN needed INTEGER NOT NULL DEFAULT 1;
    DROP INDEX record_not_looked_at;`)
  const domains = db
    .prepare(
      `SELECT DISTINCT domain FROM record
       WHERE type = 'TXT' AND is_active = 0 AND instr(name, '._domainkey.') > 1 AND purpose = 'sending'`,
    )
    .pluck()
    .all()
  const read = db.prepare('SELECT * FROM record WHERE domain = ? ORDER BY position')
  const mark = db.prepare('UPDATE record SET needed = 0 WHERE domain = ? AND position = ?')
  const count = db.prepare('UPDATE domain SET failing = ? WHERE id = ? AND failing IS NOT NULL')
  for (const domain of domains) {
    const rows = v.safeParse(v.array(Row), read.all(domain))
    // What does not read back is dropped where it is met.
    if (!rows.success) continue
    const records = rows.output.map(({ is_active, ...record }): KeyFacts => ({
      ...record,
      isActive: is_active === null ? null : is_active === 1,
    }))
    for (const position of spareKeys(records)) mark.run(domain, position)
    count.run(countFailing(records), domain)
  }
  db.exec(`CREATE INDEX record_not_looked_at ON record (domain) WHERE valid = 'unknown' AND needed = 1`)
}
