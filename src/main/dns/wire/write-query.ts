import { encode, type Packet, type RecordType } from 'dns-packet'
import type { Question } from '../../../preload/contract/dns-answer'

/** DNS flag day 2020: the largest answer that passes without fragments nearly everywhere, in octets. */
const UDP_PAYLOAD_OCTETS = 1232
/** RFC 1035 2.3.4, without length octets and root. */
const MAX_NAME_CHARACTERS = 253
/** RFC 1035 2.3.4: labels of 1 to 63 octets; in a question here, printable ASCII without escapes. */
const NAME = /^[\x21-\x2d\x2f-\x5b\x5d-\x7e]{1,63}(?:\.[\x21-\x2d\x2f-\x5b\x5d-\x7e]{1,63})*$/

const RECURSION_DESIRED = 0x0100
const AUTHENTIC_DATA = 0x0020
const CHECKING_DISABLED = 0x0010
const DNSSEC_OK = 0x8000

export interface QueryFlags {
  /** RD: asked of resolvers, not of authoritative servers. It brings AD, which asks for AD (RFC 6840 5.7). */
  readonly recursionDesired: boolean
  /** CD (RFC 4035 3.2.2). */
  readonly checkingDisabled: boolean
  /** DO (RFC 3225): asks for RRSIG and NSEC; needs EDNS. */
  readonly dnssecOk: boolean
  /** Whether the message has an OPT record (RFC 6891). */
  readonly edns: boolean
}

/** Whether a name can be put into a question as it is: labels of 1 to 63 octets, at most 253 characters. */
export function isAskable(name: string): boolean {
  return name === '' || (name.length <= MAX_NAME_CHARACTERS && NAME.test(name))
}

/**
 * Writes one question as a message (RFC 1035 4.1).
 *
 * @param id 0..65535, random for UDP and TCP, 0 for DoH (RFC 8484 4.1)
 * @param question whose name `isAskable`
 */
export function writeQuery(id: number, { name, type }: Question, flags: QueryFlags): Buffer {
  const form = formOf(type, flags)
  const query = Buffer.allocUnsafe(form.length + (name === '' ? 0 : name.length + 1))
  form.copy(query, 0, 0, HEADER_OCTETS)
  query.writeUInt16BE(id, 0)
  const end = writeName(query, name)
  form.copy(query, end, HEADER_OCTETS)
  return query
}

/** Writes the labels of a name without its root, and returns where they end. */
function writeName(query: Buffer, name: string): number {
  if (name === '') return HEADER_OCTETS
  let lengthAt = HEADER_OCTETS
  let at = HEADER_OCTETS + 1
  for (let index = 0; index < name.length; index++, at++) {
    const code = name.charCodeAt(index)
    if (code !== DOT) {
      query[at] = code
      continue
    }
    query[lengthAt] = at - lengthAt - 1
    lengthAt = at
  }
  query[lengthAt] = at - lengthAt - 1
  return at
}

/**
 * A question for the root as dns-packet writes it: header, root, type, class, OPT. Questions for other names differ in
 * their id and by the labels before the root only.
 */
function formOf(type: Question['type'], flags: QueryFlags): Buffer {
  const { recursionDesired, checkingDisabled, dnssecOk, edns } = flags
  const bits =
    (recursionDesired ? RECURSION_DESIRED | AUTHENTIC_DATA : 0) | (checkingDisabled ? CHECKING_DISABLED : 0)
  const opt = edns ? (dnssecOk ? OPT_WITH_DO : OPT) : undefined
  const key = `${type} ${bits} ${opt === undefined ? 0 : opt === OPT ? 1 : 2}`
  const known = FORMS.get(key)
  if (known !== undefined) return known
  // dns-packet knows type 99 by this name; only its types do not.
  const questions = [{ name: '', type: type as RecordType }]
  const form = encode({ type: 'query', id: 0, flags: bits, questions, ...(opt && { additionals: opt }) })
  FORMS.set(key, form)
  return form
}

const FORMS = new Map<string, Buffer>()
/** RFC 1035 4.1.1. */
const HEADER_OCTETS = 12
const DOT = 0x2e

type PacketRecords = NonNullable<Packet['additionals']>

const OPT: PacketRecords = [optRecord(false)]
const OPT_WITH_DO: PacketRecords = [optRecord(true)]

function optRecord(dnssecOk: boolean): PacketRecords[number] {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: UDP_PAYLOAD_OCTETS,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: dnssecOk ? DNSSEC_OK : 0,
    flag_do: dnssecOk,
    options: [],
  }
}
