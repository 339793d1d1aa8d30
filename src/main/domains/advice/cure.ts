import type { AdvisedRecord } from '../../../preload/contract/advice'
import type { DnsRecord } from '../../../preload/contract/domain'
import type { Finding, FixRecord, RecordCheck, ZoneRecord } from '../../../preload/contract/findings'
import { distinctRecords, isSameRecord, isSameSet, plain } from './same-record'

/** A change of the zone that a finding offers, seen from one of the provider's records. */
export interface Cure {
  readonly finding: Finding
  /** What comes for the record itself; null where it stays as it is. */
  readonly comes: AdvisedRecord | null
  readonly beside: readonly AdvisedRecord[]
  readonly goes: readonly ZoneRecord[]
}

/**
 * The first finding of a record whose fix changes the zone for it.
 *
 * A fix for something else, such as the mail server of another system beside the provider's, does not cure the record.
 * Where DNS has the record, mild advice changes nothing.
 *
 * @param expected all records of the domain
 */
export function cureFor(record: DnsRecord, check: RecordCheck, expected: readonly DnsRecord[]): Cure | null {
  const isThere = check.standing === 'published'
  for (const finding of check.findings) {
    if (isThere && finding.severity === 'info') continue
    const cure = asCure(finding, record, expected)
    if (cure !== null) return cure
  }
  return null
}

/** What a finding's fix does for a record, even one that the finding is not about; null when it does nothing. */
export function asCure(finding: Finding, record: DnsRecord, expected: readonly DnsRecord[]): Cure | null {
  const { action, records } = finding.fix
  if (records.length === 0) return null
  if (action === 'remove') {
    const goes = records.map(({ type, name, value, priority }) => ({ type, name, value, priority }))
    return goes.some((one) => isSameRecord(one, record))
      ? null
      : { finding, comes: null, beside: [], goes: distinctRecords(goes) }
  }
  if (action !== 'add' && action !== 'edit') return null
  // Of several texts at its name, the first is the record's own; the others are there whatever the provider asks for.
  const placeOf = (other: DnsRecord): FixRecord | undefined => records.find((one) => isFor(one, other))
  const comes = placeOf(record)
  if (comes === undefined) return null
  const goes = records.flatMap(({ replaces }) => replaces)
  return {
    finding,
    comes: advised(comes),
    // The provider's other records have advice of their own.
    beside: distinctRecords(records)
      .filter((one) => one !== comes && !expected.some((other) => placeOf(other) === one))
      .map(advised),
    goes: distinctRecords(goes).filter((old) => !records.some((one) => isSameRecord(one, old))),
  }
}

/** Whether a record of a fix takes the place of one of the provider's. */
function isFor(one: FixRecord, record: DnsRecord): boolean {
  if (!isSameSet(one, record)) return false
  return record.type !== 'MX' || plain(one.value) === plain(record.value)
}

/** Takes away the trailing dot that a target in a fix may have: the presets know which form wants it. */
function advised({ type, name, value, priority, blank }: FixRecord): AdvisedRecord {
  const bare = type === 'MX' || type === 'CNAME' ? value.replace(/\.$/, '') : value
  return { type, name, value: bare, priority, blank }
}
