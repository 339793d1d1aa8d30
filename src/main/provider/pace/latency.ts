/** How many answers of one kind a median is taken of: enough that one slow answer says nothing. */
const SAMPLES = 15
/** Fewer say nothing yet. */
const LEAST_SAMPLES = 8
/** How long the least median is believed, in milliseconds; the one before it counts as long again. */
const BELIEVED_MS = 10 * 60 * 1000
/**
 * From when on answers count as slower than usual, and as much slower: a factor, and milliseconds on top, below which a
 * difference is that of the network or of this computer.
 */
const SLOWER = { factor: 1.5, ms: 20 }
const MUCH_SLOWER = { factor: 2, ms: 50 }
/** Weight of a new answer in the usual time of all kinds. */
const WEIGHT = 0.1

export type Slowing = 'none' | 'some' | 'much'

/**
 * Knows the time in which a provider usually answers, and whether it answers slower than that. The usual time is the
 * least median of the last minutes, one for each kind of request: a list takes longer than one domain.
 */
export interface Latency {
  /** @param ms from the request to the first byte of its answer */
  note(kind: string, ms: number): void
  /** How the kind of the last answer does. */
  slowing(): Slowing
  /** The usual time over the kinds that are asked, in milliseconds; null when nothing is known. */
  usualMs(): number | null
}

interface Kind {
  recent: number[]
  least: number
  leastBefore: number
  since: number
}

/** @param now milliseconds */
export function createLatency(now: () => number): Latency {
  const kinds = new Map<string, Kind>()
  let slowing: Slowing = 'none'
  let usual: number | null = null

  function kindOf(name: string): Kind {
    const known = kinds.get(name)
    if (known !== undefined) return known
    const added = { recent: [], least: Infinity, leastBefore: Infinity, since: now() }
    kinds.set(name, added)
    return added
  }

  return {
    note(name, ms) {
      const kind = kindOf(name)
      kind.recent.push(Math.max(0, ms))
      if (kind.recent.length > SAMPLES) kind.recent.shift()
      if (kind.recent.length < LEAST_SAMPLES) return
      const median = medianOf(kind.recent)
      // A clock that was set back begins the time anew as well.
      if (Math.abs(now() - kind.since) > BELIEVED_MS) {
        kind.leastBefore = kind.least
        kind.least = Infinity
        kind.since = now()
      }
      kind.least = Math.min(kind.least, median)
      const least = Math.min(kind.least, kind.leastBefore)
      usual = usual === null ? least : usual + WEIGHT * (least - usual)
      if (median > least * MUCH_SLOWER.factor + MUCH_SLOWER.ms) slowing = 'much'
      else slowing = median > least * SLOWER.factor + SLOWER.ms ? 'some' : 'none'
    },
    slowing: () => slowing,
    usualMs: () => usual,
  }
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
