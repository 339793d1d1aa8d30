import { SvelteSet } from 'svelte/reactivity'
import type { KeychainStatus } from '../../../preload/contract/accounts'
import type { Failure } from '../../../preload/contract/failure'
import { announce } from '../../base/announce.svelte'
import { api } from '../../state/api'
import { failureOf } from '../../state/failures.svelte'
import { failedField, fieldSentence } from '../../parts/forms/failed-field'
import { counted } from '../../base/counted'
import {
  connectionErrors,
  type ConnectionErrors,
  type ConnectionField,
  connectionFields,
  type ConnectionValues,
  suggestedName,
} from './connection-values'

/** The form for a new account. The key lives here and nowhere else until it is sent. */
export class ConnectionForm {
  values = $state<ConnectionValues>({
    name: '',
    region: 'us',
    baseUrl: '',
    apiKey: '',
    keepKey: 'keychain',
  })
  keychain = $state.raw<KeychainStatus | null>(null)
  testing = $state(false)
  sending = $state(false)
  /** What the last test found, such as `Works: 1,204 domains.` */
  works = $state<string | null>(null)
  failure = $state.raw<Failure | null>(null)
  #refused = $state.raw<ConnectionErrors>({})
  readonly #left = new SvelteSet<ConnectionField>()

  get dirty(): boolean {
    return this.values.apiKey !== '' || this.values.name !== '' || this.values.baseUrl !== ''
  }

  get errors(): ConnectionErrors {
    const own = Object.entries(connectionErrors(this.values)).filter(([field]) =>
      this.#left.has(field as ConnectionField),
    )
    return { ...this.#refused, ...Object.fromEntries(own) }
  }

  /** Finds out whether a keychain is there; without one the key is kept for the session, and it is said. */
  async load(): Promise<void> {
    try {
      this.keychain = await api.accounts.keychain({})
    } catch (error) {
      const { message, fix } = failureOf(error)
      this.keychain = { available: false, message, fix }
    }
    if (!this.keychain.available) this.values.keepKey = 'session'
  }

  leave(field: ConnectionField): void {
    if (this.values[field] !== '') this.#left.add(field)
  }

  /** Something was typed: neither a refusal nor a test of what stood there before holds any more. */
  touch(): void {
    this.#refused = {}
    this.works = null
    this.failure = null
  }

  /** Asks the provider with the key that was typed. @returns the first field that is wrong, or null */
  async test(): Promise<ConnectionField | null> {
    if (this.testing) return null
    const wrong = this.#judge()
    if (wrong !== null) return wrong
    this.testing = true
    try {
      const { domains } = await api.accounts.testNew({ ...this.#connection(), apiKey: this.values.apiKey })
      this.works = domains === null ? 'Works.' : `Works: ${counted(domains, 'domain')}.`
      announce(this.works)
      return null
    } catch (error) {
      return this.#refuse(error)
    } finally {
      this.testing = false
    }
  }

  /** Adds the account. @returns whether it was added, or the first field that is wrong */
  async send(): Promise<boolean | ConnectionField> {
    if (this.sending) return false
    const wrong = this.#judge()
    if (wrong !== null) return wrong
    this.sending = true
    try {
      const { name, region, apiKey, keepKey } = this.values
      const account = await api.accounts.add({
        ...this.#connection(),
        name: name.trim() === '' ? suggestedName(region) : name.trim(),
        apiKey,
        keepKey,
      })
      this.values.apiKey = ''
      announce(`${account.name} was added`)
      return true
    } catch (error) {
      return this.#refuse(error) ?? false
    } finally {
      this.sending = false
    }
  }

  #connection(): { region: ConnectionValues['region']; baseUrl: string | null } {
    const { region, baseUrl } = this.values
    return { region, baseUrl: region === 'own' ? baseUrl.trim() : null }
  }

  #judge(): ConnectionField | null {
    for (const field of connectionFields) this.#left.add(field)
    this.touch()
    return connectionFields.find((field) => this.errors[field] !== undefined) ?? null
  }

  #refuse(error: unknown): ConnectionField | null {
    const failure = failureOf(error)
    const field = failedField(failure, connectionFields)
    if (field === null) this.failure = failure
    else this.#refused = { [field]: fieldSentence(failure) }
    return field
  }
}
