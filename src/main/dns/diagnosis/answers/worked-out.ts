import type { Answer, Answered, Question } from '../../../../preload/contract/dns-answer'
import { QuestionSet } from './question-set'

/** The place of a question among all that came up about a domain. */
export interface QuestionPlace {
  readonly at: number
  /** Names the data that its answers come to. */
  readonly data: string
}

/** In place of a question: every answer there is. */
export const EVERYTHING: QuestionPlace = { at: 0, data: 'everything' }

/** What something was worked out from. */
export class Sources {
  readonly places: QuestionPlace[] = []
  /** The answers at each of the places; undefined where there are none. */
  readonly answers: (readonly Answer[] | undefined)[] = []
  /** Other work whose results it used. */
  readonly works: Work[] = []
  /** The same, where it does not matter from which answers the results follow. */
  readonly facts: Work[] = []
  /** All questions that it came from, and that what it used came from. */
  readonly questions = new QuestionSet()

  look(place: QuestionPlace, answers: readonly Answer[] | undefined): void {
    if (this.questions.has(place.at) && this.places.includes(place)) return
    this.places.push(place)
    this.answers.push(answers)
    this.questions.add(place.at)
  }

  use(work: Work): void {
    if (this.works.includes(work)) return
    this.works.push(work)
    this.questions.addAll(work.from.questions)
  }

  useFact(fact: Work): void {
    if (this.facts.includes(fact)) return
    this.facts.push(fact)
    this.questions.addAll(fact.from.questions)
  }
}

/** Where the same may hold again. */
export interface Where {
  readonly answersAt: (place: QuestionPlace) => readonly Answer[] | undefined
  readonly factOf: (name: string) => unknown
  /** Whether work is known to hold there without a look at what it came from. */
  readonly isKept: (work: Work) => boolean
  /** Work of which it is known whether it holds there. */
  readonly holds: Map<Work, boolean>
}

/** A result, and what it was worked out from. */
export interface Work {
  readonly part: string
  readonly from: Sources
  readonly result: unknown
}

/** Results of one part that are kept: a part has one for each way in which changes that are tried alter its sources. */
const MOST_OF_PART = 24

/**
 * What was worked out of answers about one domain. A result holds again wherever the questions that it came from have
 * the same answers: most changes that are tried touch few of them, and so do the answers that come later.
 */
export class WorkedOut<Seen> {
  readonly #byPart = new Map<string, Work[]>()
  readonly #altered = new Map<Answer, Map<string, Answer>>()
  readonly #facts = new Map<string, (seen: Seen) => unknown>()
  /** By name, then by type: a name is looked up without a text that is made for it. */
  readonly #places = new Map<string, Map<string, QuestionPlace>>()
  readonly #inOrder: QuestionPlace[] = [EVERYTHING]
  readonly #lists: (readonly Answer[])[][] = []

  /** All questions that came up so far, by their places. */
  get places(): readonly QuestionPlace[] {
    return this.#inOrder
  }

  /** The place of a question; a new one for a question that did not come up before. */
  place({ name, type }: Question): QuestionPlace {
    let types = this.#places.get(name)
    if (types === undefined) {
      types = new Map<string, QuestionPlace>()
      this.#places.set(name, types)
    }
    const known = types.get(type)
    if (known !== undefined) return known
    const at = this.#inOrder.length
    const place = { at, data: `data ${name} ${type}` }
    this.#inOrder.push(place)
    types.set(type, place)
    return place
  }

  /** The same array for the same answers to a question, so that what was worked out of them is known to hold. */
  sameAnswers({ at }: QuestionPlace, answers: readonly Answer[]): readonly Answer[] {
    const lists = (this.#lists[at] ??= [])
    const known = lists.find((list) => isSameList(list, answers))
    if (known !== undefined) return known
    if (lists.push(answers) > MOST_OF_PART) lists.shift()
    return answers
  }

  /** @returns what was worked out of the same answers; null when nothing was */
  find(part: string, where: Where): Work | null {
    const works = this.#byPart.get(part)
    if (works === undefined) return null
    // What was worked out last is most often asked for again.
    for (let at = works.length - 1; at >= 0; at -= 1) {
      const work = works[at]
      if (work !== undefined && holds(work, where)) return work
    }
    return null
  }

  /** Names what a fact is worked out with. */
  name(fact: string, work: (seen: Seen) => unknown): void {
    if (!this.#facts.has(fact)) this.#facts.set(fact, work)
  }

  /** Works a fact out that has a name. */
  work(fact: string, seen: Seen): unknown {
    return this.#facts.get(fact)?.(seen)
  }

  /** All results of a part. */
  *of(part: string): Iterable<unknown> {
    for (const { result } of this.#byPart.get(part) ?? []) yield result
  }

  keep(work: Work): void {
    const works = this.#byPart.get(work.part)
    if (works === undefined) this.#byPart.set(work.part, [work])
    else if (works.push(work) > MOST_OF_PART) works.shift()
  }

  /**
   * An answer with another outcome. The same outcome gives the same answer, whatever change brought it, so that what was
   * worked out of it holds again.
   *
   * @param outcome differs from the answer's own in no more than its records, its rcode and its negative TTL
   */
  altered(answer: Answer, outcome: Answered): Answer {
    const own = answer.outcome
    if (own.kind === 'answered' && hasSameRecords(own, outcome)) return answer
    let known = this.#altered.get(answer)
    if (known === undefined) {
      known = new Map<string, Answer>()
      this.#altered.set(answer, known)
      if (own.kind === 'answered') known.set(outcomeKey(own), answer)
    }
    const key = outcomeKey(outcome)
    const altered = known.get(key) ?? { ...answer, outcome }
    known.set(key, altered)
    return altered
  }
}

function outcomeKey({ rcode, negativeTtl, answers }: Answered): string {
  const absence = `${rcode} ${negativeTtl}`
  return answers.length === 0 ? absence : `${absence} ${JSON.stringify(answers)}`
}

/** Whether two outcomes have the same records, not copies of them: most that are altered do. */
function hasSameRecords(own: Answered, other: Answered): boolean {
  return (
    own.rcode === other.rcode &&
    own.negativeTtl === other.negativeTtl &&
    isSameList(own.answers, other.answers)
  )
}

/** Whether two lists have the same items in the same order. */
export function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, place) => item === b[place]))
}

function holds(work: Work, where: Where): boolean {
  const known = where.holds.get(work)
  if (known !== undefined) return known
  const does = where.isKept(work) || isSameThere(work.from, where)
  where.holds.set(work, does)
  return does
}

function isSameThere({ places, answers, works, facts }: Sources, where: Where): boolean {
  return (
    places.every((place, at) => where.answersAt(place) === answers[at]) &&
    works.every((work) => holds(work, where)) &&
    facts.every((fact) => where.factOf(fact.part) === fact.result)
  )
}
