import { ZonedeskError } from '../../preload/contract/failure'
import { registrableDomain } from './domain-name'

/** How a zone's apex was found. */
export type ZoneReason = 'override' | 'observed' | 'public-suffix' | 'whole-name'

/** The zone that has a name's records, and why it is taken to be that one. */
export interface Zone {
  /** The apex: A-labels, lower case, no trailing dot. */
  readonly name: string
  readonly reason: ZoneReason
  /** One sentence for people. */
  readonly explanation: string
}

export interface ZoneQuestion {
  /** Any name inside the zone: A-labels, without trailing dot. */
  readonly name: string
  /** The owner of the SOA record that DNS showed for the name (RFC 1035 4.3.2, RFC 2308 3); null when not asked. */
  readonly observedApex: string | null
  /** The apex as the user names it; null when the user named none. */
  readonly override: string | null
}

/**
 * The zone a name belongs to: the one the user names, else the one DNS showed, else the registered domain by the Public
 * Suffix List. Under a private suffix, that is the part directly below the suffix, because another party owns each of
 * these names.
 *
 * An observed apex that is no ancestor of the name, or is a public suffix (as the SOA of a registry's zone is when
 * the domain is not delegated), says nothing about the domain's own zone and is ignored.
 *
 * @throws ZonedeskError `invalid` with field `zone` when the override does not contain the name
 */
export function zoneFor({ name, observedApex, override }: ZoneQuestion): Zone {
  const owner = plain(name)
  if (override !== null) return overridden(owner, plain(override))
  const observed = observedApex === null ? '' : plain(observedApex)
  if (isWithin(owner, observed) && registrableDomain(observed) !== null) {
    return { name: observed, reason: 'observed', explanation: `DNS shows a zone that starts at ${observed}.` }
  }
  const registrable = registrableDomain(owner)
  if (registrable === null) {
    return {
      name: owner,
      reason: 'whole-name',
      explanation: `The Public Suffix List has no shorter name under which ${owner} could be registered.`,
    }
  }
  return {
    name: registrable,
    reason: 'public-suffix',
    explanation: `By the Public Suffix List, ${registrable} is the registered domain; the zone may start at a name below it.`,
  }
}

/** Whether a name is the apex of a zone or below it, on label boundaries. The empty zone contains nothing. */
export function isWithin(name: string, zone: string): boolean {
  if (zone === '') return false
  const [owner, apex] = [plain(name), plain(zone)]
  return owner === apex || owner.endsWith(`.${apex}`)
}

/**
 * The part of a name before its zone; empty at the apex.
 *
 * @returns null when the name is not in the zone
 */
export function relativeName(name: string, zone: string): string | null {
  if (!isWithin(name, zone)) return null
  return plain(name).slice(0, -plain(zone).length).replace(/\.$/, '')
}

function overridden(name: string, zone: string): Zone {
  if (isWithin(name, zone)) {
    return { name: zone, reason: 'override', explanation: `You set ${zone} as the zone.` }
  }
  throw new ZonedeskError('invalid', `${name} is not inside the zone ${zone === '' ? '""' : zone}.`, {
    fix: 'Enter the name itself or one of its parents, such as the registered domain.',
    field: 'zone',
  })
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}
