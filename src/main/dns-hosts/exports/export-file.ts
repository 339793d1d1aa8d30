import type { ExportResult } from '../../../preload/contract/export-format'
import type { Grouped, ZoneRecords } from './export-set'

export type ExportFile = ExportResult['files'][number]

/** What a writer makes of the records; the format is known to its caller. */
export type Written = Omit<ExportResult, 'format'>

/** One file for each zone. */
export function filePerZone(
  { zones, leftOut }: Grouped,
  extension: string,
  write: (zone: ZoneRecords) => string,
  notes: readonly string[] = [],
): Written {
  return {
    files: zones.map((zone) => ({
      fileName: fileName(zone.zone, extension),
      text: write(zone),
      zone: zone.zone,
      records: zone.records.length,
    })),
    leftOut: [...leftOut],
    notes: [...notes],
  }
}

/** One file for all zones. */
export function oneFile(
  { zones, leftOut }: Grouped,
  name: string,
  text: string,
  notes: readonly string[] = [],
): Written {
  const records = zones.reduce((sum, zone) => sum + zone.records.length, 0)
  const removes = zones.reduce((sum, zone) => sum + zone.removes.length, 0)
  const zone = zones.length === 1 ? (zones[0]?.zone ?? null) : null
  return {
    files: records + removes === 0 ? [] : [{ fileName: name, text, zone, records }],
    leftOut: [...leftOut],
    notes: [...notes],
  }
}

/** A file name of a zone's, with what no file system objects to. */
export function fileName(zone: string, extension: string): string {
  return `${zone.replace(/[^A-Za-z0-9._-]/g, '_')}.${extension}`
}
