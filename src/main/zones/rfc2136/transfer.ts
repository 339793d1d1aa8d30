import { ZonedeskError } from '../../../preload/contract/failure'
import { RCODES, refusedQuestion } from './failures'
import { serialOf } from './record-data'
import type { AnswerMessage } from './read-answer'
import type { SignedServer } from './signed-server'
import { TYPE } from './write-message'
import { ZoneSets, type ZoneSet } from './zone-sets'

/** A longer zone is read by questions, in octets of messages. */
const MOST_OCTETS = 64 * 1024 * 1024

export interface TransferredZone {
  readonly sets: readonly ZoneSet[]
  readonly serial: number
}

/**
 * The whole zone by AXFR (RFC 5936), every message of it vouched for by a signature.
 *
 * @returns null where the server does not let the key transfer the zone, or the zone is too long. What is read by
 *   questions then is signed, so a forged refusal costs time alone
 * @throws ZonedeskError for everything else
 */
export async function transferZone(
  server: SignedServer,
  apex: string,
  signal: AbortSignal,
): Promise<TransferredZone | null> {
  const transfer = new Transfer(apex)
  const isTaken = await server.stream(
    { name: apex, type: TYPE.axfr },
    (messages) => transfer.take(messages),
    signal,
  )
  return isTaken ? transfer.result() : null
}

class Transfer {
  readonly #apex: string
  readonly #sets = new ZoneSets()
  #serial: number | null = null
  #octets = 0
  #isTooLong = false

  constructor(apex: string) {
    this.#apex = apex
  }

  /** @returns whether nothing more is wanted */
  take(messages: readonly AnswerMessage[]): boolean {
    for (const [at, message] of messages.entries()) {
      const isLast = this.#takeOne(message)
      if (isLast && at < messages.length - 1) throw broken('It goes on after its end.')
      if (isLast) return true
    }
    return false
  }

  result(): TransferredZone | null {
    if (this.#isTooLong || this.#serial === null) return null
    return { sets: this.#sets.sets(), serial: this.#serial }
  }

  #takeOne(message: AnswerMessage): boolean {
    const { rcode, answers, octets } = message
    if (rcode !== RCODES.NOERROR) throw refusedQuestion(rcode, this.#apex)
    this.#octets += octets.length
    if (this.#octets > MOST_OCTETS) {
      this.#isTooLong = true
      return true
    }
    let isLast = false
    for (const record of answers) {
      if (isLast) throw broken('It goes on after its end.')
      const isApexSoa = record.type === TYPE.soa && record.name === this.#apex
      if (this.#serial === null) {
        // RFC 5936 section 2.2: it begins and ends with the SOA record.
        if (!isApexSoa) throw broken('It does not begin with the SOA record.')
        this.#serial = serialOf(octets, record)
      } else if (isApexSoa) {
        if (serialOf(octets, record) !== this.#serial) throw broken('The zone changed meanwhile.')
        isLast = true
      }
    }
    if (this.#serial === null) throw broken('It is empty.')
    this.#sets.add(message, answers)
    return isLast
  }
}

function broken(why: string): ZonedeskError {
  return new ZonedeskError('bad-answer', `The transfer of the zone does not follow RFC 5936. ${why}`, {
    fix: 'Try again.',
  })
}
