import type { Answer, Observation, Question, Server, ZoneView } from '../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../preload/contract/domain'
import { furtherQuestions } from '../diagnose'
import { distinct, questionKey, questionsFor } from '../diagnosis/questions'
import type { DnsClient } from '../dns-client'
import { DNS_PORT } from '../server-address'
import { findZone } from '../zone/find-zone'
import { Inquiry, isUseful, isWithin, type InquiryOptions } from '../zone/inquiry'
import { MAX_HOSTS } from '../zone/name-servers'
import { isServfail } from '../zone/validation'
import { wildcardProbes } from './wildcard-probes'

/** Questions that answers may lead to (why records are missing, SPF includes and the like), over all rounds. */
const MAX_FURTHER = 140
/** Rounds of such questions; a chain of 10 includes needs 11. */
const MAX_ROUNDS = 16

export interface Progress {
  /** Questions known so far, to all servers; grows as answers lead to more. */
  readonly questions: number
  /** How many of them are done. */
  readonly done: number
}

export interface ObserveOptions {
  /** The sending domain: A-labels, lower case, without trailing dot. */
  readonly domain: string
  /** What the provider wants to find. */
  readonly expected: readonly DnsRecord[]
  readonly client: DnsClient
  /** The system's resolver and the user's, the preferred first; at least one. */
  readonly resolvers: readonly Server[]
  /** What else must be asked to judge what was seen; empty when nothing. What the diagnoses need, but in tests. */
  readonly further?: (observation: Observation) => readonly Question[]
  readonly signal?: AbortSignal | undefined
  /** What of the remembered is asked anew ("check again"): all, nothing, or what this says of a question. */
  readonly fresh?: boolean | ((question: Question) => boolean)
  /** Address families by which this machine reaches others. */
  readonly families?: readonly (4 | 6)[]
  /** Port of authoritative servers: 53 but in tests. */
  readonly authoritativePort?: number
  readonly onAnswer?: (answer: Answer) => void
  readonly onZone?: (zone: ZoneView) => void
  readonly onProgress?: (progress: Progress) => void
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/**
 * Asks DNS everything the diagnoses need to know of one domain: its zone; each record of the zone's own servers and of
 * every resolver; what surrounds the records, of one server that knows; and what the answers lead to. Nothing is
 * thrown: when it is cancelled, what was seen until then is the answer, not complete.
 */
export async function observeDomain(options: ObserveOptions): Promise<Observation> {
  const observer = new Observer(options)
  return observer.run()
}

class Observer {
  readonly #options: ObserveOptions
  readonly #inquiry: Inquiry
  readonly #unvalidated: Answer[] = []
  readonly #asked = new Set<string>()
  #questions = 0
  #done = 0

  constructor(options: ObserveOptions) {
    this.#options = options
    this.#inquiry = new Inquiry(this.#inquiryOptions(options.onAnswer ?? (() => undefined)))
  }

