import { isIPv6 } from 'node:net'
import type { Answer, NoAnswer } from '../../../preload/contract/dns-answer'
import { doubled } from '../../async/backoff'
import type { Ask } from '../exchange/ask-server'
import { isDohAddress, socketAddress } from '../exchange/server-address'

/** Questions in a row that a server leaves unanswered until it counts as silent. */
const MISSES_OF_SERVER = 3
/** Name servers in a row, each another, that leave questions unanswered until the way to all of them counts as shut. */
const MISSES_OF_WAY = 6
/** How long a silent server is left alone, in milliseconds; doubled each time it is found silent again. */
const FIRST_PAUSE_MS = 60_000
const LONGEST_PAUSE_MS = 300_000
/** What fails sooner than this, such as a refused port, costs nothing to ask again. In milliseconds. */
const COSTLY_MS = 1_000
/** Servers with unanswered questions that are remembered, the oldest going first. */
const MAX_SERVERS = 5_000

/** What a question may cost: the usual tries, one try only, or nothing, because no answer is to be expected. */
export type Admission =
  | 'ask'
  | 'ask-once'
  /** With the time at which the server was last silent, milliseconds since the epoch. */
  | { readonly outcome: NoAnswer; readonly at: number }

interface Misses {
  /** What went unanswered: counts for a server, addresses for the way to all. */
  readonly of: Set<number | string>
  readonly limit: number
  last: { reason: 'timeout' | 'unreachable'; at: number }
  /** How often in a row it was found silent. */
  found: number
  /** Until when it is left alone, by the monotonic clock; null while it does not count as silent. */
  until: number | null
}

/**
 * Servers that did not answer a moment ago, so that thousands of questions need not wait for each of them again; and
 * whether name servers can be asked directly at all, which many networks allow to their own resolver only.
 */
export class SilentServers {
  readonly #clock: () => number
  readonly #servers = new Map<string, Misses>()
  /** By address family: questions without recursion, to name servers of all zones. */
  readonly #ways = new Map<4 | 6, Misses>()

  /** @param clock monotonic milliseconds */
  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** What may be done for a question now. */
  admit(ask: Ask): Admission {
    if (this.#servers.size === 0) return 'ask'
    const way = wayOf(ask)
    const wayMisses = way === null ? undefined : this.#ways.get(way)
    const own = this.#servers.get(ask.server.address)
    if (wayMisses !== undefined && this.#isLeftAlone(wayMisses)) return remembered(wayMisses, WAY_WORDS)
    if (own !== undefined && this.#isLeftAlone(own)) return remembered(own, SERVER_WORDS)
    const wasSilent = (own?.until ?? null) !== null || (wayMisses?.until ?? null) !== null
    return wasSilent ? 'ask-once' : 'ask'
  }

  /** Learns from how a question ended. */
  learn(ask: Ask, answer: Answer): void {
    const { outcome } = answer
    if (outcome.kind === 'none') {
      const { reason } = outcome
      if (reason === 'cancelled' || reason === 'unaskable') return
      if (reason === 'timeout' || reason === 'unreachable') {
        if (reason === 'timeout' || answer.took >= COSTLY_MS) this.#miss(ask, reason, answer.at)
        return
      }
    }
    if (this.#servers.size === 0) return
    this.#servers.delete(ask.server.address)
    const way = wayOf(ask)
    if (way !== null) this.#ways.delete(way)
  }

  /** Lets every silent server be asked again, with one try: the network has changed, or somebody wants to know. */
  recheck(): void {
    for (const misses of [...this.#servers.values(), ...this.#ways.values()]) {
      if (misses.until !== null) misses.until = -Infinity
      misses.found = 0
    }
  }

  #isLeftAlone(misses: Misses): boolean {
    return misses.until !== null && misses.until > this.#clock()
  }

  #miss(ask: Ask, reason: 'timeout' | 'unreachable', at: number): void {
    const { address } = ask.server
    const own = this.#servers.get(address) ?? newMisses(MISSES_OF_SERVER)
    this.#servers.delete(address)
    this.#servers.set(address, own)
    this.#count(own, own.of.size, reason, at)
    const way = wayOf(ask)
    if (way !== null) {
      const misses = this.#ways.get(way) ?? newMisses(MISSES_OF_WAY)
      this.#ways.set(way, misses)
      this.#count(misses, address, reason, at)
    }
    if (this.#servers.size <= MAX_SERVERS) return
    const oldest = this.#servers.keys().next()
    if (oldest.done !== true) this.#servers.delete(oldest.value)
  }

  #count(misses: Misses, of: number | string, reason: 'timeout' | 'unreachable', at: number): void {
    // Questions that were under way when it was found silent say nothing new.
    if (this.#isLeftAlone(misses)) return
    misses.last = { reason, at }
    if (misses.of.size < misses.limit) misses.of.add(of)
    if (misses.of.size < misses.limit) return
    misses.until = this.#clock() + doubled(FIRST_PAUSE_MS, misses.found, LONGEST_PAUSE_MS)
    misses.found += 1
  }
}

const SERVER_WORDS = 'The server did not answer a moment ago and was not asked again.'
const WAY_WORDS =
  'No name server could be asked directly a moment ago, so this one was not asked; the network may not allow it.'

function newMisses(limit: number): Misses {
  return { of: new Set(), limit, last: { reason: 'timeout', at: 0 }, found: 0, until: null }
}

function remembered({ last }: Misses, message: string): Admission {
  return { outcome: { kind: 'none', reason: last.reason, message }, at: last.at }
}

/** The way a question takes to a name server; null for resolvers, each of which is on its own. */
function wayOf({ server, recursionDesired }: Ask): 4 | 6 | null {
  if (recursionDesired || isDohAddress(server.address)) return null
  return isIPv6(socketAddress(server.address).host) ? 6 : 4
}
