import type { WriteQuestion } from '../../preload/contract/failure'

/** A question that waits for a person. */
export interface WaitingQuestion {
  readonly question: WriteQuestion
  readonly answer: (yes: boolean) => void
}

/** Questions before writes, one shown after the other. `api.ts` asks them; a dialog shows them. */
class WriteQuestions {
  #waiting = $state.raw<readonly WaitingQuestion[]>([])

  /** The one to show; null while there is none. */
  get current(): WaitingQuestion | null {
    return this.#waiting[0] ?? null
  }

  /** Asks a person. @returns whether the person said yes */
  ask(question: WriteQuestion): Promise<boolean> {
    return new Promise((resolve) => {
      const waiting: WaitingQuestion = {
        question,
        answer: (yes) => {
          this.#waiting = this.#waiting.filter((one) => one !== waiting)
          resolve(yes)
        },
      }
      this.#waiting = [...this.#waiting, waiting]
    })
  }
}

export const writeQuestions = new WriteQuestions()
