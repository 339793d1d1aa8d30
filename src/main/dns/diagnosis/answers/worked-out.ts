import type { Answer, Answered } from '../../../../preload/contract/dns-answer'

/** The answers to each question, by the question's key. */
export type AnswersByQuestion = ReadonlyMap<string, readonly Answer[]>

/** What something was worked out from. */
export class Sources<Data> {
  /** Answers by the question's key; undefined where there are none. */
  readonly answers = new Map<string, readonly Answer[] | undefined>()
  /** Data at a name, by the question's key, where it does not matter from which answers they came. */
  readonly data = new Map<string, Data>()

  add(others: Sources<Data>): void {
    for (const [key, answers] of others.answers) this.answers.set(key, answers)
    for (const [key, data] of others.data) this.data.set(key, data)
  }
}

/** Where the same may hold again. */
export interface Where<Data> {
  readonly answers: AnswersByQuestion
  dataOf(key: string): Data
}

/** A result, and what it was worked out from. */
export interface Work<Data> {
  readonly from: Sources<Data>
  readonly result: unknown
}

/** Results of one part that are kept: a part has one for each way in which changes that are tried alter its sources. */
const MOST_OF_PART = 24

/**
 * What was worked out of answers about one domain. A result holds again wherever the questions that it came from have
 * the same answers: most changes that are tried touch few of them, and so do the answers that come later.
 */
export class WorkedOut<Data> {
  readonly #byPart = new Map<string, Work<Data>[]>()
  readonly #altered = new WeakMap<Answer, Map<string, Answer>>()
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
  find(part: string, where: Where<Data>): Work<Data> | null {
    const works = this.#byPart.get(part)
    if (works === undefined) return null
    // What was worked out last is most often asked for again.
    for (let at = works.length - 1; at >= 0; at -= 1) {
      const work = works[at]
      if (work !== undefined && holds(work, where)) return work
    }
    return null
  }

  /** All results of a part. */
  *of(part: string): Iterable<unknown> {
    for (const { result } of this.#byPart.get(part) ?? []) yield result
  }

  keep(part: string, work: Work<Data>): void {
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
    const key = JSON.stringify([outcome.rcode, outcome.negativeTtl, outcome.answers])
    const known = this.#altered.get(answer) ?? new Map<string, Answer>()
    this.#altered.set(answer, known)
    if (known.size === 0 && answer.outcome.kind === 'answered') {
      const { rcode, negativeTtl, answers } = answer.outcome
      known.set(JSON.stringify([rcode, negativeTtl, answers]), answer)
    }
    const altered = known.get(key) ?? { ...answer, outcome }
    known.set(key, altered)
    return altered
  }
}

/** Whether two lists have the same items in the same order. */
export function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, place) => item === b[place]))
}

function holds<Data>({ from }: Work<Data>, { answers, dataOf }: Where<Data>): boolean {
  for (const [key, before] of from.answers) if (answers.get(key) !== before) return false
  for (const [key, before] of from.data) if (dataOf(key) !== before) return false
  return true
}
