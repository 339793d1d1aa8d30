import type {
  Answer,
  Answered,
  NoAnswerReason,
  Question,
  ResourceRecord,
  ResourceRecordOf,
} from '../../../../preload/contract/dns-answer'
import type { Evidence } from '../../../../preload/contract/findings'
import { isUnserved, KnownZones } from '../../zone/known-zones'
import { presented } from '../records/presentation'
import { QuestionSet } from './question-set'
import type { Situation } from './situation'
import {
  EVERYTHING,
  isSameList,
  Sources,
  WorkedOut,
  type QuestionPlace,
  type Where,
  type Work,
} from './worked-out'

/** RFC 1035 section 4.1.1. */
export const NOERROR = 0
export const NXDOMAIN = 3

/** An answer that says something: the data, or that there is none. */
export type UsefulAnswer = Answer & { readonly outcome: Answered }

/** A CNAME chain longer than this is not followed. */
export const MAX_ALIASES = 16

const NOTHING_ALTERED: ReadonlyMap<Answer, Answer> = new Map<Answer, Answer>()

/** The answers to one question. */
interface Ordered {
  /** From servers that receivers may ask, the zone's own first. */
  readonly all: readonly Answer[]
  /** Useful ones of the zone's own servers or, when there are none, of resolvers. */
  readonly decisive: readonly UsefulAnswer[]
}

const NOTHING_ASKED: Ordered = { all: [], decisive: [] }

/** The answers of an observation, by question, the most reliable first. */
export class SeenAnswers {
  readonly zones: KnownZones
  readonly #situation: Situation
  readonly #worked: WorkedOut<SeenAnswers>
  /** Answers by reliability, and those of them that decide, by the answers as they came. */
  readonly #ordered: Map<readonly Answer[], Ordered>
  /** What is held of each answer. */
  readonly #held: Map<UsefulAnswer, Resolved>
  /** Others of which most holds here too; null without any. */
  readonly #like: SeenAnswers | null
  /** The questions that have other answers there. */
  readonly #others = new QuestionSet()
  /** The answers to each question, by its place. */
  readonly #answersTo: (readonly Answer[] | undefined)[]
  /** Every answer; null until somebody wants to know. */
  #answers: readonly Answer[] | null = null
  readonly #altered: ReadonlyMap<Answer, Answer>
  readonly #where: Where
  /** What the work that is under way has looked at so far; null while nothing is. */
  #looked: Sources | null = null
  /** What was worked out or found to hold here, by part. */
  readonly #works = new Map<string, Work>()

