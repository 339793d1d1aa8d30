import type { Observation, QuestionType, ResourceRecord } from '../../../preload/contract/dns-answer'
import { isUseful, NOERROR, NXDOMAIN, type UsefulAnswer } from '../diagnosis/answers/seen-answers'
import { zoneRecord } from '../diagnosis/records/presentation'
import { isSameRecord } from './zone-change'

/** What was observed of a zone, looked through once for all changes that are tried on it. Immutable. */
export class ObservedZone {
  /** The apex; null where it is not known. */
  readonly apex: string | null
  /** Seconds for which an absence may be remembered; null where it is not known. */
  readonly minimum: number | null
  /** Useful answers by each name that they are about: that of the question, and those that aliases in them lead to. */
  readonly answersAbout: ReadonlyMap<string, readonly UsefulAnswer[]>
  /** Records in useful answers, by owner name. */
  readonly recordsByOwner: ReadonlyMap<string, readonly ResourceRecord[]>
  readonly #probes: Observation['probes']
  readonly #answersTo: ReadonlyMap<string, readonly UsefulAnswer[]>
  readonly #questionsAt: ReadonlyMap<string, readonly UsefulAnswer[]>
  readonly #synthesized = new Map<ResourceRecord, boolean>()
  readonly #existing = new Map<string, boolean>()

  constructor({ zone, probes, answers }: Pick<Observation, 'zone' | 'probes' | 'answers'>) {
    this.apex = zone.apex
    this.minimum = zone.soa?.minimum ?? null
    this.#probes = probes
    const about = new Map<string, UsefulAnswer[]>()
    const to = new Map<string, UsefulAnswer[]>()
    const at = new Map<string, UsefulAnswer[]>()
    const records = new Map<string, ResourceRecord[]>()
    for (const answer of answers) {
      if (!isUseful(answer)) continue
      const { name, type } = answer.question
      put(about, name, answer)
      put(at, name, answer)
      put(to, keyOf(name, type), answer)
      for (const record of answer.outcome.answers) {
        put(records, record.name, record)
        if (record.type === 'CNAME') put(about, record.target, answer)
      }
    }
    this.answersAbout = about
    this.recordsByOwner = records
    this.#answersTo = to
    this.#questionsAt = at
  }

  /** Useful answers to a question, in the order in which they were observed. */
  answersTo(name: string, type: string): readonly UsefulAnswer[] {
    return this.#answersTo.get(keyOf(name, type)) ?? []
  }

  /** Whether the name is known to exist by itself; where a wildcard is, a name without data of its own is not. */
  existed(name: string): boolean {
    return remembered(this.#existing, name, () => this.#hasOwnRecords(name) || this.#isEmptyName(name))
  }

  /** Whether a wildcard made the record: a name that nobody published has the same (RFC 4592 section 2.2). */
  isSynthesized(record: ResourceRecord): boolean {
    return remembered(this.#synthesized, record, () => this.#isAtProbe(record))
  }

  /** What a wildcard gives a name, as one server would have it. */
  byWildcard({ server }: UsefulAnswer, name: string, type: QuestionType): ResourceRecord[] {
    const probe = this.#probeBeside(name)
    if (probe === null) return []
    const answers = this.answersTo(probe, type)
    const same = answers.find((answer) => answer.server.id === server.id) ?? answers[0]
    return (same?.outcome.answers ?? [])
      .filter((record) => record.name === probe)
      .map((record) => ({ ...record, name }))
  }

  #hasOwnRecords(name: string): boolean {
    for (const [owner, records] of this.recordsByOwner) {
      if (isAtOrBelow(owner, name) && records.some((record) => !this.isSynthesized(record))) return true
    }
    return false
  }

  #isEmptyName(name: string): boolean {
    const asked = this.#questionsAt.get(name) ?? []
    if (asked.length === 0 || asked.some(({ outcome }) => outcome.rcode === NXDOMAIN)) return false
    const probe = this.#probeBeside(name)
    const probed = probe === null ? [] : (this.#questionsAt.get(probe) ?? [])
    return !probed.some(({ outcome }) => outcome.rcode === NOERROR)
  }

  #isAtProbe(record: ResourceRecord): boolean {
    const seen = zoneRecord(record)
    const probe = this.#probeBeside(record.name)
    if (seen === null || probe === null) return false
    // An alias answers every question at its name.
    const answers =
      record.type === 'CNAME' ? (this.#questionsAt.get(probe) ?? []) : this.answersTo(probe, typeOf(record))
    return answers.some(({ outcome }) =>
      outcome.answers.some((other) => {
        const probed = other.name === probe ? zoneRecord(other) : null
        return probed !== null && isSameRecord({ ...probed, name: seen.name }, seen)
      }),
    )
  }

  /** The probe below the nearest name above that has one: a wildcard that answers there answers here too. */
  #probeBeside(name: string): string | null {
    for (let under = parentOf(name); under.includes('.'); under = parentOf(under)) {
      const probe = this.#probes.find((known) => known.under === under)
      if (probe !== undefined) return probe.name
    }
    return null
  }
}

/** Whether a name is another, or below it. */
export function isAtOrBelow(name: string, above: string): boolean {
  if (name.length === above.length) return name === above
  return name.endsWith(above) && name[name.length - above.length - 1] === '.'
}

/** The name above a name; the name itself where it has one label. */
export function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1)
}

function keyOf(name: string, type: string): string {
  return `${name} ${type}`
}

function typeOf(record: ResourceRecord): string {
  return record.type === 'other' ? record.typeName : record.type
}

function put<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const known = lists.get(key)
  if (known === undefined) lists.set(key, [value])
  else if (known.at(-1) !== value) known.push(value)
}

function remembered<K>(known: Map<K, boolean>, key: K, find: () => boolean): boolean {
  const before = known.get(key)
  if (before !== undefined) return before
  const found = find()
  known.set(key, found)
  return found
}