  async run(): Promise<Observation> {
    const { domain, expected, onZone, now = Date.now } = this.#options
    const { further = (seen: Observation) => furtherQuestions(seen, expected) } = this.#options
    const startedAt = now()
    const zone = await findZone(
      domain,
      this.#inquiryOptions(() => undefined),
    )
    onZone?.(zone)
    const own = ownServers(zone)
    const apex = zone.apex ?? zone.organizational
    const { records, surroundings } = questionsFor(domain, expected, zone.organizational)
    const probes = wildcardProbes(records, apex)
    await Promise.all([
      ...records.map((question) => this.#askAll(question, zone, own)),
      ...surroundings.map((question) => this.#askOne(question, zone, own)),
    ])

    const observation = (complete: boolean): Observation => ({
      ...{ domain, zone, probes, startedAt, finishedAt: now() },
      answers: [...this.#inquiry.answers],
      unvalidated: [...this.#unvalidated],
      complete: complete && !this.#inquiry.cancelled,
    })
    return observation(await this.#follow(further, observation, zone, own))
  }

  /** Asks what the answers lead to until they lead nowhere new. */
  async #follow(
    further: (observation: Observation) => readonly Question[],
    observation: (complete: boolean) => Observation,
    zone: ZoneView,
    own: readonly Server[],
  ): Promise<boolean> {
    let room = MAX_FURTHER
    for (let round = 0; round < MAX_ROUNDS; round++) {
      if (this.#inquiry.cancelled) return false
      const wanted = distinct(further(observation(false))).filter((q) => !this.#asked.has(questionKey(q)))
      if (wanted.length === 0) return true
      const taken = wanted.slice(0, room)
      room -= taken.length
      await Promise.all(taken.map((question) => this.#askOne(question, zone, own)))
      if (taken.length < wanted.length) return false
    }
    return false
  }

  /** A record itself: of every server of the zone and of every resolver, so that they can be compared. */
  async #askAll(question: Question, zone: ZoneView, own: readonly Server[]): Promise<void> {
    this.#asked.add(questionKey(question))
    const servers = [...(this.#mayKnow(question, zone) ? own : []), ...this.#options.resolvers]
    this.#plan(servers.length)
    await Promise.all(
      servers.map(async (server) => {
        const answer = await this.#inquiry.ask(server, question)
        if (server.kind !== 'authoritative' && isServfail(answer))
          await this.#askUnvalidated(server, question)
        this.#finish()
      }),
    )
  }

  /** What surrounds a record: of one server of the zone, or of a resolver where none of them holds the name. */
  async #askOne(question: Question, zone: ZoneView, own: readonly Server[]): Promise<void> {
    this.#asked.add(questionKey(question))
    this.#plan(1)
    const servers = [...(this.#mayKnow(question, zone) ? own.slice(0, 2) : []), ...this.#options.resolvers]
    for (const server of servers) {
      const answer = await this.#inquiry.ask(server, question)
      if (this.#inquiry.cancelled) break
      // A server of the zone that refers further down does not hold the name.
      if (isUseful(answer) && (server.kind !== 'authoritative' || answer.outcome.flags.aa)) break
    }
    this.#finish()
  }

  async #askUnvalidated(server: Server, question: Question): Promise<void> {
    const asked = { server, question, recursionDesired: true, checkingDisabled: true }
    const { client, signal } = this.#options
    this.#unvalidated.push(await client.ask(asked, { signal, fresh: this.#isFresh(question) }))
  }

  #mayKnow({ name }: Question, { apex }: ZoneView): boolean {
    return apex !== null && isWithin(name, apex)
  }

  #plan(count: number): void {
    this.#questions += count
    this.#tell()
  }

  #finish(): void {
    this.#done += 1
    this.#tell()
  }

  #tell(): void {
    this.#options.onProgress?.({ questions: this.#questions, done: this.#done })
  }

  #inquiryOptions(onAnswer: (answer: Answer) => void): InquiryOptions {
    const { client, resolvers, signal, families = [4] } = this.#options
    const { authoritativePort = DNS_PORT } = this.#options
    const fresh = (question: Question): boolean => this.#isFresh(question)
    return { client, resolvers, authoritativePort, families, signal, fresh, onAnswer }
  }

  #isFresh(question: Question): boolean {
    const { fresh = false } = this.#options
    return typeof fresh === 'function' ? fresh(question) : fresh
  }
}

/**
 * One address of each host that serves the zone, those the parent names first. Servers that only the zone names are
 * asked too, for what they would say.
 */
function ownServers({ servers }: ZoneView): Server[] {
  const serving = servers
    .filter(({ lame, address }) => lame === null && address !== null)
    .toSorted((a, b) => Number(b.inParent) - Number(a.inParent))
  const byHost = new Map<string, Server>()
  for (const { host, address } of serving) {
    if (address === null || byHost.has(host)) continue
    byHost.set(host, { id: host, name: host, kind: 'authoritative', address })
  }
  return [...byHost.values()].slice(0, MAX_HOSTS)
}
