import {
  formatTerm,
  parseSearch,
  type SearchKey,
  type SearchTerm,
} from '../../../preload/contract/search-query'
import { withoutTerm } from './search-completion'

/** What only fetched records tell of a domain. */
const OF_RECORDS: ReadonlySet<SearchKey> = new Set(['key', 'authority', 'points'])
const HAS_OF_RECORDS: ReadonlySet<string> = new Set(['failing', 'valid', 'unknown'])

/**
 * The search for those domains of which nobody knows whether they fit another search, because their records were not
 * fetched yet.
 *
 * @returns null where the other search asks for nothing that records tell
 */
export function searchOfUnfetched(search: string): string | null {
  const { terms } = parseSearch(search)
  const told = terms.filter(isToldByRecords)
  if (told.length === 0) return null
  const rest = told.reduceRight((text, term) => withoutTerm(text, term), search)
  return `${rest} ${formatTerm({ key: 'has', value: 'records', negated: true })}`.trim()
}

function isToldByRecords({ key, value }: SearchTerm): boolean {
  return OF_RECORDS.has(key) || (key === 'has' && HAS_OF_RECORDS.has(value))
}
