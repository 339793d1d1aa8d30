import * as v from 'valibot'
import type { AccountRow } from '../rows/account-rows'
import { ALL, type Condition, type Source } from './condition'
import type { ListCursor } from './list-cursor'
import { beginsWith, type ListOrder } from './list-order'
import { LISTED_COLUMNS } from './list-row'
import type { Statements } from '../statements'
import { compare } from '../text-order'

const Ids = v.array(v.number())

/** Rows that may be in a list. */
interface Candidates {
  readonly ids: readonly number[]
  /** Whether each of them satisfies the whole condition. */
  readonly isAll: boolean
}

/**
 * Numbers of the rows that may be in a list, of the first source with no more than `few`; null when each has more. A row
 * may come more than once.
 *
 * @param few most numbers that are collected
 */
export function fewCandidates(sql: Statements, sources: readonly Source[], few: number): Candidates | null {
  for (const { sql: text, values, isAll } of sources) {
    const ids = sql.column(`SELECT * FROM (${text}) LIMIT ?`).all(...values, few + 1)
    if (ids.length <= few) return { ids: v.parse(Ids, ids), isAll }
  }
  return null
}

/** The numbers of the candidates that are in a list, each once: the condition is looked at here, and nowhere else. */
export function matching(
  sql: Statements,
  accounts: readonly AccountRow[],
  condition: Condition,
  { ids, isAll }: Candidates,
): number[] {
  const { sql: more, values } = isAll ? ALL : condition
  const found = sql
    .column(
      `SELECT candidate FROM (SELECT DISTINCT value AS candidate FROM json_each(?))
       CROSS JOIN domain ON domain.id = candidate
       WHERE domain.account IN (SELECT value FROM json_each(?))${more}`,
    )
    .all(JSON.stringify(ids), JSON.stringify(accounts.map(({ id }) => id)), ...values)
  return v.parse(Ids, found)
}

/**
 * The rows of a list behind the cursor in their order, as read.
 *
 * @param ids numbers of all rows of the list
 */
export function rowsAmong(
  sql: Statements,
  accounts: readonly AccountRow[],
  order: ListOrder,
  ids: readonly number[],
  after: ListCursor | null,
  skip: number,
  limit: number,
): unknown[] {
  const rank = order.needle === null ? { sql: '0', values: [] } : notBeginning(order.needle)
  const time = { name: 'NULL', created: 'created_at', verified: 'verified_at' }[order.sort]
  // Account ids break ties. The accounts are sorted by id, so that their positions have the same order.
  const sorted = [...accounts].sort((a, b) => compare(a.account_id, b.account_id))
  const direction = order.descending ? 'DESC' : 'ASC'
  const beyond = after === null ? { sql: '', values: [] } : beyondCursor(after, order, sorted)
  // Only what decides the order is sorted.
  return sql
    .get(
      `SELECT ${LISTED_COLUMNS} FROM (
         SELECT candidate FROM (
           SELECT candidate, name, ${rank.sql} AS rank, ${time} AS time,
             (SELECT key FROM json_each(?) WHERE value = domain.account) AS tie
           FROM (SELECT value AS candidate FROM json_each(?)) CROSS JOIN domain ON domain.id = candidate
         ) WHERE 1 ${beyond.sql}
         ORDER BY rank, time IS NULL, time ${direction}, name ${direction}, tie ${direction} LIMIT ? OFFSET ?
       ) AS page CROSS JOIN domain ON domain.id = page.candidate`,
    )
    .all(
      ...rank.values,
      JSON.stringify(sorted.map(({ id }) => id)),
      JSON.stringify(ids),
      ...beyond.values,
      limit,
      skip,
    )
}

function notBeginning(needle: string): Condition {
  const begins = beginsWith(needle)
  return { sql: `NOT ${begins.sql}`, values: begins.values }
}

function beyondCursor(after: ListCursor, order: ListOrder, sorted: readonly AccountRow[]): Condition {
  const beyond = order.descending ? '<' : '>'
  // The cursor's account may be gone. Then the accounts behind its old place in the list's order come next.
  const before = sorted.filter(({ account_id }) => compare(account_id, after.accountId) < 0).length
  const there = sorted.some(({ account_id }) => account_id === after.accountId)
  const tie = there ? before : order.descending ? before : before - 1
  const byName = `(name, tie) ${beyond} (?, ?)`
  const names = [after.name, tie]
  if (order.sort === 'name') {
    return { sql: `AND (rank > ? OR (rank = ? AND ${byName}))`, values: [after.rank, after.rank, ...names] }
  }
  if (after.time === null) return { sql: `AND time IS NULL AND ${byName}`, values: names }
  return {
    sql: `AND (time IS NULL OR time ${beyond} ? OR (time = ? AND ${byName}))`,
    values: [after.time, after.time, ...names],
  }
}
