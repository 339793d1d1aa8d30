import type { WebContents } from 'electron'
import { setTimeout } from 'node:timers/promises'

/** From the answer to the paint: the window takes a moment to lay rows out. In milliseconds. */
const PAINT_MS = 120
/** A window that asks for no rows shows something else; then nothing is to be waited for. In milliseconds. */
const PATIENCE_MS = 2_000

/** Knows when the window has shown its first rows. */
export interface FirstRows {
  /** Passes the answer of a list on, and learns from it that the window has rows, or why it has none. */
  after<T>(answer: T | Promise<T>): Promise<T>
  /** Settled once the first rows are painted, or there are none to wait for. */
  readonly shown: Promise<void>
}

/** @param contents of the window */
export function createFirstRows(contents: Pick<WebContents, 'once'>): FirstRows {
  const { promise: answered, resolve } = Promise.withResolvers<undefined>()
  contents.once('did-finish-load', () => void setTimeout(PATIENCE_MS).then(() => resolve(undefined)))
  return {
    async after(answer) {
      try {
        return await answer
      } finally {
        resolve(undefined)
      }
    },
    shown: answered.then(() => setTimeout(PAINT_MS)),
  }
}
