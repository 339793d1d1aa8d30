import type { CheckScope } from '../../../preload/contract/checks'
import type { DomainKey } from '../../../preload/contract/domain'
import type { ReadableCache } from '../../cache/cache'
import { keyText } from '../key-text'

/** Rows read at a time. */
const PAGE = 1000

/** The domains of a scope. A list is read to its end at once, so that what changes later does not change the run. */
export function domainsInScope(cache: Pick<ReadableCache, 'list'>, scope: CheckScope): DomainKey[] {
  if (scope.kind === 'domains') {
    return [...new Map(scope.keys.map((key) => [keyText(key), key])).values()]
  }
  const keys: DomainKey[] = []
  let after: string | null = null
  do {
    const page = cache.list({
      ...scope.request,
      sort: 'name',
      descending: false,
      skip: 0,
      limit: PAGE,
      after,
    })
    for (const { accountId, name } of page.items) keys.push({ accountId, name })
    after = page.next
  } while (after !== null)
  return keys
}
