import { plainName } from '../../../dns/diagnosis/records/presentation'
import type { ZoneContents } from '../../../zones/zone-access'
import { HeldZone } from './held'
import { SetsByName } from './sets-by-name'

/** What was read of a zone, in one reading or in several. */
export class ZoneReadings {
  readonly sets: SetsByName
  readonly #apex: string
  /** The owner names that were asked for, with the types whose RRsets are known there; null for every type. */
  readonly #asked = new Map<string, ReadonlySet<string> | null>()
  #isWhole = false

  constructor(apex: string) {
    this.#apex = apex
    this.sets = new SetsByName(apex)
  }

  /** Whether every RRset of the zone is known. */
  get isWhole(): boolean {
    return this.#isWhole
  }

  /** @param owner lower case, without trailing dot */
  has(owner: string): boolean {
    return this.#isWhole || this.#asked.has(owner)
  }

  /**
   * Takes one more reading in. A name that was asked for before stays as it was read then: something may be planned on
   * it, and whoever writes finds out whether it changed.
   *
   * @param owners the names that were asked for: lower case, without trailing dot
   */
  take(
    { rrsets, extent, types }: Pick<ZoneContents, 'rrsets' | 'extent' | 'types'>,
    owners: readonly string[],
  ): void {
    this.sets.take(
      this.#asked.size === 0 ? rrsets : rrsets.filter(({ name }) => !this.has(plainName(name))),
      owners.filter((owner) => !this.has(owner)),
    )
    const known = extent === 'types' ? new Set(types) : null
    for (const owner of owners) if (!this.has(owner)) this.#asked.set(owner, known)
    this.#isWhole ||= extent === 'whole'
  }

  /** @param sets what the zone holds: what was read, or something over it */
  held(sets: SetsByName = this.sets): HeldZone {
    const isKnown = (owner: string, type: string): boolean => {
      const types = this.#asked.get(owner)
      return this.#isWhole || types === null || types?.has(type) === true
    }
    return new HeldZone(this.#apex, sets, isKnown, this.#isWhole)
  }
}
