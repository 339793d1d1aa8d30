import * as v from 'valibot'
import { damagedFile } from '../../sqlite/storage-failure'
import { addToSearch, removeFromSearch } from './name-search'
import type { Statements } from '../statements'
import { compare } from '../text-order'

/** Room left between the numbers of rows that are added one behind the other. */
const GAP = 2 ** 12
/** How many numbers an account has; the account's own number times this comes before all of them. */
const SPAN = 2 ** 40
/** Rows are moved apart until this much room is left between them. */
const ROOM = 2 ** 4
/** Rows on either side that are moved apart first; each next time four times as many. */
const FIRST_REACH = 32

const NumberedRow = v.object({ id: v.number(), name: v.string() })
type NumberedRow = v.InferOutput<typeof NumberedRow>
const Ids = v.array(v.number())
const Columns = v.array(v.object({ table: v.string(), column: v.string() }))

/** A new row's name and the number it gets. */
export type Numbered = readonly [name: string, id: number]

/**
 * Numbers for new rows, such that the numbers of an account's rows follow their names: an index that answers by number,
 * as full-text search does, is then in the list's order. Where no room is left between two rows, those around them
 * are moved apart.
 *
 * @param names none of them there yet, each once
 * @throws ZonedeskError `storage`, as damage, when an index has one of the names after all
 * @returns the rows in the order of their names, in groups; a group must be stored before the next is asked for
 */
export function* numberRows(
  sql: Statements,
  account: number,
  names: readonly string[],
): Generator<readonly Numbered[]> {
  const sorted = [...names].sort(compare)
  for (let from = 0; from < sorted.length;) {
    const first = sorted[from] ?? ''
    const next = neighbour(sql, account, first, 'next')
    if (next?.name === first) throw damagedFile('cache.sqlite', 'an index has a domain that another lacks')
    let to = from + 1
    while (to < sorted.length && (next === undefined || (sorted[to] ?? '') < next.name)) to += 1
    const group = sorted.slice(from, to)
    const ids = numbersBetween(
      sql,
      account,
      neighbour(sql, account, first, 'last')?.id,
      next?.id,
      group.length,
    )
    yield group.map((name, at): Numbered => [name, ids[at] ?? 0])
    from = to
  }
}

/** The first and the last number an account's rows can have. */
export function numbersOf(account: number): readonly [first: number, last: number] {
  return [account * SPAN + 1, (account + 1) * SPAN - 1]
}

/** The row just before a name; or the row at the name, else just behind it. */
function neighbour(
  sql: Statements,
  account: number,
  name: string,
  side: 'last' | 'next',
): NumberedRow | undefined {
  const [beyond, direction] = side === 'next' ? ['>=', 'ASC'] : ['<', 'DESC']
  const row = sql
    .get(
      `SELECT id, name FROM domain INDEXED BY domain_by_name WHERE account = ? AND name ${beyond} ?
       ORDER BY name ${direction} LIMIT 1`,
    )
    .get(account, name)
  return row === undefined ? undefined : v.parse(NumberedRow, row)
}

function numbersBetween(
  sql: Statements,
  account: number,
  last: number | undefined,
  next: number | undefined,
  count: number,
): number[] {
  const room = next === undefined || last === undefined ? Infinity : (next - last) / (count + 1)
  if (last === undefined && next === undefined) return spread(account * SPAN + SPAN / 2, GAP, count)
  if (last === undefined) return spread((next ?? 0) - GAP * (count + 1), GAP, count)
  if (room >= 1) return spread(last, Math.min(room, GAP), count)
  return moveApart(sql, account, last, count)
}

function spread(before: number, step: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => before + Math.floor(step * (at + 1)))
}

/** Moves the rows around a gap apart, and answers numbers for so many new ones in it. */
function moveApart(sql: Statements, account: number, last: number, count: number): number[] {
  const [lowest, highest] = numbersOf(account)
  for (let reach = FIRST_REACH; ; reach *= 4) {
    const before = idsFrom(sql, account, last, 'DESC', reach + 1)
    const behind = idsFrom(sql, account, last + 1, 'ASC', reach + 1)
    // The rows farther out stay. Where there are none, the room has no end.
    const low = before[reach] ?? Math.max(lowest, last - GAP * (reach + count))
    const high = behind[reach] ?? Math.min(highest, last + GAP * (reach + count))
    const [left, right] = [before.slice(0, reach).reverse(), behind.slice(0, reach)]
    const ids = spread(
      low,
      (high - low) / (left.length + count + right.length + 1),
      left.length + count + right.length,
    )
    const isAll = before.length <= reach && behind.length <= reach
    if (!isAll && (high - low) / (ids.length + 1) < ROOM) continue
    const kept = [...ids.slice(0, left.length), ...ids.slice(left.length + count)]
    renumber(
      sql,
      [...left, ...right].map((old, at): [number, number] => [old, kept[at] ?? 0]),
    )
    return ids.slice(left.length, left.length + count)
  }
}

function idsFrom(
  sql: Statements,
  account: number,
  from: number,
  direction: 'ASC' | 'DESC',
  limit: number,
): number[] {
  const [lowest, highest] = numbersOf(account)
  const [low, high] = direction === 'ASC' ? [from, highest] : [lowest, from]
  return v.parse(
    Ids,
    sql
      .column(`SELECT id FROM domain WHERE id BETWEEN ? AND ? ORDER BY id ${direction} LIMIT ?`)
      .all(low, high, limit),
  )
}

/** Gives rows other numbers, wherever those stand. */
function renumber(sql: Statements, pairs: readonly (readonly [old: number, id: number])[]): void {
  const moved = pairs.filter(([old, id]) => old !== id)
  sql.get('PRAGMA defer_foreign_keys = ON').run()
  removeFromSearch(
    sql,
    moved.map(([old]) => old),
  )
  const json = JSON.stringify(moved)
  for (const { table, column } of referringColumns(sql)) {
    // By way of numbers that no row has: a new one may be another row's old one.
    sql
      .get(
        `UPDATE ${table} SET ${column} = -moved.id
         FROM (SELECT value ->> 0 AS old, value ->> 1 AS id FROM json_each(?)) AS moved
         WHERE ${table}.${column} = moved.old`,
      )
      .run(json)
    sql.get(`UPDATE ${table} SET ${column} = -${column} WHERE ${column} < 0`).run()
  }
  addToSearch(
    sql,
    moved.map(([, id]) => id),
  )
}

/** Where the number of a domain stands: its own table, and those that refer to it. */
function referringColumns(sql: Statements): v.InferOutput<typeof Columns> {
  const rows = sql
    .get(
      `SELECT owner.name AS "table", reference."from" AS "column"
       FROM main.sqlite_schema AS owner, pragma_foreign_key_list(owner.name) AS reference
       WHERE owner.type = 'table' AND reference."table" = 'domain'`,
    )
    .all()
  return [{ table: 'domain', column: 'id' }, ...v.parse(Columns, rows)]
}
