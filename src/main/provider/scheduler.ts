import { refuseCancelled, wait, type Sleep } from './retry'
import { cancelled } from './operation'

/** Who waits for a request, the most urgent first: a person, what is on screen, nobody in particular. */
export const URGENCIES = ['user', 'seen', 'background'] as const
export type Urgency = (typeof URGENCIES)[number]

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
  /** Tasks under way at once, 1 or more. Where there are two or more, one is kept free for the user's own. */
  readonly concurrency: number
  /** Tasks begun in a second, sustained; as many may begin at once after a pause. Null for no limit. */
  readonly perSecond: number | null
  /** Milliseconds. */
  readonly now: () => number
  readonly sleep: Sleep
  /** Why a task is refused and not held back for so many milliseconds; undefined holds it back. */
  readonly refusal?: (holdMs: number) => Error | undefined
}

/** A task that waits for its turn. */
interface QueuedTask {
  readonly begin: () => void
  readonly refuse: (error: Error) => void
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { now, sleep, refusal } = options
  const queue = createQueue()
  const pace = createPace(options)
  const concurrency = Math.max(1, options.concurrency)
  let underWay = 0
  let heldUntil = Number.NEGATIVE_INFINITY
  let holds = 0
  let pause: AbortController | null = null

  /**
   * The most urgent task that may have a turn. Where there are several places, one is kept free for what the user asked
   * for.
   */
  function nextUp(): QueuedTask | undefined {
    const spare = concurrency - underWay
    if (spare < 1) return undefined
    return queue.first(spare > 1 || concurrency === 1 ? 'background' : 'user')
  }

  /**
   * @param rested whether the first task to begin has waited long enough, even if the clock was set back and says no
   */
  function advance(rested = false): void {
    let mayBeginNow = rested
    while (pause === null) {
      const next = nextUp()
      if (next === undefined) return
      const waitMs = mayBeginNow ? 0 : Math.max(pace.waitMs(), heldUntil - now())
      if (waitMs > 0) {
        rest(waitMs)
        return
      }
      mayBeginNow = false
      pace.take()
      underWay += 1
      next.begin()
    }
  }

  function rest(ms: number): void {
    const controller = new AbortController()
    const holdsBefore = holds
    pause = controller
    void wait(sleep, ms, controller.signal)
      .catch(() => undefined)
      .then(() => {
        if (pause !== controller) return
        pause = null
        advance(holds === holdsBefore)
      })
  }

  function leave(): void {
    // Nothing waits: a timer would only keep the process.
    if (!queue.isEmpty() || pause === null) return
    pause.abort()
    pause = null
  }

  return {
    run: async (task, signal, urgency = 'user') => {
      refuseCancelled(signal)
      const refused = refusal?.(heldUntil - now())
      if (refused !== undefined) throw refused
      await new Promise<void>((resolve, reject) => {
        const stop = (error: Error): void => {
          queue.remove(waiting)
          signal?.removeEventListener('abort', onAbort)
          leave()
          reject(error)
        }
        const onAbort = (): void => stop(cancelled())
        const waiting: QueuedTask = {
          begin: () => {
            queue.remove(waiting)
            signal?.removeEventListener('abort', onAbort)
            resolve()
          },
          refuse: stop,
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        queue.add(waiting, urgency)
        advance()
      })
      try {
        refuseCancelled(signal)
        return await task()
      } finally {
        underWay -= 1
        advance()
      }
    },
    hold: (ms) => {
      heldUntil = Math.max(heldUntil, now() + ms)
      holds += 1
      const refused = refusal?.(heldUntil - now())
      if (refused !== undefined) for (const waiting of queue.all()) waiting.refuse(refused)
    },
  }
}

function createQueue() {
  const lanes: Record<Urgency, Set<QueuedTask>> = { user: new Set(), seen: new Set(), background: new Set() }
  const all = (): QueuedTask[] => URGENCIES.flatMap((urgency) => [...lanes[urgency]])
  return {
    add: (waiting: QueuedTask, urgency: Urgency) => void lanes[urgency].add(waiting),
    remove: (waiting: QueuedTask) => {
      for (const urgency of URGENCIES) lanes[urgency].delete(waiting)
    },
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

/** The generic cell rate algorithm (ITU-T I.371) with a burst of one second's worth. */
function createPace({ perSecond, now }: SchedulerOptions): { waitMs(): number; take(): void } {
  if (perSecond === null) return { waitMs: () => 0, take: () => {} }
  const interval = 1000 / perSecond
  const burst = interval * Math.max(1, perSecond)
  let due = Number.NEGATIVE_INFINITY
  const dueAfter = (time: number): number => Math.max(due, time) + interval
  return {
    waitMs: () => Math.max(0, dueAfter(now()) - burst - now()),
    take: () => {
      due = dueAfter(now())
    },
  }
}
