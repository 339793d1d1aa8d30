import { domainToASCII } from 'node:url'
import type { ZoneRecord } from '../../preload/contract/findings'
import { characterStrings, plainName, textOf } from '../dns/diagnosis/records/presentation'

/** The types that Zonedesk publishes and removes. `SPF` is the obsolete type 99 (RFC 7208 section 3.1). */
export const WRITABLE_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'TXT', 'SPF'] as const
export type WritableType = (typeof WRITABLE_TYPES)[number]

/** The data of one record of a type that Zonedesk writes. */
export type WritableData =
  | { readonly type: 'A' | 'AAAA'; readonly address: string }
  /** A name in lower case, without trailing dot. */
  | { readonly type: 'CNAME'; readonly target: string }
  /** Preference 0..65535; exchange in lower case, without trailing dot, empty for the root (RFC 7505). */
  | { readonly type: 'MX'; readonly preference: number; readonly exchange: string }
  /** The character-strings one by one, at most 255 octets each, each octet as the character of its number (latin1). */
  | { readonly type: 'TXT' | 'SPF'; readonly strings: readonly string[] }

/** All records of one type at one owner name, as a DNS host holds them (RFC 9499 section 5). */
interface RrsetEntries {
  /** Owner name, whole: A-labels, lower case, without trailing dot; odd octets as RFC 1035 section 5.1 writes them. */
  readonly name: string
  /** Seconds; null where the host chooses it ("automatic"). */
  readonly ttl: number | null
}

/** An RRset of a type that Zonedesk writes. */
export interface WritableRrset extends RrsetEntries {
  readonly type: WritableType
  readonly data: readonly WritableData[]
  /** Whether the host answers with addresses of its own in place of the data, as a proxy does. */
  readonly isProxied?: true
  /** Why Zonedesk leaves it alone, one sentence, such as for an alias record or weighted answers of the host's own. */
  readonly locked?: string
}

/** An RRset of any other type. It is shown and never written. */
export interface ForeignRrset extends RrsetEntries {
  /** The type's mnemonic, such as `NS` or `CAA`; `TYPE65535` without one (RFC 3597 section 5). */
  readonly type: string
  /** Each record's data as a zone file has it. */
  readonly values: readonly string[]
}

export type Rrset = WritableRrset | ForeignRrset

export function isWritable(set: Rrset): set is WritableRrset {
  return 'data' in set
}

/** The RRset of a name and a type; one of `before` and `after` may be null, never both. */
export interface RrsetChange {
  readonly name: string
  readonly type: WritableType
  /** What is there now; null where there is no such RRset. */
  readonly before: WritableRrset | null
  /** What is to be there; null where the RRset goes. */
  readonly after: WritableRrset | null
}

/** The data of a record as the advice and the diagnosis name it. */
export function dataOf({ type, value, priority }: Omit<ZoneRecord, 'name'>): WritableData {
  switch (type) {
    case 'A':
    case 'AAAA':
      return { type, address: value.toLowerCase() }
    case 'CNAME':
      return { type, target: plainName(value) }
    case 'MX':
      return { type, preference: priority ?? 10, exchange: plainName(value) }
    case 'TXT':
    case 'SPF':
      return { type, strings: characterStrings(value) }
  }
}

/** The record as the advice and the diagnosis name it. */
export function zoneRecordOf(name: string, data: WritableData): ZoneRecord {
  const value = shownValue(data)
  const { type } = data
  return type === 'MX'
    ? { type, name, value: data.exchange, priority: data.preference }
    : { type, name, value, priority: null }
}

/** A record's data as a person writes them: a text without quotes, an MX as `10 mxa.example.net`. */
export function shownValue(data: WritableData): string {
  switch (data.type) {
    case 'A':
    case 'AAAA':
      return data.address
    case 'CNAME':
      return data.target
    case 'MX':
      return `${data.preference} ${data.exchange === '' ? '.' : data.exchange}`
    case 'TXT':
    case 'SPF':
      return textOf(data.strings.join(''))
  }
}

/** An RRset's records as a person writes them, in an order that does not depend on the host's. */
export function shownValues(set: Rrset): string[] {
  return (isWritable(set) ? set.data.map(shownValue) : [...set.values]).toSorted()
}

/**
 * A key that two records share exactly when resolvers and mail systems cannot tell them apart: names compare without
 * case (RFC 4343) and without trailing dot, addresses by their octets (RFC 5952), and texts by what their
 * character-strings join to (RFC 7208 section 3.3, RFC 6376 section 3.6.2.2).
 */
export function dataKey(data: WritableData): string {
  switch (data.type) {
    case 'A':
      return data.address
    case 'AAAA':
      return canonicalAddress(data.address)
    case 'CNAME':
      return plainName(data.target)
    case 'MX':
      return `${data.preference} ${plainName(data.exchange)}`
    case 'TXT':
    case 'SPF':
      return data.strings.join('')
  }
}

/** Whether two RRsets hold the same records, whatever their order, case, quoting and TTL. */
export function hasSameData(one: WritableRrset | null, other: WritableRrset | null): boolean {
  if (one === null || other === null) return one === other
  const keys = (set: WritableRrset): string[] => [...new Set(set.data.map(dataKey))].toSorted()
  const [left, right] = [keys(one), keys(other)]
  return (
    one.type === other.type &&
    plainName(one.name) === plainName(other.name) &&
    one.isProxied === other.isProxied &&
    left.length === right.length &&
    left.every((key, at) => key === right[at])
  )
}

/** Whether two RRsets are the same to the last: records and TTL. */
export function isSameRrset(one: WritableRrset | null, other: WritableRrset | null): boolean {
  return hasSameData(one, other) && one?.ttl === other?.ttl
}

/** An IPv6 address in the form of RFC 5952, so that `2001:DB8::0:1` and `2001:db8::1` are one. */
function canonicalAddress(address: string): string {
  const host = domainToASCII(`[${address}]`)
  return host === '' ? address.toLowerCase() : host
}
