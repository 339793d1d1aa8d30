import type { PlannedZone } from '../../../../preload/contract/publishing'
import type { DomainZone } from '../zones/domain-zones'
import type { PlannedPart } from './planned-row'
import type { SeeConnection } from '../zones/see-connection'
import type { RecordByHand } from './wanted'

/**
 * The zones of a domain as the window shows them: the first, and of the others those in which something is to be done.
 *
 * @param byHand records for zones to which nothing can be written
 */
export function shownZones(
  zones: readonly DomainZone[],
  parts: readonly PlannedPart[],
  byHand: readonly RecordByHand[],
): PlannedZone[] {
  const left = Map.groupBy(byHand, ({ zone }) => zone)
  const shown = zones.flatMap((zone, at) => {
    const { apex, place, draft } = zone
    const records = left.get(apex ?? '') ?? []
    const sets = parts.find((part) => part.draft === draft)?.made.length ?? 0
    if (at > 0 && sets === 0 && records.length === 0) return []
    return {
      ...{ apex, sets, connection: 'connection' in place ? place.connection : null },
      candidates: [...(place.candidates ?? [])],
      ...leftWords(zone, records),
    }
  })
  const known = new Set(zones.map(({ apex }) => apex))
  const unknown = [...left].filter(([apex]) => !known.has(apex))
  return [
    ...shown,
    ...unknown.map(([apex, records]) => ({
      ...{ apex, sets: 0, connection: null, candidates: [] },
      ...leftWords({ apex, nameServers: [], place: NOT_LOOKED_FOR, draft: null }, records),
    })),
  ]
}

/** Why nothing can be written to a zone, and what to do. */
export function problemOf({
  place,
}: DomainZone): { readonly message: string; readonly fix: string } & SeeConnection {
  if (place.state === 'ready') return { message: '', fix: '' }
  const { message, fix, seeConnection: see } = place
  return { message, fix, ...(see !== undefined && { seeConnection: see }) }
}

const NOT_LOOKED_FOR = { state: 'none', apex: null, message: '', fix: 'Copy the records.' } as const

/** Which records a person has to copy to which zone, in one sentence, and why. */
function leftWords(
  zone: DomainZone,
  records: readonly RecordByHand[],
): Pick<PlannedZone, 'byHand' | 'message' | 'fix' | 'seeConnection'> {
  if (records.length === 0) return { byHand: [], message: '', fix: '' }
  const { apex, nameServers, place } = zone
  const which = listed(records.map(({ type, name }) => `${type} at ${name}`))
  const servers =
    nameServers.length === 0
      ? ''
      : `, which ${listed(nameServers)} ${nameServers.length === 1 ? 'serves' : 'serve'}`
  const why = place.state === 'none' ? ', because no connection holds that zone.' : '.'
  const isChange = records.some((record) => record.isChange)
  const { message, fix, ...see } = problemOf(zone)
  const reason = place.state === 'none' ? '' : message
  return {
    byHand: records.map(({ name, type }) => ({ name, type })),
    message: `${isChange ? `Change ${which} by hand in` : `Copy ${which} by hand into`} the zone ${apex ?? ''}${servers}${why}`,
    fix: [reason, fix].filter(Boolean).join(' '),
    ...see,
  }
}

function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' and ')
}
