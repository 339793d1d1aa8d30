import type {
  ConnectionTest,
  ConnectionTestProgress,
  ZoneConnection,
} from '../../../preload/contract/connections'
import { announce } from '../../base/announce.svelte'
import { Form, type Reasons } from '../../parts/forms/form.svelte'
import { api, listen } from '../../state/api'
import { failureOf } from '../../state/failures.svelte'
import { foundWords } from './host-words'

/** What of a connection is being changed or looked at. */
export type HostDoing = 'rename' | 'change' | 'zones'

/** What the card of a connection does besides its settings, one thing at a time. */
export class ConnectionEdit extends Form<{ name: string }, 'name'> {
  doing = $state<HostDoing | null>(null)
  testing = $state(false)
  progress = $state.raw<ConnectionTestProgress | null>(null)
  found = $state.raw<ConnectionTest | null>(null)
  /** Whether a choice that takes effect at once is on its way. */
  switching = $state(false)
  readonly #connection: () => ZoneConnection

  constructor(connection: () => ZoneConnection) {
    super({ name: '' }, ['name'])
    this.#connection = connection
  }

  protected override reasons(): Reasons<'name'> {
    return this.values.name.trim() === '' ? { name: 'Enter a name.' } : {}
  }

  start(what: HostDoing): void {
    this.doing = what
    this.found = null
    this.values = { name: this.#connection().name }
    this.reset()
  }

  stop(): void {
    this.doing = null
    this.reset()
  }

  /** Sends the new name. @returns whether it was taken, or the field that is wrong */
  async rename(): Promise<boolean | 'name'> {
    const { id: connectionId } = this.#connection()
    const sent = await this.submit(() => api.connections.rename({ connectionId, name: this.values.name }))
    if (!sent.ok) return sent.wrong ?? false
    announce('Connection renamed')
    return true
  }

  async setReadOnly(isReadOnly: boolean): Promise<void> {
    this.switching = true
    this.forget()
    try {
      const { name } = await api.connections.setReadOnly({ connectionId: this.#connection().id, isReadOnly })
      announce(isReadOnly ? `${name} is read only` : `${name} can be written`)
    } catch (error) {
      this.failure = failureOf(error)
    } finally {
      this.switching = false
    }
  }

  /** Tries the connection with the secret that is kept. */
  async test(): Promise<void> {
    if (this.testing) return
    this.testing = true
    this.found = null
    this.progress = null
    this.forget()
    const stopListening = listen('connectionTestProgress', (progress) => (this.progress = progress))
    try {
      this.found = await api.connections.test({ connectionId: this.#connection().id })
      announce(foundWords(this.found))
    } catch (error) {
      this.refuse(error)
    } finally {
      stopListening()
      this.testing = false
    }
  }

  async cancelTest(): Promise<void> {
    await api.connections.cancelTest({})
  }

  /** Removes the connection. @returns whether it is gone */
  async remove(): Promise<boolean> {
    const { id: connectionId, name } = this.#connection()
    const sent = await this.attempt(() => api.connections.remove({ connectionId }))
    if (sent.ok) announce(`${name} was removed`)
    return sent.ok
  }
}
