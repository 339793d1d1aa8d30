import { absoluteName } from '../absolute-name'
import { goingComment, zoneFileRecord } from '../zone-file-format'
import { filePerZone, type Written } from './export-file'
import { byZone, goingFrom, type ExportSet } from './export-set'
import { goingNotes } from './going-notes'

/** A fragment for each zone: `$ORIGIN`, `$TTL`, and its records without SOA and NS. What
 * goes stands in comments. Source: RFC 1035 5.1. */
export function bindFragment(sets: readonly ExportSet[], ttl: number): Written {
  const grouped = byZone(sets, { apexCname: false })
  return filePerZone(
    grouped,
    'zone',
    (zone) =>
      [
        `$ORIGIN ${absoluteName(zone.zone)}`,
        `$TTL ${ttl}`,
        ...goingFrom(zone).map(goingComment),
        ...zone.records.map(zoneFileRecord),
        '',
      ].join('\n'),
    [
      ...goingNotes(grouped.zones),
      'This is a part of a zone, without SOA and NS: add it to the existing zone.',
    ],
  )
}
