import { plainName } from '../../../dns/diagnosis/records/presentation'
import { dataKey, shownValue, type RrsetChange, type WritableData } from '../../../zones/rrset'
import type { Accepted } from '../changes/decidable'
import type { Held } from '../held/held'

/** Records that are named one by one. */
const MOST_NAMED = 3

/**
 * Whether an RRset is on the way from one state to the other: each of its records is of one of the two, and what both have
 * is there. So it is after a write that ended half-way, and not once somebody put something else there.
 */
export function isBetween({ name, type, before, after }: RrsetChange, held: Pick<Held, 'writable'>): boolean {
  const keys = (data: readonly WritableData[] | undefined): Set<string> => new Set(data?.map(dataKey))
  const [was, is, now] = [keys(before?.data), keys(after?.data), keys(held.writable(name, type)?.data)]
  return (
    [...now].every((key) => was.has(key) || is.has(key)) &&
    [...was].every((key) => !is.has(key) || now.has(key))
  )
}

/**
 * What a zone has of something that a person decided on, as words such as `the A record 192.0.2.1 is gone`. An RRset in
 * which somebody put something else says nothing of it.
 *
 * @returns none where it has nothing of it, or where it is not known how the RRsets were before
 */
export function carriedOut({ deltas = [], changes = [] }: Accepted, held: Held): string[] {
  const gone: string[] = []
  const there: string[] = []
  for (const { name, type, adds, removes } of deltas) {
    const change = changes.find((one) => one.name === plainName(name) && one.type === type)
    if (change === undefined || !isBetween(change, held)) continue
    const now = new Set(held.writable(name, type)?.data.map(dataKey))
    const word = (data: WritableData): string => `the ${type} record ${shownValue(data)}`
    gone.push(...removes.filter((data) => !now.has(dataKey(data))).map(word))
    there.push(...adds.filter((data) => now.has(dataKey(data))).map(word))
  }
  return [...words(gone, 'gone'), ...words(there, 'there')]
}

function words(records: readonly string[], end: string): string[] {
  if (records.length === 0) return []
  const named = records.slice(0, MOST_NAMED)
  const more = records.length - named.length
  const all = more === 0 ? named : [...named, `${more} more`]
  const list = [all.slice(0, -1).join(', '), all.at(-1)].filter(Boolean).join(' and ')
  return [`${list} ${records.length === 1 ? 'is' : 'are'} ${end}`]
}
