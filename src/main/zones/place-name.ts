import type { ZonedeskError } from '../../preload/contract/failure'
import { isWithin } from '../names/zone-cut'
import type { StoredZoneConnection, ZoneChoice } from '../profile/connection-store'
import { zoneIdentity } from './connection-settings'
import type { HostedZone } from './zone-access'

/** The zone that DNS has a name in (RFC 9499 section 7). */
export interface Delegation {
  /** A-labels, lower case, without trailing dot. */
  readonly apex: string
  /** Its name servers, A-labels, lower case; empty where they are not known. */
  readonly nameServers: readonly string[]
}

/** A zone that a connection holds. */
export interface PlacedZone {
  readonly connection: StoredZoneConnection
  readonly zone: HostedZone
  /** Why nothing can be written to it, one sentence; null where it can. */
  readonly notWritable: string | null
  /** Whether DNS asks its name servers; null where that is not known. */
  readonly isLive: boolean | null
}

/** Which connection holds the zone of a name. */
export type ZoneOfName =
  /** `isChosen`: the user said so, of the zones in `among`; empty where nobody chose. */
  | ({
      readonly state: 'found'
      readonly isChosen: boolean
      readonly among: readonly PlacedZone[]
    } & PlacedZone)
  /**
   * No connection holds it. `above` is a zone higher up that one holds, from which the name is delegated away.
   */
  | { readonly state: 'none'; readonly above: PlacedZone | null }
  /** Several hold it, and nothing says which one is meant: the user has to choose. */
  | { readonly state: 'several'; readonly apex: string; readonly candidates: readonly PlacedZone[] }
  /** Each zone that holds it is one that DNS does not ask. The user can choose one even so. */
  | {
      readonly state: 'not-live'
      readonly apex: string
      readonly candidates: readonly PlacedZone[]
      readonly delegation: Delegation
    }
  /** A connection that may hold it could not be asked. */
  | { readonly state: 'failed'; readonly connection: StoredZoneConnection; readonly error: ZonedeskError }

/** A name, and what DNS says of it. */
export interface NameToPlace {
  /** A-labels, lower case, without trailing dot. */
  readonly name: string
  /** Null where DNS was not asked or did not say. */
  readonly delegation: Delegation | null
}

/** What is known of the zones of all connections. */
export interface KnownZones {
  /** Each zone that a connection holds at an apex. */
  readonly at: (apex: string) => readonly Pick<PlacedZone, 'connection' | 'zone'>[]
  readonly choice: (apex: string) => ZoneChoice | undefined
  /** The first connection that could not be asked about one of these apexes. */
  readonly failure: (apexes: readonly string[]) => Extract<ZoneOfName, { state: 'failed' }> | null
}

/** A name and each name above it, the longest first. */
export function namesUpwards(name: string): string[] {
  const labels = name.split('.')
  return labels.map((_, from) => labels.slice(from).join('.'))
}

/** The delegation of a name where it is one: another zone's says nothing of it. */
export function delegationOf({ name, delegation }: NameToPlace): Delegation | null {
  return delegation !== null && isWithin(name, delegation.apex) ? delegation : null
}

/**
 * Finds the zone that holds a name. Where DNS says in which zone the name is, only a zone with that apex is taken: a
 * longer one is asked by nobody, and a shorter one is cut by the delegation (RFC 1034 section 4.2.1). Where DNS does not
 * say, the longest apex is taken. What the user chose for an apex comes first.
 */
export function placeName(name: NameToPlace, known: KnownZones): ZoneOfName {
  const delegation = delegationOf(name)
  const apexes = namesUpwards(name.name)
  return delegation === null ? placeUnseen(apexes, known) : placeSeen(apexes, delegation, known)
}

function placeUnseen(apexes: readonly string[], known: KnownZones): ZoneOfName {
  const apex = apexes.find((one) => known.at(one).length > 0)
  const failure = known.failure(apexes)
  if (apex === undefined) return failure ?? { state: 'none', above: null }
  // A longer apex may be where nobody could be asked.
  const longer = known.failure(apexes.slice(0, apexes.indexOf(apex)))
  return longer ?? chosenAt(apex, null, known) ?? decide(apex, standing(apex, null, known), null)
}

