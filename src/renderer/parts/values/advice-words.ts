import type { RecordAdvice } from '../../../preload/contract/advice'
import type { DnsRecord } from '../../../preload/contract/domain'
import type { ZoneRecord } from '../../../preload/contract/findings'
import { counted } from '../../base/counted'

/** The value that the advice publishes, if it differs from the provider's; null if it is the same. */
export function ownValue(record: DnsRecord, advice: RecordAdvice | undefined): string | null {
  return advice === undefined || advice.record.value === record.value ? null : advice.record.value
}

/** What else changes in the zone, as the end of a line about the record; empty if nothing does. */
export function changeWords({ action, goes, record }: RecordAdvice): string {
  switch (action) {
    case 'replace':
      return goes.length === 0 ? '' : `replaces ${thereWords(goes, record)}`
    case 'remove':
      return `is there; delete ${thereWords(goes, record, 'beside it')}`
    case 'leave':
      return 'is in DNS already'
    case 'decide':
      return 'do not simply add it: see its fix in the DNS tab'
    case 'add':
    case 'unknown':
      return ''
  }
}

/**
 * Records that go, by what they are: `the SPF record that is there`.
 *
 * @param record the one that stays or comes
 * @param where they are, when they are at its name
 */
function thereWords(
  goes: readonly ZoneRecord[],
  record: Pick<ZoneRecord, 'name'>,
  where = goes.length === 1 ? 'that is there' : 'that are there',
): string {
  const [first] = goes
  if (first === undefined) return ''
  const kinds = new Set(goes.map(kindOf))
  const kind = kinds.size === 1 ? kindOf(first) : 'other'
  const what = goes.length === 1 ? `the ${kind} record` : `the ${counted(goes.length, `${kind} record`)}`
  const elsewhere = goes.every(({ name }) => name !== record.name)
  return elsewhere ? `${what} at ${first.name}` : `${what} ${where}`
}

/** What people call a record: an SPF record is a TXT record too. */
export function kindOf({ type, value }: Pick<ZoneRecord, 'type' | 'value'>): string {
  return type === 'TXT' && /^v=spf1/i.test(value) ? 'SPF' : type
}

/** A record that goes, as a person finds it in a list of records; its name only where it is another one. */
export function goingWords({ type, name, value, priority }: ZoneRecord, at: string): string {
  const data = priority === null ? value : `${priority} ${value === '' ? '.' : value}`
  return name === at ? `${type} ${data}` : `${type} ${name} ${data}`
}
