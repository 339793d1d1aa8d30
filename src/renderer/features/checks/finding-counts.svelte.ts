import type { FindingCount } from '../../../preload/contract/checks'
import { api } from '../../state/api'
import { AccountAnswer } from '../../state/account-answer.svelte'

/** How many domains of the account looked at have each finding, the most frequent first. */
export const findingCounts = new AccountAnswer<readonly FindingCount[]>({
  ask: (accountId) => api.checks.findings({ accountId }),
  changesWith: ['domainChecked', 'domainsChanged', 'accountsChanged'],
  everyMs: 1000,
})
