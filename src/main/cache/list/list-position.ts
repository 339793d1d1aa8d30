import * as v from 'valibot'
import type { PositionRequest } from '../../../preload/contract/domains'
import { accountsMeant, type AccountRow } from '../rows/account-rows'
import type { Condition } from './condition'
import { listCondition } from './list-condition'
import type { Statements } from '../statements'
import { compare } from '../text-order'

const Times = v.object({ created_at: v.nullable(v.number()), verified_at: v.nullable(v.number()) })

/**
 * How many rows come before a domain in a list; null when the domain is not in the list, and for a search, which has
 * another order. The rows before it are counted in one index.
 */
export function readPosition(sql: Statements, request: PositionRequest): number | null {
  const { accountId, filter, sort, descending, key } = request
  if (request.search.trim() !== '') return null
  const condition = listCondition(sql, { filter, search: '' }, 0)
  const accounts = accountsMeant(sql, accountId)
  const own = accounts.find(({ account_id }) => account_id === key.accountId)
  if (own === undefined) return null
  const found = sql
    .get(`SELECT created_at, verified_at FROM domain WHERE account = ? AND name = ?${condition.sql}`)
    .get(own.id, key.name, ...condition.values)
  if (found === undefined) return null
  const times = v.parse(Times, found)
  const time = { name: null, created: times.created_at, verified: times.verified_at }[sort]
  const before = (account: AccountRow): number =>
    conditionsBefore(account, { key, sort, descending, time })
      .map(({ index, sql: place, values }) =>
        count(sql, `INDEXED BY ${index} WHERE account = ?${place}${condition.sql}`, [
          ...[account.id, ...values, ...condition.values],
        ]),
      )
      .reduce((sum, rows) => sum + rows, 0)
  return accounts.map(before).reduce((sum, rows) => sum + rows, 0)
}

interface IndexRange extends Condition {
  readonly index: string
}

/** What is true of an account's rows before the place, segment by segment: unknown times come last. */
function conditionsBefore(
  account: AccountRow,
  {
    key,
    sort,
    descending,
    time,
  }: Pick<PositionRequest, 'key' | 'sort' | 'descending'> & { time: number | null },
): IndexRange[] {
  const order = compare(account.account_id, key.accountId)
  // The account breaks ties last.
  const tieIsBefore = descending ? order > 0 : order < 0
  const ahead = (descending ? '>' : '<') + (tieIsBefore ? '=' : '')
  if (sort === 'name') return [{ index: 'domain_by_name', sql: ` AND name ${ahead} ?`, values: [key.name] }]
  const column = sort === 'created' ? 'created_at' : 'verified_at'
  const index = sort === 'created' ? 'domain_by_created' : 'domain_by_verified'
  const known = ` AND ${column} IS NOT NULL`
  if (time !== null) {
    return [{ index, sql: `${known} AND (${column}, name) ${ahead} (?, ?)`, values: [time, key.name] }]
  }
  return [
    { index, sql: known, values: [] },
    { index, sql: ` AND ${column} IS NULL AND name ${ahead} ?`, values: [key.name] },
  ]
}

function count(sql: Statements, where: string, values: readonly (string | number)[]): number {
  return v.parse(v.number(), sql.column(`SELECT count(*) FROM domain ${where}`).get(...values))
}
