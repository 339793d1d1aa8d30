import type {
  Answer,
  Answered,
  Observation,
  QuestionType,
  ResourceRecord,
} from '../../../preload/contract/dns-answer'
import type { ZoneRecord } from '../../../preload/contract/findings'
import { characterStrings, plainName, zoneRecord } from '../diagnosis/records/presentation'
import { MAX_ALIASES, NOERROR, NXDOMAIN, type UsefulAnswer } from '../diagnosis/answers/seen-answers'
import { isAtOrBelow, ObservedZone, parentOf } from './observed-zone'
import { isSameRecord, type ZoneChange } from './zone-change'

/** Seconds: what DNS hosts most often propose. */
const NEW_TTL = 3600

/**
 * The observation as it would be once every server has the change, and nobody remembers the time before it. Pure.
 *
 * A name that gets a record exists from then on, and so do the names above it, so a wildcard no longer answers for them
 * (RFC 4592 sections 2.2.2 and 3.3.1). For a name that loses its last record, a wildcard may answer again. Aliases that
 * come or go lead to what was observed behind them (RFC 1034 section 3.6.2). Servers that did not answer stay silent, and
 * names that nobody asked about stay unknown.
 *
 * @param altered an answer with another outcome
 */
export function applied(
  observation: Observation,
  change: ZoneChange,
  altered: Altered = (answer, outcome) => ({ ...answer, outcome }),
): Observation {
  const changed = answersAltered(new ObservedZone(observation), change, altered)
  return { ...observation, answers: observation.answers.map((answer) => changed.get(answer) ?? answer) }
}

type Altered = (answer: Answer, outcome: Answered) => Answer

/**
 * The answers that a change alters, as they would be. All others stay as they are.
 *
 * @param zone what was observed: many changes can be tried on it
 */
export function answersAltered(
  zone: ObservedZone,
  change: ZoneChange,
  altered: Altered,
): Map<Answer, Answer> {
  return new ChangedZone(zone, change, altered).answers()
}

class ChangedZone {
  readonly #altered: Altered
  readonly #removed: readonly ZoneRecord[]
  readonly #added: readonly ZoneRecord[]
  readonly #zone: ObservedZone
  readonly #changedNames: readonly string[]
  readonly #newNames: readonly string[]
  readonly #escaping = new Map<string, boolean>()

  constructor(zone: ObservedZone, change: ZoneChange, altered: Altered) {
    this.#altered = altered
    this.#zone = zone
    this.#removed = change.removed.map(atPlainName)
    this.#added = change.added.map(atPlainName)
    this.#changedNames = [...new Set([...this.#removed, ...this.#added].map(({ name }) => name))]
    this.#newNames = [...this.#namesCreated()]
  }

  /** Those that the change makes a difference to: at their name, around it, or at a name their aliases lead to. */
  answers(): Map<Answer, Answer> {
    const altered = new Map<Answer, Answer>()
    this.#zone.answersAbout.forEach((answers, name) => {
      if (!this.#isTouched(name)) return
      for (const answer of answers) {
        if (altered.has(answer) || this.#staysAbsent(answer)) continue
        const after = this.#answer(answer)
        if (after !== answer) altered.set(answer, after)
      }
    })
    return altered
  }

