import type {
  Answer,
  Observation,
  Question,
  Server,
  WildcardProbe,
  ZoneView,
} from '../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../preload/contract/domain'
import { furtherQuestions } from '../diagnose'
import { distinct, questionKey, questionsFor, type Questions } from '../diagnosis/answers/questions'
import { heldPart, isUseful, SeenAnswers } from '../diagnosis/answers/seen-answers'
import type { DnsClient } from '../client/dns-client'
import { DNS_PORT } from '../exchange/server-address'
import { findZone } from '../zone/find-zone'
import { Inquiry, type InquiryOptions } from '../zone/inquiry'
import { KnownZones } from '../zone/known-zones'
import { servingHosts } from '../zone/serving'
import { isServfail } from '../zone/validation'
import { ZoneCuts } from '../zone/zone-cuts'
import { wildcardProbes } from './wildcard-probes'

/** Questions that answers may lead to (why records are missing, SPF includes and the like), over all rounds. */
const MAX_FURTHER = 140
/** Rounds of such questions; a chain of 10 includes needs 11. */
const MAX_ROUNDS = 16
/** Servers of a zone that are asked one after the other for what surrounds a record. */
const MAX_ASKED_OF_ZONE = 2
/** Names that aliases lead to and that are asked by themselves, over all questions. */
const MAX_ASKED_ON = 40

export interface ObservationProgress {
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
  /**
   * What else must be asked to judge what was seen; empty when nothing. It is what the diagnoses need, except in tests.
   */
  readonly further?: (observation: Observation) => readonly Question[]
  readonly signal?: AbortSignal | undefined
  /** Which remembered answers are asked for anew ("check again"): all, none, or those whose question this picks. */
  readonly fresh?: boolean | ((question: Question) => boolean)
  /** Address families by which this machine reaches others. */
  readonly families?: readonly (4 | 6)[]
  /** Port of authoritative servers: 53 except in tests. */
  readonly authoritativePort?: number
  readonly onAnswer?: (answer: Answer) => void
  readonly onZone?: (zone: ZoneView) => void
  readonly onProgress?: (progress: ObservationProgress) => void
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/**
 * Asks DNS everything the diagnoses need to know of one domain: its zone; each record of the zone's own servers and of
 * every resolver; what surrounds the records, of one server that knows; and what the answers lead to. Nothing is
 * thrown: when it is cancelled, the answer is what was seen until then, marked as not complete.
 */
export async function observeDomain(options: ObserveOptions): Promise<Observation> {
  const { domain, onZone, now = Date.now } = options
  const startedAt = now()
  const zone = await findZone(
    domain,
    inquiryOptions(options, () => undefined),
  )
  onZone?.(zone)
  return new Observer(options, zone, startedAt).run()
}

class Observer {
  readonly #options: ObserveOptions
  readonly #zone: ZoneView
  readonly #startedAt: number
  readonly #inquiry: Inquiry
  readonly #cuts: ZoneCuts
  readonly #probes: readonly WildcardProbe[]
  readonly #questionsAtFirst: Questions
  readonly #unvalidated: Answer[] = []
  readonly #asked = new Set<string>()
  #known: { readonly cuts: number; readonly zones: KnownZones }
  #askedOn = 0
  #questions = 0
  #done = 0

  constructor(options: ObserveOptions, zone: ZoneView, startedAt: number) {
    this.#options = options
    this.#zone = zone
    this.#startedAt = startedAt
    this.#inquiry = new Inquiry(inquiryOptions(options, options.onAnswer ?? (() => undefined)))
    this.#cuts = new ZoneCuts(
      zone,
      inquiryOptions(options, () => undefined),
    )
    this.#known = { cuts: 0, zones: new KnownZones({ zone, cuts: [] }) }
    this.#questionsAtFirst = questionsFor(options.domain, options.expected, zone.organizational)
    this.#probes = wildcardProbes(this.#questionsAtFirst.records, zone.apex ?? zone.organizational)
  }

