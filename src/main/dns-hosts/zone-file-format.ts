import type { DnsRecord } from '../../preload/contract/domain'
import { absoluteName } from './absolute-name'
import { presentationRdata, type WithData } from './rdata'

/**
 * A record as one line of a zone file: absolute names, class IN, no TTL, so that `$TTL` of the zone applies.
 * A record whose value is not known becomes a comment. Source: RFC 1035 5.1.
 */
export function zoneFileRecord(record: DnsRecord): string {
  const head = `${absoluteName(record.name)} IN ${record.type}`
  if (record.value === '') return `; ${head} (the provider gave no value)`
  return `${head} ${presentationRdata(record)}`
}

/** A record that goes, as a comment of its own line: a zone file can only say what is there. */
export function goingComment(record: WithData): string {
  return `; Delete first: ${absoluteName(record.name)} IN ${record.type} ${presentationRdata(record)}`
}
