import type { Question } from '../../../preload/contract/dns-answer'
import { ZonedeskError } from '../../../preload/contract/failure'
import { readMessage, type DnsMessage } from './read-message'
import { CLASS_IN, RCODE, TYPE_NUMBERS } from './record-types'

/** RFC 1035 4.1.1. */
const HEADER_OCTETS = 12
/** QR, in the third octet. */
const RESPONSE = 0x80

/** What came, compared with what was asked. */
export type Reply =
  | { readonly kind: 'answer'; readonly message: DnsMessage }
  /** From the server that was asked and to this question, but no valid message. */
  | { readonly kind: 'malformed'; readonly why: string }
  /** Not the answer to this question: whoever sent it, the true answer may still come. */
  | { readonly kind: 'foreign'; readonly why: string }

/** Servers that do not understand a question may answer with the header alone. */
const WITHOUT_QUESTION: ReadonlySet<number> = new Set([
  RCODE.FORMERR,
  RCODE.SERVFAIL,
  RCODE.NOTIMP,
  RCODE.REFUSED,
])

/**
 * Reads a message and compares its id and question with what was asked (RFC 5452 4.2, 9.1). Nothing is thrown.
 *
 * @param query the message that asked, which spares reading the question where it is repeated octet by octet
 */
export function examineReply(buffer: Buffer, id: number, asked: Question, query?: Buffer): Reply {
  if (buffer.length < HEADER_OCTETS) return { kind: 'foreign', why: 'The message ends too early.' }
  if ((buffer[2]! & RESPONSE) === 0) return { kind: 'foreign', why: 'A question came instead of an answer.' }
  if (((buffer[0]! << 8) | buffer[1]!) !== id) {
    return { kind: 'foreign', why: 'An answer with another id came.' }
  }
  try {
    const message = readMessage(buffer, query === undefined ? undefined : { query, name: asked.name })
    if (message.opcode !== 0) return { kind: 'foreign', why: 'An answer to another kind of request came.' }
    const { question } = message
    if (question === null) {
      if (WITHOUT_QUESTION.has(message.rcode)) return { kind: 'answer', message }
      return { kind: 'malformed', why: 'The answer does not repeat the question.' }
    }
    const same =
      question.name === asked.name &&
      question.type === TYPE_NUMBERS[asked.type] &&
      question.class === CLASS_IN
    return same
      ? { kind: 'answer', message }
      : { kind: 'foreign', why: 'An answer to another question came.' }
  } catch (error) {
    return { kind: 'malformed', why: reason(error) }
  }
}

function reason(error: unknown): string {
  if (error instanceof ZonedeskError) return error.failure.message
  throw error
}
