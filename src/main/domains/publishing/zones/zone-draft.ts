import { plainName } from '../../../dns/diagnosis/records/presentation'
import type { NamedConnection } from '../../../../preload/contract/publish-facts'
import { Sequencer } from '../../../async/sequencer'
import { isWritable } from '../../../zones/rrset'
import type { HostedZone, ZoneAccess } from '../../../zones/zone-access'
import { type HeldZone, ownersToRead } from '../held/held'
import { PlannedSets } from '../changes/planned-sets'
import type { SetDelta } from '../changes/set-delta'
import { ZoneReadings } from '../held/zone-readings'

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
  readonly #readings: ZoneReadings
  readonly #planned: PlannedSets
  #isRead: boolean
  /** What comes on top with the next turn: what a turn was told stays so until it ends. */
  readonly #next: SetDelta[] = []

  /** @param readings what was read of the zone before */
  constructor(connection: NamedConnection, zone: HostedZone, access: ZoneAccess, readings?: ZoneReadings) {
    this.connection = connection
    this.zone = zone
    this.#access = access
    this.#readings = readings ?? new ZoneReadings(zone.apex)
    this.#isRead = readings !== undefined
    this.#planned = new PlannedSets(zone.apex, this.#readings.sets, access.capabilities)
  }

  /** A draft of the same zone as it was read, with nothing planned yet. */
  afresh(): ZoneDraft {
    return new ZoneDraft(this.connection, this.zone, this.#access, this.#isRead ? this.#readings : undefined)
  }

  get isRead(): boolean {
    return this.#isRead
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
      return plan(this.planned())
    })
  }

  /** Within a turn: what the next domains are planned on top of. */
  add(deltas: readonly SetDelta[]): void {
    this.#next.push(...deltas)
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
    return this.#readings.held()
  }

  /** What the zone holds with all that is planned by now, for those who plan in another zone. */
  planned(): HeldZone {
    for (const delta of this.#next.splice(0)) this.#planned.add(delta)
    return this.#readings.held(this.#planned.sets)
  }

  async #read(names: readonly string[], signal: AbortSignal): Promise<void> {
    if (this.#readings.isWhole) return
    const missing = ownersToRead(names, this.zone.apex).filter((owner) => !this.#readings.has(owner))
    if (this.#isRead && missing.length === 0) return
    this.#readings.take(await this.#access.read(this.zone, missing, signal), missing)
    this.#isRead = true
  }
}
