import type { KeychainStatus } from '../../../preload/contract/accounts'
import type {
  ConnectionTest,
  ConnectionTestProgress,
  ZoneConnection,
} from '../../../preload/contract/connections'
import type { ConnectionKind } from '../../../preload/contract/zone-connections'
import { announce } from '../../base/announce.svelte'
import { keychainStatus } from '../../parts/accounts/keychain-status'
import { Form } from '../../parts/forms/form.svelte'
import { api, listen } from '../../state/api'
import { failureOf } from '../../state/failures.svelte'
import {
  type HostErrors,
  hostErrors,
  type HostField,
  hostFields,
  settingsOf,
  suggestedHostName,
  type HostValues,
  valuesOf,
} from './host-values'
import { foundWords } from './host-words'

/** The form for a new connection, or for another secret and other settings of one. The secret lives here until it is sent. */
export class HostForm extends Form<HostValues, HostField> {
  keychain = $state.raw<KeychainStatus | null>(null)
  testing = $state(false)
  progress = $state.raw<ConnectionTestProgress | null>(null)
  /** What the last test found. */
  found = $state.raw<ConnectionTest | null>(null)
  readonly #before: ZoneConnection | null

  /** @param before the connection to change; null for a new one */
  constructor(kind: ConnectionKind, before: ZoneConnection | null) {
    super(valuesOf(kind, before?.name ?? '', before?.settings), hostFields)
    this.#before = before
  }

  get isNew(): boolean {
    return this.#before === null
  }

  get dirty(): boolean {
    const { secret, name, server, url, accessKeyId } = this.values
    return this.isNew && [secret, name, server, url, accessKeyId].some((value) => value !== '')
  }

  protected override reasons(): HostErrors {
    return hostErrors(this.values, { secret: this.isNew || this.#before?.secret === 'missing' })
  }

  /** Finds out whether a keychain is there; without one the secret is kept for the session, and it is said. */
  async load(): Promise<void> {
    this.keychain = await keychainStatus()
    if (!this.keychain.available) this.values.keepSecret = 'session'
  }

  override leave(field: HostField): void {
    if (this.values[field] !== '') super.leave(field)
  }

  /** Something was typed: neither a refusal nor a test of what stood there before holds any more. */
  override touch(): void {
    this.found = null
    this.forget()
  }

  choose(kind: ConnectionKind): void {
    this.values = { ...this.values, kind, secret: '' }
    this.found = null
    this.reset()
  }

  /** Fills in what the whole text of a TSIG key says besides its secret. */
  async readKey(): Promise<void> {
    this.touch()
    const { kind, secret: text } = this.values
    if (kind !== 'rfc2136' || !/[{:]/.test(text)) return
    try {
      const { keyName, algorithm } = await api.connections.readTsigKey({ text })
      if (this.values.secret !== text) return
      if (keyName !== null) this.values.keyName = keyName
      if (algorithm !== null) this.values.algorithm = algorithm
      if (keyName !== null) announce(`The key is named ${keyName}`)
    } catch (error) {
      // Half of it stands there while a person types; what is wrong is said when the form is sent.
      if (this.values.secret === text) this.show(failureOf(error))
    }
  }

  /** Tries what was typed. @returns the first field that is wrong, or null */
  async test(): Promise<HostField | null> {
    if (this.testing) return null
    this.found = null
    const wrong = this.judge()
    if (wrong !== null) return wrong
    this.testing = true
    this.progress = null
    const question = (): string => JSON.stringify([settingsOf(this.values), this.values.secret])
    const asked = question()
    const stopListening = listen('connectionTestProgress', (progress) => (this.progress = progress))
    try {
      const found = await api.connections.testNew({
        settings: settingsOf(this.values),
        secret: this.values.secret,
      })
      if (question() !== asked) return null
      this.found = found
      announce(foundWords(found))
      return null
    } catch (error) {
      return question() === asked ? this.refuse(error) : null
    } finally {
      stopListening()
      this.testing = false
    }
  }

  async cancelTest(): Promise<void> {
    await api.connections.cancelTest({})
  }

  /** Adds or changes the connection. @returns whether it was, or the first wrong field */
  async send(): Promise<boolean | HostField> {
    this.found = null
    const sent = await this.submit(() => {
      const { name, secret, keepSecret, isReadOnly } = this.values
      const settings = settingsOf(this.values)
      const before = this.#before
      return before === null
        ? api.connections.add({
            ...{ settings, secret, keepSecret, isReadOnly },
            name: name.trim() === '' ? suggestedHostName(this.values) : name.trim(),
          })
        : api.connections.change({
            ...{ connectionId: before.id, settings, keepSecret },
            secret: secret.trim() === '' ? null : secret,
          })
    })
    if (!sent.ok) return sent.wrong ?? false
    this.values.secret = ''
    announce(this.isNew ? `${sent.answer.name} was added` : `${sent.answer.name} was changed`)
    return true
  }
}
