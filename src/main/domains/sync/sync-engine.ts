import type { Emit } from '../../../preload/contract/events'
import { type Failure, ZonedeskError } from '../../../preload/contract/failure'
import type { SyncStatus } from '../../../preload/contract/sync'
import { Semaphore } from '../../async/semaphore'
import { Throttle } from '../../async/throttle'
import { createRate, type Rate } from '../../async/rate'
import type { Cache } from '../../cache/cache'
import type { ProviderClient } from '../../provider/types'
import type { RunEnd, AccountSyncState } from './automatic-sync'
import { collectChangedNames } from '../details/changed-names'
import type { DetailFetch } from '../details/detail-fetch'
import { requireAccount } from '../../accounts/known-account'
import type { HealthCheck } from '../calls/health-check'
import type { Connectivity } from '../calls/connectivity'
import { fetchDetails } from './sync-details'
import { type Listed, listDomains } from './sync-listing'
import type { SyncRun } from './sync-run'
import { syncSubaccounts } from './sync-subaccounts'
import type { TouchedNames } from '../details/touched-names'

/** At most how often progress is told, in milliseconds. */
const PROGRESS_INTERVAL_MS = 100
/** The most accounts whose lists are read at the same time; the others take turns, page by page. */
const LISTINGS_AT_ONCE = 2

/** Keeps the cache in step with the providers, one run at a time for each account. */
export interface SyncEngine {
  /** Starts a run for the account, or all for null, where none is under way. */
  start(accountId: string | null): SyncStatus[]
  cancel(accountId: string | null): SyncStatus[]
  status(): SyncStatus[]
  standing(accountId: string): AccountSyncState
  /** Tells the window how the account stands. */
  report(accountId: string): void
  /** Stops the account's run, waits for its end and forgets how it went. */
  forget(accountId: string): Promise<void>
  /** Stops every run and waits for their end. */
  close(): Promise<void>
}

type SyncProgress = Pick<SyncStatus, 'phase' | 'done' | 'total' | 'failure'>

interface RunningSync {
  readonly controller: AbortController
  rate: Rate
  ended: Promise<void>
}

const NEVER_RUN: SyncProgress = { phase: 'idle', done: 0, total: null, failure: null }

/** What the sync engine works with. */
export interface SyncEngineDependencies {
  readonly cache: Cache
  /** @throws ZonedeskError `unauthorized` or `keychain` when the account has no usable key */
  readonly clientFor: (accountId: string) => Promise<ProviderClient>
  readonly accountIds: () => readonly string[]
  /** Whether the account's list takes in the domains of its subaccounts. */
  readonly includesSubaccounts: (accountId: string) => boolean
  readonly emit: Emit
  /** Told of an error that is no `ZonedeskError`, for the log. */
  readonly onFault?: ((error: unknown) => void) | undefined
  /** Told of what is odd about a provider's answer, in a sentence without secrets, for the log. */
  readonly onOddity?: ((sentence: string) => void) | undefined
  readonly connectivity: Connectivity
  readonly healthCheck: HealthCheck
  readonly touched: TouchedNames
  readonly details: DetailFetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Told after a run of an account ended. */
  readonly onEnd: (accountId: string, how: RunEnd) => void
}

