import type { Account } from '../../preload/contract/accounts'
import type { Failure } from '../../preload/contract/failure'
import { api, listen } from './api'
import { failureOf } from './failures.svelte'

class AccountList {
  readonly #asked = Promise.withResolvers<null>()
  items = $state.raw<readonly Account[]>([])
  loaded = $state(false)
  failure = $state.raw<Failure | null>(null)

  get(id: string | null): Account | undefined {
    return this.items.find((account) => account.id === id)
  }

  async refresh(): Promise<void> {
    try {
      this.items = await api.accounts.list({})
      this.failure = null
      this.loaded = true
    } catch (error) {
      this.failure = failureOf(error)
    }
  }

  /** Settles once the accounts were read for the first time, or could not be. */
  async asked(): Promise<void> {
    await this.#asked.promise
  }

  /** Reads the accounts and follows their changes. Call once. The answer stops following. */
  async load(): Promise<() => void> {
    const stop = listen('accountsChanged', () => void this.refresh())
    await this.refresh()
    this.#asked.resolve(null)
    return stop
  }
}

export const accountList = new AccountList()
