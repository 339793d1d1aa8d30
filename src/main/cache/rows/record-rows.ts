import * as v from 'valibot'
import { DnsRecord } from '../../../preload/contract/domain'
import { spareKeys } from '../../../preload/contract/needed-records'
import type { Statements } from '../statements'

const { purpose, type, name, value, priority, valid, cached } = DnsRecord.entries

const RecordRow = v.object({
  purpose,
  type,
  name,
  value,
  priority,
  valid,
  cached: v.pipe(v.string(), v.parseJson(), cached),
  is_active: v.nullable(v.picklist([0, 1])),
})

const INSERT = `
  INSERT INTO record (domain, position, purpose, type, name, value, priority, valid, cached, is_active, target,
    needed)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** A domain's records in their order; undefined when one of them does not read back. */
export function readRecords(sql: Statements, domain: number): DnsRecord[] | undefined {
  const rows = sql.get('SELECT * FROM record WHERE domain = ? ORDER BY position').all(domain)
  const parsed = v.safeParse(v.array(RecordRow), rows)
  if (!parsed.success) return undefined
  return parsed.output.map(({ is_active, ...record }) => ({
    ...record,
    isActive: is_active === null ? null : is_active === 1,
  }))
}

/** Replaces a domain's records. */
export function writeRecords(sql: Statements, domain: number, records: readonly DnsRecord[]): void {
  sql.get('DELETE FROM record WHERE domain = ?').run(domain)
  const insert = sql.get(INSERT)
  const spare = spareKeys(records)
  records.forEach((record, position) => {
    insert.run(
      domain,
      position,
      record.purpose,
      record.type,
      record.name,
      record.value,
      record.priority,
      record.valid,
      JSON.stringify(record.cached),
      record.isActive === null ? null : Number(record.isActive),
      targetOf(sql, record),
      Number(!spare.has(position)),
    )
  })
}

/**
 * Number of what a record points to; null for a DKIM key (RFC 6376 3.6.1), and where the provider named no value.
 */
function targetOf(sql: Statements, { type, name, value }: DnsRecord): number | null {
  if (value === '' || (type === 'TXT' && name.indexOf('._domainkey.') > 0)) return null
  const target = value.toLowerCase().normalize('NFC')
  const select = sql.column('SELECT id FROM target WHERE value = ?')
  const known = select.get(target)
  if (known !== undefined) return v.parse(v.number(), known)
  const id = Number(sql.get('INSERT INTO target (value) VALUES (?)').run(target).lastInsertRowid)
  sql.get('INSERT INTO target_search (rowid, value) VALUES (?, ?)').run(id, target)
  return id
}
