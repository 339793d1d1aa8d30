import { createSocket } from 'node:dgram'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { SocketAddress } from '../../dns/exchange/server-address'
import { freeId, isAnswerTo, type AskedQuestion } from './asked-question'
import { RCODES } from './failures'
import { readAnswer, type AnswerMessage } from './read-answer'
import { signMessage, TsigVerifier } from './tsig'
import type { TsigKey } from './tsig-key'
import { writeQuestion, type WireQuestion } from './write-message'

/** DNS flag day 2020: the longest answer that passes without fragments nearly everywhere. */
const ANSWER_OCTETS = 1_232
/** What is taken from UDP. Any other code is for TCP, such as that of a server without EDNS (RFC 6891 section 7). */
const TAKEN: ReadonlySet<number> = new Set([RCODES.NOERROR, RCODES.NXDOMAIN])

/**
 * Asks questions over UDP, each once. Taken is a whole answer with a good signature; a truncated one, a code that says that
 * something is wrong, and a signature that is wrong or not there leave the question open. What answers no question is passed
 * over.
 *
 * @param answers takes what came, by the places of the questions
 * @param signing.now milliseconds since the epoch
 * @param timeoutMs milliseconds for all of them
 * @returns whether something came for each question, be it taken or not
 */
export function askOverUdp(
  to: SocketAddress,
  questions: readonly WireQuestion[],
  answers: Map<number, AnswerMessage>,
  { key, now }: { readonly key: TsigKey; readonly now: () => number },
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const waiting = new Map<number, AskedQuestion>()
  const messages = questions.map((question, at) => {
    const id = freeId(waiting)
    const signed = signMessage(writeQuestion(id, question, ANSWER_OCTETS), key, now())
    waiting.set(id, { at, verifier: new TsigVerifier(key, signed.mac, now) })
    return signed.message
  })
  const take = (octets: Buffer): boolean => {
    const message = answerIn(octets)
    const asked = message === null ? undefined : waiting.get(message.id)
    if (message === null || asked === undefined) return false
    if (!message.isResponse || !isAnswerTo(message, questions[asked.at]!)) return false
    waiting.delete(message.id)
    const isWhole = !message.isTruncated && TAKEN.has(message.rcode)
    if (isWhole && asked.verifier.judge(message).kind === 'signed') answers.set(asked.at, message)
    return waiting.size === 0
  }
  return exchangeOverUdp(to, messages, take, timeoutMs, signal)
}

/** @returns null where it is no DNS message */
function answerIn(octets: Buffer): AnswerMessage | null {
  try {
    return readAnswer(octets)
  } catch (error) {
    if (error instanceof ZonedeskError) return null
    throw error
  }
}

/**
 * Sends messages to one server over UDP, each once. The socket has a random port and is connected to the server, so that
 * the system delivers nothing from elsewhere (RFC 5452 section 9) and says when the server refuses the port.
 *
 * @param take is given each message that comes, and returns whether nothing more is wanted
 * @param timeoutMs milliseconds for all of it
 * @returns whether `take` had all it wanted; false after the time, after a refusal of the port, and when the signal fires
 */
function exchangeOverUdp(
  to: SocketAddress,
  messages: readonly Buffer[],
  take: (octets: Buffer) => boolean,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false)
  const socket = createSocket(to.family === 6 ? 'udp6' : 'udp4')
  return new Promise((resolve) => {
    let hasEnded = false
    const end = (isDone: boolean): void => {
      if (hasEnded) return
      hasEnded = true
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
      socket.close()
      resolve(isDone)
    }
    const giveUp = (): void => end(false)
    const timer = setTimeout(giveUp, timeoutMs)
    signal.addEventListener('abort', giveUp)
    socket.on('error', giveUp)
    socket.on('message', (octets, from) => {
      if (!hasEnded && from.port === to.port && take(octets)) end(true)
    })
    socket.once('connect', () => {
      for (const message of messages) if (!hasEnded) socket.send(message)
    })
    socket.connect(to.port, to.host)
  })
}
