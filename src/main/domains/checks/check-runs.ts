import { setTimeout as delay } from 'node:timers/promises'
import type { CheckRun } from '../../../preload/contract/checks'
import type { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { DomainCheck } from '../../../preload/contract/findings'
import type { CheckRunStore, StoredCheckRun } from '../../profile/check-run-store'
import type { Emit } from '../../../preload/contract/events'
import { createRate, type Rate } from '../../async/rate'
import { doubled } from '../../async/backoff'
import { throttled } from '../../async/throttle'

/** Domains of a run checked at once; the questions of each are bounded by the DNS client. */
const DOMAINS_AT_ONCE = 8
/** At most how often progress is told, in milliseconds. */
export const PROGRESS_INTERVAL_MS = 100
/** Time until the next look whether DNS can be asked, in milliseconds: at first, then doubled up to the limit below. */
const FIRST_LOOK_MS = 5_000
const LAST_LOOK_MS = 60_000

/** Checks of many domains, kept so that they go on after a restart. */
export interface CheckRuns {
  /** @throws ZonedeskError `storage` when the run cannot be kept */
  start(keys: readonly DomainKey[]): CheckRun
  cancel(id: number): void
  /** Those under way, the oldest first. */
  list(): CheckRun[]
  /** Goes on with those that were under way when the app was last closed. */
  resume(): void
  /** Has those that wait for the network look at once whether it is back. */
  networkChanged(): void
  /** Begins no more checks and waits for those under way. What is not done goes on after the next start. */
  close(): Promise<void>
}

export interface CheckRunsDependencies {
  readonly store: CheckRunStore
  /** Checks one domain and keeps the result; null, and nothing is kept, when nobody can be asked now. */
  readonly check: (key: DomainKey, signal: AbortSignal) => Promise<DomainCheck | null>
  /** Whether any resolver answers now. */
  readonly isReachable: (signal: AbortSignal) => Promise<boolean>
  readonly emit: Emit
  /** Told of an error that nobody awaits, for the log. */
  readonly onFault?: ((error: unknown) => void) | undefined
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

interface OpenRun {
  stored: StoredCheckRun
  readonly controller: AbortController
  readonly rate: Rate
  /** Null until it works. */
  ended: Promise<void> | null
  /** Null while it works; else ends when DNS can be asked again, or the run is stopped. */
  waiting: Promise<void> | null
}

type CheckOutcome = 'bad' | 'good' | 'skipped' | 'unreachable' | 'cancelled'

export function createCheckRuns(dependencies: CheckRunsDependencies): CheckRuns {
  const { store, check, isReachable, emit, onFault, now } = dependencies
  const runs = new Map(store.list().map((stored) => [stored.id, openRun(stored, now)]))
  let closing = false
  let networkChange = new AbortController()

  const tell = (run: OpenRun, state = underWay(run)): void => emit('checkRunChanged', state)

  function work(run: OpenRun): void {
    const told = throttled(PROGRESS_INTERVAL_MS, now, () => tell(run))
    run.rate.note(run.stored.done)
    const rest = store.remaining(run.stored.id).values()
    const inTurn = async (): Promise<void> => {
      for (const { position, ...key } of rest) {
        const outcome = await outcomeOnceReachable(run, key)
        if (outcome === 'cancelled') return
        const { id, total, done, bad, skipped } = run.stored
        run.stored = {
          id,
          total,
          done: done + 1,
          bad: bad + Number(outcome === 'bad'),
          skipped: skipped + Number(outcome === 'skipped'),
        }
        store.advance(run.stored, position)
        run.rate.note(run.stored.done)
        told()
      }
    }
    run.ended = Promise.all(Array.from({ length: DOMAINS_AT_ONCE }, inTurn))
      .catch((error: unknown) => {
        run.controller.abort()
        onFault?.(error)
      })
      .then(() => {
        if (!closing) end(run)
      })
      .catch((error: unknown) => onFault?.(error))
  }

  function end(run: OpenRun): void {
    const { id, done, total } = run.stored
    runs.delete(id)
    tell(run, { ...underWay(run), state: done < total ? 'cancelled' : 'done', secondsLeft: null })
    store.remove(id)
  }

  /** Without a network every domain would fail, one after the other. So they wait, and none counts as done. */
  async function outcomeOnceReachable(
    run: OpenRun,
    key: DomainKey,
  ): Promise<Exclude<CheckOutcome, 'unreachable'>> {
    const { signal } = run.controller
    for (;;) {
      await run.waiting
      if (signal.aborted) return 'cancelled'
      const outcome = await outcomeOf(key, signal)
      if (outcome !== 'unreachable') return outcome
      if (run.waiting !== null) continue
      run.waiting = untilReachable(signal).finally(() => {
        run.waiting = null
        if (!signal.aborted) tell(run)
      })
      tell(run)
    }
  }

  async function untilReachable(signal: AbortSignal): Promise<void> {
    let inVain = 0
    for (;;) {
      const changed = networkChange.signal
      // Either signal ends the wait, and is no failure.
      const pause = doubled(FIRST_LOOK_MS, inVain, LAST_LOOK_MS)
      await delay(pause, undefined, { signal: AbortSignal.any([signal, changed]), ref: false }).catch(
        () => undefined,
      )
      if (signal.aborted || (await isReachable(signal))) return
      inVain = changed.aborted ? 0 : inVain + 1
    }
  }

  async function outcomeOf(key: DomainKey, signal: AbortSignal): Promise<CheckOutcome> {
    try {
      const seen = await check(key, signal)
      if (seen === null) return 'unreachable'
      return seen.summary.worst === 'bad' ? 'bad' : 'good'
    } catch (error) {
      if (signal.aborted) return 'cancelled'
      const code = error instanceof ZonedeskError ? error.failure.code : null
      if (code === 'not-found' || code === 'refused' || code === 'offline') return 'skipped'
      throw error
    }
  }

  return {
    start(keys) {
      const run = openRun(
        kept(() => store.add(keys)),
        now,
      )
      runs.set(run.stored.id, run)
      work(run)
      return underWay(run)
    },
    cancel(id) {
      const run = runs.get(id)
      run?.controller.abort()
      // Cancelled before it was taken up again.
      if (run?.ended === null) end(run)
    },
    list: () => [...runs.values()].map(underWay),
    resume() {
      for (const run of runs.values()) if (run.ended === null) work(run)
    },
    networkChanged() {
      networkChange.abort()
      networkChange = new AbortController()
    },
    async close() {
      closing = true
      for (const { controller } of runs.values()) controller.abort()
      await Promise.all([...runs.values()].flatMap(({ ended }) => ended ?? []))
    },
  }
}

function openRun(stored: StoredCheckRun, now: () => number): OpenRun {
  const controller = new AbortController()
  return { stored, controller, rate: createRate(now), ended: null, waiting: null }
}

function underWay({ stored, rate, waiting }: OpenRun): CheckRun {
  if (waiting !== null) return { ...stored, state: 'waiting', secondsLeft: null }
  const perSecond = rate.perSecond() ?? 0
  return {
    ...stored,
    state: 'running',
    secondsLeft: perSecond > 0 ? Math.ceil((stored.total - stored.done) / perSecond) : null,
  }
}

function kept<T>(write: () => T): T {
  try {
    return write()
  } catch (cause) {
    throw new ZonedeskError('storage', 'The check of many domains could not be saved.', {
      fix: 'Check that the disk is not full and that you can write to the data folder, then try again.',
      cause,
    })
  }
}
