import { parseSearchKey, type SearchedKey } from '../../../preload/contract/search-query'
import { type Condition, type ConditionPart, NEVER } from './condition'

const DAY_MS = 24 * 60 * 60 * 1000

/** The wording of the index `record_by_dkim_authority`: SQLite uses the index only for the same wording. */
const AUTHORITY = `substr(record.name, instr(record.name, '._domainkey.') + 12)`
const NAMES_KEY = `instr(record.name, '._domainkey.') > 1 AND record.purpose = 'sending'`

/**
 * What `key:` asks: domains that sign with a key like this, or can. A size and an age ask about needed keys alone, so that
 * a spare key of an earlier time is not counted against a domain.
 *
 * @param now milliseconds since the epoch
 */
export function keyPart(value: string, now: number): ConditionPart {
  const searched = parseSearchKey(value)
  if (searched === null) return NEVER
  const { sql, values } = keyCondition(searched, now)
  return {
    condition: {
      sql: `EXISTS (
        SELECT 1 FROM record CROSS JOIN dkim_key
          ON dkim_key.account = domain.account AND dkim_key.signing_domain = ${AUTHORITY}
        WHERE record.domain = domain.id AND ${NAMES_KEY} AND ${sql})`,
      values,
    },
    source: {
      // A domain comes once for each key. The plus takes the column's affinity away: SQLite would not seek in the index of
      // an expression, which has none.
      sql: `SELECT signer.id FROM dkim_key INDEXED BY ${INDEXES[searched.kind]}
        CROSS JOIN record INDEXED BY record_by_dkim_authority
          ON ${AUTHORITY} = +dkim_key.signing_domain AND ${NAMES_KEY}
        CROSS JOIN domain AS signer ON signer.id = record.domain AND signer.account = dkim_key.account
        WHERE ${sql}`,
      values,
    },
    isSourceAll: true,
  }
}

const INDEXES: Readonly<Record<SearchedKey['kind'], string>> = {
  bits: 'dkim_key_by_bits',
  older: 'dkim_key_by_age',
  signing: 'dkim_key_signing',
  inactive: 'dkim_key_inactive',
}

function keyCondition(searched: SearchedKey, now: number): Condition {
  switch (searched.kind) {
    case 'bits':
      return { sql: 'dkim_key.bits = ? AND dkim_key.needed = 1', values: [searched.bits] }
    case 'older':
      return {
        sql: 'dkim_key.first_seen_at < ? AND dkim_key.needed = 1',
        values: [now - searched.days * DAY_MS],
      }
    case 'signing':
      return { sql: 'dkim_key.is_active = 1', values: [] }
    case 'inactive':
      return { sql: 'dkim_key.is_active = 0', values: [] }
  }
}
