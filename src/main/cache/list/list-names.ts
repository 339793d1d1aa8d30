import * as v from 'valibot'
import { ALL, type Condition, type NameIndex } from './condition'
import { beyondPlace, endOfNames, isAscii, type RowPlace } from './list-order'
import type { IndexScan, ListSegment, ListWalk } from './index-scan'
import { numbersOf } from '../rows/row-numbers'
import type { Statements } from '../statements'

/** A bound of names. */
interface Bound {
  readonly sign: '>' | '>=' | '<' | '<='
  readonly name: string
}

/** Rows, and the column they are ordered by. */
interface Ordered extends Condition {
  readonly by: string
}

/** Names from one bound to another; null for no bound. */
interface Range {
  readonly low: Bound | null
  readonly high: Bound | null
}

const EVERY_NAME: Range = { low: null, high: null }

const Name = v.optional(v.string())
const Id = v.optional(v.number())

/** The rows of one account in the order of their names: first those that begin with what is searched for. */
export function namedStretches(sql: Statements, walk: ListWalk): readonly ListSegment[] {
  const { needle, descending } = walk.order
  if (needle === null) return [named(sql, walk, EVERY_NAME, 'all')]
  // No name begins with what is not ASCII.
  const [from, to] = [needle, isAscii(needle) ? endOfNames(needle) : needle]
  const begin = named(
    sql,
    walk,
    { low: { sign: '>=', name: from }, high: { sign: '<', name: to } },
    'beginning',
  )
  if (from === to) return [begin, named(sql, walk, EVERY_NAME, 'others')]
  const before = named(sql, walk, { low: null, high: { sign: '<', name: from } }, 'others')
  const behind = named(sql, walk, { low: { sign: '>=', name: to }, high: null }, 'others')
  return descending ? [begin, behind, before] : [begin, before, behind]
}

/**
 * The names within a range.
 *
 * @param which `all` of the range; its `others`, whose U-labels do not begin with the needle; or the `beginning`: all
 *   of the range and, from outside it, the names whose U-labels begin with the needle
 */
function named(
  sql: Statements,
  walk: ListWalk,
  range: Range,
  which: 'all' | 'others' | 'beginning',
): ListSegment {
  const { descending, needle } = walk.order
  return {
    position: ({ rank, name }) => {
      if (which === 'all') return 'in'
      if (which === 'beginning') return rank === 0 ? 'in' : 'beyond'
      if (rank === 0) return 'before'
      if (range.high !== null && name >= range.high.name) return descending ? 'before' : 'beyond'
      if (range.low !== null && name < range.low.name) return descending ? 'beyond' : 'before'
      return 'in'
    },
    attempts: (after) => {
      const outside =
        which === 'beginning' && needle !== null ? uLabelsOutside(walk, needle, range, after) : null
      const within = which === 'others' && needle !== null ? notBeginning(walk, needle) : walk
      return attemptsIn(sql, within, startedAt(walk, range, after), outside)
    },
  }
}

/** Without the rows whose U-labels begin with the needle. */
function notBeginning(walk: ListWalk, needle: string): ListWalk {
  const { condition } = walk
  return {
    ...walk,
    condition: {
      ...condition,
      sql: `${condition.sql} AND NOT coalesce(unicode_name >= ? AND unicode_name < ?, 0)`,
      values: [...condition.values, needle, endOfNames(needle)],
    },
  }
}

/** The rows whose U-labels begin with the needle while their names are not in the range. They are few. */
function uLabelsOutside(
  { account, order, condition }: ListWalk,
  needle: string,
  range: Range,
  after: RowPlace | null,
): Condition {
  const start =
    after === null ? ALL : { sql: ` AND name ${beyondPlace(account, order, after)} ?`, values: [after.name] }
  const [low, high] = [range.low?.name ?? '', range.high?.name ?? '']
  return {
    sql: `FROM domain INDEXED BY domain_by_u_label
      WHERE account = ? AND unicode_name IS NOT NULL AND unicode_name >= ? AND unicode_name < ?
        AND NOT (name >= ? AND name < ?)${start.sql}${condition.sql}`,
    values: [account.id, needle, endOfNames(needle), low, high, ...start.values, ...condition.values],
  }
}

function startedAt({ account, order }: ListWalk, range: Range, after: RowPlace | null): Range {
  if (after === null) return range
  const bound = { sign: beyondPlace(account, order, after), name: after.name }
  // A place that stands before the range leaves it whole.
  if (order.descending)
    return range.high !== null && after.name >= range.high.name ? range : { ...range, high: bound }
  return range.low !== null && after.name < range.low.name ? range : { ...range, low: bound }
}

/**
 * An index of names is quick where matches are frequent, full-text search where they are rare or come late. Which of
 * the two holds is not known beforehand, so each gets a few rows to read, then more.
 *
 * @param outside rows that are to be merged with these
 */
function* attemptsIn(
  sql: Statements,
  walk: ListWalk,
  range: Range,
  outside: Condition | null,
): Generator<IndexScan> {
  const { indexes, match } = walk.condition
  const { budgets } = walk
  if (match !== null && match.isAll) {
    if (!match.isLong || outside !== null) {
      for (const index of indexes) yield byName(sql, walk, index, range, budgets[0] ?? null, outside)
    }
    yield byNumber(sql, walk, match.text, range, null, outside)
    return
  }
  if (match !== null || indexes.length > 1) {
    for (const budget of budgets) {
      for (const index of indexes) yield byName(sql, walk, index, range, budget, outside)
      if (match !== null) yield byNumber(sql, walk, match.text, range, budget, outside)
    }
  }
  for (const index of indexes) yield byName(sql, walk, index, range, null, outside)
}

