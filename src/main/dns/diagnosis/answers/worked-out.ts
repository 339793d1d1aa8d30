import type { Answer, Answered } from '../../../../preload/contract/dns-answer'

/** The answers to each question, by the question's key. */
export type AnswersByQuestion = ReadonlyMap<string, readonly Answer[]>

/** A result, and the answers that it was worked out from: of a question that nobody answered, none. */
export interface Work {
  readonly from: ReadonlyMap<string, readonly Answer[] | undefined>
  readonly result: unknown
}

/** Results of one part that are kept: a part has one for each way in which changes that are tried alter its answers. */
const MOST_OF_PART = 24

/**
 * What was worked out of answers about one domain. A result holds again wherever the questions that it came from have
 * the same answers: most changes that are tried touch few of them, and so do the answers that come later.
 */
export class WorkedOut {
  readonly #byPart = new Map<string, Work[]>()
  readonly #altered = new WeakMap<Answer, Map<string, Answer>>()

  /** @returns what was worked out of the same answers; null when nothing was */
  find(part: string, answers: AnswersByQuestion): Work | null {
    const works = this.#byPart.get(part)
    if (works === undefined) return null
    // What was worked out last is most often asked for again.
    for (let at = works.length - 1; at >= 0; at -= 1) {
      const work = works[at]
      if (work !== undefined && holds(work, answers)) return work
    }
    return null
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

function holds({ from }: Work, answers: AnswersByQuestion): boolean {
  for (const [question, before] of from) if (answers.get(question) !== before) return false
  return true
}
