import { ZonedeskError } from '../../../preload/contract/failure'
import type { PermitWrite } from '../../provider/types'
import type { StoredAccount } from '../../profile/account-store'
import { isConfirmedWrite } from './confirmed'

/** What the rules ask of an account. */
export type WritableAccount = Pick<StoredAccount, 'name' | 'writeMode'>

/**
 * The lowest check of every write: the client of an account asks it for each request that is no read, also for those of
 * jobs, watches and all else that runs by itself.
 *
 * Verification changes nothing but what the provider knows of DNS, and is asked for by name, so it needs no
 * confirmation; where the account is read only it is refused like any other write.
 *
 * @param account the account as it is now
 * @throws ZonedeskError `read-only`; `unconfirmed` when nobody agreed; and what `account` throws
 */
export function permitWriteOf(accountId: string, account: () => WritableAccount): PermitWrite {
  return ({ kind }) => {
    const { name, writeMode } = account()
    if (writeMode === 'normal') return
    if (writeMode === 'read-only') throw readOnly(name)
    if (kind !== 'verify' && !isConfirmedWrite(accountId)) throw unconfirmed(name)
  }
}

/** The refusal of every write where the account is read only; null where it is not, or is gone. */
export function readOnlyRefusal(account: WritableAccount | undefined): ZonedeskError | null {
  return account?.writeMode === 'read-only' ? readOnly(account.name) : null
}

/**
 * Why nothing is written.
 *
 * @param names of the accounts that are read only, as words in a sentence
 * @param many how many they are
 */
export function readOnly(names: string, many = 1): ZonedeskError {
  const are = many === 1 ? 'is' : 'are'
  return new ZonedeskError('read-only', `${names} ${are} read only in Zonedesk, so nothing is sent.`, {
    fix: 'To allow it, choose another answer to "Changes at the provider" in Accounts, in the File menu.',
  })
}

function unconfirmed(name: string): ZonedeskError {
  return new ZonedeskError(
    'unconfirmed',
    `${name} asks before each write, and nobody confirmed this one, so nothing was sent.`,
    { fix: 'Do it again, and confirm it when Zonedesk asks.' },
  )
}
