import { Sequencer } from '../async/sequencer'
import { untilAborted } from '../async/until-aborted'

/** The keychain did not answer in time, as opposed to a failure of the work itself. */
export class KeychainSilence extends Error {
  override readonly name = 'KeychainSilence'
}

/**
 * Runs calls one after another, each with a time limit. A call of the keychain that hangs on a prompt holds a thread
 * of the pool that also reads files and looks names up; one at a time, it can never hold them all.
 */
export interface KeychainQueue {
  /**
   * @param limitMs for the wait and the work together, in milliseconds; null for none. Work that has not begun when
   *   it ends never begins.
   * @throws KeychainSilence when the limit ends
   */
  run<T>(work: () => Promise<T>, limitMs: number | null): Promise<T>
  /** Whether work has begun and not ended, whoever still waits for it. */
  isAtWork(): boolean
}

export function createKeychainQueue(): KeychainQueue {
  const calls = new Sequencer()
  const noAnswer = (): Error => new KeychainSilence()
  let atWork = 0
  const begin = async <T>(work: () => Promise<T>): Promise<T> => {
    atWork += 1
    try {
      return await work()
    } finally {
      atWork -= 1
    }
  }
  return {
    isAtWork: () => atWork > 0,
    run: (work, limitMs) => {
      if (limitMs === null) return calls.run(() => begin(work))
      const limit = AbortSignal.timeout(limitMs)
      const result = calls.run(() => {
        if (limit.aborted) throw noAnswer()
        return begin(work)
      })
      return untilAborted(result, limit, noAnswer)
    },
  }
}
