import type { Answer, Question } from '../../../../preload/contract/dns-answer'
import { questionKey } from '../../../dns/diagnosis/answers/questions'

/** Questions for one domain beside its check: more than any policy that receivers can use leads to. */
const MOST_ASKED = 60

/** Asks DNS; every answer is answered, of whatever use it is. */
export type Ask = (questions: readonly Question[]) => Promise<readonly Answer[]>

/** What is asked beside the check of a domain while it is planned, each question once. */
export class AskedAround {
  readonly answers: Answer[] = []
  readonly #ask: Ask | null
  readonly #asked = new Set<string>()

  /** @param ask null where nobody can be asked */
  constructor(ask: Ask | null) {
    this.#ask = ask
  }

  /** Those of some questions that can be asked and were not. */
  open(questions: readonly Question[]): Question[] {
    if (this.#ask === null) return []
    const room = Math.max(0, MOST_ASKED - this.#asked.size)
    return questions.filter((question) => !this.#asked.has(questionKey(question))).slice(0, room)
  }

  /** Asks questions that are {@link open}. @throws what asking throws */
  async take(questions: readonly Question[]): Promise<void> {
    for (const question of questions) this.#asked.add(questionKey(question))
    this.answers.push(...((await this.#ask?.(questions)) ?? []))
  }
}
