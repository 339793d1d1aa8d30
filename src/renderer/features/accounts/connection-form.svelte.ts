import type { KeychainStatus, ProviderRegion, Region } from '../../../preload/contract/accounts'
import { announce } from '../../base/announce.svelte'
import { api } from '../../state/api'
import { Form } from '../../parts/forms/form.svelte'
import { counted } from '../../base/counted'
import { ceilingOf } from './pace-words'
import { keychainStatus } from '../../parts/accounts/keychain-status'
import {
  connectionErrors,
  type ConnectionErrors,
  type ConnectionField,
  connectionFields,
  type ConnectionValues,
  suggestedName,
} from './connection-values'

/** The form for a new account. The key lives here and nowhere else until it is sent. */
export class ConnectionForm extends Form<ConnectionValues, ConnectionField> {
  keychain = $state.raw<KeychainStatus | null>(null)
  testing = $state(false)
  /** What the last test found, such as `Works: 1,204 domains.` */
  works = $state<string | null>(null)

  constructor() {
    super(
      {
        name: '',
        region: 'unknown',
        baseUrl: '',
        apiKey: '',
        keepKey: 'keychain',
        writeMode: 'normal',
        ceiling: '',
      },
      connectionFields,
    )
  }

  get dirty(): boolean {
    const { apiKey, name, baseUrl, ceiling } = this.values
    return [apiKey, name, baseUrl, ceiling].some((text) => text !== '')
  }

  protected override reasons(): ConnectionErrors {
    return connectionErrors(this.values)
  }

  /** Finds out whether a keychain is there; without one the key is kept for the session, and it is said. */
  async load(): Promise<void> {
    this.keychain = await keychainStatus()
    if (!this.keychain.available) this.values.keepKey = 'session'
  }

  override leave(field: ConnectionField): void {
    if (this.values[field] !== '') super.leave(field)
  }

  /** Something was typed: neither a refusal nor a test of what stood there before holds any more. */
  override touch(): void {
    this.works = null
    this.forget()
  }

  /** Asks the provider with the key that was typed. @returns the first field that is wrong, or null */
  async test(): Promise<ConnectionField | null> {
    if (this.testing) return null
    this.works = null
    const wrong = this.judge()
    if (wrong !== null) return wrong
    this.testing = true
    const question = (): string => {
      const { region, baseUrl, apiKey } = this.values
      return JSON.stringify([region, baseUrl, apiKey])
    }
    const asked = question()
    const stands = (): boolean => question() === asked
    try {
      const { region } = this.values
      const answer =
        region === 'unknown' ? await this.#findRegion() : await api.accounts.testNew(this.#connection(region))
      if (!stands()) return null
      if ('region' in answer) this.values.region = answer.region
      const { domains } = answer
      const place = 'region' in answer ? `Works in the ${answer.region.toUpperCase()} region` : 'Works'
      this.works = domains === null ? `${place}.` : `${place}: ${counted(domains, 'domain')}.`
      announce(this.works)
      return null
    } catch (error) {
      // What an earlier key was told says nothing of the one that stands there now.
      return stands() ? this.refuse(error) : null
    } finally {
      this.testing = false
    }
  }

  /** Adds the account, in the region that knows its key. @returns whether it was added, or the first wrong field */
  async send(): Promise<boolean | ConnectionField> {
    this.works = null
    const sent = await this.submit(async () => {
      const { name, region: place, keepKey, writeMode, ceiling } = this.values
      const region = place === 'unknown' ? (await this.#findRegion()).region : place
      return api.accounts.add({
        ...this.#connection(region),
        name: name.trim() === '' ? suggestedName(region) : name.trim(),
        keepKey,
        writeMode,
        ceiling: ceilingOf(ceiling) ?? null,
      })
    })
    if (!sent.ok) return sent.wrong ?? false
    this.values.apiKey = ''
    announce(`${sent.answer.name} was added`)
    return true
  }

  #findRegion(): Promise<{ readonly region: ProviderRegion; readonly domains: number | null }> {
    return api.accounts.findRegion({ apiKey: this.values.apiKey })
  }

  #connection(region: Region): { region: Region; baseUrl: string | null; apiKey: string } {
    const { baseUrl, apiKey } = this.values
    return { region, baseUrl: region === 'own' ? baseUrl.trim() : null, apiKey }
  }
}