export function createSyncEngine(dependencies: SyncEngineDependencies): SyncEngine {
  const { cache, clientFor, accountIds, emit, connectivity, now } = dependencies
  const underWay = new Map<string, RunningSync>()
  const progress = new Map<string, SyncProgress>()
  const telling = new Map<string, Throttle>()
  const turns = new Semaphore(LISTINGS_AT_ONCE)
  let closed = false

  function statusOf(accountId: string): SyncStatus {
    const reached = progress.get(accountId) ?? NEVER_RUN
    const counts = reached.phase === 'listing' || reached.phase === 'details'
    return {
      accountId,
      ...reached,
      rate: counts ? (underWay.get(accountId)?.rate.perSecond() ?? null) : null,
      lastSyncedAt: cache.syncState(accountId).lastSyncedAt,
      offlineSince: connectivity.offlineSince(accountId),
    }
  }

  function report(accountId: string): void {
    throttleOf(accountId).begin()
    emit('syncProgress', statusOf(accountId))
  }

  function throttleOf(accountId: string): Throttle {
    const throttle = telling.get(accountId) ?? new Throttle(PROGRESS_INTERVAL_MS, now)
    telling.set(accountId, throttle)
    return throttle
  }

  function enter(accountId: string, phase: SyncStatus['phase'], failure: Failure | null = null): void {
    const { done, total } = progress.get(accountId) ?? NEVER_RUN
    const begins = phase === 'waiting' || phase === 'listing' || phase === 'details'
    progress.set(accountId, { phase, failure, done: begins ? 0 : done, total: begins ? null : total })
    const current = underWay.get(accountId)
    if (current !== undefined) current.rate = createRate(now)
    report(accountId)
  }

  function advance(accountId: string, done: number, total: number | null): void {
    const before = progress.get(accountId) ?? NEVER_RUN
    progress.set(accountId, { ...before, done, total })
    underWay.get(accountId)?.rate.note(done)
    if (throttleOf(accountId).isDue) report(accountId)
  }

  async function run(accountId: string, { controller }: RunningSync): Promise<RunEnd> {
    const names = collectChangedNames(accountId, emit, now)
    const touched = dependencies.touched.watch(accountId)
    const { signal } = controller
    try {
      const client = await clientFor(accountId)
      signal.throwIfAborted()
      await requireReachable(accountId)
      signal.throwIfAborted()
      // Data stored before the run began are older than the list.
      touched.clear()
      const includeSubaccounts = dependencies.includesSubaccounts(accountId)
      const changed = (some: readonly string[]): void => names.add(some)
      const shared: SyncRun = {
        accountId,
        cache,
        client,
        signal,
        includeSubaccounts,
        changed,
        now,
        touched: touched.names,
        startedAt: now(),
        call: (request) => connectivity.through(accountId, request),
        inTurn: (work) =>
          turns.run(() => {
            if (progress.get(accountId)?.phase === 'waiting') enter(accountId, 'listing')
            return work()
          }, signal),
        fetchDetail: (name, stop) =>
          dependencies.details.fetch(client, {
            accountId,
            name,
            includeSubaccounts,
            changed,
            urgency: 'background',
            signal: stop,
            isNewer: (other) => touched.names.has(other),
          }),
        progress: (done, total) => advance(accountId, done, total),
        note: (sentence) => dependencies.onOddity?.(sentence),
      }
      if (await syncSubaccounts(shared)) emit('subaccountsChanged', { accountId })
      const list = await listDomains(shared)
      names.flush()
      enter(accountId, 'details')
      const failed = await fetchDetails(shared)
      const lack = listLack(list) ?? missingDetails(failed)
      if (lack === null) await cache.markSynced(accountId, now())
      names.flush()
      // Unread rows are reported but not retried: they would be the same the next time.
      enter(accountId, 'idle', lack ?? unreadRows(list.unread))
      if (lack !== null) return 'failed for now'
      return list.end === 'whole' ? 'well' : 'in pieces'
    } catch (error) {
      names.flush()
      if (signal.aborted) {
        enter(accountId, 'cancelled')
        return 'cancelled'
      }
      const failure = failureOf(error)
      enter(accountId, 'failed', failure)
      return failure.retryable ? 'failed for now' : 'failed for good'
    } finally {
      touched.end()
    }
  }

  /** Where a provider is known to be out of reach, a health check comes first, as it gives up quickly. */
  async function requireReachable(accountId: string): Promise<void> {
    if (connectivity.offlineSince(accountId) === null) return
    const trouble = await dependencies.healthCheck.look(accountId)
    if (trouble !== null) throw trouble
  }

  function failureOf(error: unknown): Failure {
    if (error instanceof ZonedeskError) return error.failure
    dependencies.onFault?.(error)
    return new ZonedeskError('internal', 'The sync stopped because of a fault in Zonedesk.', {
      fix: 'Sync again; if it stops again, report it with the log.',
      cause: error,
    }).failure
  }

  function begin(accountId: string): void {
    const current = underWay.get(accountId)
    if (current?.controller.signal.aborted === true) void current.ended.then(() => begin(accountId))
    if (closed || current !== undefined || !accountIds().includes(accountId)) return
    const started: RunningSync = {
      controller: new AbortController(),
      rate: createRate(now),
      ended: Promise.resolve(),
    }
    underWay.set(accountId, started)
    enter(accountId, turns.isFree ? 'listing' : 'waiting')
    started.ended = carryOut(accountId, started)
  }

  async function carryOut(accountId: string, started: RunningSync): Promise<void> {
    let how: RunEnd = 'failed for good'
    try {
      how = await run(accountId, started)
    } catch (error) {
      dependencies.onFault?.(error)
    }
    underWay.delete(accountId)
    if (!closed) dependencies.onEnd(accountId, how)
  }

  async function stop(accountId: string): Promise<void> {
    const found = underWay.get(accountId)
    found?.controller.abort()
    await found?.ended
  }

  function chosen(accountId: string | null): readonly string[] {
    if (accountId === null) return accountIds()
    requireAccount(accountIds(), accountId)
    return [accountId]
  }

  return {
    report,
    start(accountId) {
      const accounts = chosen(accountId)
      accounts.forEach(begin)
      return accounts.map(statusOf)
    },
    cancel(accountId) {
      const accounts = chosen(accountId)
      for (const each of accounts) underWay.get(each)?.controller.abort()
      return accounts.map(statusOf)
    },
    status: () => accountIds().map(statusOf),
    standing: (accountId) => ({
      isRunning: underWay.has(accountId),
      lastSyncedAt: cache.syncState(accountId).lastSyncedAt,
      offlineSince: connectivity.offlineSince(accountId),
    }),
    async forget(accountId) {
      await stop(accountId)
      for (const known of [progress, telling]) known.delete(accountId)
      connectivity.forget(accountId)
    },
    async close() {
      closed = true
      await Promise.all([...underWay.keys()].map(stop))
    },
  }
}

/** Why the list is not whole; null where it is. */
function listLack({ end }: Listed): Failure | null {
  if (end === 'whole' || end === 'in pieces') return null
  const message =
    end === 'moved'
      ? 'The list of domains kept changing while it was read.'
      : 'The provider listed no domains, but did not say that there are none.'
  return new ZonedeskError('bad-answer', message, {
    fix: 'Sync again later; domains deleted elsewhere may still be shown until then.',
  }).failure
}

function unreadRows(unread: number): Failure | null {
  if (unread === 0) return null
  const message =
    unread === 1
      ? "1 domain of the provider's list could not be read and is not shown."
      : `${unread} domains of the provider's list could not be read and are not shown.`
  return new ZonedeskError('bad-answer', message, {
    fix: 'Report this to the provider; the log says which rows. Until it is mended, domains deleted elsewhere may still be shown.',
    retryable: false,
  }).failure
}

function missingDetails(failed: number): Failure | null {
  if (failed === 0) return null
  const message = `The records of ${failed} ${failed === 1 ? 'domain' : 'domains'} could not be fetched.`
  return new ZonedeskError('bad-answer', message, { fix: 'Sync again later.' }).failure
}
