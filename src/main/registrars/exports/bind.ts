import { absoluteName } from '../absolute-name'
import { zoneFileRecord } from '../zone-file-format'
import { filePerZone, type Written } from './export-file'
import { byZone, type ExportSet } from './export-set'

/** A fragment for each zone: `$ORIGIN`, `$TTL`, and its records without SOA and NS. Source: RFC 1035 5.1. */
export function bindFragment(sets: readonly ExportSet[], ttl: number): Written {
  return filePerZone(
    byZone(sets, { apexCname: false }),
    'zone',
    ({ zone, records }) =>
      [`$ORIGIN ${absoluteName(zone)}`, `$TTL ${ttl}`, ...records.map(zoneFileRecord), ''].join('\n'),
    ['This is a part of a zone, without SOA and NS: add it to the zone that is there.'],
  )
}
