import { cancelled } from './operation'
import type { Pace } from './pace/pace'
import { URGENCIES, type Urgency } from './pace/urgency'
import { refuseCancelled, wait, type Sleep } from './retry'

/** Holds back requests of one account. */
export interface Scheduler {
  /**
   * Runs a task when its turn comes: the more urgent first, then first come first served.
   *
   * @throws ZonedeskError `cancelled` when the signal fires before the turn, or what `refusal` made when the account is
   *   held back for too long; the task does not run then
   */
  run<T>(task: () => Promise<T>, signal: AbortSignal | undefined, urgency?: Urgency): Promise<T>
  /** Lets nothing begin for so many milliseconds from now. A hold that ends later stays. */
  hold(ms: number): void
}

export interface SchedulerOptions {
  readonly pace: Pace
  /** Milliseconds. */
  readonly now: () => number
  readonly sleep: Sleep
  /** Why a task is refused and not held back for so many milliseconds; undefined holds it back. */
  readonly refusal?: (holdMs: number, urgency: Urgency) => Error | undefined
}

/** While nothing may begin yet. */
interface Pause {
  readonly controller: AbortController
  /** Of the task that may begin after it. */
  readonly urgency: Urgency
}

/** A task that waits for its turn. */
interface QueuedTask {
  readonly urgency: Urgency
  /** @param over to be called once the task is over */
  readonly begin: (over: () => void) => void
  readonly refuse: (error: Error) => void
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { pace, now, sleep, refusal } = options
  const queue = createQueue()
  let underWay = 0
  let heldUntil = Number.NEGATIVE_INFINITY
  let holds = 0
  let pause: Pause | null = null

  /** The most urgent task that may have a turn. */
  function nextUp(): QueuedTask | undefined {
    const least = pace.leastUrgent(underWay)
    return least === null ? undefined : queue.first(least)
  }

  /**
   * @param rested for which urgency the wait was long enough, even if the clock was set back and says no
   */
  function advance(rested: Urgency | null = null): void {
    let mayBegin = rested
    while (pause === null) {
      const next = nextUp()
      if (next === undefined) return
      const { urgency } = next
      const waitMs = mayBegin === urgency ? 0 : Math.max(pace.waitMs(urgency), heldUntil - now())
      if (waitMs > 0) {
        rest(waitMs, urgency)
        return
      }
      mayBegin = null
      underWay += 1
      next.begin(pace.take())
    }
  }

  function rest(ms: number, urgency: Urgency): void {
    const resting: Pause = { controller: new AbortController(), urgency }
    const holdsBefore = holds
    pause = resting
    void wait(sleep, ms, resting.controller.signal)
      .catch(() => undefined)
      .then(() => {
        if (pause !== resting) return
        pause = null
        advance(holds === holdsBefore ? urgency : null)
      })
  }

  /** A more urgent task need not wait as long. */
  function wake(urgency: Urgency): void {
    if (pause === null || URGENCIES.indexOf(urgency) >= URGENCIES.indexOf(pause.urgency)) return
    pause.controller.abort()
    pause = null
  }

  function leave(): void {
    // Nothing waits: a timer would only keep the process.
    if (!queue.isEmpty() || pause === null) return
    pause.controller.abort()
    pause = null
  }

  return {
    run: async (task, signal, urgency = 'user') => {
      refuseCancelled(signal)
      const refused = refusal?.(heldUntil - now(), urgency)
      if (refused !== undefined) throw refused
      const over = await new Promise<() => void>((resolve, reject) => {
        const stop = (error: Error): void => {
          queue.remove(waiting)
          signal?.removeEventListener('abort', onAbort)
          leave()
          reject(error)
        }
        const onAbort = (): void => stop(cancelled())
        const waiting: QueuedTask = {
          urgency,
          begin: (over) => {
            queue.remove(waiting)
            signal?.removeEventListener('abort', onAbort)
            resolve(over)
          },
          refuse: stop,
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        queue.add(waiting)
        wake(urgency)
        advance()
      })
      try {
        refuseCancelled(signal)
        return await task()
      } finally {
        over()
        underWay -= 1
        advance()
      }
    },
    hold: (ms) => {
      heldUntil = Math.max(heldUntil, now() + ms)
      holds += 1
      for (const waiting of queue.all()) {
        const refused = refusal?.(heldUntil - now(), waiting.urgency)
        if (refused !== undefined) waiting.refuse(refused)
      }
    },
  }
}

function createQueue() {
  const lanes: Record<Urgency, Set<QueuedTask>> = { user: new Set(), seen: new Set(), background: new Set() }
  const all = (): QueuedTask[] => URGENCIES.flatMap((urgency) => [...lanes[urgency]])
  return {
    add: (waiting: QueuedTask) => void lanes[waiting.urgency].add(waiting),
    remove: (waiting: QueuedTask) => void lanes[waiting.urgency].delete(waiting),
    isEmpty: () => URGENCIES.every((urgency) => lanes[urgency].size === 0),
    all,
    /** The first that is at least as urgent. */
    first: (least: Urgency): QueuedTask | undefined => {
      for (const urgency of URGENCIES.slice(0, URGENCIES.indexOf(least) + 1)) {
        const [waiting] = lanes[urgency]
        if (waiting !== undefined) return waiting
      }
      return undefined
    },
  }
}