  /**
   * @param like others of the same domain, in the same situation and with the same records of the provider: what was
   *   worked out of those holds here too, as far as the answers are the same
   * @param altered answers in place of some of `like`'s, where the rest is the same
   */
  constructor(
    observation: Situation & { readonly answers?: readonly Answer[] },
    like?: SeenAnswers,
    altered: ReadonlyMap<Answer, Answer> = NOTHING_ALTERED,
  ) {
    this.#situation = observation
    this.#like = like ?? null
    this.#altered = altered
    this.zones = like === undefined ? new KnownZones(observation) : like.zones
    this.#worked = like === undefined ? new WorkedOut<SeenAnswers>() : like.#worked
    this.#ordered = like === undefined ? new Map<readonly Answer[], Ordered>() : like.#ordered
    this.#held = like === undefined ? new Map<UsefulAnswer, Resolved>() : like.#held
    const { answers } = observation
    if (answers !== undefined) {
      this.#answers = like !== undefined && isSameList(like.answers, answers) ? like.answers : answers
      this.#answersTo = this.#grouped(this.#answers)
    } else {
      this.#answersTo = like === undefined ? [] : this.#withAltered(like.#answersTo)
    }
    this.#where = {
      answersAt: (place) => this.#answersAt(place),
      factOf: (name) => this.#factOf(name).result,
      isKept: (work) => this.#isKept(work),
      holds: new Map<Work, boolean>(),
    }
  }

  get answers(): readonly Answer[] {
    this.#answers ??= this.#answersWithAltered()
    return this.#answers
  }

  /** The same answers but some. @param altered others in place of them */
  withAltered(altered: ReadonlyMap<Answer, Answer>): SeenAnswers {
    const { domain, zone, cuts, probes } = this.#situation
    return new SeenAnswers({ domain, zone, cuts, probes }, this, altered)
  }

  #answersWithAltered(): readonly Answer[] {
    const before = this.#like?.answers ?? []
    const all = before.map((answer) => this.#altered.get(answer) ?? answer)
    return this.#worked.sameAnswers(EVERYTHING, all)
  }

  #grouped(answers: readonly Answer[]): (readonly Answer[] | undefined)[] {
    const grouped: Answer[][] = []
    for (const answer of answers) {
      const { at } = this.#worked.place(answer.question)
      const own = grouped[at]
      if (own === undefined) grouped[at] = [answer]
      else own.push(answer)
    }
    const before = this.#like === null ? [] : this.#like.#answersTo
    return this.#worked.places.map((place) => {
      const own = grouped[place.at]
      const same = own === undefined ? undefined : this.#worked.sameAnswers(place, own)
      const isOther = place === EVERYTHING || before[place.at] !== same
      if (isOther) this.#others.add(place.at)
      return same
    })
  }

  #withAltered(before: readonly (readonly Answer[] | undefined)[]): (readonly Answer[] | undefined)[] {
    const after = before.slice()
    for (const answer of this.#altered.keys()) {
      const place = this.#worked.place(answer.question)
      if (this.#others.has(place.at)) continue
      this.#others.add(place.at)
      const list = (before[place.at] ?? []).map((one) => this.#altered.get(one) ?? one)
      after[place.at] = this.#worked.sameAnswers(place, list)
    }
    if (this.#altered.size > 0) this.#others.add(EVERYTHING.at)
    return after
  }

  /**
   * Something that follows from the answers, worked out once for the same answers.
   *
   * @param part names what is worked out, with all that it depends on besides the answers that it gets from here
   * @param work the same each time; it looks at no other answers than it gets from here
   */
  once<T>(part: string, work: () => T): T {
    const done = this.#workOn(part, work)
    this.#looked?.use(done)
    return done.result as T
  }

  /**
   * The same for something of which others are worked out: they hold again wherever it is the same, whichever answers it
   * follows from.
   *
   * @param name names it, with all that it depends on besides the answers
   * @param work looks at the answers that it is given, and at no others
   * @param isSame whether two results say the same; whether they are one by default
   */
  fact<T>(
    name: string,
    work: (seen: SeenAnswers) => T,
    isSame?: (a: T & object, b: T & object) => boolean,
  ): T {
    let fact = this.#works.get(name)
    if (fact === undefined) {
      this.#worked.name(
        name,
        isSame === undefined ? work : (seen) => this.#canonical(name, work(seen), isSame),
      )
      fact = this.#factOf(name)
    }
    this.#looked?.useFact(fact)
    return fact.result as T
  }

  /** The result that says the same, where one is known. */
  #canonical<T>(name: string, found: T, isSame: (a: T & object, b: T & object) => boolean): unknown {
    if (typeof found !== 'object' || found === null) return found
    for (const before of this.#worked.of(name)) {
      if (typeof before === 'object' && before !== null && isSame(before as T & object, found)) return before
    }
    return found
  }

  #factOf(name: string): Work {
    return this.#works.get(name) ?? this.#workOn(name, () => this.#worked.work(name, this))
  }

  #workOn(part: string, work: () => unknown): Work {
    const here = this.#works.get(part)
    if (here !== undefined) return here
    const known = this.#kept(part) ?? this.#worked.find(part, this.#where)
    if (known !== null) {
      this.#works.set(part, known)
      return known
    }
    const outer = this.#looked
    const from = new Sources()
    this.#looked = from
    try {
      const done = { part, from, result: work() }
      this.#worked.keep(done)
      this.#works.set(part, done)
      this.#where.holds.set(done, true)
      return done
    } finally {
      this.#looked = outer
    }
  }

  /** What was worked out of the answers that these are like, where none that it came from is another here. */
  #kept(part: string): Work | null {
    const before = this.#like === null ? undefined : this.#like.#works.get(part)
    return before !== undefined && !before.from.questions.meets(this.#others) ? before : null
  }

  #isKept(work: Work): boolean {
    return this.#kept(work.part) === work
  }

  /** Whether an observation is of the same domain and situation, so that what was worked out here may hold there. */
  isLike({ zone, cuts, probes }: Situation): boolean {
    const own = this.#situation
    return zone === own.zone && isSameList(cuts, own.cuts) && isSameList(probes, own.probes)
  }

  /** Whether they are the answers that were looked through here. */
  hasAnswers(answers: readonly Answer[]): boolean {
    return isSameList(answers, this.answers)
  }

  /** An answer as a change alters it; the same object for the same outcome. */
  altered(answer: Answer, outcome: Answered): Answer {
    return this.#worked.altered(answer, outcome)
  }

  /** Whether anybody was asked. */
  isAsked(question: Question): boolean {
    return this.#look(question) !== undefined
  }

  /** Every answer to whatever question. */
  everything(): readonly Answer[] {
    this.#looked?.look(EVERYTHING, this.answers)
    return this.answers
  }

  /** Every answer to the question from servers that receivers may ask, the zone's own servers first. */
  all(question: Question): readonly Answer[] {
    return this.#inOrder(question).all
  }

  /** Answers of servers that the domain is not delegated to. */
  undelegated(question: Question): UsefulAnswer[] {
    return (this.#look(question) ?? []).filter((answer) => this.#isUndelegated(answer)).filter(isUseful)
  }

  /** The useful answers of the zone's own servers or, when there are none, of resolvers. */
  decisive(question: Question): readonly UsefulAnswer[] {
    return this.#inOrder(question).decisive
  }

  /** The one answer to go by; null when nobody said anything useful. */
  best(question: Question): UsefulAnswer | null {
    return this.decisive(question)[0] ?? null
  }

  /**
   * The data at a name, aliases followed: from the answer itself, and if a server of the zone stops at an alias that
   * leads out of the zone, from what is known of the name the alias leads to. Null when there is no useful answer about
   * the name, or about a name that it leads to.
   */
  data(question: Question): Resolved | null {
    const { data } = this.#worked.place(question)
    const known = this.#works.get(data)
    // Asked for so often that nothing is to be made for it.
    if (known === undefined) return this.fact(data, (seen) => seen.#dataOf(question), isSameData)
    this.#looked?.useFact(known)
    return known.result as Resolved | null
  }

  #dataOf(question: Question): Resolved | null {
    const best = this.best(question)
    const completed = best === null ? null : this.completed(best)
    return completed?.end === 'reached' ? completed : null
  }

  /** The same for one server's answer. If the end of the way is not known, it has the part that is. */
  completed(answer: UsefulAnswer): Resolved {
    return this.#completed(answer, [])
  }

  /** @param passed names that the aliases before lead through, so that a circle ends */
  #completed(answer: UsefulAnswer, passed: readonly string[]): Resolved {
    const own = this.#heldOf(answer)
    // Where nobody serves the zone, an absence without its SOA proves nothing (RFC 2308 section 2.2).
    const isProven = own.records.length > 0 || answer.outcome.negativeTtl !== null
    if (!isProven && isUnserved(this.zones.at(own.owner))) return { ...own, end: 'unknown' }
    if (own.end !== 'unknown') return own
    const through = [...passed, answer.question.name, ...own.aliases.map(ownerOf)]
    const rest = this.#from(own.owner, answer.question, new Set(through))
    if (rest !== null) return { ...rest, aliases: [...own.aliases, ...rest.aliases] }
    // A server that holds the other zone too; nobody else says anything.
    const whole = resolved(answer)
    return whole.records.length > 0 ? whole : own
  }

  /** What is known of a name that an alias leads to; null when nothing is. */
  #from(owner: string, { name, type }: Question, passed: ReadonlySet<string>): Resolved | null {
    if (passed.has(owner) || passed.size > MAX_ALIASES)
      return { owner, aliases: [], records: [], end: 'endless' }
    const asked = this.best({ name: owner, type })
    const found = asked === null ? null : this.#completed(asked, [...passed])
    if (found !== null && found.end !== 'unknown') return found
    // A resolver that was asked for the first name goes the whole way.
    const ways = this.all({ name, type })
      .filter(isUseful)
      .filter(({ server }) => server.kind !== 'authoritative')
      .map(resolved)
    for (const way of ways) {
      const place = way.aliases.findIndex(({ target }) => target === owner)
      if (place >= 0 && way.end !== 'unknown') return { ...way, aliases: way.aliases.slice(place + 1) }
    }
    return found
  }

  #heldOf(answer: UsefulAnswer): Resolved {
    const known = this.#held.get(answer)
    if (known !== undefined) return known
    const held = heldPart(answer, this.zones)
    this.#held.set(answer, held)
    return held
  }

  #inOrder(question: Question): Ordered {
    const answers = this.#look(question)
    if (answers === undefined) return NOTHING_ASKED
    const known = this.#ordered.get(answers)
    if (known !== undefined) return known
    const all = answers
      .filter((answer) => !this.#isUndelegated(answer) && !this.#isReferral(answer))
      .toSorted(byReliability)
    const useful = all.filter(isUseful)
    const own = useful.filter(({ server }) => server.kind === 'authoritative')
    const ordered = { all, decisive: own.length > 0 ? own : useful }
    this.#ordered.set(answers, ordered)
    return ordered
  }

  #look(question: Question): readonly Answer[] | undefined {
    const place = this.#worked.place(question)
    const answers = this.#answersTo[place.at]
    this.#looked?.look(place, answers)
    return answers
  }

  #answersAt(place: QuestionPlace): readonly Answer[] | undefined {
    return place === EVERYTHING ? this.answers : this.#answersTo[place.at]
  }

  #isUndelegated({ server, question }: Answer): boolean {
    if (server.kind !== 'authoritative') return false
    return this.zones.at(question.name)?.undelegated.includes(server.name) ?? false
  }

  /** Whether a server only says who holds the name: no failure, and no answer. */
  #isReferral({ server, question, outcome }: Answer): boolean {
    if (server.kind !== 'authoritative' || outcome.kind !== 'answered' || outcome.flags.aa) return false
    const zone = this.zones.at(question.name)
    return zone?.place === 'below' && !zone.servers.some(({ host }) => host === server.name)
  }
}

