import type { WebContents } from 'electron'
import { setTimeout } from 'node:timers/promises'

/** How long the first paint takes to reach the screen, in milliseconds. Work before that would compete with it. */
const PAINT_MS = 100
/** How long the window has to ask for rows, in milliseconds. A window that asks for none shows something else. */
const PATIENCE_MS = 2_000

/** Knows when the window has shown its first rows. */
export interface FirstRows {
  /** Passes the answer of a list on, and learns from it that the window has rows, or why it has none. */
  after<T>(answer: T | Promise<T>): Promise<T>
  /** Settled once the first rows are painted, or there are none to wait for. */
  readonly shown: Promise<void>
}

/** @param opened the window, whose page is loading */
export function createFirstRows({
  window,
  painted,
}: {
  readonly window: { readonly webContents: Pick<WebContents, 'once'> }
  readonly painted: Promise<void>
}): FirstRows {
  const { promise: answered, resolve } = Promise.withResolvers<undefined>()
  const { promise: waited, resolve: giveUp } = Promise.withResolvers<undefined>()
  window.webContents.once('did-finish-load', () => void setTimeout(PATIENCE_MS).then(() => giveUp(undefined)))
  const shown = Promise.all([answered, painted]).then(() => setTimeout(PAINT_MS))
  return {
    async after(answer) {
      try {
        return await answer
      } finally {
        resolve(undefined)
      }
    },
    shown: Promise.race([shown, waited]),
  }
}
