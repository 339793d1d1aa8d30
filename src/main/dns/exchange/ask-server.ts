import { randomInt } from 'node:crypto'
import type { Answer, NoAnswer, Question, Server, Transport } from '../../../preload/contract/dns-answer'
import { isDohAddress, socketAddress, type SocketAddress } from './server-address'
import { answered } from '../wire/answered'
import { examineReply } from '../wire/examine-reply'
import { RCODE } from '../wire/record-types'
import { isAskable, writeQuery } from '../wire/write-query'
import { exchangeDoh, type DohFetch } from './doh'
import { none, type Examine, type ExchangeOutcome } from './outcome'
import { exchangeTcp } from './tcp'
import type { UdpExchange } from './udp'

/** One question to one server. */
export interface Ask {
  readonly server: Server
  /** Lower case, without trailing dot. */
  readonly question: Question
  /** RD: true for resolvers, false for authoritative servers. */
  readonly recursionDesired: boolean
  /** CD: take the answer even when it does not validate (RFC 4035 3.2.2). */
  readonly checkingDisabled?: boolean
  /** DO: ask for signatures and proofs of absence. */
  readonly dnssecOk?: boolean
}

export interface AskTiming {
  /** How long each packet over UDP is waited for, in milliseconds, one number a try; growing. */
  readonly udpMs: readonly number[]
  /** For a whole exchange over TCP, in milliseconds. */
  readonly tcpMs: number
  /** For each request over HTTPS, in milliseconds, one number a try. */
  readonly dohMs: readonly number[]
}

export const DEFAULT_TIMING: AskTiming = { udpMs: [1_500, 3_000], tcpMs: 5_000, dohMs: [4_000, 6_000] }

export interface AskMeans {
  readonly udp: UdpExchange
  readonly fetch: DohFetch
  readonly timing: AskTiming
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** RFC 6891 6.2.2, 7: what servers that do not know EDNS answer. */
const WITHOUT_EDNS: ReadonlySet<number> = new Set([RCODE.FORMERR, RCODE.NOTIMP])
/** After one of these outcomes, another try makes no sense. */
const FINAL: ReadonlySet<string> = new Set(['cancelled', 'unreachable', 'truncated'])

/**
 * Asks one server: over UDP, again with more time when nothing comes, without EDNS when that is not understood, over
 * TCP when the answer is truncated; or over HTTPS when the server's address is a URL. Nothing is thrown.
 */
export async function askServer(ask: Ask, means: AskMeans, signal?: AbortSignal): Promise<Answer> {
  const started = performance.now()
  const attempt = new QueryAttempt(ask, means, signal)
  const { outcome, transport, truncated } = await attempt.run()
  return {
    server: ask.server,
    question: ask.question,
    transport,
    at: means.now(),
    took: performance.now() - started,
    tries: attempt.tries,
    outcome:
      outcome.kind === 'answer'
        ? answered(outcome.message, ask.question.name, {
            truncated,
            checkingDisabled: ask.checkingDisabled === true,
          })
        : noAnswer(outcome),
  }
}

interface EndedAttempt {
  readonly outcome: ExchangeOutcome
  readonly transport: Transport
  readonly truncated: boolean
}

class QueryAttempt {
  tries = 0
  readonly #ask: Ask
  readonly #means: AskMeans
  readonly #signal: AbortSignal | undefined
  #edns = true

  constructor(ask: Ask, means: AskMeans, signal: AbortSignal | undefined) {
    this.#ask = ask
    this.#means = means
    this.#signal = signal
  }

  async run(): Promise<EndedAttempt> {
    const { server, question } = this.#ask
    const doh = isDohAddress(server.address)
    if (!isAskable(question.name)) {
      const outcome = none('unaskable', 'DNS cannot be asked for this name (RFC 1035 2.3.4).')
      return { outcome, transport: doh ? 'doh' : 'udp', truncated: false }
    }
    if (doh) return { outcome: await this.#overHttps(server.address), transport: 'doh', truncated: false }
    const to = socketAddress(server.address)
    const outcome = await this.#overUdp(to)
    if (outcome.kind !== 'answer' || !outcome.message.tc)
      return { outcome, transport: 'udp', truncated: false }
    return { outcome: await this.#overTcp(to), transport: 'tcp', truncated: true }
  }

  async #overUdp(to: SocketAddress): Promise<ExchangeOutcome> {
    const { udp, timing } = this.#means
    let outcome: ExchangeOutcome = none('timeout', 'No answer came in time.')
    for (const timeoutMs of timing.udpMs) {
      outcome = await this.#sendUdp(udp, to, timeoutMs)
      if (this.#isWithoutEdnsNext(outcome)) outcome = await this.#sendUdp(udp, to, timeoutMs)
      if (outcome.kind === 'answer' || FINAL.has(outcome.reason)) break
    }
    return outcome
  }

  #sendUdp(udp: UdpExchange, to: SocketAddress, timeoutMs: number): Promise<ExchangeOutcome> {
    const id = randomInt(0x1_0000)
    const query = this.#query(id)
    return udp({ to, id, question: this.#ask.question, query, timeoutMs, signal: this.#signal })
  }

  async #overTcp(to: SocketAddress): Promise<ExchangeOutcome> {
    const timeoutMs = this.#means.timing.tcpMs
    const outcome = await this.#once((query, examine) =>
      exchangeTcp({ to, query, examine, timeoutMs, signal: this.#signal }),
    )
    if (outcome.kind === 'answer' || outcome.reason === 'cancelled') return outcome
    return none(outcome.reason, `The answer is too long for UDP, and over TCP: ${outcome.message}`)
  }

  async #overHttps(url: string): Promise<ExchangeOutcome> {
    let outcome: ExchangeOutcome = none('timeout', 'No answer came in time.')
    for (const timeoutMs of this.#means.timing.dohMs) {
      const { fetch } = this.#means
      outcome = await this.#once(
        (query, examine) => exchangeDoh({ fetch, url, query, examine, timeoutMs, signal: this.#signal }),
        0,
      )
      if (outcome.kind === 'answer' || outcome.reason !== 'timeout') break
    }
    return outcome
  }

  /** One exchange, and at most one more without EDNS when the server seems not to understand it. */
  async #once(
    exchange: (query: Buffer, examine: Examine) => Promise<ExchangeOutcome>,
    fixedId?: number,
  ): Promise<ExchangeOutcome> {
    const id = fixedId ?? randomInt(0x1_0000)
    const query = this.#query(id)
    const outcome = await exchange(query, (buffer) => examineReply(buffer, id, this.#ask.question, query))
    return this.#isWithoutEdnsNext(outcome) ? this.#once(exchange, fixedId) : outcome
  }

  #query(id: number): Buffer {
    const { question, recursionDesired, checkingDisabled = false, dnssecOk = false } = this.#ask
    this.tries += 1
    return writeQuery(id, question, { recursionDesired, checkingDisabled, dnssecOk, edns: this.#edns })
  }

  /** Whether the same must be asked without EDNS, which happens once. */
  #isWithoutEdnsNext(outcome: ExchangeOutcome): boolean {
    if (!this.#edns || !refusesEdns(outcome)) return false
    this.#edns = false
    return true
  }
}

function refusesEdns(outcome: ExchangeOutcome): boolean {
  if (outcome.kind === 'none') return outcome.reason === 'malformed'
  const { message } = outcome
  return WITHOUT_EDNS.has(message.rcode) || message.edns?.upperRcode === RCODE.BADVERS >> 4
}

function noAnswer({ reason, message }: Extract<ExchangeOutcome, { kind: 'none' }>): NoAnswer {
  return { kind: 'none', reason, message }
}
