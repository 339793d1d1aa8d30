import * as v from 'valibot'
import type { Statements } from '../statements'
import { accountsMeant } from './account-rows'

const Counts = v.array(v.object({ tag: v.string(), domains: v.number() }))

/**
 * How many domains that are here have each of the user's tags, in one account, or in all for null. Tags are in lower
 * case, as they are stored.
 */
export function readTagCounts(sql: Statements, accountId: string | null): Map<string, number> {
  if (!sql.has('own')) return new Map()
  const rows = sql
    .get(
      `SELECT mine.tag AS tag, count(*) AS domains
       FROM own.domain_tag AS mine
       JOIN account ON account.account_id = mine.account_id
       JOIN domain ON domain.account = account.id AND domain.name = mine.name
       WHERE account.id IN (SELECT value FROM json_each(?))
       GROUP BY mine.tag`,
    )
    .all(JSON.stringify(accountsMeant(sql, accountId).map(({ id }) => id)))
  return new Map(v.parse(Counts, rows).map(({ tag, domains }) => [tag, domains]))
}
