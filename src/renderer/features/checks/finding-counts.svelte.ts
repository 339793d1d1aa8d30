import type { FindingCount } from '../../../preload/contract/checks'
import { api } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { Query } from '../../state/query.svelte'
import { shownAccount } from '../../state/view.svelte'

/** How many domains of the account looked at have each finding, the most frequent first. */
export const findingCounts = new Query<{ readonly accountId: string | null }, readonly FindingCount[]>({
  key: shownAccount,
  ask: (account) => api.checks.findings(account),
  staleOn: { domainChecked: true, domainsChanged: true, accountsChanged: true },
  everyMs: 1000,
  keeps: true,
  failed: reportFailure,
})
