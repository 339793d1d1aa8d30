import type { AccountPace } from '../../preload/contract/accounts'
import type { PaceStore } from '../profile/pace-store'
import {
  createLearnedPace,
  FIRST_PER_SECOND,
  type LearnedPace,
  type RememberedPace,
} from '../provider/pace/learned-pace'
import { isLoopback } from './base-url'

/** A server on this computer takes more requests a second than one on the internet, to which it may pass them on. */
const FIRST_ON_LOOPBACK = 100
/** What was learned is written so seldom, in milliseconds, and only where it differs by such a part. */
const WRITE_EVERY_MS = 60_000
const WORTH_WRITING = 0.1

/** Keeps one learned pace an account, for all clients of it, and remembers it for the next start. */
export interface Paces {
  paceOf(account: { readonly id: string; readonly baseUrl: string }): LearnedPace
  describe(account: { readonly id: string; readonly baseUrl: string }): AccountPace
  /** @throws ZonedeskError `storage`; the ceiling is then as it was */
  setCeiling(account: { readonly id: string; readonly baseUrl: string }, perSecond: number | null): void
  /** Forgets what was learned at an address that the account has no more. The ceiling stays. */
  forget(accountId: string): void
  /** Writes what was learned since the last time. */
  close(): void
}

interface Kept {
  readonly pace: LearnedPace
  written: RememberedPace | null
  /** When that was, in milliseconds since the epoch. */
  writtenAt: number
}

/**
 * @param parts.now milliseconds since the epoch
 * @param parts.onFault told when something learned could not be written: it is learned again
 */
export function createPaces(parts: {
  readonly store: PaceStore
  readonly now: () => number
  readonly onFault: (error: unknown) => void
}): Paces {
  const { store, now, onFault } = parts
  const kept = new Map<string, Kept>()

  function write(accountId: string, one: Kept): void {
    const remembered = one.pace.remembered()
    one.writtenAt = now()
    one.written = remembered
    try {
      store.setLearned(accountId, remembered)
    } catch (error) {
      onFault(error)
    }
  }

  function isWorthWriting({ pace, written }: Kept): boolean {
    const { perSecond, limit } = pace.remembered()
    if (written === null || (written.limit === null) !== (limit === null)) return true
    return Math.abs(perSecond - written.perSecond) > written.perSecond * WORTH_WRITING
  }

  function paceOf({ id, baseUrl }: { readonly id: string; readonly baseUrl: string }): LearnedPace {
    const known = kept.get(id)
    if (known !== undefined) return known.pace
    const written = store.learned(id)
    const pace = createLearnedPace({
      now,
      remembered: written,
      ceiling: store.ceiling(id),
      first: isLoopback(baseUrl) ? FIRST_ON_LOOPBACK : FIRST_PER_SECOND,
      onChange() {
        const isDue = Math.abs(now() - one.writtenAt) >= WRITE_EVERY_MS
        if (isDue && kept.get(id) === one && isWorthWriting(one)) write(id, one)
      },
    })
    const one: Kept = { pace, written, writtenAt: now() }
    kept.set(id, one)
    return pace
  }

  return {
    paceOf,
    describe: (account) => ({
      perSecond: paceOf(account).perSecond(),
      ceiling: store.ceiling(account.id),
    }),
    setCeiling(account, perSecond) {
      store.setCeiling(account.id, perSecond)
      paceOf(account).setCeiling(perSecond)
    },
    forget(accountId) {
      kept.delete(accountId)
      try {
        store.setLearned(accountId, null)
      } catch (error) {
        onFault(error)
      }
    },
    close() {
      for (const [accountId, one] of kept) if (isWorthWriting(one)) write(accountId, one)
    },
  }
}
