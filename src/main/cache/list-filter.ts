import type { DomainFilter, ListRequest } from '../../preload/contract/domains'

/** A condition on `domain` rows with the values it binds. */
export interface Condition {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

const OF_FILTER: Readonly<Record<DomainFilter, string>> = {
  all: '',
  failing: ' AND failing > 0',
  unverified: " AND state = 'unverified'",
  active: " AND state = 'active'",
  disabled: " AND state = 'disabled'",
}

/** What a row must satisfy to be in the list. */
export function listCondition(request: Pick<ListRequest, 'filter' | 'search'>): Condition {
  const search = searchCondition(request.search)
  return { sql: OF_FILTER[request.filter] + search.sql, values: search.values }
}

/** Part of a name at any position, A-labels or U-labels. instr needs no escaping, unlike LIKE. */
function searchCondition(search: string): Condition {
  const needle = search.trim().normalize('NFC').toLowerCase()
  if (needle === '') return { sql: '', values: [] }
  return { sql: ' AND (instr(name, ?) > 0 OR instr(unicode_name, ?) > 0)', values: [needle, needle] }
}
