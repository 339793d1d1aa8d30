import { parseSearch } from '../../../preload/contract/search-query'

/** The texts a search looks for in names, lower case. */
export function namePartsOf(search: string): string[] {
  return parseSearch(search)
    .terms.filter(({ key, negated }) => key === 'text' && !negated)
    .map(({ value }) => value)
}

/** A stretch of a name, and whether it is what was searched for. */
export interface MarkedPart {
  readonly text: string
  readonly marked: boolean
}

/** A name cut where the first occurrence of each part begins and ends; occurrences that touch are one. */
export function markParts(name: string, parts: readonly string[]): MarkedPart[] {
  const hay = name.toLowerCase()
  const found = parts
    .map((part) => ({ from: hay.indexOf(part), length: part.length }))
    .filter(({ from, length }) => from >= 0 && length > 0)
    .sort((a, b) => a.from - b.from)
  const out: MarkedPart[] = []
  let at = 0
  for (const { from, length } of found) {
    const end = from + length
    if (end <= at) continue
    const start = Math.max(from, at)
    const last = out.at(-1)
    if (start > at) out.push({ text: name.slice(at, start), marked: false })
    if (start === at && last?.marked)
      out[out.length - 1] = { text: last.text + name.slice(at, end), marked: true }
    else out.push({ text: name.slice(start, end), marked: true })
    at = end
  }
  if (at < name.length) out.push({ text: name.slice(at), marked: false })
  return out
}
