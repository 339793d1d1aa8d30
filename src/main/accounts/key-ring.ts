import type { KeepKey, KeyPlace } from '../../preload/contract/accounts'
import type { Keychain, Patience } from './keychain'
import type { SessionKeys } from './session-keys'

/** The keys of provider accounts, wherever they are. One kept for the session comes before one in the keychain. */
export interface KeyRing {
  /** @throws ZonedeskError `keychain` */
  keyOf(accountId: string, patience?: Patience): Promise<string | null>
  /** Where the key is; `missing` also when the keychain does not say soon. */
  placeOf(accountId: string): Promise<KeyPlace>
  /**
   * Writes a key and removes the old one from both places. When the keychain cannot be used, a key kept for the session
   * leaves an older one in the keychain, which is not used meanwhile.
   *
   * @throws ZonedeskError `keychain`; the old key is then still the one in use
   */
  put(accountId: string, key: string, keepKey: KeepKey): Promise<void>
  /**
   * Removes the key.
   *
   * @returns puts the key back, for when the next step fails
   * @throws ZonedeskError `keychain` when a key known to be in the keychain cannot be removed from it
   */
  remove(accountId: string): Promise<() => Promise<void>>
  /** Removes what a failed `add` may have left. Never fails. */
  discard(accountId: string): void
}

export function createKeyRing(keychain: Keychain, sessionKeys: SessionKeys): KeyRing {
  /** Keys read from or written to the keychain, so that requests do not ask it each time. */
  const known = new Map<string, string>()

  const keyOf = async (accountId: string, patience?: Patience): Promise<string | null> => {
    const inMemory = sessionKeys.get(accountId) ?? known.get(accountId)
    if (inMemory !== undefined) return inMemory
    const stored = await keychain.get(accountId, patience)
    // A key written meanwhile is newer than the one read.
    const written = sessionKeys.get(accountId) ?? known.get(accountId)
    if (written !== undefined) return written
    if (stored !== null) known.set(accountId, stored)
    return stored
  }

  /** Deletes the key in the keychain and returns it. When the keychain cannot be read, deletes the key once it can. */
  const takeOut = async (accountId: string): Promise<string | null> => {
    let stored = known.get(accountId) ?? null
    if (stored === null) {
      try {
        stored = await keychain.get(accountId, 'brief')
      } catch {
        keychain.settle(accountId, null)
        return null
      }
    }
    if (stored !== null) await keychain.delete(accountId)
    known.delete(accountId)
    return stored
  }

  return {
    keyOf,
    placeOf: async (accountId) => {
      if (sessionKeys.get(accountId) !== undefined) return 'session'
      try {
        return (await keyOf(accountId, 'brief')) === null ? 'missing' : 'keychain'
      } catch {
        return 'missing'
      }
    },
    put: async (accountId, key, keepKey) => {
      if (keepKey === 'session') {
        await takeOut(accountId)
        sessionKeys.set(accountId, key)
        return
      }
      try {
        await keychain.set(accountId, key)
      } catch (error) {
        // The write may still be carried out when a prompt is answered late.
        const old = known.get(accountId)
        if (old !== undefined) keychain.settle(accountId, old)
        throw error
      }
      known.set(accountId, key)
      sessionKeys.delete(accountId)
    },
    remove: async (accountId) => {
      const session = sessionKeys.get(accountId)
      const stored = await takeOut(accountId)
      sessionKeys.delete(accountId)
      return async () => {
        if (session !== undefined) sessionKeys.set(accountId, session)
        if (stored === null) return
        await keychain.set(accountId, stored)
        known.set(accountId, stored)
      }
    },
    discard: (accountId) => {
      known.delete(accountId)
      sessionKeys.delete(accountId)
      keychain.settle(accountId, null)
    },
  }
}
