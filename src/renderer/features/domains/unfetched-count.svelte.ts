import type { CountRequest } from '../../../preload/contract/domains'
import { api } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { domainList } from '../../state/list/domain-list.svelte'
import { Query } from '../../state/query.svelte'
import { searchOfUnfetched } from './unfetched-search'

/** Of how many domains nobody knows whether they fit the search of the list; none is asked where all are known. */
export const unfetchedCount = new Query<CountRequest, number>({
  key: () => {
    if (domainList.query === null) return null
    const { accountId, filter, search } = domainList.query
    const unfetched = searchOfUnfetched(search)
    return unfetched === null ? null : { accountId, filter, search: unfetched }
  },
  ask: async (request) => (await api.domains.count(request)).total,
  staleOn: { domainsChanged: true, accountsChanged: true },
  everyMs: 1000,
  keeps: true,
  failed: reportFailure,
})