/** Servers of the zone by name, so that what is told does not hang on who answered first. */
function byReliability({ server: a }: Answer, { server: b }: Answer): number {
  const rank = RANK[a.kind] - RANK[b.kind]
  if (rank !== 0 || a.kind !== 'authoritative') return rank
  return a.name < b.name ? -1 : Number(a.name > b.name)
}

const RANK = { authoritative: 0, system: 1, public: 2 } as const

/** What an answer says of its question when its aliases are followed (RFC 1034 section 3.6.2). */
export interface Resolved {
  readonly aliases: readonly ResourceRecordOf<'CNAME'>[]
  /** The name the last alias leads to; the name of the question without one. */
  readonly owner: string
  readonly records: readonly ResourceRecord[]
  /**
   * - `reached`: `records` is what is at the last name, or that there is nothing
   * - `endless`: the aliases lead in a circle, or are too many for anybody to follow
   * - `unknown`: the last name is in another zone, and it is not known what is there
   */
  readonly end: 'reached' | 'endless' | 'unknown'
}

function isSameData(a: Resolved, b: Resolved): boolean {
  return (
    a.owner === b.owner &&
    a.end === b.end &&
    isSameList(a.records, b.records) &&
    isSameList(a.aliases, b.aliases)
  )
}

/** Whether an answer says something: no failure, and from a server of the zone only with authority. */
export function isUseful(answer: Answer): answer is UsefulAnswer {
  const { outcome } = answer
  if (outcome.kind !== 'answered') return false
  if (outcome.rcode !== NOERROR && outcome.rcode !== NXDOMAIN) return false
  return answer.server.kind !== 'authoritative' || outcome.flags.aa
}

