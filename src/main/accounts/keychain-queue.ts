/** Told apart from the work's own failure. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/**
 * Runs calls one after another, each with a time limit. A call of the keychain that hangs on a prompt holds a thread
 * of the pool that also reads files and looks names up; one at a time, it can never hold them all.
 */
export interface KeychainQueue {
  /**
   * @param limitMs for the wait and the work together, in milliseconds; null for none. Work that has not begun when
   *   it ends never begins.
   * @throws NoAnswer when the limit ends
   */
  run<T>(work: () => Promise<T>, limitMs: number | null): Promise<T>
}

export function createKeychainQueue(): KeychainQueue {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run: async <T>(work: () => Promise<T>, limitMs: number | null): Promise<T> => {
      let abandoned = false
      const result = last.then(() => {
        if (abandoned) throw new NoAnswer()
        return work()
      })
      last = result.catch(() => undefined)
      if (limitMs === null) return result
      let timer: NodeJS.Timeout | undefined
      const limit = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          abandoned = true
          reject(new NoAnswer())
        }, limitMs)
      })
      try {
        return await Promise.race([result, limit])
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
