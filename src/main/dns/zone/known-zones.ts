import type { Observation, Server, ZoneServer } from '../../../preload/contract/dns-answer'
import { isWithin } from './inquiry'

/** A zone that was found, for the names in it. */
export interface KnownZone {
  readonly apex: string
  /** NS names: of the delegation where it is known. */
  readonly nameServers: readonly string[]
  /** How its servers behave; empty where none was asked. */
  readonly servers: readonly ZoneServer[]
  /**
   * - `own`: the domain is in it
   * - `suffix`: the same, and it is the zone of a public suffix, which somebody runs who gives names out below it
   * - `above`, `below`: above or below that zone
   */
  readonly place: 'own' | 'suffix' | 'above' | 'below'
  /** The zone that delegates it; null when that is not known. */
  readonly parent: string | null
  /** Host names of servers that the zone names and its parent does not: nobody asks them. */
  readonly undelegated: readonly string[]
}

/** What is known of zones: the one the domain is in, those above it, and those its parts are delegated to. */
export class KnownZones {
  /** The deepest first. */
  readonly #zones: readonly KnownZone[]

  constructor({ zone, cuts }: Pick<Observation, 'zone' | 'cuts'>) {
    const { apex, organizational, parent, delegation, nameServers, servers } = zone
    const isSuffix = apex !== null && apex !== organizational && isWithin(organizational, apex)
    const own: Omit<KnownZone, 'apex'> = {
      parent,
      nameServers: delegation ?? nameServers,
      servers,
      place: isSuffix ? 'suffix' : 'own',
      undelegated: delegation === null ? [] : notInParent(servers),
    }
    const above = zone.above.map((it): KnownZone => ({
      ...it,
      parent: null,
      servers: [],
      place: 'above',
      undelegated: [],
    }))
    const below = cuts.map((cut): KnownZone => ({
      ...cut,
      place: 'below',
      undelegated: notInParent(cut.servers),
    }))
    this.#zones = [...(apex === null ? [] : [{ ...own, apex }]), ...above, ...below].toSorted(
      (a, b) => b.apex.length - a.apex.length,
    )
  }

  /** The zone the domain is in; null when it is not known. */
  get own(): KnownZone | null {
    return this.#zones.find(({ place }) => place === 'own' || place === 'suffix') ?? null
  }

  /** The zone a name is in; null when that is not known. */
  at(name: string): KnownZone | null {
    return this.#zones.find(({ apex }) => isWithin(name, apex)) ?? null
  }

  /** Whether a server holds the zone a name is in, so that what it says of the name counts. */
  holds(server: Server, name: string): boolean {
    return this.at(name)?.servers.some(({ host, lame }) => host === server.name && lame === null) ?? false
  }
}

/**
 * Whether none of a zone's name servers answers for it, so that nobody can learn anything new of its names. Where
 * servers of the domain's own zone are silent, only this network may be to blame.
 */
export function isUnserved(zone: KnownZone | null): zone is KnownZone {
  if (zone === null || zone.servers.length === 0) return false
  const isPart = zone.place === 'below'
  return zone.servers.every(({ lame }) => lame !== null && (isPart || lame !== 'no-answer'))
}

function notInParent(servers: readonly ZoneServer[]): string[] {
  return servers.filter(({ inParent }) => !inParent).map(({ host }) => host)
}
