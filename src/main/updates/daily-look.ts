const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
/** Looks are spread over so long after a day, in milliseconds, so that not all computers ask at the same time. */
const SPREAD_MS = 3 * HOUR_MS
/** How long after a start nothing is asked, in milliseconds; twice that at most. */
const SETTLE_MS = 20_000
/** How soon it is tried again when there is no network, in milliseconds. */
const OFFLINE_MS = HOUR_MS

/** Looks once a day for as long as it is wanted. */
export interface DailyLook {
  /** Begins, or plans anew after what it depends on changed. */
  plan(): void
  stop(): void
}

/**
 * @param parts.lookedAt when it was last looked, milliseconds since the epoch; null when it never was
 * @param parts.look looks; never rejects
 * @param parts.random 0 to 1
 */
export function createDailyLook(parts: {
  readonly isOn: () => boolean
  readonly isOnline: () => boolean
  readonly lookedAt: () => number | null
  readonly look: () => Promise<void>
  readonly now: () => number
  readonly random: () => number
}): DailyLook {
  const { isOn, isOnline, lookedAt, look, now, random } = parts
  let timer: ReturnType<typeof setTimeout> | undefined

  function wait(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void ring(), ms)
    timer.unref()
  }

  async function ring(): Promise<void> {
    if (!isOn()) return
    if (!isOnline()) {
      wait(OFFLINE_MS)
      return
    }
    // What was planned may have been overtaken by a look asked for by hand.
    if (untilDue() === 0) await look()
    plan()
  }

  /** It counts how far apart the two times are: a clock that was set back puts the next look off by no year. */
  function untilDue(): number {
    const last = lookedAt()
    if (last === null) return 0
    return Math.max(0, DAY_MS - Math.abs(now() - last))
  }

  function plan(): void {
    clearTimeout(timer)
    if (!isOn()) return
    const left = untilDue()
    wait(Math.max(left + (left > 0 ? random() * SPREAD_MS : 0), SETTLE_MS * (1 + random())))
  }

  return { plan, stop: () => clearTimeout(timer) }
}
