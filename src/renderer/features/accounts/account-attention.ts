import type { Account } from '../../../preload/contract/accounts'
import type { SyncStatus } from '../../../preload/contract/sync'

/** What concerns a whole account and needs the user. */
export interface AccountAlert {
  readonly kind: 'key-missing' | 'key-refused' | 'wrong-region' | 'offline'
  readonly message: string
  readonly fix: string
  /** For `offline`: since when, in milliseconds since the epoch. */
  readonly since: number | null
}

/** Why an account needs the user, or null. A key to enter comes before a network to wait for. */
export function accountAttention(account: Account, status: SyncStatus | undefined): AccountAlert | null {
  if (account.key === 'missing') {
    return {
      kind: 'key-missing',
      message: `${account.name} has no API key.`,
      fix: 'Enter it to sync and to change domains. What was synced before stays readable.',
      since: null,
    }
  }
  const failure = status?.failure ?? null
  if (failure !== null && (failure.code === 'unauthorized' || failure.code === 'forbidden')) {
    const kind = failure.field === 'region' ? 'wrong-region' : 'key-refused'
    return { kind, message: failure.message, fix: failure.fix, since: null }
  }
  if (status !== undefined && status.offlineSince !== null) {
    const reason = failure?.code === 'offline' ? `${failure.message} ` : ''
    return {
      kind: 'offline',
      message: `${account.name} cannot be reached.`,
      fix: `${reason}You can still browse, search and copy. You can make changes once it can be reached again; what you type in a form is kept.`,
      since: status.offlineSince,
    }
  }
  return null
}
