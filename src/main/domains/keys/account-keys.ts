import type { Emit } from '../../../preload/contract/events'
import type { Cache } from '../../cache/cache'
import type { ProviderClient, ReadDkimKeys } from '../../provider/types'
import type { Connectivity } from '../calls/connectivity'
import type { TouchedNames } from '../details/touched-names'
import type { Timer } from '../sync/automatic-sync'
import { lacksKeys } from './key-fetch'

/** Keys rarely change; a list is read again after a day. A provider without the list is asked again after a day, too. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000
/** How long after a sync the list begins: what a person asks for then comes first. */
const AFTER_SYNC_MS = 10_000
/** Pages read at most, of 100 keys each. No account has as many keys; a list that does not end has. */
const MOST_PAGES = 5000

/** Reads the lists of all keys of accounts, page by page, when nothing else is to be done. */
export interface AccountKeys {
  /** Begins soon, where the list is old. */
  syncEnded(accountId: string): void
  /** Stops what runs for an account and waits for its end. */
  forget(accountId: string): Promise<void>
  close(): Promise<void>
}

interface Listing {
  readonly controller: AbortController
  readonly ended: Promise<void>
}

export function createAccountKeys(parts: {
  readonly cache: Cache
  readonly clientFor: (accountId: string) => Promise<ProviderClient>
  readonly accountIds: () => readonly string[]
  readonly connectivity: Pick<Connectivity, 'through' | 'offlineSince'>
  readonly touched: TouchedNames
  readonly emit: Emit
  readonly timer: Timer
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Told of what ended a list other than the lack of one. */
  readonly noteFault: (error: unknown) => void
}): AccountKeys {
  const { cache, accountIds, connectivity, now } = parts
  const running = new Map<string, Listing>()
  const waiting = new Map<string, () => void>()
  let closed = false

  function isDue(accountId: string): boolean {
    if (closed || running.has(accountId) || !accountIds().includes(accountId)) return false
    if (connectivity.offlineSince(accountId) !== null) return false
    const { listedAt, lackedAt } = cache.keyListing(accountId)
    const last = Math.max(listedAt ?? 0, lackedAt ?? 0)
    // When the clock is set back, the list must not wait longer.
    return last > now() || now() - last >= MAX_AGE_MS
  }

  function begin(accountId: string): void {
    waiting.delete(accountId)
    if (!isDue(accountId)) return
    const controller = new AbortController()
    const ended = list(accountId, controller.signal)
      .catch((error: unknown) => {
        if (!controller.signal.aborted) parts.noteFault(error)
      })
      .finally(() => running.delete(accountId))
    running.set(accountId, { controller, ended })
  }

  async function list(accountId: string, signal: AbortSignal): Promise<void> {
    const since = now()
    const touched = parts.touched.watch(accountId)
    try {
      const client = await parts.clientFor(accountId)
      const unread = await readPages(accountId, client, touched.keys, signal)
      if (signal.aborted || unread === null) return
      // What was touched may not be stored yet, or never will be: the list says nothing about it.
      const spared = [...touched.keys]
      await cache.finishKeys(accountId, { since, at: now(), removes: unread === 0, spared })
      parts.emit('domainsChanged', { accountId, names: null })
    } catch (error) {
      if (signal.aborted || !lacksKeys(error)) throw error
      await cache.noteKeysLacking(accountId, now())
    } finally {
      touched.end()
    }
  }

  /** Answers how many rows could not be read; null where the list does not end. */
  async function readPages(
    accountId: string,
    client: ProviderClient,
    touched: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<number | null> {
    const seen = new Set<string>()
    const readPage = (page: string | null): Promise<ReadDkimKeys & { readonly next: string | null }> =>
      connectivity.through(accountId, () => client.dkimKeys.list({ page }, signal, { urgency: 'background' }))
    let unread = 0
    let page: string | null = null
    for (let read = 0; read < MOST_PAGES; read += 1) {
      const answer = await readPage(page)
      signal.throwIfAborted()
      const keys = answer.keys.filter(({ signingDomain }) => !touched.has(signingDomain))
      if (keys.length > 0) await cache.putKeys(accountId, keys, now())
      unread += answer.unread
      if (answer.next === null) return unread
      if (seen.has(answer.next)) return null
      seen.add(answer.next)
      page = answer.next
    }
    return null
  }

  return {
    syncEnded(accountId) {
      if (!isDue(accountId) || waiting.has(accountId)) return
      waiting.set(
        accountId,
        parts.timer(AFTER_SYNC_MS, () => begin(accountId)),
      )
    },
    async forget(accountId) {
      waiting.get(accountId)?.()
      waiting.delete(accountId)
      const current = running.get(accountId)
      current?.controller.abort()
      await current?.ended
    },
    async close() {
      closed = true
      for (const cancel of waiting.values()) cancel()
      waiting.clear()
      for (const { controller } of running.values()) controller.abort()
      await Promise.all([...running.values()].map(({ ended }) => ended))
    },
  }
}
