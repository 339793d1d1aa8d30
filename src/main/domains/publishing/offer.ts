import type { RecordCheck } from '../../../preload/contract/findings'
import type { PublishOffer } from '../../../preload/contract/publishing'
import type { PlaceOfZone, ZoneSource } from './zones/zone-source'

/** What DNS last said of a zone, as far as it is known. */
interface ZoneInDns {
  readonly apex: string | null
  readonly delegation: readonly string[] | null
}

/**
 * Whether the records of a domain can be published. Where nothing can be written to its own zone, the other zones of its
 * records are looked for: one to which a part of the domain is delegated, or one above it.
 *
 * @param name A-labels
 * @param records as the last check saw them; without one, nothing is known of other zones
 * @throws what the signal says
 */
export async function offerFor(
  name: string,
  inDns: ZoneInDns,
  records: readonly Pick<RecordCheck, 'name' | 'type' | 'zone'>[],
  source: Pick<ZoneSource, 'placeOf'>,
  signal: AbortSignal,
): Promise<PublishOffer> {
  const own = offerOf(await source.placeOf(name, inDns, signal))
  if (own.state === 'ready') return own
  const byZone = Map.groupBy(records, ({ zone }) => zone)
  const places = await Promise.all(
    [...byZone].flatMap(([apex, of]) =>
      apex === undefined
        ? []
        : source.placeOf(apex, { apex, delegation: null }, signal).then((place) => ({ place, of })),
    ),
  )
  const others = places.flatMap(({ place, of }) =>
    place.state === 'ready'
      ? {
          ...{ zone: place.zone.apex, connection: place.connection },
          records: of.map(({ name: owner, type }) => ({ name: owner, type })),
        }
      : [],
  )
  return { ...own, zone: own.zone ?? inDns.apex, others }
}

/** What is offered for one zone alone. */
export function offerOf(place: PlaceOfZone): PublishOffer {
  const candidates = [...(place.candidates ?? [])]
  const others: PublishOffer['others'] = []
  if (place.state === 'ready') {
    const { state, zone, connection } = place
    return { state, zone: zone.apex, connection, candidates, others, message: '', fix: '' }
  }
  const { state, message, fix, seeConnection: see } = place
  const known = {
    ...{ state, candidates, others, message, fix },
    ...(see !== undefined && { seeConnection: see }),
  }
  if ('zone' in place) return { ...known, zone: place.zone.apex, connection: place.connection }
  return { ...known, zone: place.apex, connection: null }
}
