import type { Counts } from '../../../preload/contract/domains'
import { api } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { Query } from '../../state/query.svelte'
import { shownAccount } from '../../state/view.svelte'

/** How many domains each view of the account looked at has. */
export const domainCounts = new Query<{ readonly accountId: string | null }, Counts>({
  key: shownAccount,
  ask: (account) => api.domains.counts(account),
  staleOn: { domainsChanged: true, accountsChanged: true },
  everyMs: 500,
  keeps: true,
  failed: reportFailure,
})