/** Follows the aliases inside an answer. A question for the CNAME itself follows none. */
export function resolved(answer: UsefulAnswer): Resolved {
  return followed(answer, () => true)
}

/**
 * The same for what the server itself holds: a server of a zone knows nothing of names that aliases lead to in other
 * zones, though it may say something (RFC 2181 section 5.4.1). A resolver holds all.
 */
export function heldPart(answer: UsefulAnswer, zones: KnownZones): Resolved {
  const { server } = answer
  if (server.kind !== 'authoritative') return resolved(answer)
  const own = followed(answer, (name) => zones.holds(server, name))
  return own.end === 'reached' && own.records.length === 0 && own.aliases.length > 0 && stopsShort(answer)
    ? { ...own, end: 'unknown' }
    : own
}

/** @param holds whether the server knows the names that aliases lead to */
function followed({ question, outcome }: UsefulAnswer, holds: (name: string) => boolean): Resolved {
  const { name, type } = question
  const aliases: ResourceRecordOf<'CNAME'>[] = []
  let owner = name
  while (type !== 'CNAME') {
    const alias = outcome.answers.find((record) => record.type === 'CNAME' && record.name === owner)
    if (alias?.type !== 'CNAME') break
    aliases.push(alias)
    owner = alias.target
    const isCircle = aliases.some((passed) => passed.name === owner)
    if (isCircle || aliases.length > MAX_ALIASES) return { aliases, owner, records: [], end: 'endless' }
    if (!holds(owner)) return { aliases, owner, records: [], end: 'unknown' }
  }
  const records = outcome.answers.filter((record) => record.name === owner && record.type === type)
  return { aliases, owner, records, end: 'reached' }
}

