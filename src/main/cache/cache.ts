import type { DnsRecord, Domain, DomainDetail, DomainKey } from '../../preload/contract/domain'
import type { CountRequest, Counts, ListPage, ListRequest, Signers } from '../../preload/contract/domains'

/** How far an account's cache got. */
export interface SyncState {
  /** When the last whole sync ended, milliseconds since the epoch; null when none has. */
  readonly lastSyncedAt: number | null
  /** Number of the newest run, counted from 1; 0 when there was none. */
  readonly run: number
  /** Domains the newest run has stored so far when it did not finish; null when it did, or there was none. */
  readonly listed: number | null
}

/** What a detail answer adds beside the domain and its records. */
export interface DetailTimes {
  /** When the provider answered, milliseconds since the epoch. */
  readonly fetchedAt: number
  /** When the provider verified; absent keeps what is known. */
  readonly verifiedAt?: number
  /** Store only when the domain is still in the cache: an answer that was under way must not bring it back. */
  readonly onlyIfPresent?: boolean
}

/** From when on records count as old. Times in milliseconds since the epoch. */
export interface DetailAge {
  /** An active domain's records are old when fetched before this. */
  readonly activeBefore: number
  /** Any other domain's are old when fetched before this. */
  readonly othersBefore: number
}

/** What can be asked of the cache: synchronous, over a connection that cannot write, and bounded in time. */
export interface ReadableCache {
  /**
   * A page of the list. Unknown times sort last in both directions.
   *
   * @throws ZonedeskError `invalid` (field `after`) when the cursor is not one of this list's
   */
  list(request: ListRequest): ListPage
  /** How many domains each view has; of all accounts for null. */
  counts(accountId: string | null): Counts
  /** One domain with its records. Parts that do not read back are answered as never fetched. */
  get(key: DomainKey): DomainDetail | undefined
  has(key: DomainKey): boolean
  /**
   * The other domains of the account that sign with this one's DKIM key, by their records' owner names.
   *
   * @param limit names answered at most; the total counts all
   */
  signers(key: DomainKey, limit: number): Signers
  syncState(accountId: string): SyncState
  /**
   * Names whose records are wanted: never fetched, fetched before the state changed, or fetched too long ago.
   * What is not active comes first, then what was never fetched, then by age.
   */
  wantingDetail(accountId: string, limits: DetailAge): string[]
  /** Whether the domain is there and its records are wanted. */
  wantsDetail(key: DomainKey, limits: DetailAge): boolean
}

/** What can be changed. Each call is one transaction. Plain data in and out, so that a thread can carry it out. */
export interface WritableCache {
  /** Opens a run of listing and answers its number. Nothing is removed until `finishRun`. */
  startRun(accountId: string): number
  /**
   * Stores a page of a run's list. What the list leaves out (null) does not wipe what details brought.
   *
   * @returns the names that are new or changed
   */
  putListed(accountId: string, domains: readonly Domain[], run: number): string[]
  /**
   * Ends a run that saw the whole list: removes what it did not see, save what a call of the app's own
   * confirmed since the run `since` began.
   *
   * @param since the first run of the same sync, `run` itself when the list was read once
   * @returns the names removed
   */
  finishRun(accountId: string, run: number, since: number): string[]
  /** Notes that a whole sync, records included, ended. `at`: milliseconds since the epoch. */
  markSynced(accountId: string, at: number): void
  /** Stores one domain's whole answer. False when `onlyIfPresent` kept it out. */
  putDetail(accountId: string, domain: Domain, records: readonly DnsRecord[], times: DetailTimes): boolean
  /** True when there was such a domain. */
  remove(key: DomainKey): boolean
  removeAccount(accountId: string): void
  /** Removes every account but these, such as one whose removal was cut off. */
  retainAccounts(accountIds: readonly string[]): void
  /** How many rows a list has. Changes nothing; here because a search over very many domains takes its time. */
  count(request: CountRequest): number
  /** Drops a row, or its records alone, if it still does not read back. `id`: of the row. */
  dropUnreadable(id: number): void
}

/** The same, carried out elsewhere. Calls are carried out in the order in which they were made. */
export type CacheWriter = {
  readonly [Name in keyof WritableCache]: (
    ...args: Parameters<WritableCache[Name]>
  ) => Promise<ReturnType<WritableCache[Name]>>
}

/** The open cache as its users have it: what was awaited of a write is seen by the next read. */
export type Cache = ReadableCache &
  CacheWriter & {
    /** Carries out the writes under way and closes the file. */
    close(): Promise<void>
  }
