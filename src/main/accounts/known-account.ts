import { ZonedeskError } from '../../preload/contract/failure'

/** @throws ZonedeskError `not-found` when there is no such account */
export function requireAccount(accountIds: readonly string[], accountId: string): void {
  if (accountIds.includes(accountId)) return
  throw new ZonedeskError('not-found', 'This account is no longer there.', {
    fix: 'Choose another account.',
    field: 'accountId',
  })
}
