import * as v from 'valibot'
import { ZonedeskError } from '../../../../../src/preload/contract/failure'
import type { KeyRecord } from '../../../../../src/preload/contract/rotation-facts'
import { hasEnded, type RotationStore, StoredRotation } from '../../../../../src/main/profile/rotation-store'
import type { KeyLook } from '../../../../../src/main/domains/keys/rotations/move'
import { createRotations, type Rotations } from '../../../../../src/main/domains/keys/rotations/rotations'

export const DOMAIN = 'mg.example.com'
export const ACCOUNT = 'acme'
const SERVERS = ['ns1.example.com', 'ns2.example.com']

export interface WorldKey {
  signs: boolean | null
  value: string
}

/** How the next write ends, beside well: not carried out, carried out without an answer, or the app is killed. */
export type WriteFate = 'lost-before' | 'lost-after' | 'killed-before' | 'killed-after' | 'refused'

/** A provider, a DNS and a clock of a test, and the engine over them. Every write is held against the rules. */
export class RotationWorld {
  readonly keys = new Map<string, WorldKey>()
  /** Records by owner name, at each server. */
  readonly dns = new Map<string, Map<string, string>>(SERVERS.map((server) => [server, new Map()]))
  readonly writes: string[] = []
  readonly broken: string[] = []
  readonly faults: unknown[] = []
  /** Ends of the writes to come; what is not said ends well. */
  fates: WriteFate[] = []
  /** The provider cannot be asked. */
  offline = false
  /** DNS servers that say nothing. */
  readonly silent = new Set<string>()
  /** Whether the provider has only the key signing that was activated last. */
  switches = false
  readOnly: ZonedeskError | null = null
  /** Added to the clock that anybody may set. */
  jumpMs = 0
  /** When each key began to sign, by the time that nobody can set. */
  readonly signsSince = new Map<string, number>()
  /** How long the others had signed when a key was deleted, in milliseconds. */
  readonly deletedAfter = new Map<string, number>()
  killed = false
  /** Public halves of keys that somebody else made under a name of the rotation. */
  readonly others = new Set<string>()
  /** Called before a write is carried out. */
  beforeWrite: (operation: string, selector: string) => void = () => undefined
  /** Called before the keys are read. */
  beforeRead: () => void = () => undefined
  engine: Rotations
  readonly #rows = new Map<number, string>()
  #made = 0

  constructor() {
    this.addKey('old', true)
    this.publish('old')
    this.engine = this.#open()
  }

  now = (): number => Date.now()

  addKey(selector: string, signs: boolean | null): void {
    this.#made += 1
    this.keys.set(selector, { signs, value: `k=rsa; p=${selector}${this.#made}` })
  }

  /** Somebody else makes a key of this name, in the place of one that is there. */
  addOthersKey(selector: string): void {
    this.addKey(selector, false)
    this.others.add(this.keys.get(selector)!.value)
  }

  recordOf(selector: string): KeyRecord {
    return { name: `${selector}._domainkey.${DOMAIN}`, value: this.keys.get(selector)?.value ?? '' }
  }

  publish(selector: string, servers: readonly string[] = SERVERS): void {
    const { name, value } = this.recordOf(selector)
    for (const server of servers) this.dns.get(server)!.set(name, value)
  }

  unpublish(selector: string, servers: readonly string[] = SERVERS): void {
    for (const server of servers) this.dns.get(server)!.delete(`${selector}._domainkey.${DOMAIN}`)
  }

  isPublished(selector: string): boolean {
    const { name, value } = this.recordOf(selector)
    return SERVERS.every((server) => this.dns.get(server)!.get(name) === value && !this.silent.has(server))
  }

  signing(): string[] {
    return [...this.keys].filter(([, { signs }]) => signs === true).map(([selector]) => selector)
  }

