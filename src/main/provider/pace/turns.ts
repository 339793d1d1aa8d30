/** So many beginnings are remembered: the highest ceiling there can be. */
const MOST_REMEMBERED = 1_000
/** A ceiling holds for each second. A timer may fire a millisecond early. */
const SECOND_MS = 1_001

/** Spaces the beginnings of requests. */
export interface Turns {
  /**
   * @param perSecond above 0
   * @param burst so many may begin at once after a pause, 1 or more
   * @param debt so many may begin before their time
   * @returns milliseconds until the next may begin
   */
  waitMs(perSecond: number, burst: number, debt: number): number
  /** @returns milliseconds until no more than `most - 1` began within the last second */
  ceilingWaitMs(most: number): number
  /** Notes a beginning. */
  take(): void
  /** Lets nothing begin at once that was saved in a pause. */
  empty(): void
  /** How many began within so many milliseconds before now. */
  begunWithin(ms: number): number
}

/** @param now milliseconds; it may be set back */
export function createTurns(now: () => number): Turns {
  let saved = Infinity
  let at = now()
  let seen = at
  let begun: number[] = []

  /** A clock that was set back says nothing of the time that passed: what was noted moves along with it. */
  function follow(): number {
    const time = now()
    const back = seen - time
    if (back > 0) {
      begun = begun.map((one) => one - back)
      at -= back
    }
    seen = time
    return time
  }

  return {
    waitMs(perSecond, burst, debt) {
      const time = follow()
      saved = Math.min(burst, saved + ((time - at) * perSecond) / 1000)
      at = time
      const missing = 1 - debt - saved
      // What sums of many parts lack by rounding is nothing.
      return missing <= 1e-9 ? 0 : Math.ceil((missing * 1000) / perSecond)
    },
    ceilingWaitMs(most) {
      const time = follow()
      const first = begun[begun.length - most]
      return first === undefined ? 0 : Math.max(0, first + SECOND_MS - time)
    },
    take() {
      saved -= 1
      begun.push(follow())
      if (begun.length > MOST_REMEMBERED) begun.shift()
    },
    empty() {
      saved = Math.min(saved, 0)
      at = follow()
    },
    begunWithin(ms) {
      const from = follow() - ms
      const first = begun.findLastIndex((one) => one <= from)
      return begun.length - 1 - first
    },
  }
}
