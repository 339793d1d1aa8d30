import type { DnsRecord, DomainDetail } from '../../../preload/contract/domain'
import type { RecordScope } from '../../../preload/contract/export-format'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { DomainCheck } from '../../../preload/contract/findings'
import { spareKeys } from '../../../preload/contract/needed-records'

/** A record with its position in the domain's records. */
export interface PlacedRecord {
  readonly index: number
  readonly record: DnsRecord
}

/**
 * The needed records of a domain that a scope names; null when that is not known, because DNS was never asked about them.
 *
 * @param check the domain's last check; null when there was none
 */
export function recordsInScope(
  { records }: Pick<DomainDetail, 'records'>,
  which: RecordScope,
  check: DomainCheck | null,
): PlacedRecord[] | null {
  const spare = spareKeys(records)
  const placed = records.map((record, index) => ({ index, record })).filter(({ index }) => !spare.has(index))
  switch (which) {
    case 'all':
      return placed
    case 'failing':
      return placed.filter(({ record }) => record.valid !== 'valid')
    case 'missing':
      return check === null ? null : placed.filter(({ index, record }) => isMissing(record, index, check))
  }
}

/** Whether DNS lacked a record at the check. A record that came after the check counts as lacking. */
function isMissing({ name, type }: DnsRecord, index: number, check: DomainCheck): boolean {
  const looked = check.records.find(
    (seen) => seen.index === index && seen.name === name && seen.type === type,
  )
  if (looked === undefined) return true
  return looked.standing !== 'published' && looked.standing !== 'unknown'
}

/** The error of a call for a scope without records. */
export function nothingInScope(which: RecordScope, isKnown: boolean): ZonedeskError {
  if (!isKnown) {
    return new ZonedeskError('refused', 'Zonedesk does not know yet which of these records DNS has.', {
      fix: 'Check the domain against DNS first.',
    })
  }
  switch (which) {
    case 'all':
      return new ZonedeskError('refused', 'There are no records to copy yet.', {
        fix: 'Refresh the domain first.',
      })
    case 'failing':
      return new ZonedeskError('refused', 'Every record is valid; there is none to copy.', {
        fix: 'Copy all records instead.',
      })
    case 'missing':
      return new ZonedeskError('refused', 'At the last check, DNS had every record; there is none to copy.', {
        fix: 'Copy all records instead, or check DNS again.',
      })
  }
}
