import { isNameOf } from '../../preload/contract/name-pattern'
import { isWithin } from '../names/zone-cut'
import type { Preset } from './preset-schema'

/** What DNS shows of who keeps a zone. Names in any case, with or without trailing dot. */
export interface ZoneSigns {
  /** The zone's apex; null when it is not known. */
  readonly apex: string | null
  readonly nameServers: readonly string[]
  /** The primary server and the mailbox of the zone's SOA (RFC 1035 3.3.13); null when nobody answered one. */
  readonly soa: { readonly mname: string; readonly rname: string } | null
}

export interface DetectedHost {
  readonly id: string
  /** The SOA counts where the name servers carry the zone's own name, as customers of some hosts can have it. */
  readonly by: 'name-servers' | 'soa'
}

/**
 * The preset of the host that keeps a zone. Patterns match whole labels from the first to the last, so that a name that
 * only ends or begins alike is not taken for it. When the name servers belong to different hosts, or several presets
 * claim all of them, nothing is detected; who wrote the SOA then says nothing either.
 *
 * @param presets the presets to choose from
 */
export function detectHost(
  { apex, nameServers, soa }: ZoneSigns,
  presets: readonly Preset[],
): DetectedHost | null {
  const names = nameServers.map(plain)
  if (names.length === 0) return null
  const claims = presets.filter((preset) => names.every((name) => claimsName(preset, name)))
  const [claim] = claims
  if (claim !== undefined) return claims.length === 1 ? { id: claim.id, by: 'name-servers' } : null
  // Servers of a third name may be those of a reseller, whose customers log in there and not at the host of the SOA.
  const areOwnNames = apex !== null && names.every((name) => isWithin(name, apex))
  if (!areOwnNames || soa === null) return null
  const ofSoa = presets.filter((preset) => claimsSoa(preset, plain(soa.mname), plain(soa.rname)))
  const [one] = ofSoa
  return one !== undefined && ofSoa.length === 1 ? { id: one.id, by: 'soa' } : null
}

/**
 * The presets that all claim the name servers of a zone, where several do: the zone is at one of them, and DNS does not
 * say at which. Empty where one or none claims them.
 */
export function possibleHosts({ nameServers }: ZoneSigns, presets: readonly Preset[]): string[] {
  const names = nameServers.map(plain)
  const claims = presets.filter((preset) => names.every((name) => claimsName(preset, name)))
  return names.length > 0 && claims.length > 1 ? claims.map(({ id }) => id) : []
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

function claimsName(preset: Preset, name: string): boolean {
  return preset.nameServers.some(({ pattern }) => isNameOf(pattern, name))
}

function claimsSoa(preset: Preset, mname: string, rname: string): boolean {
  return claimsName(preset, mname) || preset.mailbox.some(({ pattern }) => isNameOf(pattern, rname))
}
