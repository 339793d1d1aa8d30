import type { ExportProgress } from '../../../preload/contract/export-run'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { Emit } from '../../../preload/contract/events'
import { throttled } from '../../async/throttle'

/** At most how often progress is told, in milliseconds. */
const PROGRESS_INTERVAL_MS = 100

/** What a piece of work is given to tell how far it is, and to stop by. */
export interface Run {
  readonly signal: AbortSignal
  told(done: number, total: number): void
}

/** Lets one export be under way at a time, which can be stopped. */
export interface SingleRun {
  /** @throws ZonedeskError `refused` while another is under way, `cancelled` when it was stopped */
  start<T>(work: (run: Run) => Promise<T>): Promise<T>
  cancel(): void
  /** Stops it and waits for its end. */
  close(): Promise<void>
}

/** @param now milliseconds since the epoch */
export function createSingleRun(emit: Emit, now: () => number): SingleRun {
  let current: { readonly controller: AbortController; readonly ended: Promise<unknown> } | null = null

  async function carryOut<T>(work: (run: Run) => Promise<T>, { signal }: AbortController): Promise<T> {
    let progress: Omit<ExportProgress, 'state'> = { done: 0, total: 0 }
    const tell = throttled(PROGRESS_INTERVAL_MS, now, () =>
      emit('exportProgress', { state: 'running', ...progress }),
    )
    try {
      const result = await work({
        signal,
        told(done, total) {
          progress = { done, total }
          tell()
        },
      })
      return result
    } catch (error) {
      throw signal.aborted
        ? new ZonedeskError('cancelled', 'The export was stopped.', { cause: error })
        : error
    } finally {
      current = null
      emit('exportProgress', { state: 'ended', ...progress })
    }
  }

  return {
    async start(work) {
      if (current !== null) {
        throw new ZonedeskError('refused', 'Another export is under way.', {
          fix: 'Wait until it ends, or stop it.',
        })
      }
      const controller = new AbortController()
      // Entered before the work begins, so that two calls at the same moment are not both taken.
      const result = Promise.resolve().then(() => carryOut(work, controller))
      current = { controller, ended: result.catch(() => undefined) }
      return result
    },
    cancel: () => current?.controller.abort(),
    async close() {
      current?.controller.abort()
      await current?.ended
    },
  }
}
