import { type Failure, ZonedeskError } from '../../preload/contract/failure'
import type { SyncStatus } from '../../preload/contract/sync'
import { collectChangedNames } from './changed-names'
import type { DomainServiceDependencies } from './dependencies'
import { requireAccount } from './known-account'
import type { Reach } from './reach'
import { fetchDetails } from './sync-details'
import { listDomains } from './sync-listing'
import type { SyncRun } from './sync-run'

/** At most how often progress is told, in milliseconds. */
const PROGRESS_INTERVAL_MS = 100

/** Keeps the cache in step with the providers, one run at a time for each account. */
export interface SyncEngine {
  /** Starts a run for the account, or all for null, where none is under way. */
  start(accountId: string | null): SyncStatus[]
  cancel(accountId: string | null): SyncStatus[]
  status(): SyncStatus[]
  /** Tells a run under way that a call of the app's own just stored or removed this domain. */
  touch(accountId: string, name: string): void
  /** Tells the window how the account stands. */
  report(accountId: string): void
  /** Stops the account's run, waits for its end and forgets how it went. */
  forget(accountId: string): Promise<void>
  /** Stops every run and waits for their end. */
  close(): Promise<void>
}

type Progress = Pick<SyncStatus, 'phase' | 'done' | 'total' | 'failure'>

interface UnderWay {
  readonly controller: AbortController
  readonly touched: Set<string>
  ended: Promise<void>
}

const NEVER_RUN: Progress = { phase: 'idle', done: 0, total: null, failure: null }

type Dependencies = Pick<
  DomainServiceDependencies,
  'cache' | 'clientFor' | 'accountIds' | 'includesSubaccounts' | 'emit' | 'onFault'
> & { readonly reach: Reach; readonly now: () => number }

export function createSyncEngine(dependencies: Dependencies): SyncEngine {
  const { cache, clientFor, accountIds, emit, reach, now } = dependencies
  const underWay = new Map<string, UnderWay>()
  const progress = new Map<string, Progress>()
  const toldAt = new Map<string, number>()
  let closed = false

  function statusOf(accountId: string): SyncStatus {
    return {
      accountId,
      ...(progress.get(accountId) ?? NEVER_RUN),
      lastSyncedAt: cache.syncState(accountId).lastSyncedAt,
      offlineSince: reach.offlineSince(accountId),
    }
  }

  function report(accountId: string): void {
    toldAt.set(accountId, now())
    emit('syncProgress', statusOf(accountId))
  }

  function enter(accountId: string, phase: SyncStatus['phase'], failure: Failure | null = null): void {
    const { done, total } = progress.get(accountId) ?? NEVER_RUN
    const begins = phase === 'listing' || phase === 'details'
    progress.set(accountId, { phase, failure, done: begins ? 0 : done, total: begins ? null : total })
    report(accountId)
  }

  function advance(accountId: string, done: number, total: number | null): void {
    const before = progress.get(accountId) ?? NEVER_RUN
    progress.set(accountId, { ...before, done, total })
    if (Math.abs(now() - (toldAt.get(accountId) ?? 0)) >= PROGRESS_INTERVAL_MS) report(accountId)
  }

  async function run(accountId: string, { controller, touched }: UnderWay): Promise<void> {
    const names = collectChangedNames(accountId, emit, now)
    const { signal } = controller
    try {
      const client = await clientFor(accountId)
      signal.throwIfAborted()
      // What was stored before the first run has a number is older than the list.
      touched.clear()
      const shared: SyncRun = {
        ...{ accountId, cache, client, signal, touched, now },
        startedAt: now(),
        includeSubaccounts: dependencies.includesSubaccounts?.(accountId) ?? false,
        call: (request) => reach.through(accountId, request),
        progress: (done, total) => advance(accountId, done, total),
        changed: (changed) => names.add(changed),
      }
      const whole = await listDomains(shared)
      names.flush()
      enter(accountId, 'details')
      const failed = await fetchDetails(shared)
      const lack = whole ? missingDetails(failed) : listMoved()
      if (lack === null) await cache.markSynced(accountId, now())
      names.flush()
      enter(accountId, 'idle', lack)
    } catch (error) {
      names.flush()
      if (signal.aborted) enter(accountId, 'cancelled')
      else enter(accountId, 'failed', failureOf(error))
    }
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
    const started: UnderWay = {
      controller: new AbortController(),
      touched: new Set(),
      ended: Promise.resolve(),
    }
    underWay.set(accountId, started)
    enter(accountId, 'listing')
    started.ended = run(accountId, started)
      .catch((error: unknown) => dependencies.onFault?.(error))
      .finally(() => underWay.delete(accountId))
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
    touch: (accountId, name) => void underWay.get(accountId)?.touched.add(name),
    async forget(accountId) {
      await stop(accountId)
      for (const known of [progress, toldAt]) known.delete(accountId)
      reach.forget(accountId)
    },
    async close() {
      closed = true
      await Promise.all([...underWay.keys()].map(stop))
    },
  }
}

function listMoved(): Failure {
  return new ZonedeskError('bad-answer', 'The list of domains kept changing while it was read.', {
    fix: 'Sync again later; domains deleted elsewhere may still be shown until then.',
  }).failure
}

function missingDetails(failed: number): Failure | null {
  if (failed === 0) return null
  const message = `The records of ${failed} ${failed === 1 ? 'domain' : 'domains'} could not be fetched.`
  return new ZonedeskError('bad-answer', message, { fix: 'Sync again later.' }).failure
}