  /** The rotation as it is kept. */
  stored(): StoredRotation[] {
    return [...this.#rows.values()].map((text) => v.parse(StoredRotation, JSON.parse(text)))
  }

  /** What is kept is as another version of the app left it. */
  forget(change: (row: StoredRotation) => object): void {
    for (const row of this.stored()) this.#rows.set(row.id, JSON.stringify(change(row)))
  }

  start(keepDays = 7): number | null {
    const [id] = this.engine.start([
      { accountId: ACCOUNT, signingDomain: DOMAIN, bits: 2048, keepDays, alsoSigns: 0 },
    ])
    return id ?? null
  }

  /** The app is killed and begins anew over what is kept. */
  restart(): void {
    this.killed = false
    // Its timers end, and whatever it waits for never comes: the same as a kill.
    void this.engine.close()
    this.engine = this.#open()
    this.engine.resume()
  }

  #open(): Rotations {
    return createRotations({
      store: this.#store(),
      calls: {
        read: async () => {
          this.#requireOnline()
          this.beforeRead()
          return [...this.keys].map(([selector, { signs, value }]) => ({
            ...{ selector, signs },
            record: { name: this.recordOf(selector).name, value },
          }))
        },
        create: async (_, __, selector) => {
          await this.#write('create', selector)
          return this.recordOf(selector)
        },
        activate: (_, __, selector) => this.#write('activate', selector),
        deactivate: (_, __, selector) => this.#write('deactivate', selector),
        delete: (_, __, selector) => this.#write('delete', selector),
      },
      look: async (_, record) => this.#look(record),
      isNameTaken: async (_, name) => SERVERS.some((server) => this.dns.get(server)!.has(name)),
      readOnly: () => this.readOnly,
      emit: () => undefined,
      onFault: (error) => this.faults.push(error),
      clocks: () => ({ wall: this.now() + this.jumpMs, up: this.now() - 1_000_000 }),
      random: () => 0.5,
      afterStartMs: 0,
    })
  }

  #requireOnline(): void {
    if (this.offline) throw new ZonedeskError('offline', 'The provider cannot be reached.')
  }

  #look({ name, value }: KeyRecord): KeyLook {
    const servers = SERVERS.map((server) => {
      const there = this.dns.get(server)!.get(name)
      const standing = this.silent.has(server)
        ? ('silent' as const)
        : there === undefined
          ? ('missing' as const)
          : there === value
            ? ('published' as const)
            : ('different' as const)
      return { server, address: '192.0.2.1:53', standing }
    })
    const everywhere = servers.every(({ standing }) => standing === 'published')
    const nowhere = servers.every(({ standing }) => standing === 'missing')
    const at = this.now() + this.jumpMs
    return { seen: { name, at, zone: 'example.com', servers, everywhere }, ttl: 3600, nowhere }
  }

  async #write(operation: string, selector: string): Promise<void> {
    const row = this.stored().at(-1)
    if (row?.sent !== true) this.broken.push(`${operation} ${selector} was sent before it was noted`)
    if (row !== undefined && hasEnded(row)) this.broken.push(`${operation} ${selector} after the end`)
    this.#requireOnline()
    const fate = this.fates.shift()
    if (fate === 'killed-before') return this.#kill()
    if (fate === 'lost-before') throw new ZonedeskError('timeout', 'No answer came.')
    if (fate === 'refused') throw new ZonedeskError('refused', 'Not now.')
    this.#carryOut(operation, selector)
    if (fate === 'killed-after') return this.#kill()
    if (fate === 'lost-after') throw new ZonedeskError('timeout', 'No answer came.')
  }

  #kill(): Promise<never> {
    this.killed = true
    return new Promise(() => undefined)
  }

  #carryOut(operation: string, selector: string): void {
    this.beforeWrite(operation, selector)
    this.writes.push(`${operation} ${selector}`)
    const key = this.keys.get(selector)
    if (key !== undefined && operation !== 'create' && this.others.has(key.value)) {
      this.broken.push(`${operation} ${selector}, which is somebody else's`)
    }
    if (operation === 'create') {
      if (key !== undefined) throw new ZonedeskError('already-exists', 'There is such a key.')
      this.addKey(selector, false)
      return
    }
    if (key === undefined) throw new ZonedeskError('not-found', 'There is no such key.')
    switch (operation) {
      case 'activate':
        if (!this.isPublished(selector)) this.broken.push(`${selector} was activated before DNS had it`)
        if (this.switches) for (const other of this.keys.values()) other.signs = false
        if (key.signs !== true) this.signsSince.set(selector, this.now())
        key.signs = true
        return
      case 'deactivate':
        if (!this.signing().some((other) => other !== selector && this.isPublished(other))) {
          this.broken.push(`${selector} was deactivated with no other key that signs and is in DNS`)
        }
        key.signs = false
        return
      case 'delete':
        if (key.signs !== false) this.broken.push(`${selector} was deleted while it signed`)
        this.keys.delete(selector)
        this.deletedAfter.set(
          selector,
          this.now() - Math.max(0, ...this.signing().map((one) => this.signsSince.get(one) ?? 0)),
        )
    }
  }

  #store(): RotationStore {
    const rows = this.#rows
    return {
      list: () => this.stored(),
      add: (fresh) =>
        fresh.map((one) => {
          const open = this.stored().some(
            (other) => other.signingDomain === one.signingDomain && !hasEnded(other),
          )
          if (open) return null
          const id = rows.size + 1
          rows.set(id, JSON.stringify({ ...one, id }))
          return id
        }),
      put: (rotation) => void rows.set(rotation.id, JSON.stringify(rotation)),
      remove: (ids) => ids.forEach((id) => rows.delete(id)),
    }
  }
}
