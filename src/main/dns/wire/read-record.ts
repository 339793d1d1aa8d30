import type { ResourceRecord } from '../../../preload/contract/dns-answer'
import { malformed, type Octets } from './octets'
import { TYPE_NUMBERS, typeName } from './record-types'

/** RFC 2181 8: a TTL with the highest bit set is to be read as zero. */
const MAX_TTL_SECONDS = 0x7fff_ffff
/** How much of the data of a type that is not read is kept, in octets. */
const MAX_OTHER_OCTETS = 512

/**
 * Reads the data of a record into its presentation.
 *
 * @param data a cursor that can read exactly the rdata
 * @throws ZonedeskError `bad-answer` when it is too short, or has octets left
 */
export function readRecord(name: string, type: number, ttlField: number, data: Octets): ResourceRecord {
  const ttl = ttlField > MAX_TTL_SECONDS ? 0 : ttlField
  const record = readData(name, type, ttl, data)
  if (data.left !== 0) throw malformed(`A ${typeName(type)} record has octets after its data.`)
  return record
}

function readData(name: string, type: number, ttl: number, data: Octets): ResourceRecord {
  switch (type) {
    case TYPE_NUMBERS.A:
      return { name, ttl, type: 'A', address: `${data.u8()}.${data.u8()}.${data.u8()}.${data.u8()}` }
    case TYPE_NUMBERS.AAAA:
      return { name, ttl, type: 'AAAA', address: ipv6(data) }
    case TYPE_NUMBERS.CNAME:
      return { name, ttl, type: 'CNAME', target: data.name() }
    case TYPE_NUMBERS.DNAME:
      return { name, ttl, type: 'DNAME', target: data.name() }
    case TYPE_NUMBERS.NS:
      return { name, ttl, type: 'NS', target: data.name() }
    case TYPE_NUMBERS.PTR:
      return { name, ttl, type: 'PTR', target: data.name() }
    case TYPE_NUMBERS.MX:
      return { name, ttl, type: 'MX', preference: data.u16(), exchange: data.name() }
    case TYPE_NUMBERS.TXT:
      return textRecord(name, ttl, 'TXT', data)
    case TYPE_NUMBERS.SPF:
      return textRecord(name, ttl, 'SPF', data)
    case TYPE_NUMBERS.SOA:
      return {
        name,
        ttl,
        type: 'SOA',
        mname: data.name(),
        rname: data.name(),
        serial: data.u32(),
        refresh: data.u32(),
        retry: data.u32(),
        expire: data.u32(),
        minimum: data.u32(),
      }
    case TYPE_NUMBERS.DS:
      return {
        name,
        ttl,
        type: 'DS',
        keyTag: data.u16(),
        algorithm: data.u8(),
        digestType: data.u8(),
        digest: data.bytes(data.left).toString('hex'),
      }
    default: {
      const octets = data.bytes(data.left)
      const hex = octets.subarray(0, MAX_OTHER_OCTETS).toString('hex')
      const text = hex === '' ? `\\# 0` : `\\# ${octets.length} ${hex}`
      return { name, ttl, type: 'other', typeName: typeName(type), data: text }
    }
  }
}

function textRecord(name: string, ttl: number, type: 'TXT' | 'SPF', data: Octets): ResourceRecord {
  const { strings, text } = characterStrings(data)
  return { name, ttl, type, strings, text }
}

/** RFC 1035 3.3.14: one or more character-strings, each a length octet and its octets. */
function characterStrings(data: Octets): { strings: string[]; text: string } {
  if (data.left === 0) throw malformed('A TXT record has no character-string.')
  const first = data.latin1(data.u8())
  if (data.left === 0) return { strings: [first], text: first }
  const strings = [first]
  while (data.left > 0) strings.push(data.latin1(data.u8()))
  return { strings, text: strings.join('') }
}

/** RFC 5952 4: lower case, no leading zeros, the longest run of two or more zero groups as `::`, the first of equals. */
function ipv6(data: Octets): string {
  const groups = Array.from({ length: 8 }, () => data.u16())
  let best = { start: 0, length: 1 }
  for (let start = 0; start < groups.length; start++) {
    let length = 0
    while (groups[start + length] === 0) length++
    if (length > best.length) best = { start, length }
  }
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(':')
  if (best.length === 1) return text(groups)
  return `${text(groups.slice(0, best.start))}::${text(groups.slice(best.start + best.length))}`
}
