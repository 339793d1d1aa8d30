import type { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { ReadableCache } from '../../cache/cache'

/**
 * Id of the subaccount on whose behalf a domain is asked about and changed; null for the account itself.
 *
 * @param lists whether the account's list takes in the domains of its subaccounts: an account that does not may be a
 *   subaccount itself, which acts for nobody
 */
export function subaccountToAskFor(
  cache: Pick<ReadableCache, 'subaccountOf'>,
  lists: (accountId: string) => boolean,
  key: DomainKey,
): string | null {
  return lists(key.accountId) ? cache.subaccountOf(key) : null
}

/** The failure where the provider does not find a domain on behalf of its subaccount, which may well be there. */
export function outOfReach({ name }: DomainKey, cause: unknown): ZonedeskError {
  return new ZonedeskError('forbidden', `${name} belongs to a subaccount, and this key does not reach it.`, {
    fix: "Sync to see whether it is still there. If it is, add an account with the subaccount's own key.",
    cause,
  })
}
