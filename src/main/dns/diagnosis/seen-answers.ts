import type {
  Answer,
  Answered,
  NoAnswerReason,
  Observation,
  Question,
  ResourceRecord,
  ResourceRecordOf,
} from '../../../preload/contract/dns-answer'
import type { Evidence } from '../../../preload/contract/findings'
import { presented } from './presentation'
import { questionKey } from './questions'

/** RFC 1035 section 4.1.1. */
export const NOERROR = 0
export const NXDOMAIN = 3

/** An answer that says something: the data, or that there are none. */
export type UsefulAnswer = Answer & { readonly outcome: Answered }

/** A CNAME chain longer than this is not followed. */
export const MAX_ALIASES = 16

/** The answers of an observation, by question, the most reliable first. */
export class SeenAnswers {
  readonly #byQuestion = new Map<string, Answer[]>()
  /** Host names of servers that the zone names and its parent does not: nobody asks them. */
  readonly #undelegated: ReadonlySet<string>

  constructor(observation: Observation) {
    for (const answer of observation.answers) {
      const key = questionKey(answer.question)
      this.#byQuestion.set(key, [...(this.#byQuestion.get(key) ?? []), answer])
    }
    this.#undelegated = new Set(
      observation.zone.delegation === null
        ? []
        : observation.zone.servers.filter(({ inParent }) => !inParent).map(({ host }) => host),
    )
  }

  /** Every answer to the question of servers that receivers may come to, the zone's own servers first. */
  all(question: Question): Answer[] {
    return (this.#byQuestion.get(questionKey(question)) ?? [])
      .filter((answer) => !this.#isUndelegated(answer))
      .toSorted((a, b) => RANK[a.server.kind] - RANK[b.server.kind])
  }

  /** Answers of servers that the domain is not delegated to. */
  undelegated(question: Question): UsefulAnswer[] {
    return (this.#byQuestion.get(questionKey(question)) ?? [])
      .filter((answer) => this.#isUndelegated(answer))
      .filter(isUseful)
  }

  /** The useful answers of the zone's own servers or, when there are none, of resolvers. */
  decisive(question: Question): UsefulAnswer[] {
    const useful = this.all(question).filter(isUseful)
    const own = useful.filter(({ server }) => server.kind === 'authoritative')
    return own.length > 0 ? own : useful
  }

  /** The one answer to go by; null when nobody said anything useful. */
  best(question: Question): UsefulAnswer | null {
    return this.decisive(question)[0] ?? null
  }

  /**
   * The data at a name, aliases followed: by the answer itself, and where a server of the zone stops at an alias that
   * leads out of it, by what a resolver makes of it.
   */
  data(question: Question): Resolved | null {
    const best = this.best(question)
    return best === null ? null : this.completed(best)
  }

  /** The same for one server's answer. */
  completed(answer: UsefulAnswer): Resolved {
    const own = resolved(answer)
    if (own.records.length > 0 || own.aliases.length === 0) return own
    const others = this.all(answer.question)
      .filter(isUseful)
      .filter(({ server }) => server.kind !== 'authoritative')
      .map(resolved)
    return others.find(({ records, owner }) => records.length > 0 && owner === own.owner) ?? own
  }

  #isUndelegated({ server }: Answer): boolean {
    return server.kind === 'authoritative' && this.#undelegated.has(server.name)
  }
}

const RANK = { authoritative: 0, system: 1, public: 2 } as const

/** What an answer says of its question when its aliases are followed (RFC 1034 section 3.6.2). */
export interface Resolved {
  readonly aliases: readonly ResourceRecordOf<'CNAME'>[]
  /** The name the last alias leads to; the name of the question without one. */
  readonly owner: string
  readonly records: readonly ResourceRecord[]
}

/** Whether an answer says something: no failure, and from a server of the zone only with authority. */
export function isUseful(answer: Answer): answer is UsefulAnswer {
  const { outcome } = answer
  if (outcome.kind !== 'answered') return false
  if (outcome.rcode !== NOERROR && outcome.rcode !== NXDOMAIN) return false
  return answer.server.kind !== 'authoritative' || outcome.flags.aa
}

/** Follows the aliases inside an answer. A question for the CNAME itself follows none. */
export function resolved({ question, outcome }: UsefulAnswer): Resolved {
  const aliases: ResourceRecordOf<'CNAME'>[] = []
  let owner = question.name
  while (question.type !== 'CNAME' && aliases.length < MAX_ALIASES) {
    const alias = outcome.answers.find((record) => record.type === 'CNAME' && record.name === owner)
    if (alias?.type !== 'CNAME') break
    aliases.push(alias)
    owner = alias.target
  }
  const records = outcome.answers.filter(({ name, type }) => name === owner && type === question.type)
  return { aliases, owner, records }
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
  if (outcome.rcode === NOERROR || outcome.rcode === NXDOMAIN) return 'does not hold the zone'
  return `answered with an error (${outcome.rcodeName})`
}

const NO_ANSWER_WORDS: Readonly<Record<NoAnswerReason, string>> = {
  timeout: 'did not answer',
  unreachable: 'could not be reached',
  closed: 'closed the connection',
  malformed: 'answered with what cannot be read',
  mismatch: 'answered another question',
  truncated: 'answered with a part only',
  http: 'answered with an error over HTTPS',
  unaskable: 'cannot be asked for this name',
  'no-address': 'has no address',
  cancelled: 'was not waited for',
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
