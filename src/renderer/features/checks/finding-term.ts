import { formatTerm, parseSearch } from '../../../preload/contract/search-query'

/** The findings and severities that the search asks for, without those that it excludes. */
export function findingsOfSearch(search: string): string[] {
  return parseSearch(search)
    .terms.filter(({ key, negated }) => key === 'finding' && !negated)
    .map(({ value }) => value)
}

/** The search with one finding in place of others, or without it if it was the only one. The rest stays. */
export function toggledFinding(search: string, finding: string): string {
  const asked = parseSearch(search).terms.filter(({ key, negated }) => key === 'finding' && !negated)
  const rest = without(search, asked)
  if (asked.length === 1 && asked[0]?.value === finding) return rest
  const term = formatTerm({ key: 'finding', value: finding, negated: false })
  return rest === '' ? term : `${rest} ${term}`
}

function without(search: string, terms: readonly { from: number; to: number }[]): string {
  let text = search
  for (const { from, to } of [...terms].sort((a, b) => b.from - a.from)) {
    text = `${text.slice(0, from).trimEnd()} ${text.slice(to).trimStart()}`
  }
  return text.trim()
}
