import type { DnsRecord } from '../../../../src/preload/contract/domain'
import type { ExportFormat, ExportResult } from '../../../../src/preload/contract/export-format'
import { exportRecords } from '../../../../src/main/dns-hosts/exports/export-records'
import type { ExportSet } from '../../../../src/main/dns-hosts/exports/export-set'

/** A record as any reader of an export gives it back, to compare. */
export interface Told {
  readonly name: string
  readonly type: string
  readonly value: string
  readonly priority: number | null
}

export function told(record: DnsRecord): Told {
  const { name, type, value, priority } = record
  return { name, type, value, priority: type === 'MX' ? (priority ?? 0) : null }
}

/** In one order, whatever the reader's. */
export function sorted(records: readonly Told[]): Told[] {
  return [...records].toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
}

export function setOf(records: readonly DnsRecord[], zone = 'example.com', domain = zone): ExportSet {
  return { domain, zone, records }
}

export function written(format: ExportFormat, sets: readonly ExportSet[]): ExportResult {
  return exportRecords(sets, format, null, 3600)
}

export function onlyText(result: ExportResult): string {
  if (result.files.length !== 1) throw new Error(`${result.files.length} files`)
  return result.files[0]!.text
}
