import type { TextRun } from './difference'

/** A value too long to show whole: its ends and its length. */
export interface Shortened {
  head: string
  tail: string
  /** Characters of the whole value. */
  length: number
}

const SHOWN_WHOLE = 140
const HEAD = 56
const TAIL = 20

/** The ends of a value longer than 140 characters, such as a DKIM key; null when it is shown whole. */
export function shortened(value: string): Shortened | null {
  if (value.length <= SHOWN_WHOLE) return null
  return { head: value.slice(0, HEAD), tail: value.slice(-TAIL), length: value.length }
}

const STRETCH_SHOWN_WHOLE = 56
const STRETCH_HEAD = 26
const STRETCH_TAIL = 18

/**
 * Long stretches cut down to their ends, so that what differs in a key of hundreds of characters is seen at
 * once. A text of 140 characters or less stays whole.
 */
export function collapsed(stretches: readonly TextRun[]): TextRun[] {
  const length = stretches.reduce((sum, { text }) => sum + text.length, 0)
  if (length <= SHOWN_WHOLE) return [...stretches]
  return stretches.map(({ text, differs }) => ({
    text:
      text.length <= STRETCH_SHOWN_WHOLE
        ? text
        : `${text.slice(0, STRETCH_HEAD)} … ${text.slice(-STRETCH_TAIL)}`,
    differs,
  }))
}
