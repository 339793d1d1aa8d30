import { formatTerm, parseSearch } from '../../../preload/contract/search-query'

/** What the search asks of the last checks: codes of findings and severities; those it excludes are not among them. */
export function findingsOfSearch(search: string): string[] {
  return parseSearch(search)
    .terms.filter(({ key, negated }) => key === 'finding' && !negated)
    .map(({ value }) => value)
}

/** The search with one finding asked for in place of others, or no longer when it was. The rest stays. */
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
