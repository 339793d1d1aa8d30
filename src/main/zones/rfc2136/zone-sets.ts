import { ZonedeskError } from '../../../preload/contract/failure'
import {
  WRITABLE_TYPES,
  type Rrset,
  type WritableData,
  type WritableRrset,
  type WritableType,
} from '../rrset'
import type { AnswerMessage, AnswerRecord } from './read-answer'
import { readRecordData, typeOf, type RecordData } from './record-data'

/** An RRset with the octets that name each of its records in an update. */
export interface ZoneSet {
  readonly name: string
  readonly type: string
  readonly number: number
  /** Seconds. Where the records differ in it, which RFC 2181 section 5.2 forbids, the least. */
  readonly ttl: number
  readonly records: readonly RecordData[]
}

/**
 * Gathers records into RRsets; a record that comes twice, as the SOA in a transfer does, counts once. Names in data are the
 * same whatever their case (RFC 4343), which compression changes from answer to answer.
 */
export class ZoneSets {
  readonly #sets = new Map<
    string,
    { name: string; number: number; ttl: number; records: Map<string, RecordData> }
  >()

  add({ octets }: AnswerMessage, records: readonly AnswerRecord[]): void {
    for (const record of records) {
      const key = `${record.name} ${record.type}`
      const known = this.#sets.get(key)
      const set = known ?? { name: record.name, number: record.type, ttl: record.ttl, records: new Map() }
      if (known === undefined) this.#sets.set(key, set)
      set.ttl = Math.min(set.ttl, record.ttl)
      const data = readRecordData(octets, record)
      if (!set.records.has(data.text)) set.records.set(data.text, data)
    }
  }

  sets(): ZoneSet[] {
    return [...this.#sets.values()].map(({ name, number, ttl, records }) => ({
      ...{ name, number, ttl },
      type: typeOf(number),
      records: [...records.values()],
    }))
  }
}

export function rrsetOf(set: ZoneSet): Rrset {
  const { name, ttl, records } = set
  return isWritableType(set.type)
    ? writableOf(set, set.type)
    : { name, ttl, type: set.type, values: records.map(({ text }) => text) }
}

/** @throws ZonedeskError `bad-answer` when the set is of a type that Zonedesk does not write */
export function writableOf({ name, ttl, records }: ZoneSet, type: WritableType): WritableRrset {
  return { name, ttl, type, data: records.map(({ data }) => written(data)) }
}

function isWritableType(type: string): type is WritableType {
  return WRITABLE_TYPES.some((one) => one === type)
}

function written(data: WritableData | null): WritableData {
  if (data !== null) return data
  throw new ZonedeskError('bad-answer', 'The server answered with a record of another type.', {
    fix: 'Check that the address in the connection is that of the DNS server.',
  })
}
