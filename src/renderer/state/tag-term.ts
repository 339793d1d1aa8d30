import { formatTerm, parseSearch } from '../../preload/contract/search-query'

/** A tag as a search compares it. */
export function foldTag(tag: string): string {
  return tag.normalize('NFC').toLowerCase()
}

/** The tags a search asks for, folded; those it excludes are not among them. */
export function tagsOfSearch(search: string): string[] {
  return parseSearch(search)
    .terms.filter(({ key, negated }) => key === 'tag' && !negated)
    .map(({ value }) => foldTag(value))
}

/**
 * The search with a tag asked for, or no longer when it was. The rest of the search stays.
 *
 * @param also keeps the other tags asked for, so that domains must have all of them
 */
export function toggledTag(search: string, tag: string, also: boolean): string {
  const folded = foldTag(tag)
  const asked = tagsOfSearch(search)
  const rest = withoutTags(search, also ? (one) => one === folded : () => true)
  if (asked.includes(folded) && (also || asked.length === 1)) return rest
  const term = formatTerm({ key: 'tag', value: tag, negated: false })
  return rest === '' ? term : `${rest} ${term}`
}

/** The search without the tags it asks for that `drops` answers true for. */
function withoutTags(search: string, drops: (folded: string) => boolean): string {
  const dropped = parseSearch(search).terms.filter(
    ({ key, negated, value }) => key === 'tag' && !negated && drops(foldTag(value)),
  )
  const kept: string[] = []
  let at = 0
  for (const { from, to } of dropped) {
    kept.push(search.slice(at, from))
    at = to
  }
  return [...kept, search.slice(at)]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ')
}