  async run(): Promise<Observation> {
    const { records, surroundings } = this.#questionsAtFirst
    await Promise.all([
      ...records.map((question) => this.#askAll(question)),
      ...surroundings.map((question) => this.#askOne(question)),
    ])
    return this.#observation(await this.#follow())
  }

  #observation(complete: boolean): Observation {
    const { domain, now = Date.now } = this.#options
    return {
      domain,
      zone: this.#zone,
      cuts: [...this.#cuts.found],
      probes: [...this.#probes],
      answers: [...this.#inquiry.answers],
      unvalidated: [...this.#unvalidated],
      startedAt: this.#startedAt,
      finishedAt: now(),
      complete: complete && !this.#inquiry.cancelled,
    }
  }

  /** Asks what the answers lead to until they lead nowhere new. */
  async #follow(): Promise<boolean> {
    const { expected } = this.#options
    const { further = (seen: Observation) => furtherQuestions(seen, expected) } = this.#options
    let room = MAX_FURTHER
    for (let round = 0; round < MAX_ROUNDS; round++) {
      if (this.#inquiry.cancelled) return false
      const led = further(this.#observation(false))
      const wanted = distinct(led).filter((question) => !this.#asked.has(questionKey(question)))
      if (wanted.length === 0) return true
      const taken = wanted.slice(0, room)
      room -= taken.length
      await Promise.all(taken.map((question) => this.#askOne(question)))
      if (taken.length < wanted.length) return false
    }
    return false
  }

  /** A record itself: of every server of its zone and of every resolver, so that they can be compared. */
  async #askAll(question: Question): Promise<void> {
    this.#asked.add(questionKey(question))
    const answers = new Map<string, Answer>()
    const ask = async (server: Server): Promise<void> => {
      const answer = await this.#inquiry.ask(server, question)
      answers.set(server.address, answer)
      if (server.kind !== 'authoritative' && isServfail(answer)) await this.#askUnvalidated(server, question)
      await this.#cuts.find(answer)
      this.#finish()
    }
    let servers: readonly Server[] = [...this.#serversFor(question), ...this.#options.resolvers]
    // A zone cut that an answer shows leads to further servers, and they may lead to a cut below.
    while (servers.length > 0 && !this.#inquiry.cancelled) {
      this.#plan(servers.length)
      await Promise.all(servers.map(ask))
      servers = this.#serversFor(question).filter(({ address }) => !answers.has(address))
    }
    await this.#askOn(question, [...answers.values()])
  }

  /** What surrounds a record: of one server of its zone, or of a resolver where none of them holds the name. */
  async #askOne(question: Question): Promise<void> {
    this.#asked.add(questionKey(question))
    this.#plan(1)
    const answers = await this.#askUntilUseful(question, () => [
      ...this.#serversFor(question).slice(0, MAX_ASKED_OF_ZONE),
      ...this.#options.resolvers,
    ])
    await this.#askOn(question, answers)
    this.#finish()
  }

  /** @param servers whom to ask, in this order; a zone cut that an answer shows changes who that is */
  async #askUntilUseful(question: Question, servers: () => readonly Server[]): Promise<Answer[]> {
    const answers = new Map<string, Answer>()
    const next = (): Server | undefined => servers().find(({ address }) => !answers.has(address))
    for (let server = next(); server !== undefined; server = next()) {
      const answer = await this.#inquiry.ask(server, question)
      answers.set(server.address, answer)
      if (this.#inquiry.cancelled) break
      await this.#cuts.find(answer)
      // A server of the zone that refers further down does not hold the name.
      if (isUseful(answer)) break
    }
    return [...answers.values()]
  }

  /**
   * Asks what is at a name that an alias leads to, where servers of the zone hold the alias alone: they know nothing of
   * names in other zones. A resolver goes the whole way, unless it remembers another alias.
   *
   * @param answers all there are to the question
   */
  async #askOn(question: Question, answers: readonly Answer[]): Promise<void> {
    const zones = this.#zones()
    const leadsOut = (answer: Answer): boolean =>
      isUseful(answer) && heldPart(answer, zones).end === 'unknown'
    if (this.#inquiry.cancelled || !answers.some(leadsOut)) return
    const { resolvers } = this.#options
    const isByResolver = ({ server }: Answer): boolean => server.kind !== 'authoritative'
    const more = answers.some(isByResolver) ? [] : await this.#askUntilUseful(question, () => resolvers)
    const isAnswered = [...answers, ...more].some((answer) => isByResolver(answer) && isUseful(answer))
    const seen = new SeenAnswers(this.#observation(false))
    for (const { owner, end } of seen.decisive(question).map((answer) => seen.completed(answer))) {
      const next = { name: owner, type: question.type }
      // Where no resolver follows the aliases to their end, none would do so from the middle.
      if (end !== 'unknown' || (!isAnswered && zones.at(owner) === null)) continue
      if (this.#asked.has(questionKey(next)) || this.#askedOn >= MAX_ASKED_ON) continue
      this.#askedOn += 1
      await this.#askOne(next)
    }
  }

  async #askUnvalidated(server: Server, question: Question): Promise<void> {
    const asked = { server, question, recursionDesired: true, checkingDisabled: true }
    const { client, signal } = this.#options
    this.#unvalidated.push(await client.ask(asked, { signal, fresh: isFresh(this.#options, question) }))
  }

  /** The servers that hold the zone a name is in; none where they are not known, or do not serve it. */
  #serversFor({ name }: Question): readonly Server[] {
    return servingHosts(this.#zones().at(name)?.servers ?? [])
  }

  #zones(): KnownZones {
    const { found } = this.#cuts
    if (this.#known.cuts !== found.length) {
      this.#known = { cuts: found.length, zones: new KnownZones({ zone: this.#zone, cuts: found }) }
    }
    return this.#known.zones
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
}

function inquiryOptions(options: ObserveOptions, onAnswer: (answer: Answer) => void): InquiryOptions {
  const { client, resolvers, signal, families = [4], authoritativePort = DNS_PORT } = options
  const fresh = (question: Question): boolean => isFresh(options, question)
  return { client, resolvers, authoritativePort, families, signal, fresh, onAnswer }
}

function isFresh({ fresh = false }: ObserveOptions, question: Question): boolean {
  return typeof fresh === 'function' ? fresh(question) : fresh
}
