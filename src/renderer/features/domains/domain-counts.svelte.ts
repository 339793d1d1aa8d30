import type { Counts } from '../../../preload/contract/domains'
import { api } from '../../state/api'
import { AccountAnswer } from '../../state/account-answer.svelte'

/** How many domains each view of the account looked at has. */
export const domainCounts = new AccountAnswer<Counts>({
  ask: (accountId) => api.domains.counts({ accountId }),
  changesWith: ['domainsChanged', 'accountsChanged'],
  everyMs: 500,
})
