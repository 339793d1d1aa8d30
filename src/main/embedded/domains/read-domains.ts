import * as v from 'valibot'
import { DomainState } from '../../../preload/contract/domain'
import { domainWithRecords } from '../records/answers'
import { requireDomain, type Scope } from '../requests/context'
import { oneOf, wholeNumber, yesNo } from '../requests/form-fields'
import { parseParameters, type Parameters } from '../requests/forms'
import type { ListFilter, StoredListOrder } from '../store/store'

const MAX_LIMIT = 1000
const DEFAULT_LIMIT = 100

const ListQuery = v.object({
  limit: v.optional(wholeNumber('limit', 1, MAX_LIMIT), String(DEFAULT_LIMIT)),
  skip: v.optional(wholeNumber('skip', 0, Number.MAX_SAFE_INTEGER), '0'),
  state: v.exactOptional(oneOf('state', DomainState.options)),
  sort: v.exactOptional(oneOf('sort', ['name', 'name:asc', 'name:desc'])),
  authority: v.exactOptional(v.pipe(v.string(), v.toLowerCase())),
  search: v.exactOptional(v.pipe(v.string(), v.trim(), v.toLowerCase())),
  include_subaccounts: v.exactOptional(yesNo('include_subaccounts')),
})

const ORDERS: Readonly<Record<'name' | 'name:asc' | 'name:desc', StoredListOrder>> = {
  name: 'name',
  'name:asc': 'name',
  'name:desc': 'name-descending',
}

/**
 * `GET /v4/domains`: a page of the account's domains and how many there are. Without `sort` the newest come
 * first; `authority` is ignored beside `state`, and includes the authority itself. Domains of subaccounts are
 * listed with `include_subaccounts`, or alone when the request is on behalf of one.
 *
 * @returns the answer as JSON text
 * @throws ZonedeskError `invalid` for a bad value
 */
export function listDomains(scope: Scope, parameters: Parameters): string {
  const { subaccountId } = scope
  const query = parseParameters(ListQuery, parameters)
  const state = query.state ?? null
  const everywhere = subaccountId === null && query.include_subaccounts === true
  const filter: ListFilter = {
    owner: everywhere ? 'all' : { subaccountId },
    state,
    authority: state === null ? (query.authority ?? null) : null,
    search: query.search ? query.search : null,
  }
  const order = query.sort === undefined ? 'newest' : ORDERS[query.sort]
  return scope.listAnswers.answer(filter, order, query.limit, query.skip)
}

/**
 * `GET /v4/domains/{name}`: a domain with its records and the last judgement of each.
 *
 * @throws ZonedeskError `not-found`
 */
export function getDomain(scope: Scope, name: string) {
  return domainWithRecords(requireDomain(scope, name), scope.store, scope.hosts)
}
