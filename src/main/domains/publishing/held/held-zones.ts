import { isWithin } from '../../../names/zone-cut'
import type { Rrset, RrsetChange, WritableRrset, WritableType } from '../../../zones/rrset'
import type { Held, HeldZone, NamePlace } from './held'

/**
 * What is held of several zones that have names of one domain. Each name is looked for in the zone that is authoritative
 * for it, which is the one with the longest apex (RFC 1034 section 4.2): never in the zone above a delegation.
 */
export class HeldZones implements Held {
  /** The longest apex first. */
  readonly #zones: readonly { readonly apex: string; readonly held: HeldZone | null }[]
  readonly #first: HeldZone

  /**
   * @param held at least one
   * @param elsewhere apexes of zones that have names of the domain too, and of which nothing is held
   */
  constructor(held: readonly [HeldZone, ...HeldZone[]], elsewhere: readonly string[]) {
    this.#first = held[0]
    this.#zones = [
      ...held.map((zone) => ({ apex: zone.apex, held: zone })),
      ...elsewhere.map((apex) => ({ apex, held: null })),
    ].toSorted((a, b) => b.apex.length - a.apex.length)
  }

  apexAt(name: string): string {
    return this.#zoneOf(name)?.apex ?? this.#first.apex
  }

  placeOf(name: string): NamePlace | null {
    const zone = this.#zoneOf(name)
    if (zone === undefined) return null
    return zone.held?.placeOf(name) ?? { zone: zone.apex, isHeld: false }
  }

  contains(name: string): boolean {
    return this.#held(name) !== null
  }

  isKnown(name: string, type: string): boolean {
    return this.#held(name)?.isKnown(name, type) ?? false
  }

  get(name: string, type: string): Rrset | undefined {
    return this.#held(name)?.get(name, type)
  }

  writable(name: string, type: WritableType): WritableRrset | null {
    return this.#held(name)?.writable(name, type) ?? null
  }

  at(name: string): readonly Rrset[] {
    return this.#held(name)?.at(name) ?? []
  }

  exists(name: string): boolean {
    return this.#held(name)?.exists(name) ?? false
  }

  above(name: string): string[] {
    return this.#held(name)?.above(name) ?? []
  }

  wildcardFor(name: string): string | null {
    return this.#held(name)?.wildcardFor(name) ?? null
  }

  cutAbove(name: string): string | null {
    return this.#held(name)?.cutAbove(name) ?? null
  }

  renamedAbove(name: string): string | null {
    return this.#held(name)?.renamedAbove(name) ?? null
  }

  leadingTo(name: string): string[] {
    return this.#all().flatMap((zone) => zone.leadingTo(name))
  }

  *ledTo(): Generator<string> {
    for (const zone of this.#all()) yield* zone.ledTo()
  }

  unread(): string[] {
    return this.#all().flatMap((zone) => zone.unread())
  }

  after(changes: readonly RrsetChange[]): HeldZones {
    const after = (zone: HeldZone): HeldZone =>
      zone.after(changes.filter(({ name }) => this.#held(name) === zone))
    const [first, ...others] = this.#all()
    const elsewhere = this.#zones.flatMap(({ apex, held }) => (held === null ? apex : []))
    return new HeldZones([after(first), ...others.map(after)], elsewhere)
  }

  #all(): [HeldZone, ...HeldZone[]] {
    const others = this.#zones.flatMap(({ held }) => (held === null || held === this.#first ? [] : held))
    return [this.#first, ...others]
  }

  #held(name: string): HeldZone | null {
    return this.#zoneOf(name)?.held ?? null
  }

  #zoneOf(name: string): { readonly apex: string; readonly held: HeldZone | null } | undefined {
    return this.#zones.find(({ apex }) => isWithin(name, apex))
  }
}
