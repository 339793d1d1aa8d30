import { doubled } from '../../async/backoff'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
/** How often to look at what is due, at least: while the computer sleeps, a timer stops but the clock goes on. */
const LOOK_EVERY_MS = MINUTE_MS
/** Until a provider out of reach is looked for again: at first, doubled each time, and at most. */
const FIRST_HEALTH_CHECK_MS = 5 * SECOND_MS
const LAST_HEALTH_CHECK_MS = 3 * MINUTE_MS
/** A network that comes or goes takes a moment until names resolve. */
const SETTLE_MS = SECOND_MS
/** Time until a sync that failed for now is tried again: doubled up to the limit, or the setting if longer. */
const FIRST_RETRY_MS = MINUTE_MS
const LAST_RETRY_MS = 60 * MINUTE_MS
/** Time until a list that was read in pieces is read as a whole, whatever the setting. */
const WHOLE_AFTER_MS = MINUTE_MS
/** Part of a time that is random, so that many copies of the app do not ask at the same moment. */
const JITTER = 0.2

/** How an account stands, as far as it matters for when to sync. */
export interface AccountSyncState {
  readonly isRunning: boolean
  /** Milliseconds since the epoch; null when never. */
  readonly lastSyncedAt: number | null
  /** Milliseconds since the epoch; null when it can be reached. */
  readonly offlineSince: number | null
}

/**
 * How a run ended: well; well, but it went on with a list that had been cut off; cancelled by the user; or with a
 * failure that may or may not pass by itself.
 */
export type RunEnd = 'well' | 'in pieces' | 'cancelled' | 'failed for now' | 'failed for good'

/** Begins syncs by itself, and looks for providers that are out of reach. */
export interface AutomaticSync {
  /** Notes how a run of an account ended. */
  ended(accountId: string, how: RunEnd): void
  /** Looks anew at what is due, after an account went out of reach or came back. */
  wake(): void
  /** The computer's network came or went, or may have. */
  networkChanged(online: boolean): void
  forget(accountId: string): void
  stop(): void
}

/** Calls back once; the function it returns prevents that. */
export type Timer = (ms: number, call: () => void) => () => void

export interface AutomaticSyncOptions {
  readonly accountIds: () => readonly string[]
  /** Minutes between two syncs of an account; 0 for none. Providers out of reach are looked for all the same. */
  readonly everyMinutes: () => number
  readonly standing: (accountId: string) => AccountSyncState
  readonly start: (accountId: string) => void
  /** Looks whether the provider can be reached; must not fail. Others act on the result. */
  readonly healthCheck: (accountId: string) => Promise<unknown>
  readonly now: () => number
  /** 0 inclusive to 1 exclusive. */
  readonly random: () => number
  readonly timer: Timer
}

interface Past {
  /** When the last run ended, or the account was first met. */
  endedAt: number
  /** Runs in a row that failed, and whether the last may succeed by itself. */
  failures: number
  passes: boolean
  /** Whether the last run read the list in pieces. */
  inPieces: boolean
  /** Health checks in a row to which nobody answered. */
  healthChecks: number
  healthCheckedAt: number | null
  isHealthChecking: boolean
  /** When to look whatever else; null for no reason to. */
  lookAt: number | null
  /** -1 to 1, anew for each wait. */
  chance: number
}

