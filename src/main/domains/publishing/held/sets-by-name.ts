import { plainName } from '../../../dns/diagnosis/records/presentation'
import type { Rrset } from '../../../zones/rrset'
import { namesAbove } from './names-above'
import { leadsFrom } from './spf-leads'

/** DNSSEC records that a server makes itself for each name; they are no data of anybody's (RFC 4035 section 2). */
const MADE_BY_THE_SERVER: ReadonlySet<string> = new Set(['RRSIG', 'NSEC', 'NSEC3', 'NSEC3PARAM'])

/**
 * The RRsets of a zone by owner name. It may lie over another one, which stays as it is: then it keeps only the names
 * that differ, so that a change costs what changes, however large the zone is.
 */
export class SetsByName {
  readonly #apex: string
  readonly #under: SetsByName | null
  /** Every RRset at a name; with one below, at the names that differ from it. */
  readonly #sets = new Map<string, readonly Rrset[]>()
  /** How many names with RRsets are at or below a name; with one below, how many more than there. */
  readonly #owners = new Map<string, number>()
  /** By a name: the names here whose SPF policies or aliases lead to it. */
  readonly #leading = new Map<string, Set<string>>()

  constructor(apex: string, under: SetsByName | null = null) {
    this.#apex = apex
    this.#under = under
  }

  /** @param owner lower case, without trailing dot, as in every method here */
  at(owner: string): readonly Rrset[] {
    return this.#sets.get(owner) ?? this.#under?.at(owner) ?? []
  }

  /** Whether a name, or one below it, has an RRset. */
  exists(owner: string): boolean {
    return this.#ownersAt(owner) > 0
  }

  /** The names whose SPF policies or aliases lead to a name in one step. */
  leadingTo(name: string): string[] {
    const under = this.#under?.leadingTo(name).filter((owner) => !this.#sets.has(owner)) ?? []
    return [...under, ...(this.#leading.get(name) ?? [])]
  }

  /** The names that SPF policies or aliases lead to in one step, and may have led to. */
  *ledTo(): Generator<string> {
    if (this.#under !== null) yield* this.#under.ledTo()
    yield* this.#leading.keys()
  }

  /**
   * Takes RRsets in, in place of all that stand at their names.
   *
   * @param owners other names, at which nothing stands from now on unless one of the RRsets does
   */
  take(sets: readonly Rrset[], owners: readonly string[]): void {
    const data = sets.filter(({ type }) => !MADE_BY_THE_SERVER.has(type))
    const byName = Map.groupBy(data, ({ name }) => plainName(name))
    for (const [owner, at] of byName) this.put(owner, at)
    for (const owner of owners) if (!byName.has(owner) && this.at(owner).length > 0) this.put(owner, [])
  }

  /** @param sets every RRset that is at the name from now on */
  put(owner: string, sets: readonly Rrset[]): void {
    const more = Number(sets.length > 0) - Number(this.at(owner).length > 0)
    const here = this.#sets.get(owner)
    if (here !== undefined) for (const name of leadsFrom(owner, here)) this.#leading.get(name)?.delete(owner)
    this.#sets.set(owner, sets)
    for (const name of leadsFrom(owner, sets)) {
      this.#leading.set(name, (this.#leading.get(name) ?? new Set<string>()).add(owner))
    }
    if (more === 0) return
    for (const name of [owner, ...namesAbove(owner, this.#apex)]) {
      this.#owners.set(name, (this.#owners.get(name) ?? 0) + more)
    }
  }

  #ownersAt(owner: string): number {
    const below = this.#under === null ? 0 : this.#under.#ownersAt(owner)
    return below + (this.#owners.get(owner) ?? 0)
  }
}
