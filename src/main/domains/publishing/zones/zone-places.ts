import type { NamedConnection } from '../../../../preload/contract/publish-facts'
import type { ZoneCandidate } from '../../../../preload/contract/publishing'
import type { StoredZoneConnection } from '../../../profile/connection-store'
import type { ZoneConnections } from '../../../zones/connections'
import type { PlacedZone, ZoneOfName } from '../../../zones/place-name'
import type { ZoneOf } from '../../../zones/zone-of'
import { seeConnection } from './see-connection'
import type { PlaceOfZone, ZoneSource } from './zone-source'

/** The user's connections as the source of zones. */
export function zonePlaces(zoneOf: ZoneOf, connections: Pick<ZoneConnections, 'accessFor'>): ZoneSource {
  return {
    accessFor: (id) => connections.accessFor(id),
    async placeOf(name, { apex, delegation }, signal) {
      const known = apex === null ? null : { apex, nameServers: delegation ?? [] }
      return placeOf(name, await zoneOf.ofName({ name, delegation: known }, signal))
    },
  }
}

function placeOf(name: string, found: ZoneOfName): PlaceOfZone {
  switch (found.state) {
    case 'found': {
      const { zone, notWritable } = found
      const connection = named(found.connection)
      const candidates = found.among.map((one) => candidateOf(one, found))
      if (notWritable === null) return { state: 'ready', connection, zone, candidates }
      const fix = 'Copy the records instead, or use a connection that may write.'
      const see = { seeConnection: connection.id }
      return { state: 'read-only', connection, zone, candidates, message: notWritable, fix, ...see }
    }
    case 'none':
      return {
        ...{ state: 'none', apex: null },
        message: noneWords(name, found.above),
        fix: 'Connect its DNS host; until then, copy the records.',
        seeConnection: 'all',
      }
    case 'several':
      return {
        ...{ state: 'several', apex: found.apex },
        candidates: found.candidates.map((one) => candidateOf(one, null)),
        message: severalWords(found.apex, found.candidates),
        fix: 'Choose the zone to write.',
      }
    case 'not-live':
      return {
        ...{ state: 'not-live', apex: found.apex },
        candidates: found.candidates.map((one) => candidateOf(one, null)),
        message: `${names(found.candidates)} ${found.candidates.length === 1 ? 'holds' : 'hold'} a zone ${found.apex}, but DNS asks other name servers, so Zonedesk writes nothing there.`,
        seeConnection: 'all',
        fix: 'Connect the DNS host whose name servers DNS asks. If the zone is about to move to this host, choose this zone.',
      }
    case 'failed': {
      const { code, message, fix } = found.error.failure
      return {
        ...{ state: 'failed', apex: null, message: `${found.connection.name}: ${message}`, fix },
        ...seeConnection(code, found.connection.id),
      }
    }
  }
}

function noneWords(name: string, above: PlacedZone | null): string {
  return above === null
    ? `No connection holds the zone of ${name}.`
    : `No connection holds the zone of ${name}. ${above.connection.name} holds ${above.zone.apex}, but that zone delegates the name away.`
}

function severalWords(apex: string, zones: readonly PlacedZone[]): string {
  const connections = new Set(zones.map(({ connection }) => connection.id)).size
  const holds =
    connections === 1
      ? `${names(zones)} holds ${zones.length} zones ${apex}`
      : `${names(zones)} ${connections === 2 ? 'both' : 'all'} hold a zone ${apex}`
  const isLive = zones.every((zone) => zone.isLive === true)
  return `${holds}, and ${isLive ? 'DNS asks the name servers of each' : 'it is not known which one DNS asks'}.`
}

function candidateOf(
  { connection, zone, notWritable, isLive }: PlacedZone,
  chosen: PlacedZone | null,
): ZoneCandidate {
  return {
    ...{ connection: named(connection), apex: zone.apex, zoneId: zone.id, isLive, notWritable },
    isChosen: chosen !== null && chosen.connection.id === connection.id && chosen.zone.id === zone.id,
  }
}

function names(zones: readonly PlacedZone[]): string {
  const all = [...new Set(zones.map(({ connection }) => connection.name))]
  return [all.slice(0, -1).join(', '), all.at(-1)].filter(Boolean).join(' and ')
}

function named({ id, name, settings }: StoredZoneConnection): NamedConnection {
  return { id, name, kind: settings.kind }
}
