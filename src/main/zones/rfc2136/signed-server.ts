import { randomInt } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { ZonedeskError } from '../../../preload/contract/failure'
import { none, type NoneOutcome } from '../../dns/exchange/outcome'
import { addressText, type SocketAddress } from '../../dns/exchange/server-address'
import { TcpConnection } from '../../dns/exchange/tcp-connection'
import { rcodeName } from '../../dns/wire/record-types'
import { freeId, isAnswerTo, type AskedQuestion } from './asked-question'
import {
  badSignature,
  notDns,
  RCODES,
  unanswered,
  unbelieved,
  unsignedNotAuth,
  unsignedRefusal,
} from './failures'
import { readAnswer, type AnswerMessage } from './read-answer'
import { signMessage, TsigVerifier } from './tsig'
import type { TsigKey } from './tsig-key'
import { askOverUdp } from './udp-questions'
import { OPCODE, writeQuestion, type WireQuestion } from './write-message'

/** How long the server is waited for, in milliseconds. */
export interface SignedTiming {
  readonly connectMs: number
  /** For the answers to questions over UDP, before they are asked over TCP. */
  readonly udpMs: number
  /** TCP alone is asked for so long after a question over UDP got no answer: a network may let UDP through again. */
  readonly udpSilentMs: number
  /** For each answer to a question, and each message of a transfer. */
  readonly answerMs: number
  /** For the answer to an update: a server may sign a zone before it answers. */
  readonly updateMs: number
}

export const SIGNED_TIMING: SignedTiming = {
  ...{ connectMs: 6_000, udpMs: 1_500, udpSilentMs: 5 * 60_000, answerMs: 10_000, updateMs: 30_000 },
}

/**
 * Questions that go over UDP together. For more, one connection is better: servers limit the rate of their answers over
 * UDP alone (BIND "rate-limit", Knot DNS "mod-rrl"), and a lost datagram costs a wait.
 */
const MOST_OVER_UDP = 8
/** Questions sent on one connection before their answers are read (RFC 7766 section 6.2.1.1). */
const PIPELINED = 16
/** A server that ends connections early is given so many, as long as each brings an answer. */
const MOST_CONNECTIONS = 200

/** RFC 5936 section 2.2.1 and servers' practice: what a question for a transfer is declined with. */
const DECLINED: ReadonlySet<number> = new Set([RCODES.REFUSED, RCODES.NOTAUTH, RCODES.NOTIMP])

/** How a request that was sent ended. */
export type SentOutcome =
  | { readonly kind: 'answer'; readonly message: AnswerMessage }
  /** Nothing that can be believed came, and why. */
  | { readonly kind: 'lost'; readonly error: ZonedeskError }

/**
 * The primary of a connection, with every message signed. A few questions go over UDP first. Of what comes there, only a
 * whole answer with a good signature is taken; for everything else TCP is asked, which also says what is wrong. So nobody
 * who forges a datagram gains more than a question over TCP.
 *
 * Updates go over TCP alone: "requestors who require an accurate response code must use TCP" (RFC 2136 section 7.8). A
 * refused connection is known to have carried nothing, nothing is sent twice, and no length is too long.
 */
export class SignedServer {
  /** As the user wrote it, with its port. */
  readonly label: string
  readonly key: TsigKey
  readonly #host: string
  readonly #port: number
  readonly #now: () => number
  readonly #timing: SignedTiming
  readonly #open = new Set<TcpConnection>()
  /** When a question over UDP last got no answer, milliseconds since the epoch; null where none went unanswered. */
  #udpSilentAt: number | null = null