  #answer(answer: UsefulAnswer): Answer {
    const { name, type } = answer.question
    const answers: ResourceRecord[] = []
    let owner = name
    for (let links = 0; links < MAX_ALIASES; links++) {
      const here = this.#recordsAt(answer, owner, type)
      const data = here.filter((record) => record.type === type)
      const alias = type === 'CNAME' ? undefined : here.find((record) => record.type === 'CNAME')
      if (data.length > 0 || alias?.type !== 'CNAME') {
        answers.push(...data)
        break
      }
      answers.push(alias)
      owner = alias.target
    }
    return this.#altered(answer, this.#outcome(answer, answers))
  }

  #outcome({ question, outcome }: UsefulAnswer, answers: readonly ResourceRecord[]): Answered {
    const exists = answers.length > 0 || this.#exists(question.name, outcome)
    return {
      ...outcome,
      rcode: exists ? NOERROR : NXDOMAIN,
      rcodeName: exists ? 'NOERROR' : 'NXDOMAIN',
      answers: [...answers],
      negativeTtl: answers.length > 0 ? null : (outcome.negativeTtl ?? this.#zone.minimum),
    }
  }

  /** Whether a name that does not exist is still none: nothing comes there or below, and nothing was there to go. */
  #staysAbsent({ question: { name }, outcome }: UsefulAnswer): boolean {
    const { rcode, answers, negativeTtl } = outcome
    if (rcode !== NXDOMAIN || answers.length > 0 || negativeTtl === null) return false
    return !this.#changedNames.some((changed) => isAtOrBelow(changed, name))
  }

  #isTouched(name: string): boolean {
    return this.#escapesWildcard(name) || this.#changedNames.some((changed) => isAtOrBelow(changed, name))
  }

  /** Records of a type and the alias at a name after the change, as one server would have them. */
  #recordsAt(answer: UsefulAnswer, name: string, type: QuestionType): ResourceRecord[] {
    const before = this.#before(answer, name, type)
    const kept = before.filter((record) => !this.#isRemoved(record))
    const own = this.#escapesWildcard(name)
      ? kept.filter((record) => !this.#zone.isSynthesized(record))
      : kept
    const added = this.#added
      .filter((record) => record.name === name && (record.type === type || record.type === 'CNAME'))
      .map((record) => resourceRecord(record, name, before[0]?.ttl ?? NEW_TTL))
    const after = [...own, ...added.filter((record) => !own.some((other) => isEqual(other, record)))]
    const loses = this.#removed.some((record) => record.name === name)
    if (after.length > 0 || !loses || this.#getsRecord(name)) return after
    // The last record that was known went: a wildcard may answer now.
    return this.#hasOtherRecords(name) ? [] : this.#zone.byWildcard(answer, name, type)
  }

  /** What the server had there: by this answer, by another of its answers, or by another server's answer. */
  #before(answer: UsefulAnswer, name: string, type: QuestionType): ResourceRecord[] {
    const isOf = (record: ResourceRecord): boolean =>
      record.name === name && (record.type === type || record.type === 'CNAME')
    const own = answer.outcome.answers.filter(isOf)
    if (own.length > 0 || name === answer.question.name) return own
    const others = this.#zone.answersTo(name, type)
    const same = others.find(({ server }) => server.id === answer.server.id) ?? others[0]
    return same?.outcome.answers.filter(isOf) ?? []
  }

  #isRemoved(record: ResourceRecord): boolean {
    if (this.#removed.length === 0) return false
    const seen = zoneRecord(record)
    return seen !== null && this.#removed.some((removed) => isSameRecord(removed, seen))
  }

  /** Whether the name, or one below it, gets a record, so that it exists. */
  #getsRecord(name: string): boolean {
    return this.#added.some((record) => isAtOrBelow(record.name, name))
  }

  /** Whether the name is at or below one that comes to exist, which no wildcard above answers for from then on. */
  #escapesWildcard(name: string): boolean {
    return remembered(this.#escaping, name, () =>
      this.#newNames.some((created) => isAtOrBelow(name, created)),
    )
  }

  /** Names that come to exist: those that get their first record, and those above them (RFC 4592 section 2.2.2). */
  #namesCreated(): Set<string> {
    const { apex } = this.#zone
    const created = new Set<string>()
    for (const { name } of this.#added) {
      for (let at = name; at !== apex && at.includes('.'); at = parentOf(at)) {
        if (this.#zone.existed(at)) break
        created.add(at)
      }
    }
    return created
  }

  /** Whether records of any type are known at the name that stay. */
  #hasOtherRecords(name: string): boolean {
    const here = this.#zone.recordsByOwner.get(name) ?? []
    return here.some((record) => !this.#isRemoved(record) && !this.#zone.isSynthesized(record))
  }

  #exists(name: string, { rcode }: Answered): boolean {
    if (this.#getsRecord(name)) return true
    if (rcode === NXDOMAIN) return false
    const loses = this.#removed.some((record) => isAtOrBelow(record.name, name))
    return !loses || this.#hasOtherRecords(name) || this.#hasNamesBelow(name)
  }

  #hasNamesBelow(name: string): boolean {
    for (const [owner, records] of this.#zone.recordsByOwner) {
      if (owner.endsWith(`.${name}`) && records.some((record) => !this.#isRemoved(record))) return true
    }
    return false
  }
}

function atPlainName(record: ZoneRecord): ZoneRecord {
  return { ...record, name: plainName(record.name) }
}

function remembered(known: Map<string, boolean>, name: string, find: () => boolean): boolean {
  const before = known.get(name)
  if (before !== undefined) return before
  const found = find()
  known.set(name, found)
  return found
}

function isEqual(a: ResourceRecord, b: ResourceRecord): boolean {
  const [one, other] = [zoneRecord(a), zoneRecord(b)]
  return one !== null && other !== null && isSameRecord(one, other)
}

function resourceRecord({ type, value, priority }: ZoneRecord, name: string, ttl: number): ResourceRecord {
  switch (type) {
    case 'A':
    case 'AAAA':
      return { name, ttl, type, address: value }
    case 'CNAME':
      return { name, ttl, type, target: plainName(value) }
    case 'MX':
      return { name, ttl, type, preference: priority ?? 10, exchange: plainName(value) }
    case 'TXT':
    case 'SPF': {
      const strings = characterStrings(value)
      return { name, ttl, type, strings, text: strings.join('') }
    }
  }
}
