import * as v from 'valibot'
import type { AccountRow } from './account-rows'
import type { Condition } from './list-condition'
import { beginsWith, compare, isAscii, type ListOrder, type Place } from './list-order'
import { LISTED_COLUMNS } from './list-row'
import type { Statements } from './statements'

/** A stretch of one account's rows that one index has in the list's order. */
interface Stretch {
  readonly index: string
  /** What its rows have in common. */
  readonly within: Condition
  /** The column of times it is ordered by, before the name; null when by name alone. */
  readonly column: 'created_at' | 'verified_at' | null
  /** Whether a place is in the stretch, before it, or beyond its end. */
  readonly position: (place: Place) => 'before' | 'in' | 'beyond'
}

const ALL: Condition = { sql: '', values: [] }

/** The rows of one account in the list's order, by walking indexes. */
export interface Walk {
  readonly account: AccountRow
  readonly order: ListOrder
  readonly condition: Condition
}

/**
 * Rows behind a place, as read.
 *
 * @param skip rows behind the place to pass over
 */
export function walk(
  sql: Statements,
  { account, order, condition }: Walk,
  after: Place | null,
  skip: number,
  limit: number,
): unknown[] {
  const rows: unknown[] = []
  let rest = skip
  for (const stretch of stretches(order)) {
    const wanted = limit - rows.length
    if (wanted <= 0) break
    const start = startIn(stretch, account, order, after)
    if (start === null) continue
    const from = `FROM domain INDEXED BY ${stretch.index}
      WHERE account = ?${stretch.within.sql}${start.sql}${condition.sql}`
    const values = [account.id, ...stretch.within.values, ...start.values, ...condition.values]
    const found = sql
      .get(`SELECT ${LISTED_COLUMNS} ${from} ORDER BY ${orderIn(stretch, order)} LIMIT ? OFFSET ?`)
      .all(...values, wanted, rest)
    rows.push(...found)
    if (rest === 0) continue
    // Rows were found behind those passed over, or the stretch ended before so many were.
    if (found.length > 0) rest = 0
    else
      rest -= v.parse(
        v.number(),
        sql.column(`SELECT count(*) FROM (SELECT 1 ${from} LIMIT ?)`).get(...values, rest),
      )
  }
  return rows
}

function stretches({ sort, needle }: ListOrder): readonly Stretch[] {
  if (sort !== 'name') return [timed(sort, true), timed(sort, false)]
  if (needle === null) return [{ index: 'domain_by_name', within: ALL, column: null, position: () => 'in' }]
  const begins = beginsWith(needle)
  const rank = (own: number) => (place: Place) =>
    place.rank === own ? 'in' : place.rank < own ? 'before' : 'beyond'
  return [
    {
      index: isAscii(needle) ? 'domain_by_name' : 'domain_with_u_labels',
      within: {
        sql: `${isAscii(needle) ? '' : ' AND unicode_name IS NOT NULL'} AND ${begins.sql}`,
        values: begins.values,
      },
      column: null,
      position: rank(0),
    },
    {
      index: 'domain_by_name',
      within: { sql: ` AND NOT coalesce(${begins.sql}, 0)`, values: begins.values },
      column: null,
      position: rank(1),
    },
  ]
}

/** Unknown times come last in both directions, so they are a stretch of their own. */
function timed(sort: 'created' | 'verified', known: boolean): Stretch {
  const column = sort === 'created' ? 'created_at' : 'verified_at'
  return {
    index: sort === 'created' ? 'domain_by_created' : 'domain_by_verified',
    within: { sql: ` AND ${column} IS ${known ? 'NOT ' : ''}NULL`, values: [] },
    column: known ? column : null,
    position: (place) => ((place.time !== null) === known ? 'in' : known ? 'beyond' : 'before'),
  }
}

/** What the rows of a stretch behind a place have in common; null when the place is beyond the stretch. */
function startIn(
  stretch: Stretch,
  account: AccountRow,
  order: ListOrder,
  after: Place | null,
): Condition | null {
  if (after === null) return ALL
  const position = stretch.position(after)
  if (position !== 'in') return position === 'before' ? ALL : null
  const beyond = beyondPlace(account, order, after)
  if (stretch.column === null) return { sql: ` AND name ${beyond} ?`, values: [after.name] }
  return {
    sql: ` AND (${stretch.column}, name) ${beyond} (?, ?)`,
    values: [after.time ?? 0, after.name],
  }
}

/** The account breaks ties last, so rows equal to the place's are still to come in the accounts behind its. */
function beyondPlace(account: AccountRow, { descending }: ListOrder, after: Place): string {
  const order = compare(account.account_id, after.accountId)
  const tieIsAhead = descending ? order < 0 : order > 0
  return (descending ? '<' : '>') + (tieIsAhead ? '=' : '')
}

function orderIn({ column }: Stretch, { descending }: ListOrder): string {
  const direction = descending ? 'DESC' : 'ASC'
  return column === null ? `name ${direction}` : `${column} ${direction}, name ${direction}`
}