  /** @param now milliseconds since the epoch */
  constructor(host: string, port: number, key: TsigKey, now: () => number, timing: SignedTiming) {
    this.#host = host.replace(/^\[(.*)\]$/, '$1')
    this.#port = port
    this.label = addressText(this.#host, port)
    this.key = key
    this.#now = now
    this.#timing = timing
  }

  /**
   * Asks several questions: a few over UDP, and those without an answer there, or many, over one connection, or over as
   * many as the server wants.
   *
   * @returns the answers in the order of the questions, each one signed by the key
   * @throws ZonedeskError
   */
  async ask(questions: readonly WireQuestion[], signal: AbortSignal): Promise<AnswerMessage[]> {
    const answers = new Map<number, AnswerMessage>()
    const isFew = questions.length > 0 && questions.length <= MOST_OVER_UDP
    if (isFew && !this.#isUdpSilent()) {
      await this.#askOverUdp(questions, answers, signal)
    }
    for (let tries = 0; answers.size < questions.length; tries++) {
      const open = questions.flatMap((_, at) => (answers.has(at) ? [] : [at]))
      const before = answers.size
      const failed = await this.#askSome(questions, open, answers, signal)
      if (failed === null) continue
      const isWorthAnother = failed.reason === 'closed' && answers.size > before && tries < MOST_CONNECTIONS
      if (!isWorthAnother) throw unanswered(failed, this.label)
    }
    return questions.map((_, at) => answers.get(at)!)
  }

  /**
   * Sends an update once, and waits for its answer.
   *
   * @param write the message for an id
   * @throws ZonedeskError where it is known that nothing was sent
   */
  async update(write: (id: number) => Buffer, signal: AbortSignal): Promise<SentOutcome> {
    const connection = await this.#connect(signal)
    try {
      if (signal.aborted) throw unanswered(none('cancelled', ''), this.label)
      const id = randomInt(0x1_0000)
      const signed = signMessage(write(id), this.key, this.#now())
      connection.send(signed.message)
      const received = await connection.receive(this.#timing.updateMs)
      if (received.kind === 'none') return { kind: 'lost', error: unanswered(received, this.label) }
      try {
        const message = this.#read(received.octets)
        const verifier = new TsigVerifier(this.key, signed.mac, this.#now)
        if (message.id !== id || message.opcode !== OPCODE.update) {
          return { kind: 'lost', error: unbelieved('It answers another request.') }
        }
        this.#believe(message, verifier)
        return { kind: 'answer', message }
      } catch (error) {
        if (error instanceof ZonedeskError) return { kind: 'lost', error }
        throw error
      }
    } finally {
      this.#end(connection)
    }
  }

  /**
   * Asks one question that is answered by many messages (RFC 5936), each handed on once its signature, or that of a later
   * message, vouches for it.
   *
   * @param take returns whether the message was the last one
   * @returns whether the server took the question; to decline it, it needs no signature
   * @throws ZonedeskError
   */
  async stream(
    question: WireQuestion,
    take: (messages: readonly AnswerMessage[]) => boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    const connection = await this.#connect(signal)
    try {
      const id = randomInt(0x1_0000)
      const signed = signMessage(writeQuestion(id, question), this.key, this.#now())
      const verifier = new TsigVerifier(this.key, signed.mac, this.#now)
      connection.send(signed.message)
      for (let pending: AnswerMessage[] = []; ;) {
        const received = await connection.receive(this.#timing.answerMs, signal)
        if (received.kind === 'none') throw unanswered(received, this.label)
        const message = this.#read(received.octets)
        if (message.id !== id || message.opcode !== OPCODE.query)
          throw unbelieved('It answers another question.')
        if (DECLINED.has(message.rcode)) return false
        pending.push(message)
        if (this.#believe(message, verifier) === 'pending') continue
        if (take(pending)) return true
        pending = []
      }
    } finally {
      this.#end(connection)
    }
  }

  close(): void {
    for (const connection of this.#open) connection.close()
    this.#open.clear()
  }

  async #askOverUdp(
    questions: readonly WireQuestion[],
    answers: Map<number, AnswerMessage>,
    signal: AbortSignal,
  ): Promise<void> {
    const [to] = await this.#addresses()
    if (to === undefined) return
    const signing = { key: this.key, now: this.#now }
    const isAnswered = await askOverUdp(to, questions, answers, signing, this.#timing.udpMs, signal)
    if (!isAnswered && !signal.aborted) this.#udpSilentAt = this.#now()
  }

  #isUdpSilent(): boolean {
    if (this.#udpSilentAt === null) return false
    // A clock that was set back says nothing of how long ago it was.
    return Math.abs(this.#now() - this.#udpSilentAt) < this.#timing.udpSilentMs
  }

  async #askSome(
    questions: readonly WireQuestion[],
    open: readonly number[],
    answers: Map<number, AnswerMessage>,
    signal: AbortSignal,
  ): Promise<NoneOutcome | null> {
    const connection = await this.#connect(signal)
    try {
      const waiting = new Map<number, AskedQuestion>()
      let next = 0
      for (;;) {
        while (next < open.length && waiting.size < PIPELINED) {
          const at = open[next++]!
          const id = freeId(waiting)
          const signed = signMessage(writeQuestion(id, questions[at]!), this.key, this.#now())
          waiting.set(id, { at, verifier: new TsigVerifier(this.key, signed.mac, this.#now) })
          connection.send(signed.message)
        }
        if (waiting.size === 0) return null
        const received = await connection.receive(this.#timing.answerMs, signal)
        if (received.kind === 'none') return received
        const message = this.#read(received.octets)
        const asked = waiting.get(message.id)
        if (asked === undefined || !isAnswerTo(message, questions[asked.at]!)) {
          throw unbelieved('It answers another question.')
        }
        this.#believe(message, asked.verifier)
        waiting.delete(message.id)
        answers.set(asked.at, message)
      }
    } finally {
      this.#end(connection)
    }
  }

  #read(octets: Buffer): AnswerMessage {
    const message = this.#parse(octets)
    if (!message.isResponse) throw notDns(this.label, 'A question came instead of an answer.')
    if (message.isTruncated)
      throw notDns(this.label, 'The answer is cut off, though nothing limits its length.')
    return message
  }

  #parse(octets: Buffer): AnswerMessage {
    try {
      return readAnswer(octets)
    } catch (error) {
      if (error instanceof ZonedeskError) throw notDns(this.label, error.failure.message)
      throw error
    }
  }

  /** @throws ZonedeskError for everything but a good signature, or one that is still to come */
  #believe(message: AnswerMessage, verifier: TsigVerifier): 'signed' | 'pending' {
    const verdict = verifier.judge(message)
    if (verdict.kind === 'refused') throw badSignature(verdict, this.key.name, this.#now())
    if (verdict.kind === 'unbelieved') {
      if (message.tsig === null && message.rcode === RCODES.REFUSED) throw unsignedRefusal()
      if (message.tsig === null && message.rcode === RCODES.NOTAUTH) throw unsignedNotAuth()
      throw unbelieved(
        message.rcode === 0 ? verdict.why : `${verdict.why} It says ${rcodeName(message.rcode)}.`,
      )
    }
    return verdict.kind
  }

  /** @throws ZonedeskError where none of the host's addresses takes a connection; nothing was sent then */
  async #connect(signal: AbortSignal): Promise<TcpConnection> {
    let failed: NoneOutcome = none('no-address', 'The host name has no address.')
    for (const to of await this.#addresses()) {
      const connection = new TcpConnection(to)
      this.#open.add(connection)
      const outcome = await connection.connected(this.#timing.connectMs, signal)
      if (outcome === null) return connection
      this.#end(connection)
      failed = outcome
      if (outcome.reason === 'cancelled') break
    }
    throw unanswered(failed, this.label)
  }

  async #addresses(): Promise<SocketAddress[]> {
    const family = isIP(this.#host)
    if (family !== 0) return [{ host: this.#host, port: this.#port, family: family === 6 ? 6 : 4 }]
    const found = await lookup(this.#host, { all: true }).catch(() => [])
    return found.map(({ address, family: of }) => ({
      host: address,
      port: this.#port,
      family: of === 6 ? 6 : 4,
    }))
  }

  #end(connection: TcpConnection): void {
    connection.close()
    this.#open.delete(connection)
  }
}
