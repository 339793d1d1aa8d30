import { formatTerm, parseSearch } from '../../../preload/contract/search-query'
import { api } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { Query } from '../../state/query.svelte'
import { shownAccount } from '../../state/view.svelte'

/** Views of the list by DKIM keys: each is a value of the search key `key:`. */
export const KEY_VIEWS = ['older-than:1y', '1024'] as const
export type KeyView = (typeof KEY_VIEWS)[number]

/** How many domains of the account looked at each view has; counted in another thread. */
export const keyViewCounts = new Query<{ readonly accountId: string | null }, Record<KeyView, number>>({
  key: shownAccount,
  ask: async ({ accountId }) => {
    const count = async (value: KeyView): Promise<number> => {
      const search = formatTerm({ key: 'key', value, negated: false })
      return (await api.domains.count({ accountId, filter: 'all', search })).total
    }
    const [old, short] = await Promise.all([count('older-than:1y'), count('1024')])
    return { 'older-than:1y': old, '1024': short }
  },
  staleOn: { domainsChanged: true, accountsChanged: true },
  pauseMs: 500,
  everyMs: 5000,
  keeps: true,
  failed: reportFailure,
})

/** Whether the search asks for the domains of a view. */
export function asksForView(search: string, view: KeyView): boolean {
  return termsOf(search).some(({ value }) => value === view)
}

/** The search with a view asked for in place of others, or no longer when it was. The rest of the search stays. */
export function toggledView(search: string, view: KeyView): string {
  const terms = termsOf(search)
  let rest = search
  for (const { from, to } of [...terms].reverse()) {
    rest = `${rest.slice(0, from).trimEnd()} ${rest.slice(to).trimStart()}`.trim()
  }
  if (terms.some(({ value }) => value === view)) return rest
  const term = formatTerm({ key: 'key', value: view, negated: false })
  return rest === '' ? term : `${rest} ${term}`
}

function termsOf(search: string) {
  return parseSearch(search).terms.filter(({ key, negated }) => key === 'key' && !negated)
}
