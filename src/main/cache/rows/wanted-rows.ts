import * as v from 'valibot'
import type { DetailAge } from '../cache'
import type { Statements } from '../statements'

const Names = v.array(v.string())
const Total = v.number()

/** Values of the column `urgency`, the most urgent first, and the limit of age that holds for each. */
const URGENCIES = [
  { urgency: 0, limit: 'othersBefore' },
  { urgency: 1, limit: 'activeBefore' },
  { urgency: 2, limit: 'activeBefore' },
] as const satisfies readonly { urgency: number; limit: keyof DetailAge }[]

const OF_ACCOUNT = 'account = (SELECT id FROM account WHERE account_id = ?)'
/** Two stretches of the index: with one condition over both, SQLite would read the index to its end. */
const STRETCHES = ['known_at IS NULL AND ? IS NOT NULL', 'known_at < ?']
const WANTED = "(known_at IS NULL OR known_at < iif(state = 'active', ?, ?))"

/** Names whose records are wanted, the most wanted first. */
export function readWantingDetail(
  sql: Statements,
  accountId: string,
  limits: DetailAge,
  most: number,
): string[] {
  const names: string[] = []
  for (const { urgency, limit } of URGENCIES) {
    for (const stretch of STRETCHES) {
      const wanted = most - names.length
      if (wanted <= 0) return names
      const found = sql
        .column(
          `SELECT name FROM domain INDEXED BY domain_by_urgency
           WHERE ${OF_ACCOUNT} AND urgency = ? AND ${stretch} ORDER BY known_at, id LIMIT ?`,
        )
        .all(accountId, urgency, limits[limit], wanted)
      names.push(...v.parse(Names, found))
    }
  }
  return names
}

export function countWantingDetail(sql: Statements, accountId: string, limits: DetailAge): number {
  let total = 0
  for (const { urgency, limit } of URGENCIES) {
    for (const stretch of STRETCHES) {
      const counted = sql
        .column(
          `SELECT count(*) FROM domain INDEXED BY domain_by_urgency
           WHERE ${OF_ACCOUNT} AND urgency = ? AND ${stretch}`,
        )
        .get(accountId, urgency, limits[limit])
      total += v.parse(Total, counted)
    }
  }
  return total
}

/** Those of the names that are there and whose records are wanted, in the given order. */
export function readWantingAmong(
  sql: Statements,
  accountId: string,
  names: readonly string[],
  { activeBefore, othersBefore }: DetailAge,
): string[] {
  const statement = sql.get(`SELECT 1 FROM domain WHERE ${OF_ACCOUNT} AND name = ? AND ${WANTED}`)
  return names.filter((name) => statement.get(accountId, name, activeBefore, othersBefore) !== undefined)
}
