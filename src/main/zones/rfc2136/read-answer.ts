import { malformed, Octets } from '../../dns/wire/octets'
import { CLASS, TYPE, type WireQuestion } from './write-message'

/**
 * A record of an answer, its data still as octets of the message. `readMessage` of the dns room keeps neither all octets
 * of every type nor records of other classes, both of which a zone's editor and TSIG need.
 */
export interface AnswerRecord {
  /** Lower case, without trailing dot, odd octets escaped. */
  readonly name: string
  readonly type: number
  /** Seconds. */
  readonly ttl: number
  /** Where the data begin and end in the message; names in them may point before. */
  readonly start: number
  readonly end: number
}

/** The TSIG record of a message (RFC 8945 section 4.2). */
export interface TsigRecord {
  /** Where the record begins. */
  readonly at: number
  readonly keyName: string
  readonly algorithm: string
  /** Seconds since the epoch. */
  readonly time: number
  /** Seconds. */
  readonly fudge: number
  readonly mac: Buffer
  readonly originalId: number
  readonly error: number
  readonly other: Buffer
}

export interface AnswerMessage {
  readonly octets: Buffer
  readonly id: number
  readonly opcode: number
  readonly isResponse: boolean
  readonly isAuthoritative: boolean
  readonly isTruncated: boolean
  /** With the upper bits of EDNS (RFC 6891 section 6.1.3). */
  readonly rcode: number
  /** Null where the server repeats no question. */
  readonly question: WireQuestion | null
  readonly answers: readonly AnswerRecord[]
  readonly authority: readonly AnswerRecord[]
  readonly tsig: TsigRecord | null
}

/**
 * @throws ZonedeskError `bad-answer` when the octets are no DNS message, or a TSIG record is not the last one
 */
export function readAnswer(buffer: Buffer): AnswerMessage {
  const octets = new Octets(buffer)
  const id = octets.u16()
  const flags = octets.u16()
  const counts = [octets.u16(), octets.u16(), octets.u16(), octets.u16()] as const
  if (counts[0] > 1) throw malformed('The message has more than one question.')
  const question = counts[0] === 0 ? null : { name: octets.name(), type: octets.u16() }
  if (question !== null && octets.u16() !== CLASS.in) throw malformed('The question has another class.')
  const reader = new SectionReader(octets)
  const answers = reader.section(counts[1], false)
  const authority = reader.section(counts[2], false)
  reader.section(counts[3], true)
  if (octets.left !== 0) throw malformed('The message has octets after its last record.')
  return {
    octets: buffer,
    ...{ id, question, answers, authority },
    opcode: (flags >> 11) & 0xf,
    isResponse: (flags & 0x8000) !== 0,
    isAuthoritative: (flags & 0x0400) !== 0,
    isTruncated: (flags & 0x0200) !== 0,
    rcode: (reader.highRcode << 4) | (flags & 0xf),
    tsig: reader.tsig,
  }
}

class SectionReader {
  tsig: TsigRecord | null = null
  /** Of an OPT record; 0 without one. */
  highRcode = 0
  readonly #octets: Octets

  constructor(octets: Octets) {
    this.#octets = octets
  }

  section(count: number, isAdditional: boolean): AnswerRecord[] {
    const octets = this.#octets
    const records: AnswerRecord[] = []
    for (let index = 0; index < count; index++) {
      const at = octets.at
      const name = octets.name()
      const type = octets.u16()
      const recordClass = octets.u16()
      const ttl = octets.u32()
      const start = octets.at + 2
      const before = octets.enter(octets.u16())
      const end = start + octets.left
      if (type === TYPE.tsig) {
        // RFC 8945 section 5.1: it is the last record of the additional section.
        if (!isAdditional || index !== count - 1) throw malformed('The signature is not the last record.')
        if (recordClass !== CLASS.any) throw malformed('The signature has another class.')
        this.tsig = { at, keyName: name, ...readTsig(octets) }
      } else if (type === TYPE.opt && isAdditional) {
        this.highRcode = ttl >>> 24
      } else if (recordClass === CLASS.in) {
        records.push({ name, type, ttl, start, end })
      }
      octets.leave(before)
    }
    return records
  }
}

function readTsig(data: Octets): Omit<TsigRecord, 'at' | 'keyName'> {
  const algorithm = data.name()
  const time = data.u16() * 0x1_0000_0000 + data.u32()
  const fudge = data.u16()
  const mac = data.bytes(data.u16())
  const originalId = data.u16()
  const error = data.u16()
  const other = data.bytes(data.u16())
  if (data.left !== 0) throw malformed('The signature has octets after its end.')
  return { algorithm, time, fudge, mac, originalId, error, other }
}
