import type { DnsRecord } from './domain'

/** What is the same record before and after: the provider names no record by an id. */
export function recordIdentity(record: DnsRecord): string {
  return JSON.stringify([record.purpose, record.type, record.name, record.priority, record.value])
}

/** The records the zone no longer needs, and those it needs newly, whatever the provider saw of either. */
export function replacedRecords(
  before: readonly DnsRecord[],
  after: readonly DnsRecord[],
): { gone: DnsRecord[]; added: DnsRecord[] } {
  const known = new Set(before.map(recordIdentity))
  const wanted = new Set(after.map(recordIdentity))
  return {
    gone: before.filter((record) => !wanted.has(recordIdentity(record))),
    added: after.filter((record) => !known.has(recordIdentity(record))),
  }
}
