import type { ListenerStatus } from '../../../preload/contract/listener'
import { announce } from '../../base/announce.svelte'
import { api } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { Form, type Reasons } from '../../parts/forms/form.svelte'
import { generatedPassword } from '../../parts/forms/password'

/** Characters of a new key: 232 bits. */
const KEY_LENGTH = 40

/** The form for letting other programs use the embedded service. What belongs to no field belongs to its switch. */
export class ListenerForm extends Form<{ on: boolean; port: string }, 'port'> {
  /** Null until it is read. */
  status = $state.raw<ListenerStatus | null>(null)
  /** A key made just now; it can be seen until the settings close, and never again. */
  newKey = $state('')

  constructor() {
    super({ on: false, port: '' }, ['port'])
  }

  protected override reasons(): Reasons<'port'> {
    return readPort(this.values.port) === null
      ? { port: 'The port must be a whole number from 1 to 65535.' }
      : {}
  }

  /** Reads how things stand. */
  async load(): Promise<void> {
    try {
      const status = await api.listener.status({})
      this.#take(status)
      if (status.failure !== null) this.show(status.failure)
    } catch (error) {
      reportFailure(error)
    }
  }

  /** Turns it on or off, whichever the switch says. */
  async turn(): Promise<void> {
    if (this.values.on) return this.#start()
    const sent = await this.attempt(async () => this.#take(await api.listener.stop({})))
    if (sent.ok) {
      this.newKey = ''
      announce('No longer listening')
    } else this.#asBefore()
  }

  /** Listens on the port that was typed, when it is another. */
  async keepPort(): Promise<void> {
    const { status } = this
    if (status?.on === true && this.values.port.trim() !== String(status.port)) await this.#start()
  }

  /** Makes a key in the place of the one there is. */
  async makeKey(): Promise<void> {
    await this.attempt(() => this.#makeKey())
  }

  async #start(): Promise<void> {
    const sent = await this.submit(async () => {
      const port = readPort(this.values.port)!
      // Making a key answers a status, which brings the stored port back.
      if (!(this.status?.hasKey ?? false)) await this.#makeKey()
      this.#take(await api.listener.start({ port }))
    })
    if (sent.ok) announce(`Listening on ${this.status?.url ?? ''}`)
    else this.#asBefore()
  }

  async #makeKey(): Promise<void> {
    const apiKey = generatedPassword(KEY_LENGTH)
    this.#take(await api.listener.setKey({ apiKey }))
    this.newKey = apiKey
    announce('A new API key was made')
  }

  #take(status: ListenerStatus): void {
    this.status = status
    this.values = { on: status.on, port: String(status.port) }
    this.reset()
  }

  #asBefore(): void {
    this.values.on = this.status?.on ?? false
  }
}

/**
 * A port as it is typed.
 *
 * @returns null when it is no whole number from 1 to 65535
 */
export function readPort(text: string): number | null {
  const typed = text.trim()
  const port = /^\d{1,5}$/.test(typed) ? Number(typed) : 0
  return port >= 1 && port <= 65_535 ? port : null
}
