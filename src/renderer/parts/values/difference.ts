import type { DnsRecord } from '../../../preload/contract/domain'

/** A stretch of text, and whether it is in the other text too. */
export interface TextRun {
  text: string
  differs: boolean
}

/** What was seen beside what is expected. */
export interface Difference {
  expected: TextRun[]
  seen: TextRun[]
  /** What the eye cannot see at once, such as a value cut short; empty when the marks say it all. */
  note: string
}

/** More tokens than any sane record has; beyond it only the common ends are compared. */
const MOST_TOKENS = 400

/** The record's value written the way the provider writes what it saw: an MX with its priority in front. */
export function asSeen(record: Pick<DnsRecord, 'type' | 'value' | 'priority'>): string {
  return record.type === 'MX' && record.priority !== null
    ? `${record.priority} ${record.value}`
    : record.value
}

/** What was seen that is not the expected value itself. */
export function otherSeen(record: Pick<DnsRecord, 'type' | 'value' | 'priority' | 'cached'>): string[] {
  const expected = asSeen(record)
  return [...new Set(record.cached)].filter((seen) => seen.trim() !== '' && seen !== expected)
}

/** Marks where two values part, by words, and within a word by its labels. */
export function differenceOf(expected: string, seen: string): Difference {
  const [wanted, found] = [tokens(expected), tokens(seen)]
  const [left, right] =
    wanted.length * found.length > MOST_TOKENS * MOST_TOKENS
      ? [[{ text: expected, differs: true }], [{ text: seen, differs: true }]]
      : byTokens(wanted, found)
  return { expected: left, seen: right, note: noteOn(expected, seen) }
}

function noteOn(expected: string, seen: string): string {
  const bare = seen.replace(/^"([^]*)"$/, '$1')
  if (bare !== seen && bare === expected) return 'The quotation marks became part of the value.'
  if (seen.length >= 16 && expected.startsWith(seen)) {
    return `Cut short: ${seen.length} of ${expected.length} characters.`
  }
  if (seen.toLowerCase() === expected.toLowerCase()) return 'Only upper and lower case differ.'
  if (seen.replace(/\s+/g, '') === expected.replace(/\s+/g, '')) return 'Only spaces differ.'
  const [wantedMx, foundMx] = [mx(expected), mx(seen)]
  if (wantedMx && foundMx && wantedMx.host === foundMx.host && wantedMx.priority !== foundMx.priority) {
    return `The priority is ${foundMx.priority} and should be ${wantedMx.priority}.`
  }
  return ''
}

function mx(text: string): { priority: string; host: string } | null {
  const parts = /^(\d{1,5}) (\S+)$/.exec(text)
  return parts ? { priority: parts[1]!, host: parts[2]! } : null
}

/** Spaces and semicolons stay tokens of their own, so that the pieces join to the text again. */
function tokens(text: string): string[] {
  return text.match(/\s+|;|[:=.]|[^\s;:=.]+/g) ?? []
}

function byTokens(a: string[], b: string[]): [TextRun[], TextRun[]] {
  // The longest common subsequence, counted from the ends backwards.
  const width = b.length + 1
  const longest = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
    }
  }
  const [left, right]: [TextRun[], TextRun[]] = [[], []]
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      append(left, a[i++]!, false)
      append(right, b[j++]!, false)
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) append(left, a[i++]!, true)
    else append(right, b[j++]!, true)
  }
  while (i < a.length) append(left, a[i++]!, true)
  while (j < b.length) append(right, b[j++]!, true)
  return withinWords(joined(left), joined(right))
}

/**
 * A lone dot or space between two differing words is no agreement worth showing: it makes confetti.
 */
function joined(stretches: TextRun[]): TextRun[] {
  const out: TextRun[] = []
  stretches.forEach((stretch, at) => {
    const [before, after] = [stretches[at - 1], stretches[at + 1]]
    const lone = !stretch.differs && /^[\s;:=.]*$/.test(stretch.text) && !!before?.differs && !!after?.differs
    append(out, stretch.text, stretch.differs || lone)
  })
  return out
}

/** Where one long word stands against one long word, such as two keys, only their middles differ. */
function withinWords(left: TextRun[], right: TextRun[]): [TextRun[], TextRun[]] {
  const [a, b] = [left.filter((s) => s.differs), right.filter((s) => s.differs)]
  const [one, other] = [a[0]?.text, b[0]?.text]
  if (a.length !== 1 || b.length !== 1 || one === undefined || other === undefined) return [left, right]
  if (Math.min(one.length, other.length) < 24) return [left, right]
  const most = Math.min(one.length, other.length)
  let start = 0
  while (start < most && one[start] === other[start]) start++
  let end = 0
  while (end < most - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++
  if (start + end < 8) return [left, right]
  return [narrowed(left, start, end), narrowed(right, start, end)]
}

function narrowed(stretches: TextRun[], start: number, end: number): TextRun[] {
  const out: TextRun[] = []
  for (const { text, differs } of stretches) {
    if (!differs) append(out, text, false)
    else {
      append(out, text.slice(0, start), false)
      append(out, text.slice(start, text.length - end), true)
      append(out, text.slice(text.length - end), false)
    }
  }
  return out
}

function append(stretches: TextRun[], text: string, differs: boolean): void {
  if (text === '') return
  const last = stretches.at(-1)
  if (last?.differs === differs) last.text += text
  else stretches.push({ text, differs })
}
