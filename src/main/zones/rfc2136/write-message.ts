import { CLASS_IN } from '../../dns/wire/record-types'
import { nameOctets } from './name-octets'

/** RFC 1035 section 4.1.1 and RFC 2136 section 1.3. */
export const OPCODE = { query: 0, update: 5 } as const
/** RFC 2136 section 1.3; `SOA` is the type of the zone section. */
export const CLASS = { in: CLASS_IN, none: 254, any: 255 } as const
export const TYPE = { soa: 6, opt: 41, tsig: 250, axfr: 252, any: 255 } as const
/** RFC 1035 section 4.2.2. */
export const MAX_MESSAGE_OCTETS = 65_535

/** A record of an update: a prerequisite or a change. */
export interface UpdateRecord {
  readonly name: string
  readonly type: number
  readonly class: number
  /** Seconds. */
  readonly ttl: number
  readonly data: Buffer
}

/** RFC 1035 section 4.1.2; the zone section of an update has the same form. */
export interface WireQuestion {
  readonly name: string
  readonly type: number
  /** Whether the signatures of the answer are wanted with it (DO, RFC 3225). */
  readonly wantsSignatures?: true
}

/** RFC 3225 section 3. */
const DNSSEC_OK = 0x8000
/** Octets: what an answer over TCP may have (RFC 6891 section 6.2.3). */
const LONGEST = 0xffff

/**
 * A question to an authoritative server: without RD.
 *
 * @param answerOctets the longest answer over UDP, said by EDNS (RFC 6891 section 6.2.3); without it there is no EDNS,
 *   unless signatures are wanted
 */
export function writeQuestion(id: number, question: WireQuestion, answerOctets?: number): Buffer {
  const wantsSignatures = question.wantsSignatures === true
  if (answerOctets === undefined && !wantsSignatures) {
    return Buffer.concat([header(id, OPCODE.query, [1, 0, 0, 0]), questionOctets(question)])
  }
  const opt = {
    ...{ name: '', type: TYPE.opt, class: answerOctets ?? LONGEST, data: Buffer.alloc(0) },
    ttl: wantsSignatures ? DNSSEC_OK : 0,
  }
  return Buffer.concat([header(id, OPCODE.query, [1, 0, 0, 1]), questionOctets(question), recordOctets(opt)])
}

/**
 * An update (RFC 2136 section 2).
 *
 * @param apex of the zone
 */
export function writeUpdate(
  id: number,
  apex: string,
  prerequisites: readonly UpdateRecord[],
  updates: readonly UpdateRecord[],
): Buffer {
  return Buffer.concat([
    header(id, OPCODE.update, [1, prerequisites.length, updates.length, 0]),
    questionOctets({ name: apex, type: TYPE.soa }),
    ...prerequisites.map(recordOctets),
    ...updates.map(recordOctets),
  ])
}

function header(id: number, opcode: number, counts: readonly [number, number, number, number]): Buffer {
  const octets = Buffer.alloc(12)
  octets.writeUInt16BE(id, 0)
  octets.writeUInt16BE(opcode << 11, 2)
  counts.forEach((count, at) => octets.writeUInt16BE(count, 4 + at * 2))
  return octets
}

function questionOctets({ name, type }: WireQuestion): Buffer {
  const end = Buffer.alloc(4)
  end.writeUInt16BE(type, 0)
  end.writeUInt16BE(CLASS.in, 2)
  return Buffer.concat([nameOctets(name), end])
}

/** RFC 1035 section 4.1.3, without compression. */
export function recordOctets({ name, type, class: recordClass, ttl, data }: UpdateRecord): Buffer {
  const fixed = Buffer.alloc(10)
  fixed.writeUInt16BE(type, 0)
  fixed.writeUInt16BE(recordClass, 2)
  fixed.writeUInt32BE(ttl, 4)
  fixed.writeUInt16BE(data.length, 8)
  return Buffer.concat([nameOctets(name), fixed, data])
}
