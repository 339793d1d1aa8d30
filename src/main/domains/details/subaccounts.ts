import type { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { ReadableCache } from '../../cache/cache'

/**
 * Whether a domain came into the list from a subaccount. The key of the account lists it and may still not read or
 * change it, so that "not found" about it does not mean that it is gone.
 */
export function isOfSubaccount(cache: Pick<ReadableCache, 'get'>, key: DomainKey): boolean {
  return (cache.get(key)?.domain.subaccountId ?? null) !== null
}

export function outOfReach({ name }: DomainKey, cause: unknown): ZonedeskError {
  return new ZonedeskError('forbidden', `${name} belongs to a subaccount, and this key does not reach it.`, {
    fix: "Add an account with the subaccount's own key.",
    cause,
  })
}
