import type { KnownSubaccount } from '../../../preload/contract/subaccounts'
import { formatTerm, parseSearch } from '../../../preload/contract/search-query'

const folded = (text: string): string => text.normalize('NFC').toLowerCase()

/**
 * What a search asks for to find a subaccount's domains and no others: its name, or its id where the name stands in
 * another's.
 */
function termValue(subaccount: KnownSubaccount, all: readonly KnownSubaccount[]): string {
  const name = folded(subaccount.name)
  const isOnly = all.every((one) => one === subaccount || !folded(one.name).includes(name))
  return isOnly ? subaccount.name : subaccount.id
}

/** Whether a search asks for a subaccount's domains. */
export function asksFor(search: string, subaccount: KnownSubaccount): boolean {
  return parseSearch(search).terms.some(
    ({ key, negated, value }) =>
      key === 'subaccount' &&
      !negated &&
      (value === folded(subaccount.name) || value === folded(subaccount.id)),
  )
}

/** The search without what it asks of subaccounts. */
export function withoutSubaccounts(search: string): string {
  const { terms } = parseSearch(search)
  let at = 0
  const kept: string[] = []
  for (const { key, negated, from, to } of terms) {
    if (key !== 'subaccount' || negated) continue
    kept.push(search.slice(at, from).trim())
    at = to
  }
  return [...kept, search.slice(at).trim()].filter((part) => part !== '').join(' ')
}

/** The search that asks for one subaccount's domains. The rest of the search stays. */
export function askingFor(
  search: string,
  subaccount: KnownSubaccount,
  all: readonly KnownSubaccount[],
): string {
  const term = formatTerm({ key: 'subaccount', value: termValue(subaccount, all), negated: false })
  const rest = withoutSubaccounts(search)
  return rest === '' ? term : `${rest} ${term}`
}
