import type { WebContents } from 'electron'

/** From the answer to the paint: the window takes a moment to lay rows out. In milliseconds. */
const PAINT_MS = 250
/** A window that asks for no rows shows something else; then nothing is to be waited for. In milliseconds. */
const PATIENCE_MS = 2_000

/** Knows when the window has shown its first rows. */
export interface FirstRows {
  /** Passes the answer of a list on, and learns from it that the window has rows. */
  after<T>(answer: T | Promise<T>): Promise<T>
  /** Settles once the first rows are painted, or there are none to wait for. */
  shown(contents: Pick<WebContents, 'once'>): Promise<void>
}

export function createFirstRows(): FirstRows {
  const { promise: answered, resolve } = Promise.withResolvers<null>()
  return {
    async after(answer) {
      const rows = await answer
      resolve(null)
      return rows
    },
    async shown(contents) {
      contents.once('did-finish-load', () => setTimeout(() => resolve(null), PATIENCE_MS))
      await answered
      await new Promise((painted) => setTimeout(painted, PAINT_MS))
    },
  }
}