export function createAutomaticSync(options: AutomaticSyncOptions): AutomaticSync {
  const { accountIds, everyMinutes, standing, now, random } = options
  const pasts = new Map<string, Past>()
  let stopTimer: (() => void) | null = null
  let stopped = false

  function pastOf(accountId: string): Past {
    const known = pasts.get(accountId)
    if (known !== undefined) return known
    const past: Past = {
      endedAt: now(),
      failures: 0,
      passes: true,
      inPieces: false,
      healthChecks: 0,
      healthCheckedAt: null,
      isHealthChecking: false,
      lookAt: null,
      chance: chance(),
    }
    pasts.set(accountId, past)
    return past
  }

  function chance(): number {
    return random() * 2 - 1
  }

  /** When to do something about an account; null for nothing to do. */
  function dueAt(past: Past, stand: AccountSyncState): number | null {
    if (stand.isRunning || past.isHealthChecking) return null
    if (past.lookAt !== null) return past.lookAt
    if (stand.offlineSince !== null) {
      const from = Math.max(past.healthCheckedAt ?? 0, past.endedAt, notAhead(stand.offlineSince))
      return later(from, doubled(FIRST_HEALTH_CHECK_MS, past.healthChecks, LAST_HEALTH_CHECK_MS), past)
    }
    if (past.inPieces) return later(past.endedAt, WHOLE_AFTER_MS, past)
    const every = everyMinutes() * MINUTE_MS
    if (every === 0) return null
    if (past.failures > 0) {
      const first = past.passes ? FIRST_RETRY_MS : every
      return later(past.endedAt, doubled(first, past.failures - 1, Math.max(every, LAST_RETRY_MS)), past)
    }
    return later(Math.max(notAhead(stand.lastSyncedAt), past.endedAt), every, past)
  }

  function later(from: number, ms: number, past: Past): number {
    return from + ms * (1 + JITTER * past.chance)
  }

  /** When the clock is set back, what is due must not be put off for as long. */
  function notAhead(time: number | null): number {
    return time === null || time > now() ? 0 : time
  }

  function setBack(past: Past): void {
    past.endedAt = Math.min(past.endedAt, now())
    if (past.healthCheckedAt !== null) past.healthCheckedAt = Math.min(past.healthCheckedAt, now())
    if (past.lookAt !== null) past.lookAt = Math.min(past.lookAt, now() + FIRST_HEALTH_CHECK_MS)
  }

  function look(): void {
    stopTimer?.()
    if (stopped) return
    let next = now() + LOOK_EVERY_MS
    for (const accountId of accountIds()) {
      const past = pastOf(accountId)
      const stand = standing(accountId)
      setBack(past)
      const due = dueAt(past, stand)
      if (due === null) continue
      if (due > now()) next = Math.min(next, due)
      else act(accountId, past, stand)
    }
    stopTimer = options.timer(Math.max(0, next - now()), look)
  }

  function act(accountId: string, past: Past, { offlineSince }: AccountSyncState): void {
    const isAsked = past.lookAt !== null
    past.lookAt = null
    past.chance = chance()
    if (offlineSince === null && !isAsked) {
      // Noted before it begins: a start that does nothing must not be tried at every look.
      past.endedAt = now()
      options.start(accountId)
    } else void healthCheck(accountId, past)
  }

  async function healthCheck(accountId: string, past: Past): Promise<void> {
    past.isHealthChecking = true
    await options.healthCheck(accountId)
    past.isHealthChecking = false
    past.healthCheckedAt = now()
    past.healthChecks = standing(accountId).offlineSince === null ? 0 : past.healthChecks + 1
    look()
  }

  look()
  return {
    wake: look,
    ended(accountId, how) {
      const past = pastOf(accountId)
      past.endedAt = now()
      past.chance = chance()
      past.failures = how.startsWith('failed') ? past.failures + 1 : 0
      past.passes = how !== 'failed for good'
      past.inPieces = how === 'in pieces'
      if (standing(accountId).offlineSince === null) past.healthChecks = 0
      look()
    },
    networkChanged(online) {
      for (const accountId of accountIds()) {
        const past = pastOf(accountId)
        const isOffline = standing(accountId).offlineSince !== null
        // When the network goes, only reached providers may change; when it comes back, only those out of reach.
        if (isOffline !== online) continue
        past.healthChecks = 0
        // One that flickers does not lead to a health check each time.
        const soonest = past.healthCheckedAt === null ? 0 : past.healthCheckedAt + FIRST_HEALTH_CHECK_MS
        past.lookAt = Math.max(now() + SETTLE_MS, soonest)
      }
      look()
    },
    forget: (accountId) => void pasts.delete(accountId),
    stop() {
      stopped = true
      stopTimer?.()
    },
  }
}