/** Reads an index that is in the order of names, to its end or up to a number of rows. */
function byName(
  sql: Statements,
  { account, order, condition }: ListWalk,
  { index, within }: NameIndex,
  range: Range,
  budget: number | null,
  outside: Condition | null,
): IndexScan {
  const direction = order.descending ? 'DESC' : 'ASC'
  const from = ({ low, high }: Range): Condition => {
    const bounds = [low, high].filter((bound) => bound !== null)
    return {
      sql: `FROM domain INDEXED BY ${index} WHERE account = ?${within.sql}
        ${bounds.map(({ sign }) => ` AND name ${sign} ?`).join('')}`,
      values: [account.id, ...within.values, ...bounds.map(({ name }) => name)],
    }
  }
  const end = budget === null ? undefined : v.parse(Name, behind(sql, 'name', from(range), direction, budget))
  const read = end === undefined ? range : cutAt(range, end, order.descending)
  const until: Condition =
    end === undefined ? ALL : { sql: ` AND name ${order.descending ? '>' : '<'} ?`, values: [end] }
  return {
    ids: inOrder(
      { ...joined(from(read), condition), by: 'name' },
      outside && { ...joined(outside, until), by: 'name' },
      direction,
    ),
    isWhole: () => end === undefined,
  }
}

/**
 * Reads what full-text search answers, whose numbers are in the order of names: all of it, or up to a number of rows.
 */
function byNumber(
  sql: Statements,
  { account, order, condition }: ListWalk,
  match: string,
  range: Range,
  budget: number | null,
  outside: Condition | null,
): IndexScan {
  const direction = order.descending ? 'DESC' : 'ASC'
  const [first, last] = numbersIn(sql, account.id, range)
  // Numbers are bound as REAL. FTS5 does not use such bounds and would read on to the last row.
  const within = (low: number, high: number): Condition => ({
    sql: 'WHERE name_search MATCH ? AND name_search.rowid BETWEEN CAST(? AS INTEGER) AND CAST(? AS INTEGER)',
    values: [match, low, high],
  })
  const all = within(first, last)
  const from = { sql: `FROM name_search ${all.sql}`, values: all.values }
  const end = budget === null ? undefined : v.parse(Id, behind(sql, 'rowid', from, direction, budget))
  const read = end === undefined ? all : order.descending ? within(end + 1, last) : within(first, end - 1)
  const until: Condition =
    end === undefined ? ALL : { sql: ` AND domain.id ${order.descending ? '>' : '<'} ?`, values: [end] }
  const found = {
    sql: `FROM name_search CROSS JOIN domain ON domain.id = name_search.rowid ${read.sql}`,
    values: read.values,
  }
  return {
    ids: inOrder(
      { ...joined(found, condition), by: 'name_search.rowid' },
      outside && { ...joined(outside, until), by: 'domain.id' },
      direction,
    ),
    isWhole: () => end === undefined,
  }
}

/** The place behind so many rows; undefined when there are no more. */
function behind(
  sql: Statements,
  place: 'name' | 'rowid',
  from: Condition,
  direction: 'ASC' | 'DESC',
  rows: number,
): unknown {
  return sql
    .column(`SELECT ${place} ${from.sql} ORDER BY ${place} ${direction} LIMIT 1 OFFSET ?`)
    .get(...from.values, rows)
}

/** A range up to a name, which replaces the bound on that side: SQLite seeks by only one bound a side. */
function cutAt({ low, high }: Range, name: string, descending: boolean): Range {
  return descending ? { low: { sign: '>', name }, high } : { low, high: { sign: '<', name } }
}

function joined(one: Condition, other: Condition): Condition {
  return { sql: one.sql + other.sql, values: [...one.values, ...other.values] }
}

/** The numbers of rows in their order; of two sets of rows, merged. */
function inOrder(rows: Ordered, others: Ordered | null, direction: 'ASC' | 'DESC'): Condition {
  if (others === null) {
    return {
      sql: `SELECT domain.id AS found ${rows.sql} ORDER BY ${rows.by} ${direction}`,
      values: rows.values,
    }
  }
  return {
    sql: `SELECT domain.id AS found, ${rows.by} AS place ${rows.sql}
      UNION ALL SELECT domain.id, ${others.by} ${others.sql} ORDER BY place ${direction}`,
    values: [...rows.values, ...others.values],
  }
}

/** The first and last number of the account's rows in a range of names; the last is the smaller when there are none. */
function numbersIn(sql: Statements, account: number, { low, high }: Range): readonly [number, number] {
  const [lowest, highest] = numbersOf(account)
  const nearest = ({ sign, name }: Bound, direction: 'ASC' | 'DESC'): number | undefined =>
    v.parse(
      Id,
      sql
        .column(
          `SELECT id FROM domain INDEXED BY domain_by_name WHERE account = ? AND name ${sign} ?
           ORDER BY name ${direction} LIMIT 1`,
        )
        .get(account, name),
    )
  return [
    low === null ? lowest : (nearest(low, 'ASC') ?? highest + 1),
    high === null ? highest : (nearest(high, 'DESC') ?? lowest - 1),
  ]
}
