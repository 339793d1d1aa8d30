import type { Timer } from '../../../src/main/domains/sync/automatic-sync'

/** A clock that moves only as a test says, and the timers that hang on it. */
export interface ManualTimer {
  readonly clock: { now: number }
  readonly timer: Timer
  /** Lets time pass, each timer calling when it is due. */
  readonly pass: (ms: number) => Promise<void>
}

export function manualTimer(start = 1_000_000): ManualTimer {
  const clock = { now: start }
  const pending = new Set<{ at: number; call: () => void }>()
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    clock,
    timer: (ms, call) => {
      const one = { at: clock.now + ms, call }
      pending.add(one)
      return () => void pending.delete(one)
    },
    pass: async (ms) => {
      const end = clock.now + ms
      for (;;) {
        await settle()
        const [next] = [...pending].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
        if (next === undefined) break
        pending.delete(next)
        clock.now = Math.max(clock.now, next.at)
        next.call()
      }
      clock.now = end
      await settle()
    },
  }
}
