import * as v from 'valibot'
import { ALL, type Condition } from './condition'
import { beyondPlace, type RowPlace } from './list-order'
import { LISTED_COLUMNS } from './list-row'
import { namedStretches } from './list-names'
import type { Statements } from '../statements'
import type { ListSegment, ListWalk } from './index-scan'

/**
 * Rows behind a place, as read.
 *
 * @param skip rows behind the place to pass over
 */
export function walk(
  sql: Statements,
  walked: ListWalk,
  after: RowPlace | null,
  skip: number,
  limit: number,
): unknown[] {
  const rows: unknown[] = []
  let rest = skip
  for (const segment of segments(sql, walked)) {
    const wanted = limit - rows.length
    if (wanted <= 0) break
    const position = after === null ? 'before' : segment.position(after)
    if (position === 'beyond') continue
    for (const { ids, isWhole } of segment.attempts(position === 'in' ? after : null)) {
      const found = sql
        .get(
          `SELECT ${LISTED_COLUMNS} FROM (${ids.sql} LIMIT ? OFFSET ?) AS page
           CROSS JOIN domain ON domain.id = page.found`,
        )
        .all(...ids.values, wanted, rest)
      if (found.length < wanted && !isWhole()) continue
      rows.push(...found)
      // Either rows were found behind those passed over, or the segment ended before that many were passed over.
      if (found.length > 0) rest = 0
      else if (rest > 0) rest -= count(sql, ids, rest)
      break
    }
  }
  return rows
}

function count(sql: Statements, ids: Condition, most: number): number {
  return v.parse(v.number(), sql.column(`SELECT count(*) FROM (${ids.sql} LIMIT ?)`).get(...ids.values, most))
}

function segments(sql: Statements, walked: ListWalk): readonly ListSegment[] {
  const { sort } = walked.order
  return sort === 'name'
    ? namedStretches(sql, walked)
    : [timed(walked, sort, true), timed(walked, sort, false)]
}

/** Unknown times come last in both directions, so they are a segment of their own. */
function timed(
  { account, order, condition }: ListWalk,
  sort: 'created' | 'verified',
  known: boolean,
): ListSegment {
  const column = sort === 'created' ? 'created_at' : 'verified_at'
  const index = sort === 'created' ? 'domain_by_created' : 'domain_by_verified'
  const direction = order.descending ? 'DESC' : 'ASC'
  return {
    position: (place) => ((place.time !== null) === known ? 'in' : known ? 'beyond' : 'before'),
    attempts: (after) => {
      const beyond = after === null ? '' : beyondPlace(account, order, after)
      const start =
        after === null
          ? ALL
          : known
            ? { sql: ` AND (${column}, name) ${beyond} (?, ?)`, values: [after.time ?? 0, after.name] }
            : { sql: ` AND name ${beyond} ?`, values: [after.name] }
      const ids = {
        sql: `SELECT id AS found FROM domain INDEXED BY ${index}
          WHERE account = ? AND ${column} IS ${known ? 'NOT ' : ''}NULL${start.sql}${condition.sql}
          ORDER BY ${known ? `${column} ${direction}, ` : ''}name ${direction}`,
        values: [account.id, ...start.values, ...condition.values],
      }
      return [{ ids, isWhole: () => true }]
    },
  }
}