function placeSeen(apexes: readonly string[], delegation: Delegation, known: KnownZones): ZoneOfName {
  const { apex } = delegation
  const below = apexes.slice(0, apexes.indexOf(apex))
  for (const one of [...below, apex]) {
    const chosen = chosenAt(one, delegation, known)
    if (chosen !== null) return chosen
  }
  const zones = standing(apex, delegation, known)
  const decided = zones.length === 0 ? null : decide(apex, zones, delegation)
  if (decided !== null && decided.state !== 'not-live') return decided
  const failure = known.failure([apex])
  if (failure !== null) return failure
  if (decided !== null) return decided
  const unasked = below.find((one) => known.at(one).length > 0)
  if (unasked !== undefined) {
    const candidates = standing(unasked, delegation, known)
    return { state: 'not-live', apex: unasked, candidates, delegation }
  }
  const above = apexes.slice(apexes.indexOf(apex) + 1).find((one) => known.at(one).length > 0)
  return { state: 'none', above: above === undefined ? null : (standing(above, null, known)[0] ?? null) }
}

/** The zone that the user chose for an apex; null where they chose none, or it is gone. */
function chosenAt(apex: string, delegation: Delegation | null, known: KnownZones): ZoneOfName | null {
  const choice = known.choice(apex)
  if (choice === undefined) return null
  const among = standing(apex, delegation, known)
  const zone = among.find((one) => one.connection.id === choice.connectionId && one.zone.id === choice.zoneId)
  if (zone !== undefined) return { state: 'found', isChosen: true, among, ...zone }
  const failure = known.failure([apex])
  return failure?.connection.id === choice.connectionId ? failure : null
}

/** The zones of an apex with what DNS makes of each; two connections to one and the same zone count as one. */
function standing(apex: string, delegation: Delegation | null, known: KnownZones): PlacedZone[] {
  const byIdentity = new Map<string, PlacedZone>()
  for (const { connection, zone } of known.at(apex)) {
    const isLive = delegation === null ? null : livesAt(zone, delegation)
    const placed = { connection, zone, notWritable: whyNotWritable(connection, zone), isLive }
    const identity = zoneIdentity(connection.settings, zone.id)
    const other = byIdentity.get(identity)
    const choice = known.choice(apex)
    const isBetter =
      other === undefined ||
      (connection.id === choice?.connectionId && zone.id === choice.zoneId) ||
      (other.notWritable !== null &&
        placed.notWritable === null &&
        !(other.connection.id === choice?.connectionId && other.zone.id === choice.zoneId))
    if (isBetter) byIdentity.set(identity, placed)
  }
  return [...byIdentity.values()]
}

function livesAt({ apex, nameServers }: HostedZone, delegation: Delegation): boolean | null {
  if (apex !== delegation.apex) return false
  if (nameServers === null || nameServers.length === 0 || delegation.nameServers.length === 0) return null
  return nameServers.some((one) => delegation.nameServers.includes(one))
}

function whyNotWritable({ name, isReadOnly }: StoredZoneConnection, zone: HostedZone): string | null {
  return isReadOnly ? `${name} is read only in Zonedesk.` : zone.notWritable
}

/** @param zones of the apex, at least one */
function decide(apex: string, zones: readonly PlacedZone[], delegation: Delegation | null): ZoneOfName {
  const live = zones.filter(({ isLive }) => isLive === true)
  const possible = live.length > 0 ? live : zones.filter(({ isLive }) => isLive === null)
  const [first, second] = possible
  if (first === undefined) {
    return { state: 'not-live', apex, candidates: zones, delegation: delegation ?? { apex, nameServers: [] } }
  }
  return second === undefined
    ? { state: 'found', isChosen: false, among: [], ...first }
    : { state: 'several', apex, candidates: possible }
}
