import type { Finding, FixRecord } from '../../../../preload/contract/findings'
import type { KnownZone, KnownZones } from '../../zone/known-zones'
import { hostOf, listed } from '../records/presentation'

/**
 * The finding, its cure saying in which zone its records belong. The domain's own zone needs no words. A part of it that
 * is delegated, or the zone above, has other name servers, another form, and another host field (RFC 1034 section 4.2).
 * The zone of a public suffix is not the user's.
 */
export function inItsZone(finding: Finding, zones: KnownZones): Finding {
  const { fix } = finding
  const elsewhere = [...new Set(fix.records.map(({ name }) => zones.at(name)))]
    .filter((zone) => zone !== null)
    .filter(({ place }) => place !== 'own')
  if (elsewhere.length === 0) return finding
  const records = fix.records.map((record) => placed(record, zones))
  const words = elsewhere.map((zone) => placeWords(zone, finding, zones)).join(' ')
  return { ...finding, fix: { ...fix, records, sentence: `${fix.sentence} ${words}` } }
}

function placed(record: FixRecord, zones: KnownZones): FixRecord {
  return { ...record, host: hostOf(record.name, zones.at(record.name)?.apex ?? null) }
}

function placeWords(
  { apex, nameServers, place, parent }: KnownZone,
  { fix }: Finding,
  zones: KnownZones,
): string {
  const belong = `${fix.records.length === 1 ? 'The record' : 'The records'} ${verbOf(fix.action, fix.records.length)}`
  const servers = nameServers.length === 0 ? '' : ` (${listed(nameServers)})`
  if (place === 'below') {
    return `${belong} in the zone ${apex}, which has name servers of its own${servers}; what is entered in ${parent ?? 'the zone above'} has no effect.`
  }
  if (place === 'suffix')
    return `${belong} in the zone ${apex}: ask whoever runs that zone to enter ${fix.records.length === 1 ? 'it' : 'them'}.`
  const own = zones.own?.apex
  return `${belong} in the zone ${apex}${own === undefined ? '' : `, not in ${own}, which is a zone of its own`}.`
}

function verbOf(action: Finding['fix']['action'], count: number): string {
  const verb = action === 'remove' ? 'stand' : 'belong'
  return count === 1 ? `${verb}s` : verb
}
