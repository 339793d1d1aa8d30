import type { Cache } from '../../cache/cache'
import type { ProviderClient } from '../../provider/types'

/** What the two phases of one account's sync share. */
export interface SyncRun {
  readonly accountId: string
  readonly cache: Cache
  readonly client: ProviderClient
  readonly signal: AbortSignal
  /** Whether the list takes in the domains of subaccounts. */
  readonly includeSubaccounts: boolean
  /** Makes a call to the provider and learns whether it can be reached. */
  readonly call: <T>(request: () => Promise<T>) => Promise<T>
  /** Does a piece of work when it is the account's turn among the others. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
  /** Fetches one domain's records into the cache, as `DetailFetch.fetch`. */
  readonly fetchDetail: (name: string, signal: AbortSignal) => Promise<boolean>
  readonly now: () => number
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** Names a call of the app's own stores or removes while the run is under way: what it stores is newer. */
  readonly touched: ReadonlySet<string>
  /** Tells how far the phase is. */
  readonly progress: (done: number, total: number | null) => void
  readonly changed: (names: readonly string[]) => void
  /** Writes a sentence to the log. */
  readonly note: (sentence: string) => void
}
