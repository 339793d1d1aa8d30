import type { Answer } from '../../../preload/contract/dns-answer'
import { SingleFlight } from '../../async/single-flight'
import { AnswerCache } from './answer-cache'
import { askServer, DEFAULT_TIMING, type Ask, type AskMeans, type AskTiming } from '../exchange/ask-server'
import type { DohFetch } from '../exchange/doh'
import { createUdpSockets, type UdpSockets } from '../exchange/udp'
import { isDohAddress } from '../exchange/server-address'
import { SilentServers } from './silent-servers'
import { DEFAULT_LIMITS, QueryRateLimiter, type RateLimits } from './rate-limiter'

export interface DnsClientOptions {
  /** For DoH only. */
  readonly fetch: DohFetch
  /** Carries packets; sockets of the system when absent. */
  readonly udp?: UdpSockets
  readonly timing?: AskTiming
  readonly limits?: RateLimits
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** Monotonic milliseconds. */
  readonly clock?: () => number
}

export interface AskOptions {
  readonly signal?: AbortSignal | undefined
  /** Asks even when an answer is still kept; the new one is kept in its place. */
  readonly fresh?: boolean
}

/** Asks DNS, at a pace that no server can mind, and remembers answers as long as their TTLs allow. */
export interface DnsClient {
  /**
   * @returns the answer, or why there is none; nothing is thrown. A remembered answer has the time it came. A server
   *   that was silent a moment ago is not asked, and the outcome says so, with 0 tries and the time it was silent.
   */
  ask(ask: Ask, options?: AskOptions): Promise<Answer>
  /** Forgets every answer. */
  forget(): void
  /** Asks servers again that were silent a moment ago: for somebody who wants to know, or on another network. */
  recheckSilent(): void
  /** Closes its sockets; questions under way end as they would. */
  close(): void
}

export function createDnsClient(options: DnsClientOptions): DnsClient {
  const { fetch, timing = DEFAULT_TIMING, limits = DEFAULT_LIMITS, now = Date.now } = options
  const { clock = () => performance.now() } = options
  const sockets = options.udp ?? createUdpSockets()
  const means: AskMeans = { udp: sockets.exchange, fetch, timing, now }
  const once: AskMeans = { ...means, timing: firstTry(timing) }
  const rateLimiter = new QueryRateLimiter(limits)
  const cache = new AnswerCache(now)
  const silent = new SilentServers(clock)
  const underWay = new SingleFlight<Answer>()

  /** The part that waits for its turn, by which time the server may have been found silent. */
  async function inTurn(ask: Ask, stop: AbortSignal | undefined): Promise<Answer> {
    const admission = silent.admit(ask)
    if (typeof admission === 'object') return unasked(ask, admission)
    const answer = await askServer(ask, admission === 'ask' ? means : once, stop)
    silent.learn(ask, answer)
    return answer
  }

  async function asked(key: string, ask: Ask, stop: AbortSignal | undefined): Promise<Answer> {
    const admission = silent.admit(ask)
    if (typeof admission === 'object') return unasked(ask, admission)
    const answer = await rateLimiter.take(ask.server.address, () => inTurn(ask, stop), stop)
    if (answer === undefined) return cancelledAnswer(ask, now())
    cache.set(key, answer)
    return answer
  }

  return {
    ask: async (ask, { signal, fresh = false } = {}) => {
      const key = keyOf(ask)
      const answer =
        (fresh ? undefined : cache.get(key)) ??
        (await underWay.join(key, (stop) => asked(key, ask, stop), signal))
      if (answer === undefined) return cancelledAnswer(ask, now())
      // The same server reached another way, such as under another name in the user's list, has the same answer.
      return answer.server === ask.server ? answer : { ...answer, server: ask.server }
    },
    forget: () => cache.clear(),
    recheckSilent: () => silent.recheck(),
    close: () => sockets.close(),
  }
}

function keyOf({ server, question, recursionDesired, checkingDisabled, dnssecOk }: Ask): string {
  const bits = (recursionDesired ? 4 : 0) | (checkingDisabled === true ? 2 : 0) | (dnssecOk === true ? 1 : 0)
  return `${server.address} ${question.name} ${question.type} ${bits}`
}

/** One packet over UDP, one request over HTTPS. */
function firstTry({ udpMs, tcpMs, dohMs }: AskTiming): AskTiming {
  return { udpMs: udpMs.slice(0, 1), tcpMs, dohMs: dohMs.slice(0, 1) }
}

function cancelledAnswer(ask: Ask, at: number): Answer {
  const message = 'The check was stopped.'
  return unasked(ask, { outcome: { kind: 'none', reason: 'cancelled', message }, at })
}

function unasked({ server, question }: Ask, { outcome, at }: Pick<Answer, 'outcome' | 'at'>): Answer {
  const transport = isDohAddress(server.address) ? 'doh' : 'udp'
  return { server, question, transport, at, took: 0, tries: 0, outcome }
}
