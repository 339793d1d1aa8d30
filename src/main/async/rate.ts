/** Over how long the rate is taken, in milliseconds. */
const WINDOW_MS = 5_000
/** A shorter time says little, in milliseconds. */
const LEAST_MS = 1_000
/** How far apart notes are at least, in milliseconds, so that few are kept. */
const NOTE_EVERY_MS = WINDOW_MS / 20

/** How fast a count goes up. */
export interface Rate {
  note(done: number): void
  /** How much a second, over the last few seconds; null while that is unknown. */
  perSecond(): number | null
}

/** @param now milliseconds */
export function createRate(now: () => number): Rate {
  let notes: { at: number; done: number }[] = []
  let latest: { at: number; done: number } | null = null

  return {
    note(done) {
      latest = { at: now(), done }
      const last = notes.at(-1)
      // A clock that was set back, or a count that began anew, makes what was noted worthless.
      if (last !== undefined && (latest.at < last.at || done < last.done)) notes = []
      if (notes.length === 0 || latest.at - (notes.at(-1)?.at ?? 0) >= NOTE_EVERY_MS) notes.push(latest)
      while ((notes[1]?.at ?? latest.at) < latest.at - WINDOW_MS) notes.shift()
    },
    perSecond() {
      const first = notes[0]
      if (first === undefined || latest === null) return null
      const time = now() - first.at
      return time < LEAST_MS ? null : ((latest.done - first.done) * 1000) / time
    },
  }
}
