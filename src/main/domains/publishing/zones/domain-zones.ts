import { ZonedeskError } from '../../../../preload/contract/failure'
import { KnownZones } from '../../../dns/zone/known-zones'
import { isWithin } from '../../../names/zone-cut'
import type { CheckedBasis } from '../../checks/check-domain'
import type { GivenChanges } from '../changes/given-changes'
import { seeConnection } from './see-connection'
import type { KeysOfRotation } from '../changes/rotation-keys'
import type { HeldCut, ZoneDraft } from './zone-draft'
import type { ZoneDrafts } from './zone-drafts'
import type { PlaceOfZone, ZoneSource } from './zone-source'

/** A zone that has names of a domain. */
export interface DomainZone {
  /** As far as it is known. */
  readonly apex: string | null
  readonly nameServers: readonly string[]
  readonly place: PlaceOfZone
  /** Null where nothing can be written to it; the place then says why. */
  readonly draft: ZoneDraft | null
}

interface Parts {
  readonly source: ZoneSource
  readonly drafts: ZoneDrafts
}

interface Delegated {
  readonly apex: string
  readonly nameServers: readonly string[]
}

/** A name, and what is known of its zone. */
interface PlacedName {
  readonly name: string
  readonly apex: string | null
  readonly nameServers: readonly string[]
}

/** A domain, and what DNS answered about it; null where nothing is known of it any more. */
interface Placed {
  readonly name: string
  readonly basis: CheckedBasis | null
}

interface WantedNames {
  /** Owner names of records that are to be there. */
  readonly records: readonly string[]
  /** Every owner name that the plan has to know. */
  readonly names: readonly string[]
  /** The apex of the zone of a record where its name servers were asked before. */
  readonly hints: ReadonlyMap<string, string>
}

/**
 * The zones that the records of a domain belong in: its own, and each that another of the records is in, because a name
 * below is delegated on, or because the record stands in the zone above. DNS says where each name is; and a zone that is
 * written may itself delegate a name on.
 *
 * @returns the domain's own zone first; a zone that cannot be read is one to which nothing can be written
 * @throws what the signal says
 */
export async function zonesOf(
  { name, basis }: Placed,
  wanted: WantedNames,
  parts: Parts,
  signal: AbortSignal,
): Promise<DomainZone[]> {
  const inDns = knownBy(basis)
  return zonesFrom({ name, ...ownIn(inDns) }, inDns, wanted, parts, signal)
}

/**
 * The zone of keys that are rotated, which all stand below one name. It may be delegated out of the zone of their domain.
 *
 * @param names every owner name that the plan has to know
 * @throws what the signal says
 */
export async function zoneOfKeys(
  { basis }: Placed,
  { records: keys, zone }: Pick<KeysOfRotation, 'records' | 'zone'>,
  names: readonly string[],
  parts: Parts,
  signal: AbortSignal,
): Promise<DomainZone[]> {
  const [first] = keys
  if (first === undefined) return []
  const { name } = first
  const inDns = knownBy(basis)
  const seen = zone === null ? null : { apex: zone, nameServers: [] }
  const known = deeper(inDns?.at(name) ?? null, seen) ?? { apex: null, nameServers: [] }
  const wanted = { records: [name], names, hints: new Map<string, string>() }
  const zones = await zonesFrom({ name, ...known }, null, wanted, parts, signal)
  const [own] = zones.toSorted((a, b) => (b.apex?.length ?? 0) - (a.apex?.length ?? 0))
  return own === undefined ? [] : [own]
}

/** @param first the zone that comes first, by a name in it */
async function zonesFrom(
  { name, apex, nameServers }: PlacedName,
  inDns: KnownZones | null,
  { records, names, hints }: WantedNames,
  parts: Parts,
  signal: AbortSignal,
): Promise<DomainZone[]> {
  const zones = [await opened(name, { apex, nameServers }, parts, signal)]
  const isFound = (record: string, apex: string): boolean =>
    zones.some((zone) => zone.apex !== null && isWithin(record, zone.apex) && isWithin(zone.apex, apex))
  for (const record of records) {
    const known = inDns?.at(record) ?? null
    const hint = hints.get(record)
    const said = hint === undefined ? null : { apex: hint, nameServers: [] }
    const zone = deeper(known === null || known.place === 'suffix' ? null : known, said)
    if (zone === null || isFound(record, zone.apex)) continue
    zones.push(await opened(zone.apex, zone, parts, signal))
  }
  // Zones that were found may delegate on what DNS does not show yet; this list grows while it is gone through.
  for (const [at, zone] of zones.entries()) {
    const { draft } = zone
    if (draft === null) continue
    try {
      const cuts = await draft.cuts(namesIn(zone, names, zones), signal)
      for (const cut of cuts) {
        const isNeeded = records.some((record) => isWithin(record, cut.apex) && !isFound(record, cut.apex))
        if (isNeeded) zones.push(await opened(cut.apex, cut, parts, signal))
      }
    } catch (error) {
      signal.throwIfAborted()
      zones[at] = failed(zone, error)
    }
  }
  return zones
}

