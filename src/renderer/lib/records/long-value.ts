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
