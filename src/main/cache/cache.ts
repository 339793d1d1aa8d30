import type { FindingCount } from '../../preload/contract/checks'
import type { DkimKey } from '../../preload/contract/dkim-keys'
import type { DnsRecord, Domain, DomainDetail, DomainKey } from '../../preload/contract/domain'
import type { DomainCheck } from '../../preload/contract/findings'
import type { KnownTracking } from '../../preload/contract/tracking'
import type { DomainChange, ChangeSource, HistoryPage, Snapshot } from '../../preload/contract/history'
import type { KnownKey } from '../../preload/contract/keys'
import type { KnownSubaccount, Subaccount } from '../../preload/contract/subaccounts'
import type {
  CountRequest,
  Counts,
  ListPage,
  ListRequest,
  PositionRequest,
  Signers,
} from '../../preload/contract/domains'

/** How far an account's cache got. */
export interface SyncState {
  /** When the last whole sync ended, milliseconds since the epoch; null when none has. */
  readonly lastSyncedAt: number | null
  /** Number of the newest run, counted from 1; 0 when there was none. */
  readonly run: number
  /** Since when the provider cannot be reached, milliseconds since the epoch; null when it could at the last try. */
  readonly offlineSince: number | null
}

/** How far a run came in the list. */
export interface ListPosition {
  /** Rows of the list passed so far. */
  readonly seen: number
  /** Name of the last of them. */
  readonly last: string
  /** How many the list said it has. */
  readonly total: number
}

/** A run of listing that was cut off. */
export interface ResumableRun {
  readonly run: number
  /** The first run of the same sync; equal to `run` when the list was read once. */
  readonly since: number
  /** When the run began, milliseconds since the epoch. */
  readonly startedAt: number
  readonly position: ListPosition
}

/** What a page of a run's list adds beside its domains. */
export interface ListedPage {
  /** Names in the page of which newer data are stored, or soon will be: they were seen, and stay as they are. */
  readonly passed?: readonly string[]
  /** When the provider answered, milliseconds since the epoch. */
  readonly at: number
  /** Where the run is after this page, so that a later run can go on there; absent keeps what is known. */
  readonly position?: ListPosition
}

/** How the whole list of an account's DKIM keys was read. */
export interface WholeKeyList {
  /** When the reading began, milliseconds since the epoch. */
  readonly since: number
  /** When it ended, milliseconds since the epoch. */
  readonly at: number
  /** False where rows of the list could not be read, so that a key may exist though it was not seen. */
  readonly removes: boolean
  /** Signing domains of whose keys nothing is removed: the app asked about them meanwhile. */
  readonly spared: readonly string[]
}

/** When and by what a change came to light. */
export interface Origin {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly source: ChangeSource
}

/** What a detail answer adds beside the domain and its records. */
export interface DetailTimes {
  /** When the provider answered, milliseconds since the epoch. */
  readonly fetchedAt: number
  /** What asked for the answer, for the history. */
  readonly source: ChangeSource
  /** When the provider verified; absent keeps what is known. */
  readonly verifiedAt?: number
  /** Store only when the domain is still in the cache: an answer that was under way must not bring it back. */
  readonly onlyIfPresent?: boolean
}

/** A domain of any account, with what its provider wants to find in DNS. */
export interface KnownDomain {
  readonly domain: string
  /** Empty while they were never fetched. */
  readonly records: readonly Pick<DnsRecord, 'type' | 'name' | 'value' | 'priority'>[]
}

