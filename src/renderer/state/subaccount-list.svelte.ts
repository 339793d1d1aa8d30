import type { KnownSubaccount } from '../../preload/contract/subaccounts'
import { api } from './api'
import { reportFailure } from './failures.svelte'
import { everything, Query } from './query.svelte'

const known = new Query<Record<string, never>, readonly KnownSubaccount[]>({
  key: everything,
  ask: () => api.subaccounts.list({ accountId: null }),
  staleOn: { domainsChanged: true, accountsChanged: true, subaccountsChanged: true },
  everyMs: 2000,
  keeps: true,
  failed: reportFailure,
})

/** The accounts below each account, by name. */
export const subaccountList = {
  get items(): readonly KnownSubaccount[] {
    return known.value ?? []
  },
  /** Those of one account. */
  of(accountId: string): readonly KnownSubaccount[] {
    return this.items.filter((one) => one.accountId === accountId)
  },
  get(accountId: string, id: string): KnownSubaccount | undefined {
    return this.items.find((one) => one.accountId === accountId && one.id === id)
  },
  /** Follows the cache. The answer stops following. */
  follow(): () => void {
    return known.follow()
  },
}
