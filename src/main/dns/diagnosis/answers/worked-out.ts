import type { Answer, Answered } from '../../../../preload/contract/dns-answer'

/** The answers to each question, by the question's key. */
export type AnswersByQuestion = ReadonlyMap<string, readonly Answer[]>

/** What something was worked out from. */
export class Sources {
  /** Answers by the question's key; undefined where there are none. */
  readonly answers = new Map<string, readonly Answer[] | undefined>()
  /** Facts by their names, where it does not matter from which answers they follow. */
  readonly facts = new Map<string, unknown>()
  /** Other work whose results it used. */
  readonly works = new Set<Work>()
}

/** Where the same may hold again. */
export interface Where {
  readonly answers: AnswersByQuestion
  readonly factOf: (name: string) => unknown
  /** Work of which it is known whether it holds there. */
  readonly holds: Map<Work, boolean>
}

/** A result, and what it was worked out from. */
export interface Work {
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
  readonly #lists = new Map<string, (readonly Answer[])[]>()

  /** The same array for the same answers to a question, so that what was worked out of them is known to hold. */
  sameAnswers(key: string, answers: readonly Answer[]): readonly Answer[] {
    const lists = this.#lists.get(key)
    if (lists === undefined) {
      this.#lists.set(key, [answers])
      return answers
    }
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

  keep(part: string, work: Work): void {
    const works = this.#byPart.get(part)
    if (works === undefined) this.#byPart.set(part, [work])
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
    const key = JSON.stringify([outcome.rcode, outcome.negativeTtl, outcome.answers])
    const known = this.#altered.get(answer) ?? new Map<string, Answer>()
    this.#altered.set(answer, known)
    if (known.size === 0 && own.kind === 'answered') {
      known.set(JSON.stringify([own.rcode, own.negativeTtl, own.answers]), answer)
    }
    const altered = known.get(key) ?? { ...answer, outcome }
    known.set(key, altered)
    return altered
  }
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
  const does = isSameThere(work.from, where)
  where.holds.set(work, does)
  return does
}

function isSameThere({ answers, facts, works }: Sources, where: Where): boolean {
  for (const [key, before] of answers) if (where.answers.get(key) !== before) return false
  for (const work of works) if (!holds(work, where)) return false
  for (const [name, before] of facts) if (where.factOf(name) !== before) return false
  return true
}
