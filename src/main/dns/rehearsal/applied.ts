import type {
  Answer,
  Answered,
  Observation,
  QuestionType,
  ResourceRecord,
} from '../../../preload/contract/dns-answer'
import type { ZoneRecord } from '../../../preload/contract/findings'
import { characterStrings, plainName, zoneRecord } from '../diagnosis/records/presentation'
import {
  isUseful,
  MAX_ALIASES,
  NOERROR,
  NXDOMAIN,
  type UsefulAnswer,
} from '../diagnosis/answers/seen-answers'
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
  const zone = new ChangedZone(observation, change, altered)
  return { ...observation, answers: observation.answers.map((answer) => zone.answer(answer)) }
}

type Altered = (answer: Answer, outcome: Answered) => Answer

class ChangedZone {
  readonly #altered: Altered
  readonly #change: ZoneChange
  readonly #observation: Observation
  readonly #useful: ReadonlyMap<string, readonly UsefulAnswer[]>
  readonly #changedNames: readonly string[]
  readonly #newNames: readonly string[]
  readonly #escaping = new Map<string, boolean>()
  readonly #touched = new Map<string, boolean>()

  constructor(observation: Observation, change: ZoneChange, altered: Altered) {
    this.#altered = altered
    this.#observation = observation
    this.#change = change
    const useful = new Map<string, UsefulAnswer[]>()
    for (const answer of observation.answers) {
      if (!isUseful(answer)) continue
      const key = keyOf(answer.question.name, answer.question.type)
      const known = useful.get(key)
      if (known === undefined) useful.set(key, [answer])
      else known.push(answer)
    }
    this.#useful = useful
    this.#changedNames = [...new Set([...change.removed, ...change.added].map(({ name }) => plainName(name)))]
    this.#newNames = [...this.#namesCreated()]
  }

  answer(answer: Answer): Answer {
    if (!isUseful(answer) || !this.#concerns(answer) || this.#staysAbsent(answer)) return answer
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
      negativeTtl:
        answers.length > 0 ? null : (outcome.negativeTtl ?? this.#observation.zone.soa?.minimum ?? null),
    }
  }

  /** Whether the change can make a difference to an answer: at its name, around it, or at a name its aliases lead to. */
  #concerns({ question, outcome }: UsefulAnswer): boolean {
    return (
      this.#isTouched(question.name) ||
      outcome.answers.some((record) => record.type === 'CNAME' && this.#isTouched(record.target))
    )
  }

  /** Whether a name that does not exist is still none: nothing comes there or below, and nothing was there to go. */
  #staysAbsent({ question: { name }, outcome }: UsefulAnswer): boolean {
    const { rcode, answers, negativeTtl } = outcome
    if (rcode !== NXDOMAIN || answers.length > 0 || negativeTtl === null) return false
    return !this.#changedNames.some((changed) => isAtOrBelow(changed, name))
  }

