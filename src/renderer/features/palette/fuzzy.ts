/** How well a text fits what was typed, and which of its characters do. */
export interface Fit {
  /** Higher is better. */
  readonly score: number
  /** Positions of the matched characters, ascending. */
  readonly at: readonly number[]
}

/**
 * Whether the characters typed occur in a text in their order, letter case aside. Runs of neighbours and
 * starts of words weigh most, an early start a little; spaces typed are ignored.
 *
 * @returns null when they do not occur
 */
export function fuzzy(typed: string, text: string): Fit | null {
  const needle = typed.toLowerCase().replaceAll(/\s+/g, '')
  if (needle === '') return { score: 0, at: [] }
  const hay = text.toLowerCase()
  let best: Fit | null = null
  // Each place the first character occurs is tried, for the first place is not always the best.
  for (
    let start = hay.indexOf(needle.charAt(0));
    start !== -1;
    start = hay.indexOf(needle.charAt(0), start + 1)
  ) {
    const fit = from(needle, hay, start)
    if (fit === null) break
    if (best === null || fit.score > best.score) best = fit
  }
  return best
}

function from(needle: string, hay: string, start: number): Fit | null {
  const at: number[] = []
  let score = -start * 0.1 - hay.length * 0.01
  let position = start
  for (const character of needle) {
    // A word's start is preferred to the next occurrence, so that "vd" finds "Verify this domain".
    const next = hay.indexOf(character, position)
    if (next === -1) return null
    const word = wordStart(hay, character, position)
    const chosen = next === position || word === -1 ? next : word
    if (canFinish(needle, at.length + 1, hay, chosen + 1)) {
      at.push(chosen)
    } else at.push(next)
    const here = at.at(-1)!
    const before = at.at(-2)
    if (before !== undefined && here === before + 1) score += 5
    else if (isWordStart(hay, here)) score += 4
    else score += 1
    position = here + 1
  }
  return { score, at }
}

function canFinish(needle: string, index: number, hay: string, position: number): boolean {
  let from = position
  for (const character of needle.slice(index)) {
    const next = hay.indexOf(character, from)
    if (next === -1) return false
    from = next + 1
  }
  return true
}

function wordStart(hay: string, character: string, position: number): number {
  for (let at = hay.indexOf(character, position); at !== -1; at = hay.indexOf(character, at + 1)) {
    if (isWordStart(hay, at)) return at
  }
  return -1
}

function isWordStart(text: string, at: number): boolean {
  return at === 0 || /[\s.\-_:]/.test(text.charAt(at - 1))
}

/** A text cut where matched and unmatched characters meet, for marking. */
export function stretches(text: string, at: readonly number[]): { text: string; matched: boolean }[] {
  const marked = new Set(at)
  const parts: { text: string; matched: boolean }[] = []
  for (let index = 0; index < text.length; index++) {
    const matched = marked.has(index)
    const last = parts.at(-1)
    if (last?.matched === matched) last.text += text.charAt(index)
    else parts.push({ text: text.charAt(index), matched })
  }
  return parts
}
