import { plainName } from '../../../dns/diagnosis/records/presentation'
import {
  isWritable,
  type Rrset,
  type RrsetChange,
  type WritableRrset,
  type WritableType,
} from '../../../zones/rrset'
import { namesAbove } from './names-above'
import { SetsByName } from './sets-by-name'

/** The zone that is authoritative for a name, and whether what it holds is known here. */
export interface NamePlace {
  /** The apex. */
  readonly zone: string
  readonly isHeld: boolean
}

/** What is held of the zones that the names of a domain are in: one zone, or several. */
export type Held = Pick<
  HeldZone,
  | 'apexAt'
  | 'placeOf'
  | 'contains'
  | 'isKnown'
  | 'get'
  | 'writable'
  | 'at'
  | 'exists'
  | 'above'
  | 'wildcardFor'
  | 'cutAbove'
  | 'renamedAbove'
  | 'leadingTo'
  | 'ledTo'
  | 'unread'
> & {
  /** The same once some changes are made. */
  after(changes: readonly RrsetChange[]): Held
}

/** What a zone holds, with answers to what matters before it is changed. */
export class HeldZone implements Held {
  readonly apex: string
  readonly #sets: SetsByName
  readonly #isKnown: (owner: string, type: string) => boolean
  readonly #isWhole: boolean

  /**
   * @param isKnown whether it is known what the zone holds at a name in lower case, without trailing dot
   * @param isWhole whether that is so for every name
   */
  constructor(
    apex: string,
    sets: SetsByName,
    isKnown: (owner: string, type: string) => boolean,
    isWhole = true,
  ) {
    this.apex = apex
    this.#sets = sets
    this.#isKnown = isKnown
    this.#isWhole = isWhole
  }

  /** The same zone once some changes are made; this one stays as it is. */
  after(changes: readonly RrsetChange[]): HeldZone {
    const sets = new SetsByName(this.apex, this.#sets)
    for (const [name, of] of Map.groupBy(changes, (change) => change.name)) {
      const types = new Set<string>(of.map(({ type }) => type))
      const stays = this.at(name).filter(({ type }) => !types.has(type))
      sets.put(name, [...stays, ...of.flatMap(({ after }) => after ?? [])])
    }
    return new HeldZone(this.apex, sets, this.#isKnown, this.#isWhole)
  }

  /** The apex, where not every name of the zone was read. */
  unread(): string[] {
    return this.#isWhole ? [] : [this.apex]
  }

  /** The names whose SPF policies or aliases lead to a name in one step, as far as they were read. */
  leadingTo(name: string): string[] {
    return this.#sets.leadingTo(plainName(name))
  }

  /** The names that SPF policies or aliases of the zone may lead to in one step. */
  ledTo(): Iterable<string> {
    return this.#sets.ledTo()
  }

  /** The apex of the zone that is asked about a name: always this one's. */
  apexAt(name: string): string
  apexAt(): string {
    return this.apex
  }

  /** The zone that has a name, as far as this one shows it; null where the name is not below its apex. */
  placeOf(name: string): NamePlace | null {
    if (!this.contains(name)) return null
    const cut = this.cutAbove(name)
    return cut === null ? { zone: this.apex, isHeld: true } : { zone: cut, isHeld: false }
  }

  /** Whether it is known what the zone holds there. */
  isKnown(name: string, type: string): boolean {
    return this.#isKnown(plainName(name), type)
  }

  get(name: string, type: string): Rrset | undefined {
    return this.at(name).find((set) => set.type === type)
  }

  /** The RRset of a type that Zonedesk writes. */
  writable(name: string, type: WritableType): WritableRrset | null {
    const set = this.get(name, type)
    return set !== undefined && isWritable(set) ? set : null
  }

  /** Every RRset at a name. */
  at(name: string): readonly Rrset[] {
    return this.#sets.at(plainName(name))
  }

  /** Whether a name exists by itself: it, or one below it, has a record (RFC 4592 section 2.2.2). */
  exists(name: string): boolean {
    return this.#sets.exists(plainName(name))
  }

  contains(name: string): boolean {
    const owner = plainName(name)
    return owner === this.apex || owner.endsWith(`.${this.apex}`)
  }

  /** The names above a name within the zone, the nearest first and the apex last; none for the apex itself. */
  above(name: string): string[] {
    return namesAbove(plainName(name), this.apex)
  }

  /**
   * The wildcard that answers for a name that does not exist: the one below its closest encloser (RFC 4592 section
   * 3.3.1).
   *
   * @returns its owner name; null when there is none
   */
  wildcardFor(name: string): string | null {
    if (this.exists(name)) return null
    const encloser = this.above(name).find((above) => above === this.apex || this.exists(above))
    const wildcard = encloser === undefined ? null : `*.${encloser}`
    return wildcard !== null && this.at(wildcard).length > 0 ? wildcard : null
  }

  /** The name at or above a name, below the apex, that is delegated to another zone (RFC 1034 section 4.2); or null. */
  cutAbove(name: string): string | null {
    const owner = plainName(name)
    const cut = [owner, ...this.above(owner)].find(
      (above) => above !== this.apex && this.get(above, 'NS') !== undefined,
    )
    return cut ?? null
  }

  /** The name above a name from which everything below is renamed (RFC 6672 section 2.3); null when there is none. */
  renamedAbove(name: string): string | null {
    return this.above(name).find((above) => this.get(above, 'DNAME') !== undefined) ?? null
  }
}

/**
 * Names whose RRsets have to be read to plan a change at some owner names: they, all names above them within the zone,
 * and the wildcards there.
 */
export function ownersToRead(names: readonly string[], apex: string): string[] {
  const owners = names.map(plainName).filter((name) => name === apex || name.endsWith(`.${apex}`))
  const above = owners.flatMap((name) => namesAbove(name, apex))
  return [...new Set([...owners, ...above, ...above.map((name) => `*.${name}`)])]
}