/**
 * The zones of changes that were decided on before: each must still be where it was.
 *
 * @throws what the signal says
 */
export async function zonesOfGiven(
  { name, basis }: Placed,
  given: readonly GivenChanges[],
  parts: Parts,
  signal: AbortSignal,
): Promise<DomainZone[]> {
  const inDns = knownBy(basis)
  const zones: DomainZone[] = []
  for (const { at } of given) {
    const known = inDns?.at(at.zone) ?? null
    const isOther = known !== null && known.apex === at.zone && known.apex !== inDns?.own?.apex
    const unseen = inDns === null ? { apex: at.zone, nameServers: [] } : null
    const place = unseen ?? (isOther ? known : ownIn(inDns))
    const above = await opened(isOther ? at.zone : name, place, parts, signal)
    const cut = await cutIn(above, at.zone, signal)
    const zone = cut === null ? above : await opened(cut.apex, cut, parts, signal)
    zones.push((await isStillAt(zone, at, parts)) ? zone : moved(zone, at.zone))
  }
  return zones
}

/** The cut at a name in a zone that shows it, though DNS may not; null where there is none. */
async function cutIn(
  { apex, draft }: DomainZone,
  name: string,
  signal: AbortSignal,
): Promise<HeldCut | null> {
  if (draft === null || apex === null || apex === name || !isWithin(name, apex)) return null
  try {
    const cuts = await draft.cuts([name], signal)
    return cuts.find((cut) => cut.apex === name) ?? null
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ZonedeskError) return null
    throw error
  }
}

/** The names that are in a zone, and in none of the zones below it. */
export function namesIn(
  { apex }: DomainZone,
  names: readonly string[],
  zones: readonly DomainZone[],
): string[] {
  if (apex === null) return [...names]
  const below = zones.flatMap((zone) =>
    zone.apex !== null && zone.apex !== apex && isWithin(zone.apex, apex) ? zone.apex : [],
  )
  return names.filter((name) => isWithin(name, apex) && !below.some((cut) => isWithin(name, cut)))
}

function knownBy(basis: CheckedBasis | null): KnownZones | null {
  return basis === null ? null : new KnownZones(basis.observation)
}

function ownIn(inDns: KnownZones | null): Omit<PlacedName, 'name'> {
  const own = inDns?.own ?? null
  return { apex: own?.apex ?? null, nameServers: own?.nameServers ?? [] }
}

/** Of two zones of one name, the one that has it. */
function deeper(a: Delegated | null, b: Delegated | null): Delegated | null {
  if (a === null || b === null) return a ?? b
  return b.apex.length > a.apex.length ? b : a
}

async function opened(
  name: string,
  { apex, nameServers }: Omit<PlacedName, 'name'>,
  { source, drafts }: Parts,
  signal: AbortSignal,
): Promise<DomainZone> {
  const delegation = nameServers.length === 0 ? null : nameServers
  const place = await source.placeOf(name, { apex, delegation }, signal)
  const at = 'zone' in place ? place.zone.apex : (apex ?? place.apex)
  const zone = { apex: at, nameServers, place, draft: null }
  if (place.state !== 'ready') return zone
  try {
    return { ...zone, draft: await drafts.of(place) }
  } catch (error) {
    return failed(zone, error)
  }
}

/** The other zones of the domain can be written even so. */
function failed(zone: DomainZone, error: unknown): DomainZone {
  if (!(error instanceof ZonedeskError)) throw error
  const { code, fix } = error.failure
  const connection = 'connection' in zone.place ? zone.place.connection : null
  const through = connection === null ? '' : `${connection.name}: `
  const message = `${through}${error.failure.message}`
  const see = connection === null ? {} : seeConnection(code, connection.id)
  return { ...zone, place: { state: 'failed', apex: zone.apex, message, fix, ...see }, draft: null }
}

async function isStillAt(
  { place }: DomainZone,
  { connectionId, kind, hostedId, zone }: GivenChanges['at'],
  { source }: Parts,
): Promise<boolean> {
  if (place.state !== 'ready') return true
  if (place.zone.apex !== zone || place.zone.id !== hostedId) return false
  if (connectionId === null || place.connection.id === connectionId) return true
  // A host that was connected anew has another connection, and the same zones.
  return place.connection.kind === kind && (await isGone(connectionId, source))
}

async function isGone(connectionId: string, source: Pick<ZoneSource, 'accessFor'>): Promise<boolean> {
  try {
    await source.accessFor(connectionId)
    return false
  } catch (error) {
    return error instanceof ZonedeskError && error.failure.code === 'not-found'
  }
}

function moved(zone: DomainZone, apex: string): DomainZone {
  const place = {
    ...{ state: 'not-live' as const, apex },
    message: `${apex} has moved since this was planned: it is at another DNS host now, or in another account there.`,
    fix: 'Plan anew: the new plan is for where the zone is now.',
  }
  return { ...zone, apex, place, draft: null }
}
