/** How much may be asked at a time. */
export interface RateLimits {
  /** Questions under way over all servers, 1 or more. */
  readonly concurrency: number
  /** Questions under way at one server, 1 or more. */
  readonly perServer: number
  /** Questions a second to one server on average, above 0; `Infinity` for no bound. */
  readonly perSecond: number
  /** Questions to one server that may follow each other at once after a pause, 1 or more. */
  readonly burst: number
  /** What each start is put off by at most, in milliseconds, at random, so that servers see no rhythm. */
  readonly jitterMs: number
}

/** Polite to shared name servers, and far below what public resolvers allow. */
export const DEFAULT_LIMITS: RateLimits = {
  concurrency: 64,
  perServer: 16,
  perSecond: 100,
  burst: 50,
  jitterMs: 5,
}

/** What is known of one server. */
interface Lane {
  /** Questions that wait or run; a lane without any may be dropped. */
  users: number
  running: number
  /** Questions that may start now, by the rate. */
  tokens: number
  /** When `tokens` was last brought up to date, by the monotonic clock in milliseconds. */
  at: number
  readonly waiting: Set<() => void>
  timer: NodeJS.Timeout | undefined
}

/** Servers remembered above which those not in use are dropped. */
const MAX_LANES = 1_000

/** Decides when each question may start: it limits the questions in all, at one server, and a second at one server. */
export class QueryRateLimiter {
  readonly #limits: RateLimits
  readonly #clock: () => number
  readonly #random: () => number
  readonly #lanes = new Map<string, Lane>()
  /** Lanes in which somebody waits and which only the bound over all servers holds back, the next one first. */
  readonly #ready = new Set<Lane>()
  #running = 0

  /**
   * @param clock monotonic milliseconds
   * @param random 0 up to 1
   */
  constructor(limits: RateLimits, clock: () => number = () => performance.now(), random = Math.random) {
    this.#limits = limits
    this.#clock = clock
    this.#random = random
  }

  /**
   * Waits for the turn of a server, then does the work. Servers take turns among themselves, so that one with many
   * questions does not hold up the others.
   *
   * @returns undefined when the signal came before the turn
   */
  async take<T>(server: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T | undefined> {
    const lane = this.#lane(server)
    lane.users += 1
    try {
      if (!this.#startsAtOnce(lane, signal) && !(await this.#turn(lane, signal))) return undefined
      try {
        return await work()
      } finally {
        lane.running -= 1
        this.#running -= 1
        if (lane.waiting.size > 0 || this.#ready.size > 0) this.#offer(lane)
      }
    } finally {
      lane.users -= 1
    }
  }

  /** Starts without a queue where nobody waits and nothing is put off. */
  #startsAtOnce(lane: Lane, signal: AbortSignal | undefined): boolean {
    const { jitterMs, concurrency, perServer } = this.#limits
    if (jitterMs > 0 || signal?.aborted === true) return false
    if (lane.waiting.size > 0 || this.#ready.size > 0) return false
    if (this.#running >= concurrency || lane.running >= perServer) return false
    this.#refill(lane)
    if (lane.tokens < 1) return false
    this.#start(lane)
    return true
  }

  #turn(lane: Lane, signal: AbortSignal | undefined): Promise<boolean> {
    if (signal?.aborted === true) return Promise.resolve(false)
    return new Promise((resolve) => {
      const abort = () => {
        clearTimeout(jitter)
        lane.waiting.delete(start)
        resolve(false)
      }
      const start = () => {
        signal?.removeEventListener('abort', abort)
        resolve(true)
      }
      const enter = () => {
        lane.waiting.add(start)
        this.#offer(lane)
      }
      signal?.addEventListener('abort', abort, { once: true })
      const { jitterMs } = this.#limits
      const jitter = jitterMs === 0 ? undefined : setTimeout(enter, this.#random() * jitterMs)
      if (jitter === undefined) enter()
    })
  }

  /** Lines a lane up when somebody waits there, then starts what may start. */
  #offer(lane: Lane): void {
    if (lane.waiting.size > 0) this.#ready.add(lane)
    while (this.#running < this.#limits.concurrency) {
      const next = this.#ready.values().next()
      if (next.done === true) return
      this.#ready.delete(next.value)
      this.#startOne(next.value)
    }
  }

  #startOne(lane: Lane): void {
    const next = lane.waiting.values().next()
    // A lane at its bound is lined up again when one of its own questions ends.
    if (next.done === true || lane.running >= this.#limits.perServer) return
    this.#refill(lane)
    if (lane.tokens < 1) {
      this.#waitForRate(lane)
      return
    }
    lane.waiting.delete(next.value)
    this.#start(lane)
    next.value()
    if (lane.waiting.size > 0) this.#ready.add(lane)
  }

  #start(lane: Lane): void {
    lane.tokens -= 1
    lane.running += 1
    this.#running += 1
  }

  #waitForRate(lane: Lane): void {
    const wait = Math.ceil(((1 - lane.tokens) / this.#limits.perSecond) * 1000)
    lane.timer ??= setTimeout(() => {
      lane.timer = undefined
      this.#offer(lane)
    }, wait)
  }

  #refill(lane: Lane): void {
    const { perSecond, burst } = this.#limits
    if (perSecond === Infinity) {
      lane.tokens = burst
      return
    }
    const now = this.#clock()
    lane.tokens = Math.min(burst, lane.tokens + ((now - lane.at) / 1000) * perSecond)
    lane.at = now
  }

  #lane(server: string): Lane {
    const lane = this.#lanes.get(server)
    if (lane !== undefined) return lane
    if (this.#lanes.size >= MAX_LANES) this.#dropUnused()
    const made: Lane = {
      users: 0,
      running: 0,
      tokens: this.#limits.burst,
      at: this.#clock(),
      waiting: new Set<() => void>(),
      timer: undefined,
    }
    this.#lanes.set(server, made)
    return made
  }

  #dropUnused(): void {
    for (const [server, lane] of this.#lanes) if (lane.users === 0) this.#lanes.delete(server)
  }
}
