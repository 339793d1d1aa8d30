import type { Account } from '../../preload/contract/accounts'
import type { Failure } from '../../preload/contract/failure'
import { api } from './api'
import { everything, Query } from './query.svelte'

const accounts = new Query<Record<string, never>, readonly Account[]>({
  key: everything,
  ask: () => api.accounts.list({}),
  staleOn: { accountsChanged: true },
})

export const accountList = {
  get items(): readonly Account[] {
    return accounts.value ?? []
  },
  /** Whether they are known. */
  get loaded(): boolean {
    return accounts.value !== null
  },
  /** Why they could not be read the last time; the ones known before stay. */
  get failure(): Failure | null {
    return accounts.failure
  },
  /** Reads them again. */
  read(): Promise<void> {
    return accounts.read()
  },
  get(id: string | null): Account | undefined {
    return this.items.find((account) => account.id === id)
  },
  /** Settles once the accounts were read for the first time, or could not be. */
  async asked(): Promise<void> {
    await accounts.settled()
  },
  /** Reads the accounts and follows their changes. The answer stops following. */
  follow(): () => void {
    return accounts.follow()
  },
}