/**
 * Whether a server only stops at the last alias: because it has delegated the name on (RFC 1034 section 4.3.2), or because
 * it follows no more of them. An absence has its SOA (RFC 2308 section 2.2), or denies the name.
 */
function stopsShort({ outcome }: UsefulAnswer): boolean {
  const { rcode, negativeTtl, authority } = outcome
  return rcode === NOERROR && negativeTtl === null && !authority.some(({ type }) => type === 'SOA')
}

function ownerOf({ name }: ResourceRecord): string {
  return name
}

/** Whether the answer says that the whole name does not exist, and not only that it has no such record. */
export function saysNoName({ outcome }: UsefulAnswer): boolean {
  return outcome.rcode === NXDOMAIN
}

/** Seconds for which the answer may be remembered: the smallest TTL, or the absence's own. */
export function ttlOf({ outcome }: Answer): number | null {
  if (outcome.kind !== 'answered') return null
  if (outcome.answers.length === 0) return outcome.negativeTtl
  return Math.min(...outcome.answers.map(({ ttl }) => ttl))
}

/** The rcode, or the reason there is none. */
export function outcomeName({ outcome }: Answer): string {
  return outcome.kind === 'answered' ? outcome.rcodeName : outcome.reason
}

/** Why an answer says nothing, as the end of a sentence that begins with who gave it. */
export function outcomeWords({ outcome }: Answer): string {
  if (outcome.kind !== 'answered') return NO_ANSWER_WORDS[outcome.reason]
  if (outcome.rcode === NOERROR || outcome.rcode === NXDOMAIN) return 'does not serve the zone'
  return `answered with an error (${outcome.rcodeName})`
}

const NO_ANSWER_WORDS: Readonly<Record<NoAnswerReason, string>> = {
  timeout: 'did not answer',
  unreachable: 'could not be reached',
  closed: 'closed the connection',
  malformed: 'gave an answer that cannot be read',
  mismatch: 'answered another question',
  truncated: 'gave only a part of its answer',
  http: 'answered with an error over HTTPS',
  unaskable: 'cannot be asked for this name',
  'no-address': 'has no address',
  cancelled: 'had not answered when the check was stopped',
}

/** An answer's data as a person writes them; the aliases when there is nothing else. */
export function valuesOf(answer: Answer): string[] {
  if (!isUseful(answer)) return []
  const { records, aliases } = resolved(answer)
  if (records.length > 0) return records.map(presented)
  return aliases.map(({ target }) => `CNAME ${target}`)
}

/** The answer as proof of a finding. */
export function evidenceOf(answer: Answer): Evidence {
  return {
    server: answer.server,
    question: answer.question,
    outcome: outcomeName(answer),
    values: valuesOf(answer),
    ttl: ttlOf(answer),
    at: answer.at,
  }
}

/** What `all` knows of a question, as proof; at most `most` answers, useful ones first. */
export function evidenceOn(seen: SeenAnswers, question: Question, most = 4): Evidence[] {
  const answers = seen.all(question)
  const useful = answers.filter(isUseful)
  return (useful.length > 0 ? useful : answers).slice(0, most).map(evidenceOf)
}
