import * as v from 'valibot'
import type { DomainKey } from '../../../preload/contract/domain'
import type { Signers } from '../../../preload/contract/domains'
import type { Statements } from '../statements'

/** The wording of the index `record_by_dkim_authority`: SQLite uses the index only for the same wording. */
const SIGNERS = `
  FROM record JOIN domain ON domain.id = record.domain
  WHERE instr(record.name, '._domainkey.') > 1 AND record.purpose = 'sending'
    AND substr(record.name, instr(record.name, '._domainkey.') + 12) = ?
    AND domain.account = (SELECT id FROM account WHERE account_id = ?) AND domain.name <> ?`

const Rows = v.array(v.object({ name: v.string(), unicode_name: v.nullable(v.string()) }))

/** The other domains of the account whose DKIM record lies under this one's name, by name. */
export function readSigners(sql: Statements, { accountId, name }: DomainKey, limit: number): Signers {
  const total = sql.column(`SELECT count(DISTINCT domain.id) ${SIGNERS}`).get(name, accountId, name)
  const rows = sql
    .get(`SELECT DISTINCT domain.name, domain.unicode_name ${SIGNERS} ORDER BY domain.name LIMIT ?`)
    .all(name, accountId, name, limit)
  return {
    total: v.parse(v.number(), total),
    items: v.parse(Rows, rows).map((row) => ({
      name: row.name,
      unicodeName: row.unicode_name ?? row.name,
    })),
  }
}
