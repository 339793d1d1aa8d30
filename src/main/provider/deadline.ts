/**
 * How long the parts of one request may take, in milliseconds. Fetch tells nothing between its start and the headers, so
 * looking up the name, connecting and TLS share the first limit with the provider's own work.
 */
export interface TimeLimits {
  /** From the start until the headers of the answer. */
  readonly answerMs: number
  /** Between two pieces of the body: one that is stuck ends here. */
  readonly pauseMs: number
  /** For the whole body: one that comes drop by drop ends here. */
  readonly bodyMs: number
}

export type TimeLimit = keyof TimeLimits

/** The time of one request. */
export interface RequestClock {
  /** Fires when a limit is passed. */
  readonly signal: AbortSignal
  /** Which limit was passed; null when none was. */
  passed(): TimeLimit | null
  answerBegan(): void
  pieceCame(): void
  stop(): void
}

/** Starts with the limit on the answer's headers. */
export function startClock(limits: TimeLimits): RequestClock {
  const controller = new AbortController()
  const timers = new Map<TimeLimit, NodeJS.Timeout>()
  let passed: TimeLimit | null = null

  function clear(limit: TimeLimit): void {
    clearTimeout(timers.get(limit))
    timers.delete(limit)
  }
  function arm(limit: TimeLimit): void {
    clear(limit)
    const timer = setTimeout(() => {
      passed ??= limit
      controller.abort()
    }, limits[limit])
    timers.set(limit, timer)
  }

  arm('answerMs')
  return {
    signal: controller.signal,
    passed: () => passed,
    answerBegan: () => {
      clear('answerMs')
      arm('pauseMs')
      arm('bodyMs')
    },
    pieceCame: () => {
      if (timers.has('pauseMs')) arm('pauseMs')
    },
    stop: () => {
      for (const limit of [...timers.keys()]) clear(limit)
    },
  }
}
