import type { Answer } from '../../preload/contract/dns-answer'
import { AnswerCache } from './answer-cache'
import { askServer, DEFAULT_TIMING, type Ask, type AskTiming } from './exchange/ask-server'
import type { DohFetch } from './exchange/doh'
import { createUdpSockets } from './exchange/udp'
import { DEFAULT_LIMITS, Turns, type Limits } from './turns'

export interface DnsClientOptions {
  /** For DoH only. */
  readonly fetch: DohFetch
  readonly timing?: AskTiming
  readonly limits?: Limits
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

export interface AskOptions {
  readonly signal?: AbortSignal | undefined
  /** Asks even when an answer is still kept; the new one is kept in its place. */
  readonly fresh?: boolean
}

/** Asks DNS, in turns that no server can mind, and remembers answers as long as their TTLs allow. */
export interface DnsClient {
  /**
   * @returns the answer, or why there is none; nothing is thrown. A remembered answer has the time it came.
   */
  ask(ask: Ask, options?: AskOptions): Promise<Answer>
  /** Forgets every answer. */
  forget(): void
  /** Closes its sockets; questions under way end as they would. */
  close(): void
}

export function createDnsClient(options: DnsClientOptions): DnsClient {
  const { fetch, timing = DEFAULT_TIMING, limits = DEFAULT_LIMITS, now = Date.now } = options
  const sockets = createUdpSockets()
  const means = { udp: sockets.exchange, fetch, timing, now }
  const turns = new Turns(limits)
  const cache = new AnswerCache(now)

  return {
    ask: async (ask, { signal, fresh = false } = {}) => {
      const key = keyOf(ask)
      const kept = fresh ? undefined : cache.get(key)
      // Another way to the same server, such as another name in the user's list, is the same answer.
      if (kept !== undefined) return { ...kept, server: ask.server }
      const answer = await turns.take(ask.server.address, () => askServer(ask, means, signal), signal)
      if (answer === undefined) return cancelledAnswer(ask, now())
      cache.set(key, answer)
      return answer
    },
    forget: () => cache.clear(),
    close: () => sockets.close(),
  }
}

function keyOf({ server, question, recursionDesired, checkingDisabled, dnssecOk }: Ask): string {
  const bits = [recursionDesired, checkingDisabled === true, dnssecOk === true].map(Number).join('')
  return `${server.address} ${question.name} ${question.type} ${bits}`
}

function cancelledAnswer({ server, question }: Ask, at: number): Answer {
  return {
    ...{ server, question, transport: 'udp', at, took: 0, tries: 0 },
    outcome: { kind: 'none', reason: 'cancelled', message: 'The check was stopped.' },
  }
}
