/** How long the parts of one request may take, in milliseconds. */
export interface TimeLimits {
  /**
   * Until the host must have accepted a connection. Fetch tells nothing before the headers, so when no headers have
   * come by then, the host is asked for a connection beside the request.
   */
  readonly connectMs: number
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

/**
 * Starts with the limits on the connection and on the answer's headers.
 *
 * @param takesConnections whether the host takes connections now, asked when `connectMs` is over without headers; it
 *   must not fail
 */
export function startClock(
  limits: TimeLimits,
  takesConnections: (signal: AbortSignal) => Promise<boolean>,
): RequestClock {
  const controller = new AbortController()
  const timers = new Map<TimeLimit, NodeJS.Timeout>()
  let passed: TimeLimit | null = null

  function clear(limit: TimeLimit): void {
    clearTimeout(timers.get(limit))
    timers.delete(limit)
  }
  function pass(limit: TimeLimit): void {
    passed ??= limit
    controller.abort()
  }
  function arm(limit: TimeLimit, onEnd = () => pass(limit)): void {
    clear(limit)
    timers.set(limit, setTimeout(onEnd, limits[limit]))
  }
  async function askForConnection(): Promise<void> {
    const taken = await takesConnections(probing.signal)
    if (!taken && !probing.signal.aborted) pass('connectMs')
  }

  const probing = new AbortController()
  arm('connectMs', () => void askForConnection())
  arm('answerMs')
  return {
    signal: controller.signal,
    passed: () => passed,
    answerBegan: () => {
      probing.abort()
      clear('connectMs')
      clear('answerMs')
      arm('pauseMs')
      arm('bodyMs')
    },
    pieceCame: () => {
      if (timers.has('pauseMs')) arm('pauseMs')
    },
    stop: () => {
      probing.abort()
      for (const limit of [...timers.keys()]) clear(limit)
    },
  }
}
