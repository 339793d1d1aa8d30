import { goingFrom, type ZoneRecords } from './export-set'

/** A note for formats that can name a record that goes only in a comment; none where no record goes. */
export function goingNotes(zones: readonly Pick<ZoneRecords, 'records' | 'removes'>[]): string[] {
  const count = zones.reduce((sum, zone) => sum + goingFrom(zone).length, 0)
  if (count === 0) return []
  return [
    count === 1
      ? 'First delete one existing record: a comment names it.'
      : `First delete ${count} existing records: comments name them.`,
  ]
}
