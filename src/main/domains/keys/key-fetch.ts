import type { DomainKey } from '../../../preload/contract/domain'
import { type Failure, ZonedeskError } from '../../../preload/contract/failure'
import type { KnownKey } from '../../../preload/contract/keys'
import type { Cache } from '../../cache/cache'
import type { AccountCalls } from '../calls/account-calls'
import type { TouchedNames } from '../details/touched-names'

/** Fetches the keys of one DKIM authority into the cache. */
export interface KeyFetch {
  /**
   * @param key a domain that signs with the keys
   * @throws ZonedeskError of the call, `lacksKeys` among them
   */
  fetch(key: DomainKey, authority: string): Promise<KnownKey[]>
  /** Why the list of an authority's keys could not be had at the last try; null where it could, or nobody tried. */
  lack(accountId: string, authority: string): Failure | null
  forget(accountId: string): void
}

export function createKeyFetch(parts: {
  readonly cache: Pick<Cache, 'keysOf' | 'putKeys' | 'putKeysOf'>
  readonly calls: Pick<AccountCalls, 'askAbout'>
  readonly touched: TouchedNames
  /** Milliseconds since the epoch. */
  readonly now: () => number
}): KeyFetch {
  const { cache, calls, touched, now } = parts
  const lacks = new Map<string, Map<string, Failure>>()

  function noteLack(accountId: string, authority: string, lack: Failure | null): void {
    const known = lacks.get(accountId) ?? new Map<string, Failure>()
    lacks.set(accountId, known)
    if (lack === null) known.delete(authority)
    else known.set(authority, lack)
  }

  return {
    async fetch(key, authority) {
      const { accountId } = key
      // Of a page that was asked for earlier, nothing about these keys is stored any more.
      touched.touchKeys(accountId, authority)
      try {
        const { keys, unread } = await calls.askAbout(key, (client, signal) =>
          client.dkimKeys.ofDomain(authority, signal),
        )
        // A key whose row could not be read may exist.
        if (unread > 0) await cache.putKeys(accountId, keys, now())
        else await cache.putKeysOf(accountId, authority, keys, now())
        noteLack(accountId, authority, null)
      } catch (error) {
        if (lacksKeys(error)) noteLack(accountId, authority, error.failure)
        throw error
      }
      return cache.keysOf(accountId, authority)
    },
    lack: (accountId, authority) => lacks.get(accountId)?.get(authority) ?? null,
    forget: (accountId) => void lacks.delete(accountId),
  }
}

/** Whether a failure says that there is no list of keys to be had: another try would end the same way. */
export function lacksKeys(error: unknown): error is ZonedeskError {
  if (!(error instanceof ZonedeskError)) return false
  const { code, retryable } = error.failure
  return code === 'not-found' || code === 'forbidden' || (code === 'bad-answer' && !retryable)
}
