import { plainName } from '../../dns/diagnosis/records/presentation'
import type { NamedConnection } from '../../../preload/contract/publish-facts'
import { Sequencer } from '../../async/sequencer'
import { isWritable, type Rrset, type RrsetChange } from '../../zones/rrset'
import type { HostedZone, ZoneAccess, ZoneContents } from '../../zones/zone-access'
import { HeldZone, ownersToRead } from './held'
import { composed, type SetDelta } from './set-delta'

/** A name below the apex of a zone that the zone itself delegates to other name servers (RFC 1034 section 4.2). */
export interface HeldCut {
  readonly apex: string
  /** Host names as they stand in the zone, without trailing dot. */
  readonly nameServers: readonly string[]
}

/** A zone while its domains are planned, one after the other, each on top of what is planned for those before. */
export class ZoneDraft {
  readonly connection: NamedConnection
  readonly zone: HostedZone
  readonly #access: ZoneAccess
  readonly #turns = new Sequencer()
  readonly #owners = new Set<string>()
  readonly #deltas: SetDelta[] = []
  #contents: ZoneContents | null = null
  /** What was read, without any change; null until somebody wants to know. */
  #asRead: HeldZone | null = null

  constructor(connection: NamedConnection, zone: HostedZone, access: ZoneAccess) {
    this.connection = connection
    this.zone = zone
    this.#access = access
  }

  get capabilities(): ZoneAccess['capabilities'] {
    return this.#access.capabilities
  }

  /**
   * Plans a domain when its turn comes.
   *
   * @param names owner names that the plan has to know
   * @param plan told what the zone holds with the changes planned so far; may {@link add} what comes on top
   * @throws ZonedeskError where the zone cannot be read
   */
  turn<T>(
    names: readonly string[],
    signal: AbortSignal,
    plan: (held: HeldZone) => T | Promise<T>,
  ): Promise<T> {
    return this.#turns.run(async () => {
      await this.#read(names, signal)
      return plan(this.#heldWith(this.#deltas))
    })
  }

  /** Within a turn: what the next domains are planned on top of. */
  add(deltas: readonly SetDelta[]): void {
    this.#deltas.push(...deltas)
  }

  /**
   * The names at or above some names that the zone delegates on.
   *
   * @throws ZonedeskError where the zone cannot be read
   */
  cuts(names: readonly string[], signal: AbortSignal): Promise<readonly HeldCut[]> {
    return this.#turns.run(async () => {
      await this.#read(names, signal)
      const held = this.held()
      const above = new Set(names.flatMap((name) => [plainName(name), ...held.above(name)]))
      above.delete(held.apex)
      return [...above].flatMap((apex) => {
        const set = held.get(apex, 'NS')
        return set === undefined || isWritable(set) ? [] : { apex, nameServers: set.values.map(plainName) }
      })
    })
  }

  /** What the zone held when it was read, without any change. */
  held(): HeldZone {
    return this.#heldWith([])
  }

  async #read(names: readonly string[], signal: AbortSignal): Promise<void> {
    if (this.#contents?.extent === 'whole') return
    const missing = ownersToRead(names, this.zone.apex).filter((owner) => !this.#owners.has(owner))
    if (this.#contents !== null && missing.length === 0) return
    const read = await this.#access.read(this.zone, missing, signal)
    for (const owner of missing) this.#owners.add(owner)
    const asked = new Set(missing)
    const known = (this.#contents?.rrsets ?? []).filter(({ name }) => !asked.has(plainName(name)))
    const rrsets = this.#contents === null ? read.rrsets : [...known, ...read.rrsets]
    this.#contents = { ...read, rrsets }
    this.#asRead = null
  }

  #heldWith(deltas: readonly SetDelta[]): HeldZone {
    const contents = this.#contents
    const rrsets = contents?.rrsets ?? []
    const empty = { zone: this.zone, extent: 'owners' as const, ...contents, rrsets }
    const now = (this.#asRead ??= new HeldZone(empty, [...this.#owners]))
    if (deltas.length === 0) return now
    const changed = withChanges(rrsets, composed(now, deltas, this.capabilities))
    return new HeldZone({ ...empty, rrsets: changed }, [...this.#owners])
  }
}

/** RRsets with changes made. */
function withChanges(rrsets: readonly Rrset[], changes: readonly RrsetChange[]): Rrset[] {
  const changed = new Set(changes.map(({ name, type }) => `${name} ${type}`))
  const kept = rrsets.filter((set) => !isWritable(set) || !changed.has(`${plainName(set.name)} ${set.type}`))
  return [...kept, ...changes.flatMap(({ after }) => after ?? [])]
}
