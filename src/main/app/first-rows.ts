import type { WebContents } from 'electron'

/** From the answer to the paint: the window takes a moment to lay rows out. In milliseconds. */
const PAINT_MS = 250
/** A window that asks for no rows shows something else; then nothing is to be waited for. In milliseconds. */
const PATIENCE_MS = 2_000

/** Knows when the window has shown its first rows. */
export interface FirstRows {
  /** Passes the answer of a list on, and learns from it that the window has rows, or why it has none. */
  after<T>(answer: T | Promise<T>): Promise<T>
  /** Settles once the first rows are answered, or there are none to wait for. */
  answered(): Promise<void>
  /** Settles once they are painted. */
  shown(): Promise<void>
}

/** @param contents of the window */
export function createFirstRows(contents: Pick<WebContents, 'once'>): FirstRows {
  const { promise, resolve } = Promise.withResolvers<null>()
  contents.once('did-finish-load', () => setTimeout(() => resolve(null), PATIENCE_MS))
  return {
    async after(answer) {
      try {
        return await answer
      } finally {
        // Not before the answer has left.
        setImmediate(() => resolve(null))
      }
    },
    answered: async () => void (await promise),
    async shown() {
      await promise
      await new Promise((painted) => setTimeout(painted, PAINT_MS))
    },
  }
}
