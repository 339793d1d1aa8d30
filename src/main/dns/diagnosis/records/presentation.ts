import type { ResourceRecord } from '../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../preload/contract/domain'
import type { ZoneRecord } from '../../../../preload/contract/findings'

/** A record's data as a person writes them: text without quotes, an MX as `10 mxa.example.net`. */
export function presented(record: ResourceRecord): string {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return record.address
    case 'CNAME':
    case 'DNAME':
    case 'NS':
    case 'PTR':
      return record.target
    case 'MX':
      return `${record.preference} ${record.exchange === '' ? '.' : record.exchange}`
    case 'TXT':
    case 'SPF':
      return textOf(record.text)
    case 'SOA':
      return `${record.mname} ${record.rname} ${record.serial}`
    case 'DS':
      return `${record.keyTag} ${record.algorithm} ${record.digestType} ${record.digest}`
    case 'other':
      return record.data
  }
}

/** A record as it was answered, in the form in which a fix names it; null for types that no fix touches. */
export function zoneRecord(record: ResourceRecord): ZoneRecord | null {
  const { name, type } = record
  switch (type) {
    case 'MX':
      return { type, name, value: plainName(record.exchange), priority: record.preference }
    case 'A':
    case 'AAAA':
    case 'CNAME':
    case 'TXT':
    case 'SPF':
      return { type, name, value: presented(record), priority: null }
    default:
      return null
  }
}

/** An expected record's data in the same form. */
export function presentedExpected({ type, value, priority }: DnsRecord): string {
  return type === 'MX' ? `${priority ?? 10} ${value}` : value
}

/** Octets as text: UTF-8 where they are that, else each octet as one character. */
export function textOf(latin1: string): string {
  // Nearly every text is ASCII, which is the same in both.
  if (!BEYOND_ASCII.test(latin1)) return latin1
  const octets = Buffer.from(latin1, 'latin1')
  const text = octets.toString('utf8')
  return text.includes('\ufffd') ? latin1 : text
}

const BEYOND_ASCII = /[\u0080-\uffff]/

/** RFC 1035 section 3.3: octets of one character-string. */
const CHARACTER_STRING = 255

/**
 * A text as character-strings of 255 octets, the last one shorter; `textOf` reads them joined. Each octet is the
 * character of its number.
 *
 * @param text as a person reads it; it is written as UTF-8
 */
export function characterStrings(text: string): string[] {
  const octets = BEYOND_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text
  if (octets.length <= CHARACTER_STRING) return [octets]
  const count = Math.ceil(octets.length / CHARACTER_STRING)
  return Array.from({ length: count }, (_, at) =>
    octets.slice(at * CHARACTER_STRING, (at + 1) * CHARACTER_STRING),
  )
}

/** The owner name as a form takes it that adds the zone: relative to the apex, `@` at it. */
export function hostOf(name: string, apex: string | null): string {
  if (apex === null) return name
  if (name === apex) return '@'
  return name.endsWith(`.${apex}`) ? name.slice(0, -apex.length - 1) : name
}

/** Whether two host names are the same: case (RFC 4343) and a trailing dot do not matter. */
export function sameName(a: string, b: string): boolean {
  return plainName(a) === plainName(b)
}

/** A host name in lower case, without trailing dot. */
export function plainName(name: string): string {
  const lower = name.toLowerCase()
  return lower.endsWith('.') ? lower.slice(0, -1) : lower
}

/** Seconds in words: "about 5 minutes". */
export function duration(seconds: number): string {
  if (seconds < 60) return 'less than a minute'
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const
  const [size, unit] = units.find(([least]) => seconds >= least * 2) ?? [60, 'minute']
  const count = Math.ceil(seconds / size)
  return `about ${count} ${unit}${count === 1 ? '' : 's'}`
}

/** How many things a sentence names before it only counts the rest. */
const MAX_LISTED = 12

/** `a`, `a and b`, `a, b and c`; a long list ends in `and 5 more`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  if (items.length > MAX_LISTED) {
    return `${items.slice(0, MAX_LISTED).join(', ')} and ${items.length - MAX_LISTED} more`
  }
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`
}

/** A value short enough for a sentence; characters that nobody sees are written as zone files do (RFC 1035 section 5.1). */
export function shortened(value: string): string {
  const short = value.length <= 60 ? value : `${value.slice(0, 57)}...`
  return short.replace(UNSEEN, (character) => `\\${String(character.charCodeAt(0)).padStart(3, '0')}`)
}

// eslint-disable-next-line no-control-regex -- these are what it looks for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f]/g
