import * as v from 'valibot'
import { DomainState } from '../../../preload/contract/domain'
import type { Counts } from '../../../preload/contract/domains'
import type { Statements } from '../statements'
import { accountsMeant } from './account-rows'

const TallyRow = v.object({ state: v.string(), failing: v.picklist([0, 1]), domains: v.number() })

/** How many domains each view has; of all accounts for null. */
export function readCounts(sql: Statements, accountId: string | null): Counts {
  const rows = sql
    .get(
      `SELECT state, failing, sum(domains) AS domains FROM tally
       WHERE account IN (SELECT value FROM json_each(?)) GROUP BY state, failing`,
    )
    .all(JSON.stringify(accountsMeant(sql, accountId).map(({ id }) => id)))
  const counts: Counts = { all: 0, failing: 0, unverified: 0, active: 0, disabled: 0 }
  for (const row of v.parse(v.array(TallyRow), rows)) {
    counts.all += row.domains
    if (row.failing === 1) counts.failing += row.domains
    if (v.is(DomainState, row.state)) counts[row.state] += row.domains
  }
  return counts
}
