import { goingFrom, type ZoneRecords } from './export-set'

/** What to know of formats that can only say in a comment what goes; nothing where nothing does. */
export function goingNotes(zones: readonly Pick<ZoneRecords, 'records' | 'removes'>[]): string[] {
  const count = zones.reduce((sum, zone) => sum + goingFrom(zone).length, 0)
  if (count === 0) return []
  return [
    count === 1
      ? 'First delete one existing record: a comment names it.'
      : `First delete ${count} existing records: comments name them.`,
  ]
}