/** How far the list of an account's DKIM keys is known. Milliseconds since the epoch. */
export interface KeyListing {
  /** When the whole list was last read; null when it never was. */
  readonly listedAt: number | null
  /** When the provider had no such list at the last try; null when it had, or nobody tried. */
  readonly lackedAt: number | null
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
  /** How many rows of a list come before a domain; null when it is not in the list, and for a search. */
  position(request: PositionRequest): number | null
  /**
   * Whether sample domains are meant: where no account is named, only while no other account has a domain. Every call
   * here that takes null for all accounts goes by this.
   */
  meansSamples(accountId: string | null): boolean
  /** How many domains each view has; of all accounts for null. */
  counts(accountId: string | null): Counts
  /** One domain with its records. Parts that do not read back are answered as never fetched. */
  get(key: DomainKey): DomainDetail | undefined
  has(key: DomainKey): boolean
  /** Id of the subaccount that has the domain; null where it is the account's own, or not here. */
  subaccountOf(key: DomainKey): string | null
  /** The accounts below an account, or below all for null, by name. */
  subaccounts(accountId: string | null): KnownSubaccount[]
  /**
   * The other domains of the account that sign with this one's DKIM key, by their records' owner names.
   *
   * @param limit names answered at most; the total counts all
   */
  signers(key: DomainKey, limit: number): Signers
  /**
   * Other domains of all accounts at or below a name: the nearest above the domain first, then those below it, then
   * the rest. Bounded in time however many there are, so that some may be left out.
   *
   * @param key the domain that is looked at from; the same name in another account is another domain
   * @param organizational a name at or above it
   * @param limit domains answered at most
   */
  neighbours(key: DomainKey, organizational: string, limit: number): KnownDomain[]
  /** The DKIM keys of a signing domain as the provider last said, by selector. */
  keysOf(accountId: string, signingDomain: string): KnownKey[]
  keyListing(accountId: string): KeyListing
  syncState(accountId: string): SyncState
  /** The newest run when it did not finish and stored where it is; null otherwise. */
  resumableRun(accountId: string): ResumableRun | null
  /**
   * A domain's changes, newest first.
   *
   * @param before only entries with a smaller id; null for the newest
   * @param limit entries a page, from 1
   */
  history(key: DomainKey, before: number | null, limit: number): HistoryPage
  /** What the user saved of a domain, newest first. */
  snapshots(key: DomainKey): Snapshot[]
  /** What is different now from a snapshot; undefined when it or the domain is not there. */
  compareSnapshot(key: DomainKey, id: number): DomainChange[] | undefined
  /** How many domains that are here have each of the user's tags, by the tag in lower case; of all accounts for null. */
  tagCounts(accountId: string | null): Map<string, number>
  /** What DNS had at the domain's last check; null when there was none, or it does not read back. */
  lastCheck(key: DomainKey): DomainCheck | null
  /** What the provider last said of a domain's tracking; null when it was not asked, or it does not read back. */
  tracking(key: DomainKey): KnownTracking | null
  /** How many domains have each finding at their last check, the most frequent first; of all accounts for null. */
  findingCounts(accountId: string | null): FindingCount[]
  /**
   * Names whose records are wanted: never fetched, fetched before the state changed, or fetched too long ago.
   * What is not active comes first, then what has failing records, then the rest; in each, what was never fetched
   * comes first, then the oldest.
   *
   * @param most names answered, from 1
   */
  wantingDetail(accountId: string, limits: DetailAge, most: number): string[]
  /** Those of the names that are there and whose records are wanted, in the given order. */
  wantingAmong(accountId: string, names: readonly string[], limits: DetailAge): string[]
}

/** How many entries and snapshots came from another computer, and how many of them were not here yet. */
export interface MergedHistory {
  readonly entries: { readonly total: number; readonly added: number }
  readonly snapshots: { readonly total: number; readonly added: number }
}

