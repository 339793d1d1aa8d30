import { plainName } from '../../dns/diagnosis/records/presentation'
import { domainToASCII } from 'node:url'
import { ZonedeskError } from '../../../preload/contract/failure'
import { Octets } from '../../dns/wire/octets'
import { typeName } from '../../dns/wire/record-types'
import { quoted } from '../presentation'
import { type WritableData } from '../rrset'
import { nameOctets } from './name-octets'
import type { AnswerRecord } from './read-answer'

/** Type numbers (IANA "Resource Record (RR) TYPEs") whose data Zonedesk reads for a person. */
const NUMBERS = {
  ...{ A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33 },
  ...{ DNAME: 39, SPF: 99, CAA: 257 },
} as const
type ReadType = keyof typeof NUMBERS

const TYPES: ReadonlyMap<number, ReadType> = new Map(
  (Object.keys(NUMBERS) as ReadType[]).map((type) => [NUMBERS[type], type]),
)

/** RFC 1035 section 3.3. */
const CHARACTER_STRING = 255

/** The data of a record of the zone. */
export interface RecordData {
  /** As the server has them, names without compression and in their own case: what an update repeats to name them. */
  readonly octets: Buffer
  /** Null for a type that Zonedesk does not write. */
  readonly data: WritableData | null
  /** As a zone file has them, names in lower case: the same for the same record, and for no other. */
  readonly text: string
}

export function typeNumber(type: ReadType): number {
  return NUMBERS[type]
}

/**
 * @param message whose octets the record's data are
 * @throws ZonedeskError `bad-answer` for data that do not parse
 */
export function readRecordData(message: Buffer, record: AnswerRecord): RecordData {
  const { start, end } = record
  const type = TYPES.get(record.type)
  const rest = message.subarray(start, end)
  const data = new Octets(message, start, end)
  const name = (): string => data.name()
  switch (type) {
    case 'A':
    case 'AAAA': {
      const address = type === 'A' ? ipv4(data) : ipv6(data)
      return { octets: rest, data: { type, address }, text: address }
    }
    case 'CNAME': {
      const target = name()
      return { octets: wholeName(message, start), data: { type, target }, text: `${target}.` }
    }
    case 'MX': {
      const preference = data.u16()
      const exchange = name()
      return {
        octets: Buffer.concat([message.subarray(start, start + 2), wholeName(message, start + 2)]),
        data: { type, preference, exchange },
        text: `${preference} ${exchange}.`,
      }
    }
    case 'TXT':
    case 'SPF': {
      const strings: string[] = []
      while (data.left > 0) strings.push(data.latin1(data.u8()))
      return {
        octets: rest,
        data: { type, strings },
        text: strings.map((string) => quoted(string)).join(' '),
      }
    }
    case 'NS':
    case 'PTR':
    case 'DNAME': {
      const target = name()
      return { octets: wholeName(message, start), data: null, text: `${target}.` }
    }
    case 'SOA': {
      const [primary, mailbox] = [name(), name()]
      const numbers = Array.from({ length: 5 }, () => data.u32())
      return { octets: rest, data: null, text: `${primary}. ${mailbox}. ${numbers.join(' ')}` }
    }
    case 'SRV': {
      const numbers = [data.u16(), data.u16(), data.u16()]
      return { octets: rest, data: null, text: `${numbers.join(' ')} ${name()}.` }
    }
    case 'CAA': {
      const flags = data.u8()
      const tag = data.latin1(data.u8())
      return { octets: rest, data: null, text: `${flags} ${tag} ${quoted(data.latin1(data.left))}` }
    }
    case undefined:
      return { octets: rest, data: null, text: `\\# ${rest.length} ${rest.toString('hex')}`.trim() }
  }
}

/** The serial of a SOA record's data. */
export function serialOf(message: Buffer, { start, end }: AnswerRecord): number {
  const data = new Octets(message, start, end)
  data.name()
  data.name()
  return data.u32()
}

/**
 * Data as an update has them.
 *
 * @throws ZonedeskError `invalid` for an address, a name, a preference or a text that a message cannot hold
 */
export function dataOctets(data: WritableData): Buffer {
  switch (data.type) {
    case 'A':
      return ipv4Octets(data.address)
    case 'AAAA':
      return ipv6Octets(data.address)
    case 'CNAME':
      return nameOctets(plainName(data.target))
    case 'MX': {
      if (!Number.isInteger(data.preference) || data.preference < 0 || data.preference > 0xffff) {
        throw invalid('The preference of an MX record is no number from 0 to 65535.')
      }
      const preference = Buffer.alloc(2)
      preference.writeUInt16BE(data.preference)
      return Buffer.concat([preference, nameOctets(plainName(data.exchange))])
    }
    case 'TXT':
    case 'SPF':
      if (data.strings.length === 0) throw invalid('A text record has no text.')
      return Buffer.concat(data.strings.map(stringOctets))
  }
}

/** The mnemonic of a type, or `TYPE` with its number. */
export function typeOf(number: number): string {
  return TYPES.get(number) ?? typeName(number)
}

function stringOctets(text: string): Buffer {
  const octets = Buffer.from(text, 'latin1')
  if (octets.length > CHARACTER_STRING) throw invalid('A part of a text has more than 255 octets.')
  return Buffer.concat([Buffer.from([octets.length]), octets])
}

function ipv4(data: Octets): string {
  return [data.u8(), data.u8(), data.u8(), data.u8()].join('.')
}

function ipv6(data: Octets): string {
  const groups = Array.from({ length: 8 }, () => data.u16().toString(16))
  return domainToASCII(`[${groups.join(':')}]`).slice(1, -1)
}

function ipv4Octets(address: string): Buffer {
  const numbers = address.split('.')
  const isAddress =
    numbers.length === 4 && numbers.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)
  if (!isAddress) throw invalid('The address of an A record is no IPv4 address.')
  return Buffer.from(numbers.map(Number))
}

function ipv6Octets(address: string): Buffer {
  // RFC 5952 form: groups in hexadecimal, one run of zero groups as `::`.
  const canonical = domainToASCII(`[${address}]`).slice(1, -1)
  if (canonical === '') throw invalid('The address of an AAAA record is no IPv6 address.')
  const [head = '', tail] = canonical.split('::')
  const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')]
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const octets = Buffer.alloc(16)
  ;[...before, ...zeros, ...after].forEach((group, at) =>
    octets.writeUInt16BE(Number.parseInt(group, 16), at * 2),
  )
  return octets
}

/**
 * The octets of a name without compression, in its own case. Its labels were read before, so no pointer loops.
 *
 * @throws ZonedeskError `bad-answer`
 */
function wholeName(message: Buffer, start: number): Buffer {
  const labels: Buffer[] = []
  for (let at = start; ;) {
    const length = message[at]!
    if (length === 0) return Buffer.concat([...labels, Buffer.from([0])])
    if ((length & 0xc0) === 0xc0) {
      at = ((length & 0x3f) << 8) | message[at + 1]!
    } else {
      labels.push(message.subarray(at, at + length + 1))
      at += length + 1
    }
  }
}

function invalid(message: string): ZonedeskError {
  return new ZonedeskError('invalid', message, { fix: 'Correct the record.' })
}
