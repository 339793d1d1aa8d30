import type { CheckRun } from '../../../preload/contract/checks'
import type { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { DomainCheck } from '../../../preload/contract/findings'
import type { CheckRunStore, StoredCheckRun } from '../../profile/check-run-store'
import type { Emit } from '../dependencies'
import { throttled } from './throttled'

/** Domains of a run checked at once; the questions of each are bounded by the DNS client. */
const DOMAINS_AT_ONCE = 8

/** Checks of many domains, kept so that they go on after a restart. */
export interface CheckRuns {
  /** @throws ZonedeskError `storage` when the run cannot be kept */
  start(keys: readonly DomainKey[]): CheckRun
  cancel(id: number): void
  /** Those under way, the oldest first. */
  list(): CheckRun[]
  /** Goes on with those that were under way when the app was last closed. */
  resume(): void
  /** Begins no more checks and waits for those under way. What is not done goes on after the next start. */
  close(): Promise<void>
}

export interface CheckRunsDependencies {
  readonly store: CheckRunStore
  /** Checks one domain and keeps the result. */
  readonly check: (key: DomainKey, signal: AbortSignal) => Promise<DomainCheck>
  readonly emit: Emit
  /** Told of an error that nobody awaits, for the log. */
  readonly onFault?: ((error: unknown) => void) | undefined
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

interface OpenRun {
  stored: StoredCheckRun
  readonly controller: AbortController
  /** Null until it works. */
  ended: Promise<void> | null
}

export function createCheckRuns({ store, check, emit, onFault, now }: CheckRunsDependencies): CheckRuns {
  const runs = new Map(store.list().map((stored) => [stored.id, openRun(stored)]))
  let closing = false

  const tell = ({ stored }: OpenRun, state: CheckRun['state']): void =>
    emit('checkRunChanged', { ...stored, state })

  function work(run: OpenRun): void {
    const { signal } = run.controller
    const told = throttled(now, () => tell(run, 'running'))
    const rest = store.remaining(run.stored.id).values()
    const inTurn = async (): Promise<void> => {
      for (const { position, ...key } of rest) {
        if (signal.aborted) return
        const outcome = await outcomeOf(key, signal)
        if (outcome === 'cancelled') return
        const { id, total, done, bad, skipped } = run.stored
        run.stored = {
          ...{ id, total, done: done + 1 },
          ...{ bad: bad + Number(outcome === 'bad'), skipped: skipped + Number(outcome === 'skipped') },
        }
        store.advance(run.stored, position)
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
    tell(run, done < total ? 'cancelled' : 'done')
    store.remove(id)
  }

  async function outcomeOf(
    key: DomainKey,
    signal: AbortSignal,
  ): Promise<'bad' | 'good' | 'skipped' | 'cancelled'> {
    try {
      const { summary } = await check(key, signal)
      return summary.worst === 'bad' ? 'bad' : 'good'
    } catch (error) {
      if (signal.aborted) return 'cancelled'
      const code = error instanceof ZonedeskError ? error.failure.code : null
      if (code === 'not-found' || code === 'refused' || code === 'offline') return 'skipped'
      throw error
    }
  }

  return {
    start(keys) {
      const run = openRun(kept(() => store.add(keys)))
      runs.set(run.stored.id, run)
      work(run)
      return running(run)
    },
    cancel(id) {
      const run = runs.get(id)
      run?.controller.abort()
      // Cancelled before it was taken up again.
      if (run?.ended === null) end(run)
    },
    list: () => [...runs.values()].map(running),
    resume() {
      for (const run of runs.values()) if (run.ended === null) work(run)
    },
    async close() {
      closing = true
      for (const { controller } of runs.values()) controller.abort()
      await Promise.all([...runs.values()].flatMap(({ ended }) => ended ?? []))
    },
  }
}

function openRun(stored: StoredCheckRun): OpenRun {
  return { stored, controller: new AbortController(), ended: null }
}

function running({ stored }: OpenRun): CheckRun {
  return { ...stored, state: 'running' }
}

function kept<T>(write: () => T): T {
  try {
    return write()
  } catch (cause) {
    throw new ZonedeskError('storage', 'The check of many domains could not be saved.', {
      fix: 'Check that the disk is not full and that the data folder can be written, and try again.',
      cause,
    })
  }
}
