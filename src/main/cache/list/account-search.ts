import * as v from 'valibot'
import type { SearchTerm } from '../../../preload/contract/search-query'
import type { AccountRow } from '../rows/account-rows'
import type { Statements } from '../statements'

const Named = v.array(v.object({ id: v.string(), name: v.string() }))

/**
 * The accounts whose name holds each text of the terms, and none of the negated ones. A whole account id counts too.
 */
export function accountsMatching(
  sql: Statements,
  accounts: readonly AccountRow[],
  terms: readonly Pick<SearchTerm, 'value' | 'negated'>[],
): AccountRow[] {
  if (terms.length === 0) return [...accounts]
  const names = new Map(
    sql.has('own')
      ? v.parse(Named, sql.get('SELECT id, name FROM own.accounts').all()).map(({ id, name }) => [id, name])
      : [],
  )
  return accounts.filter(({ account_id }) => {
    const known = [account_id.toLowerCase(), (names.get(account_id) ?? '').toLowerCase().normalize('NFC')]
    return terms.every(({ value, negated }) => (known[0] === value || known[1]?.includes(value)) !== negated)
  })
}
