import type { ZoneRecord } from '../../../preload/contract/findings'

/** What compares records of providers, fixes and zones. */
export type Comparable = Pick<ZoneRecord, 'type' | 'name' | 'value' | 'priority'>

/** Types whose data is a host name. */
const NAMES_A_HOST: readonly ZoneRecord['type'][] = ['CNAME', 'MX']

/** A host name in lower case, without trailing dot. Source: RFC 4343. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

/** A key that two records share exactly when they are the same record. */
export function recordKey({ type, name, value, priority }: Comparable): string {
  return JSON.stringify([
    type,
    plain(name),
    NAMES_A_HOST.includes(type) ? plain(value) : value,
    type === 'MX' ? (priority ?? 10) : null,
  ])
}

export function isSameRecord(one: Comparable, other: Comparable): boolean {
  // Most differ in their type already, for which no key has to be written.
  return one.type === other.type && recordKey(one) === recordKey(other)
}

export function isSameSet(
  one: Pick<Comparable, 'type' | 'name'>,
  other: Pick<Comparable, 'type' | 'name'>,
): boolean {
  return one.type === other.type && plain(one.name) === plain(other.name)
}

/** The records, each once. */
export function distinctRecords<T extends Comparable>(records: readonly T[]): T[] {
  return [...new Map(records.toReversed().map((record) => [recordKey(record), record])).values()].toReversed()
}
