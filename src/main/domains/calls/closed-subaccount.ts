import { ZonedeskError } from '../../../preload/contract/failure'
import type { Subaccount } from '../../../preload/contract/subaccounts'

/** What a sync brought of a subaccount. */
export type KnownStatus = Pick<Subaccount, 'id' | 'name' | 'status'>

/**
 * Why nothing can be changed in a subaccount.
 *
 * @param known those of its account, as the last sync brought them
 * @param cause what the provider said, if it was asked
 * @returns null where it is open, or nothing is known of it: then the provider decides
 */
export function closedSubaccount(
  known: readonly KnownStatus[],
  subaccountId: string,
  cause?: unknown,
): ZonedeskError | null {
  const found = known.find(({ id }) => id === subaccountId)
  if (found?.status !== 'closed' && found?.status !== 'disabled') return null
  return new ZonedeskError('refused', `The subaccount ${found.name} is ${found.status} at the provider.`, {
    fix:
      found.status === 'closed'
        ? 'Nothing can be changed in it any more. Sync to bring the list up to date.'
        : 'Enable it at the provider, sync, and try again.',
    cause,
  })
}