  #isTouched(name: string): boolean {
    return remembered(
      this.#touched,
      name,
      () => this.#escapesWildcard(name) || this.#changedNames.some((changed) => isAtOrBelow(changed, name)),
    )
  }

  /** Records of a type and the alias at a name after the change, as one server would have them. */
  #recordsAt(answer: UsefulAnswer, name: string, type: QuestionType): ResourceRecord[] {
    const before = this.#before(answer, name, type)
    const kept = before.filter((record) => !this.#isRemoved(record))
    const own = this.#escapesWildcard(name) ? kept.filter((record) => !this.#isSynthesized(record)) : kept
    const added = this.#change.added
      .filter(
        (record) => plainName(record.name) === name && (record.type === type || record.type === 'CNAME'),
      )
      .map((record) => resourceRecord(record, name, before[0]?.ttl ?? NEW_TTL))
    const after = [...own, ...added.filter((record) => !own.some((other) => isEqual(other, record)))]
    const loses = this.#change.removed.some((record) => plainName(record.name) === name)
    if (after.length > 0 || !loses || this.#getsRecord(name)) return after
    // The last record that was known went: a wildcard may answer now.
    return this.#hasOtherRecords(name) ? [] : this.#byWildcard(answer, name, type)
  }

  /** What the server had there: by this answer, by another of its answers, or by another server's answer. */
  #before(answer: UsefulAnswer, name: string, type: QuestionType): ResourceRecord[] {
    const isOf = (record: ResourceRecord): boolean =>
      record.name === name && (record.type === type || record.type === 'CNAME')
    const own = answer.outcome.answers.filter(isOf)
    if (own.length > 0 || name === answer.question.name) return own
    const others = this.#useful.get(keyOf(name, type)) ?? []
    const same = others.find(({ server }) => server.id === answer.server.id) ?? others[0]
    return same?.outcome.answers.filter(isOf) ?? []
  }

  #isRemoved(record: ResourceRecord): boolean {
    const seen = zoneRecord(record)
    return seen !== null && this.#change.removed.some((removed) => isSameRecord(removed, seen))
  }

  /** Whether the name, or one below it, gets a record, so that it exists. */
  #getsRecord(name: string): boolean {
    return this.#change.added.some((record) => isAtOrBelow(plainName(record.name), name))
  }

  /** Whether the name is at or below one that comes to exist, which no wildcard above answers for from then on. */
  #escapesWildcard(name: string): boolean {
    return remembered(this.#escaping, name, () =>
      this.#newNames.some((created) => isAtOrBelow(name, created)),
    )
  }

  /** Names that come to exist: those that get their first record, and those above them (RFC 4592 section 2.2.2). */
  #namesCreated(): Set<string> {
    const { apex } = this.#observation.zone
    const created = new Set<string>()
    for (const { name } of this.#change.added) {
      for (let at = plainName(name); at !== apex && at.includes('.'); at = parentOf(at)) {
        if (this.#existed(at)) break
        created.add(at)
      }
    }
    return created
  }

  /** Whether the name is known to exist by itself; where a wildcard is, a name without data of its own is not. */
  #existed(name: string): boolean {
    const hasOwn = this.#observation.answers.some(
      (answer) =>
        isUseful(answer) &&
        answer.outcome.answers.some(
          (record) => isAtOrBelow(record.name, name) && !this.#isSynthesized(record),
        ),
    )
    if (hasOwn) return true
    const asked = this.#observation.answers.filter(
      (answer): answer is UsefulAnswer => isUseful(answer) && answer.question.name === name,
    )
    if (asked.length === 0 || asked.some(({ outcome }) => outcome.rcode === NXDOMAIN)) return false
    const probe = this.#probeBeside(name)
    return !this.#observation.answers.some(
      (answer) => isUseful(answer) && answer.question.name === probe && answer.outcome.rcode === NOERROR,
    )
  }

  /** Whether a wildcard made the record: a name that nobody published has the same (RFC 4592 section 2.2). */
  #isSynthesized(record: ResourceRecord): boolean {
    const seen = zoneRecord(record)
    const probe = this.#probeBeside(record.name)
    if (seen === null || probe === null) return false
    const answers = this.#useful.get(keyOf(probe, record.type === 'CNAME' ? 'CNAME' : typeOf(record))) ?? []
    const viaAlias = [...this.#useful.entries()]
      .filter(([key]) => record.type === 'CNAME' && key.startsWith(`${probe} `))
      .flatMap(([, list]) => list)
    return [...answers, ...viaAlias].some(({ outcome }) =>
      outcome.answers.some((other) => {
        const probed = other.name === probe ? zoneRecord(other) : null
        return probed !== null && isSameRecord({ ...probed, name: seen.name }, seen)
      }),
    )
  }

  #byWildcard({ server }: UsefulAnswer, name: string, type: QuestionType): ResourceRecord[] {
    const probe = this.#probeBeside(name)
    if (probe === null) return []
    const answers = this.#useful.get(keyOf(probe, type)) ?? []
    const same = answers.find((answer) => answer.server.id === server.id) ?? answers[0]
    return (same?.outcome.answers ?? [])
      .filter((record) => record.name === probe)
      .map((record) => ({ ...record, name }))
  }

  /** The probe below the nearest name above that has one: a wildcard that answers there answers here too. */
  #probeBeside(name: string): string | null {
    for (let under = parentOf(name); under.includes('.'); under = parentOf(under)) {
      const probe = this.#observation.probes.find((known) => known.under === under)
      if (probe !== undefined) return probe.name
    }
    return null
  }

  /** Whether records of any type are known at the name that stay. */
  #hasOtherRecords(name: string): boolean {
    return this.#observation.answers.some(
      (answer) =>
        isUseful(answer) &&
        answer.outcome.answers.some(
          (record) => record.name === name && !this.#isRemoved(record) && !this.#isSynthesized(record),
        ),
    )
  }

  #exists(name: string, { rcode }: Answered): boolean {
    if (this.#getsRecord(name)) return true
    if (rcode === NXDOMAIN) return false
    const loses = this.#change.removed.some((record) => isAtOrBelow(plainName(record.name), name))
    return !loses || this.#hasOtherRecords(name) || this.#hasNamesBelow(name)
  }

  #hasNamesBelow(name: string): boolean {
    return this.#observation.answers.some(
      (answer) =>
        isUseful(answer) &&
        answer.outcome.answers.some((record) => record.name.endsWith(`.${name}`) && !this.#isRemoved(record)),
    )
  }
}

function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1)
}

function keyOf(name: string, type: string): string {
  return `${name} ${type}`
}

function typeOf(record: ResourceRecord): string {
  return record.type === 'other' ? record.typeName : record.type
}

function remembered(known: Map<string, boolean>, name: string, find: () => boolean): boolean {
  const before = known.get(name)
  if (before !== undefined) return before
  const found = find()
  known.set(name, found)
  return found
}

function isAtOrBelow(name: string, above: string): boolean {
  return name === above || name.endsWith(`.${above}`)
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
