import type { DnsRecord } from '../../preload/contract/domain'
import type { RecordFormat } from '../../preload/contract/records'
import { textRecord } from './text-format'
import { zoneFileRecord } from './zone-file-format'

const FORMATS: Readonly<Record<RecordFormat, { record: (record: DnsRecord) => string; between: string }>> = {
  text: { record: textRecord, between: '\n\n' },
  'zone-file': { record: zoneFileRecord, between: '\n' },
}

/** One record, without a line end after the last line. */
export function formatRecord(record: DnsRecord, format: RecordFormat): string {
  return FORMATS[format].record(record)
}

/** Several records in the order given, ending with a line end; empty for none. */
export function formatRecords(records: readonly DnsRecord[], format: RecordFormat): string {
  if (records.length === 0) return ''
  const { record, between } = FORMATS[format]
  return `${records.map(record).join(between)}\n`
}
