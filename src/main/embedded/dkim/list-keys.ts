import * as v from 'valibot'
import { plainName, type Scope } from '../requests/context'
import { wholeNumber } from '../requests/form-fields'
import { parseParameters, type Parameters } from '../requests/forms'
import type { StoredKey } from '../store/stored-domain'
import { keyAnswer } from './key-answers'
import { decodeKeyPage, encodeKeyPage, type KeyPage } from './key-page'
import { keysOfSigningDomain, requireSigningDomain } from './signing-domain'

const DEFAULT_LIMIT = 10
const MAX_LIMIT = 100
/** The last page is the one before what is behind every host name. */
const LAST = { direction: 'before', host: '~', selector: '' } as const

const KeyQuery = v.object({
  page: v.exactOptional(v.string()),
  limit: v.exactOptional(wholeNumber('limit', 1, MAX_LIMIT)),
  signing_domain: v.exactOptional(v.pipe(v.string(), v.trim(), v.transform(plainName))),
  selector: v.exactOptional(v.pipe(v.string(), v.trim(), v.toLowerCase())),
})

/**
 * `GET /v1/dkim/keys`: a page of the account's keys, by signing domain and selector. All four links are always there,
 * as at the provider; the one behind the last page leads to an empty one. A parameter without a value counts as none.
 *
 * @param origin of the request, for the links
 * @throws ZonedeskError `invalid` for a bad value
 */
export function listKeys(scope: Scope, parameters: Parameters, origin: string) {
  const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ''))
  const query = parseParameters(KeyQuery, given)
  const link = query.page === undefined ? null : decodeKeyPage(query.page)
  const limit = query.limit ?? link?.limit ?? DEFAULT_LIMIT
  const host = query.signing_domain ?? link?.host ?? null
  const selector = query.selector ?? link?.selector ?? null
  const place = link?.place ?? null
  const { subaccountId, store } = scope
  const keys = store.keys.page({ subaccountId, host, selector }, place, limit)
  const to = (where: KeyPage['place']): string =>
    `${origin}/v1/dkim/keys?page=${encodeKeyPage({ place: where, host, selector, limit })}`
  return {
    items: keys.map((key) => keyAnswer(key, store)),
    paging: {
      previous: to(edge('before', keys[0], place)),
      first: to(null),
      next: to(edge('after', keys.at(-1), place)),
      last: to(LAST),
    },
  }
}

/** Where the neighbouring page begins. An empty page has nothing but the list's end or start beside it. */
function edge(
  direction: 'after' | 'before',
  key: StoredKey | undefined,
  place: KeyPage['place'],
): KeyPage['place'] {
  if (key !== undefined) return { direction, host: key.host, selector: key.selector }
  if (direction === 'before') return place?.direction === 'before' ? place : LAST
  return place?.direction === 'after' ? place : null
}

/**
 * `GET /v4/domains/{authority}/keys`: every key of one domain, the one it signs with first.
 *
 * @throws ZonedeskError `not-found`
 */
export function listKeysOf(scope: Scope, name: string) {
  const keys = keysOfSigningDomain(scope, requireSigningDomain(scope, name))
  return { items: keys.map((key) => keyAnswer(key, scope.store)) }
}
