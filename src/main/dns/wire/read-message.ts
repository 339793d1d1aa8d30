import type { ExtendedError, ResourceRecord } from '../../../preload/contract/dns-answer'
import { malformed, Octets } from './octets'
import { readRecord } from './read-record'
import { CLASS_IN, TYPE_NUMBERS } from './record-types'

/** RFC 8914 2: the EDNS option with the reason of an error. */
const EXTENDED_ERROR_OPTION = 15
const MAX_EXTENDED_ERRORS = 8
const MAX_EXTENDED_TEXT = 200

export interface MessageHeader {
  readonly id: number
  readonly response: boolean
  readonly opcode: number
  readonly aa: boolean
  readonly tc: boolean
  readonly ra: boolean
  readonly ad: boolean
  /** The four bits of the header. */
  readonly rcode: number
  readonly counts: readonly [questions: number, answers: number, authority: number, additional: number]
}

/** A DNS message as its octets say, not yet compared with the question it should answer. */
export interface DnsMessage extends Omit<MessageHeader, 'counts'> {
  /** Null when the message repeats no question. */
  readonly question: { readonly name: string; readonly type: number; readonly class: number } | null
  readonly answers: ResourceRecord[]
  readonly authority: ResourceRecord[]
  /** Without OPT. */
  readonly additional: ResourceRecord[]
  /** RFC 6891 6.1; null without OPT. */
  readonly edns: { readonly upperRcode: number; readonly extendedErrors: ExtendedError[] } | null
}

/** RFC 1035 4.1.1. */
const HEADER_OCTETS = 12
const RESPONSE = 0x8000
/** Type and class behind the name of a question (RFC 1035 4.1.2). */
const AFTER_NAME_OCTETS = 4

/**
 * Reads the first twelve octets (RFC 1035 4.1.1).
 *
 * @throws ZonedeskError `bad-answer`
 */
function readHeader(buffer: Buffer): MessageHeader {
  const octets = new Octets(buffer)
  const id = octets.u16()
  const flags = octets.u16()
  return {
    id,
    response: (flags & RESPONSE) !== 0,
    opcode: (flags >> 11) & 0xf,
    aa: (flags & 0x0400) !== 0,
    tc: (flags & 0x0200) !== 0,
    ra: (flags & 0x0080) !== 0,
    ad: (flags & 0x0020) !== 0,
    rcode: flags & 0xf,
    counts: [octets.u16(), octets.u16(), octets.u16(), octets.u16()],
  }
}

/** The question as it was sent, with which most answers begin octet by octet. */
export interface SentQuestion {
  /** The message that asked. */
  readonly query: Buffer
  /** The name it asked for, in lower case, without escapes. */
  readonly name: string
}

/**
 * Reads a whole message (RFC 1035 4.1). Records of other classes than IN are passed over. The work is bounded by
 * the message's length, whatever its counts claim.
 *
 * This reader stands beside dns-packet, which writes the questions, because that one reads a label with a dot in it
 * as two labels, octets outside UTF-8 as U+FFFD, and rdata past its stated length.
 *
 * @param sent spares reading the question again where it is the same
 * @throws ZonedeskError `bad-answer` when it does not parse to its last octet
 */
export function readMessage(buffer: Buffer, sent?: SentQuestion): DnsMessage {
  const { counts, id, response, opcode, aa, tc, ra, ad, rcode } = readHeader(buffer)
  const octets = new Octets(buffer, HEADER_OCTETS)
  if (counts[0] > 1) throw malformed('The message has more than one question.')
  const question = counts[0] === 0 ? null : readQuestion(octets, sent)
  // A truncated message may end anywhere in its records, and is not used for them.
  if (tc) {
    const none = { answers: [], authority: [], additional: [], edns: null }
    return { id, response, opcode, aa, tc, ra, ad, rcode, question, ...none }
  }

  const reader = new RecordReader(octets)
  const answers = reader.section(counts[1])
  const authority = reader.section(counts[2])
  const additional = reader.section(counts[3])
  if (octets.left !== 0) throw malformed('The message has octets after its last record.')
  const { edns } = reader
  return { id, response, opcode, aa, tc, ra, ad, rcode, question, answers, authority, additional, edns }
}

function readQuestion(octets: Octets, sent: SentQuestion | undefined): NonNullable<DnsMessage['question']> {
  if (sent !== undefined) {
    const { name, query } = sent
    // A length octet for each label in place of its dot, one for the first, and the root's.
    const length = name === '' ? 1 : name.length + 2
    if (isSame(octets.buffer, query, HEADER_OCTETS + length)) {
      octets.pass(name, length)
      return { name, type: octets.u16(), class: octets.u16() }
    }
  }
  return { name: octets.name(), type: octets.u16(), class: octets.u16() }
}

/** Whether two messages are the same between their headers and an offset. */
function isSame(one: Buffer, other: Buffer, end: number): boolean {
  if (one.length < end + AFTER_NAME_OCTETS || other.length < end) return false
  for (let at = HEADER_OCTETS; at < end; at++) if (one[at] !== other[at]) return false
  return true
}

class RecordReader {
  edns: DnsMessage['edns'] = null
  readonly #octets: Octets

  constructor(octets: Octets) {
    this.#octets = octets
  }

  section(count: number): ResourceRecord[] {
    const octets = this.#octets
    const records: ResourceRecord[] = []
    for (let index = 0; index < count; index++) {
      const name = octets.name()
      const type = octets.u16()
      const recordClass = octets.u16()
      const ttl = octets.u32()
      const rest = octets.enter(octets.u16())
      if (type === TYPE_NUMBERS.OPT) {
        if (this.edns !== null) throw malformed('The message has two OPT records.')
        this.edns = { upperRcode: ttl >>> 24, extendedErrors: extendedErrors(octets) }
      } else if (recordClass === CLASS_IN) {
        records.push(readRecord(name, type, ttl, octets))
      }
      octets.leave(rest)
    }
    return records
  }
}

function extendedErrors(options: Octets): ExtendedError[] {
  const errors: ExtendedError[] = []
  while (options.left > 0) {
    const code = options.u16()
    const rest = options.enter(options.u16())
    if (code === EXTENDED_ERROR_OPTION && errors.length < MAX_EXTENDED_ERRORS) {
      const infoCode = options.u16()
      errors.push({ code: infoCode, text: readable(options.bytes(options.left).toString('utf8')) })
    }
    options.leave(rest)
  }
  return errors
}

/** A stranger's text made fit to be shown: without control characters, and not long. */
function readable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '').slice(0, MAX_EXTENDED_TEXT)
}
