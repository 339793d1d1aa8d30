/** A clock that moves only while everybody waits. */
export interface VirtualClock {
  readonly now: () => number
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Goes on until the work is done. */
  run<T>(work: Promise<T>): Promise<T>
  /** Sets the clock, as a person does: what waits goes on waiting as long. */
  set(time: number): void
}

interface Alarm {
  /** By a clock that nobody sets. */
  readonly at: number
  readonly ring: () => void
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export function virtualClock(start = 1_700_000_000_000): VirtualClock {
  let elapsed = 0
  let shift = start
  let alarms: Alarm[] = []

  return {
    now: () => shift + elapsed,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const alarm: Alarm = {
          at: elapsed + Math.max(0, ms),
          ring: () => {
            signal?.removeEventListener('abort', onAbort)
            resolve()
          },
        }
        const onAbort = (): void => {
          alarms = alarms.filter((one) => one !== alarm)
          reject(new DOMException('stopped', 'AbortError'))
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        alarms.splice(alarms.findLastIndex((one) => one.at <= alarm.at) + 1, 0, alarm)
      }),
    async run(work) {
      const ended = new AbortController()
      const end = (): void => ended.abort()
      void work.then(end, end)
      for (;;) {
        await settle()
        if (ended.signal.aborted) return work
        const next = alarms.shift()
        if (next === undefined) throw new Error('everybody waits for nothing')
        elapsed = Math.max(elapsed, next.at)
        next.ring()
      }
    },
    set(time) {
      shift = time - elapsed
    },
  }
}
