import { refuseCancelled, wait, type Sleep } from './waiting'
import { cancelled } from './network-failures'

/** Holds back requests of one account. */
export interface Limit {
  /**
   * Runs a task when its turn comes, first come first served.
   *
   * @throws ZonedeskError `cancelled` when the signal fires before the turn; the task does not run then
   */
  run<T>(task: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>
}

export interface LimitOptions {
  /** Tasks under way at once, 1 or more. */
  readonly concurrency: number
  /** Tasks begun in a second, sustained; as many may begin at once after a pause. Null for no limit. */
  readonly perSecond: number | null
  /** Milliseconds. */
  readonly now: () => number
  readonly sleep: Sleep
}

export function createLimit(options: LimitOptions): Limit {
  const turns = createTurns(options.concurrency)
  const pace = createPace(options)
  return {
    run: async (task, signal) => {
      await turns.take(signal)
      try {
        const waitMs = pace()
        if (waitMs > 0) await wait(options.sleep, waitMs, signal)
        refuseCancelled(signal)
        return await task()
      } finally {
        turns.giveBack()
      }
    },
  }
}

function createTurns(concurrency: number): {
  take(signal: AbortSignal | undefined): Promise<void>
  giveBack(): void
} {
  let free = Math.max(1, concurrency)
  const waiting = new Set<() => void>()
  return {
    take: async (signal) => {
      refuseCancelled(signal)
      if (free > 0) {
        free -= 1
        return
      }
      await new Promise<void>((resolve, reject) => {
        const begin = (): void => {
          waiting.delete(begin)
          signal?.removeEventListener('abort', leave)
          resolve()
        }
        const leave = (): void => {
          waiting.delete(begin)
          reject(cancelled())
        }
        waiting.add(begin)
        signal?.addEventListener('abort', leave, { once: true })
      })
    },
    giveBack: () => {
      const [next] = waiting
      if (next === undefined) free += 1
      else next()
    },
  }
}

/** The generic cell rate algorithm (ITU-T I.371) with a burst of one second's worth. Answers how long to wait. */
function createPace({ perSecond, now }: LimitOptions): () => number {
  if (perSecond === null) return () => 0
  const interval = 1000 / perSecond
  const burst = interval * Math.max(1, perSecond)
  let due = Number.NEGATIVE_INFINITY
  return () => {
    const time = now()
    due = Math.max(due, time) + interval
    return Math.max(0, due - burst - time)
  }
}
