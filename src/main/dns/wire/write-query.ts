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
  const bits =
    (flags.recursionDesired ? RECURSION_DESIRED | AUTHENTIC_DATA : 0) |
    (flags.checkingDisabled ? CHECKING_DISABLED : 0)
  // dns-packet knows type 99 by this name; only its types do not.
  const packet: Packet = { type: 'query', id, flags: bits, questions: [{ name, type: type as RecordType }] }
  if (flags.edns) packet.additionals = flags.dnssecOk ? OPT_WITH_DO : OPT
  return encode(packet)
}

type Records = NonNullable<Packet['additionals']>

const OPT: Records = [optRecord(false)]
const OPT_WITH_DO: Records = [optRecord(true)]

function optRecord(dnssecOk: boolean): Records[number] {
  return {
    ...{ type: 'OPT', name: '.', udpPayloadSize: UDP_PAYLOAD_OCTETS, extendedRcode: 0, ednsVersion: 0 },
    ...{ flags: dnssecOk ? DNSSEC_OK : 0, flag_do: dnssecOk, options: [] },
  }
}
