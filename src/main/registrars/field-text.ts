import type { DnsRecord } from '../../preload/contract/domain'

/** A part of a record that a DNS panel asks for on its own. */
export type RecordField = 'name' | 'value' | 'priority'

/** One field as a DNS panel takes it: no quotes, no trailing dot; empty where the record has none. */
export function fieldText(record: DnsRecord, field: RecordField): string {
  switch (field) {
    case 'name':
      return record.name
    case 'value':
      return record.value
    case 'priority':
      return record.priority === null ? '' : String(record.priority)
  }
}
