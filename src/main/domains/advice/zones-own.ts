import type { ResourceRecord } from '../../../preload/contract/dns-answer'
import type { AdvisedRecord } from '../../../preload/contract/advice'
import type { DnsRecord } from '../../../preload/contract/domain'
import type { RecordCheck } from '../../../preload/contract/findings'
import { compareRecord } from '../../dns/diagnosis/comparison/compare-record'
import { plain } from './same-record'
import { seenRecord } from './seen-sets'

/** The record as the provider asks for it. */
export function providersOwn({ type, name, value, priority }: DnsRecord): AdvisedRecord {
  return { type, name, value, priority, blank: null }
}

/**
 * The record as DNS has it, which may differ from what the provider asks for: an SPF record has other senders too.
 * If several would do, or it is not known which, the record is as the provider asks for it.
 *
 * @param expected all records of the domain
 */
export function zonesOwn(
  record: DnsRecord,
  { seen }: RecordCheck,
  expected: readonly DnsRecord[],
): AdvisedRecord {
  const there = seen.map((data) => seenRecord(record.type, record.name, data))
  const same = there.find(({ value }) => value === record.value || plain(value) === plain(record.value))
  if (same !== undefined) {
    return { ...providersOwn(record), priority: same.priority }
  }
  const serving = seen.filter(
    (data) =>
      record.type === 'TXT' && compareRecord(record, [asText(record.name, data)], expected) === 'published',
  )
  const [only] = serving
  return only === undefined || serving.length > 1
    ? providersOwn(record)
    : { ...providersOwn(record), value: only }
}

function asText(name: string, value: string): ResourceRecord {
  const text = Buffer.from(value, 'utf8').toString('latin1')
  return { type: 'TXT', name, ttl: 0, strings: [text], text }
}