/** What can be changed. Each call is one transaction of the file it changes. Plain data in and out, so that a thread can carry it out. */
export interface WritableCache {
  /**
   * Opens a run of listing and answers its number. Nothing is removed until `finishRun`.
   *
   * @param at milliseconds since the epoch
   * @param since the first run of the same sync; null when this is it
   */
  startRun(accountId: string, at: number, since: number | null): number
  /**
   * Stores a page of a run's list. What the list leaves out (null) does not wipe what details brought. Where newer data
   * are stored than the page's, its names are `passed` alone, or `finishRun` takes those domains for gone.
   *
   * @returns the names that are new or changed
   */
  putListed(accountId: string, domains: readonly Domain[], run: number, page: ListedPage): string[]
  /**
   * Ends a run that saw the whole list: removes what it did not see, save what a call of the app's own
   * confirmed since the run `since` began.
   *
   * @param since the first run of the same sync, `run` itself when the list was read once
   * @param at milliseconds since the epoch
   * @param removes false where rows of the list could not be read, so that a domain may exist though it was not seen
   * @returns the names removed
   */
  finishRun(accountId: string, run: number, since: number, at: number, removes?: boolean): string[]
  /** Notes that a whole sync, records included, ended. `at`: milliseconds since the epoch. */
  markSynced(accountId: string, at: number): void
  /** Notes since when the provider cannot be reached, milliseconds since the epoch; null when it can. */
  markOffline(accountId: string, since: number | null): void
  /** Puts the accounts below an account in place of those that were known; answers whether anything is different. */
  putSubaccounts(accountId: string, subaccounts: readonly Subaccount[]): boolean
  /** Stores one domain's whole answer. False when `onlyIfPresent` kept it out. */
  putDetail(accountId: string, domain: Domain, records: readonly DnsRecord[], times: DetailTimes): boolean
  /** True when there was such a domain. */
  remove(key: DomainKey, origin: Origin): boolean
  /** Removes an account with its domains, their history and snapshots. */
  removeAccount(accountId: string): void
  /** Saves how a domain is now; undefined when it is not there. `at`: milliseconds since the epoch. */
  saveSnapshot(key: DomainKey, label: string, at: number): Snapshot | undefined
  /** True when there was such a snapshot. */
  deleteSnapshot(key: DomainKey, id: number): boolean
  /** Replaces the domain's last check; does nothing when the domain is not there. */
  putCheck(key: DomainKey, check: DomainCheck): void
  /** Stores DKIM keys that the provider listed. `at`: milliseconds since the epoch. */
  putKeys(accountId: string, keys: readonly DkimKey[], at: number): void
  /** Stores the whole list of the DKIM keys of one signing domain, whose other keys are gone. */
  putKeysOf(accountId: string, signingDomain: string, keys: readonly DkimKey[], at: number): void
  /** Notes that the whole list of an account's DKIM keys was read. Keys of which nobody spoke since are gone. */
  finishKeys(accountId: string, list: WholeKeyList): void
  /** Notes that the provider has no list of DKIM keys. `at`: milliseconds since the epoch. */
  noteKeysLacking(accountId: string, at: number): void
  /** Replaces what is known of a domain's tracking; does nothing when the domain is not there. */
  putTracking(key: DomainKey, tracking: KnownTracking): void
  /** Removes history older than a time, milliseconds since the epoch; answers how many entries. Snapshots stay. */
  pruneHistory(before: number): number
  /**
   * Brings the entries and snapshots of another computer into the history, and answers how many there were and came.
   *
   * @param path the database they stand in: see `history/merge-history.ts`
   */
  mergeHistory(path: string): MergedHistory
  /**
   * Removes every account but these, such as one whose removal was cut off. The history of the removed accounts stays:
   * it could not be fetched again if the given list were wrong.
   */
  retainAccounts(accountIds: readonly string[]): void
  /** How many rows a list has. Changes nothing; here because a search over very many domains takes its time. */
  count(request: CountRequest): number
  /** How many names `wantingDetail` would answer without a limit. Changes nothing; here for the same reason. */
  countWantingDetail(accountId: string, limits: DetailAge): number
  /** Drops a row, or its records alone, if it still does not read back. `id`: of the row. */
  dropUnreadable(id: number): void
}

/** The same, carried out elsewhere. Calls are carried out in the order in which they were made. */
export type CacheWriter = {
  readonly [Name in keyof WritableCache]: (
    ...args: Parameters<WritableCache[Name]>
  ) => Promise<ReturnType<WritableCache[Name]>>
}

/** The open cache as its users have it: a read sees every write that was awaited before it. */
export type Cache = ReadableCache &
  CacheWriter & {
    /** Carries out the writes under way and closes the file. */
    close(): Promise<void>
  }
