import { createAnnounced } from './announced'
import { createCycle } from './cycle'
import { createLatency } from './latency'
import type { Pace } from './pace'
import type { RateLimit } from './rate-limits'
import { createTurns } from './turns'
import { URGENCIES } from './urgency'

/** What is remembered of an account's pace until the next start. */
export interface RememberedPace {
  /** Requests a second. */
  readonly perSecond: number
  /** What the provider allows, in requests a second, as far as its refusals told; null when it refused none. */
  readonly limit: number | null
  /** When this was so, in milliseconds since the epoch. */
  readonly at: number
}

/** How an answer begins. */
export interface AnswerHead {
  readonly status: number
  readonly limits: readonly RateLimit[]
}

/** The pace of one account, learned from how its requests are answered. */
export interface LearnedPace extends Pace {
  /**
   * Notes that a request is sent now.
   *
   * @param kind requests of one kind take alike long
   * @returns to be called when its answer begins
   */
  sent(kind: string): (answer: AnswerHead) => void
  /** Requests a second that are never passed: 1 to 1000; null for none. It acts at once. */
  setCeiling(perSecond: number | null): void
  /** Requests a second that may begin now. */
  perSecond(): number
  /** How many requests are worth beginning at once. */
  atOnce(): number
  remembered(): RememberedPace
}

/** Where nothing is known of an account, in requests a second. A provider that grows slow is not asked less than this. */
export const FIRST_PER_SECOND = 10
const LEAST_PER_SECOND = 0.2
/** No account needs more, in requests a second; the highest ceiling. */
export const MOST_PER_SECOND = 1_000

/** While no limit is known, the rate rises by this factor each period in which it was used. */
const RISE = 1.2
const PERIOD_MS = 500
/** The part of a rate that has to be used before more is tried. */
const USED = 0.85
/** The rate settles at this part of what the provider allows. */
const SETTLED = 0.97
/** Each period closes this part of the way to the settled rate. */
const APPROACH = 0.5
/** What is tried beyond the limit: the factor each period, the part of the limit, and for how long, in milliseconds. */
const PROBE = { factor: 1.02, top: 1.06, ms: 20_000, unsureMs: 4_000 }
/** After so many tries that were not refused, no limit is believed any more. */
const PROBES_TO_FORGET = 4
/** How long the rate stays settled until more is tried, in milliseconds; doubled each time that more is refused. */
const PROBE_AFTER_MS = { unsure: 4_000, first: 60_000, most: 16 * 60_000 }
/** A provider that makes one wait so long counts in windows, in milliseconds. */
const WINDOW_LIKE_MS = 5_000
const MUCH_SLOWER_FALL = 0.85
/** No window is waited for longer. */
const LONGEST_WINDOW_MS = 10 * 60_000
/** The first guess of a limit, as a part of what was sent when requests were refused for the first time. */
const FIRST_GUESS = 0.8
/** A wait of a larger part of the time before it blurs what was found. */
const SHORT_WAIT = 0.1
/** Limits that differ by a smaller part are the same one. */
const NEAR = 0.15

/** After a longer silence, in milliseconds, a cycle begins anew: what was saved up meanwhile tells nothing. */
const SILENCE_MS = 5_000
/** After so long a silence, in milliseconds, the rate is no longer believed as it was. */
const IDLE_MS = 2 * 60_000
const IDLE_FALL = 0.8
/** Each day of silence takes half of what the rate is above the first one. */
const HALF_LIFE_MS = 24 * 60 * 60_000
const LIMIT_BELIEVED_MS = 7 * 24 * 60 * 60_000

/** Requests under way at once. */
const PLACES = { first: 4, most: 32 }
/** By Little's law as many are under way as begin in the time of an answer; some answers take longer. */
const PLACES_FACTOR = 1.5
const PLACES_MORE = 2
/** One place of so many is kept free for what a person asks for, one at least. */
const PLACES_TO_ONE_FREE = 8
/** A person's request may be so far ahead of its time: a part of a second's worth, one at least. */
const AHEAD = 0.1
/** So many may begin at once after a pause: at first, and once a limit is known, as a part of a second's worth. */
const BURST = { first: FIRST_PER_SECOND, settled: 0.05 }
/** A ceiling from which on a part, one of so many, is kept free for what a person asks for. */
const CEILING_SHARED = { from: 5, oneOf: 20 }

/**
 * Learns how many requests a second a provider takes from an account. The rate rises until the provider refuses
 * requests or grows slow. A refusal halves it; what was accepted from one refusal to the next is what the provider allows.
 * From then on the rate settles a little below that and tries more but seldom, as CUBIC does (RFC 9438 4.1). The places
 * follow from the rate and the time of an answer, and shrink where answers grow slow, as TCP Vegas does it (Brakmo and
 * Peterson, 1995).
 *
 * @param options.now milliseconds; it may be set back
 * @param options.remembered what was known before; absent for an account that is new
 * @param options.first where nothing is known, in requests a second
 * @param options.onChange told now and then while requests are answered, and when the rate falls
 */
export function createLearnedPace(options: {
  readonly now: () => number
  readonly remembered?: RememberedPace | null
  readonly ceiling?: number | null
  readonly first?: number
  readonly onChange?: () => void
}): LearnedPace {
  const { now } = options
  const first = options.first ?? FIRST_PER_SECOND
  const turns = createTurns(now)
  const latency = createLatency(now)
  const announced = createAnnounced(now)
  const cycle = createCycle(now)
  let ceiling = options.ceiling ?? null
  let rate = first
  let limit: number | null = null
  let probe: Probe = { afterMs: PROBE_AFTER_MS.first, from: now(), isSure: true, topSince: null, passed: 0 }
  /** The longest that a provider that counts in windows made one wait. */
  let longestWaitMs = 0
  let places: number = PLACES.first
  let period = { from: now(), begun: 0, mostUnderWay: 0 }
  let lastTaken: number | null = null
  let refusal: Refusal | null = null
  let lastId = 0
  let underWay = 0
  /** Requests up to this one belong to refusals that are over. */
  let settledBefore = 0

  if (options.remembered !== undefined && options.remembered !== null) recall(options.remembered)
  rate = Math.min(rate, ceiling ?? MOST_PER_SECOND)

  function recall({ perSecond, limit: known, at }: RememberedPace): void {
    rate = between(LEAST_PER_SECOND, perSecond, MOST_PER_SECOND)
    limit = known
    age(Math.max(0, now() - at))
  }

  /** A rate that was right once need not be right later. @param silenceMs how long nothing was learned */
  function age(silenceMs: number): void {
    if (silenceMs >= LIMIT_BELIEVED_MS) limit = null
    if (rate <= first) return
    const aged = first + (rate - first) * 0.5 ** (silenceMs / HALF_LIFE_MS)
    rate = silenceMs < IDLE_MS ? rate : Math.max(first, aged * IDLE_FALL)
  }

  const effective = (): number => {
    const said = announced.perSecond()
    return between(
      LEAST_PER_SECOND,
      Math.min(rate, ceiling ?? MOST_PER_SECOND, said ?? MOST_PER_SECOND),
      MOST_PER_SECOND,
    )
  }
  const burst = (): number => {
    const perSecond = effective()
    if (limit === null && announced.perSecond() === null) return between(1, perSecond, BURST.first)
    return Math.max(1, perSecond * BURST.settled)
  }
  const placesNow = (): number => {
    const usualMs = latency.usualMs()
    if (usualMs === null) return PLACES.first
    const needed = Math.ceil((effective() * usualMs * PLACES_FACTOR) / 1000) + PLACES_MORE
    return between(PLACES.first, Math.min(needed, places), PLACES.most)
  }

  function beginPeriod(): void {
    period = { from: now(), begun: 0, mostUnderWay: underWay }
  }

  /** How many a second really began of late. */
  function measured(): number {
    return Math.max(turns.begunWithin(1_000), Math.min(rate, turns.begunWithin(5_000) / 5))
  }

  function refused(id: number): void {
    // What was under way together is refused together, and a provider that refuses still has said nothing new.
    if (refusal !== null) {
      if (id > refusal.before) refusal.before = lastId
      return
    }
    if (id <= settledBefore) return
    const was = measured()
    refusal = { at: now(), before: lastId, rateBefore: rate, measured: was, trying: 0 }
    rate = Math.max(LEAST_PER_SECOND, Math.min(rate, Math.max(was, rate / 2)) / 2)
    options.onChange?.()
  }

  /** @param sentAt when the first request that was accepted again was sent */
  function acceptedAgain({ at, rateBefore, before, measured: was }: Refusal, sentAt: number): void {
    const found = cycle.end({ refusedAt: at, at: sentAt, lastId: before })
    const waitedMs = sentAt - at
    const countsInWindows = waitedMs >= WINDOW_LIKE_MS || waitedMs >= found.activeMs
    const isShort = waitedMs > found.activeMs * SHORT_WAIT
    const known = limit
    if (countsInWindows) longestWaitMs = Math.max(longestWaitMs, Math.min(waitedMs, LONGEST_WINDOW_MS))
    let isSure = true
    if (known !== null && rateBefore > known * SETTLED) limit = Math.min(known, rateBefore)
    else if (countsInWindows) limit = found.perSecond
    else if (known === null) {
      limit = Math.max(found.perSecond, was * FIRST_GUESS)
      isSure = false
    } else if (found.fromEmpty && !isShort) limit = found.perSecond
    else {
      // What the provider saved up during the wait counts for one kind of provider and not for another.
      limit = (found.perSecond + Math.min(found.perActiveSecond, rateBefore)) / 2
      isSure = false
    }
    limit = between(LEAST_PER_SECOND, limit, MOST_PER_SECOND)
    const isNear = known !== null && Math.abs(limit - known) <= NEAR * known
    const longer = isNear ? Math.min(PROBE_AFTER_MS.most, probe.afterMs * 2) : PROBE_AFTER_MS.first
    const afterMs = isSure ? Math.max(longer, PROBE_AFTER_MS.first) : PROBE_AFTER_MS.unsure
    probe = { afterMs, from: now(), isSure, topSince: null, passed: 0 }
    settledBefore = before
    rate = Math.max(LEAST_PER_SECOND, Math.min(rate, limit * SETTLED))
    refusal = null
    turns.empty()
    beginPeriod()
    options.onChange?.()
  }

  /** Decides, at most once a period, whether more is tried. */
  function learn(): void {
    const elapsed = now() - period.from
    const length = Math.max(PERIOD_MS, 2 * (latency.usualMs() ?? 0), 3_000 / effective())
    if (elapsed >= 0 && elapsed < length) return
    const { begun, mostUnderWay } = period
    beginPeriod()
    if (elapsed < 0 || elapsed > length + SILENCE_MS) return
    const slowing = latency.slowing()
    if (slowing === 'much') {
      places = Math.max(PLACES.first, Math.floor(Math.min(places, placesNow()) * MUCH_SLOWER_FALL))
      rate = Math.max(Math.min(rate, first), rate * MUCH_SLOWER_FALL)
    } else if (slowing === 'none') {
      const free = placesFree(placesNow())
      if (mostUnderWay >= places - free)
        places = Math.min(PLACES.most, places + Math.max(1, Math.floor(places / 4)))
      if (begun >= (rate * elapsed * USED) / 1000) rise()
    }
    options.onChange?.()
  }

  function rise(): void {
    if (limit === null) rate *= RISE
    else {
      const settled = limit * SETTLED
      if (rate < settled * 0.995)
        rate = Math.min(settled, rate + Math.max((settled - rate) * APPROACH, settled * 0.02))
      else if (Math.abs(now() - probe.from) >= probe.afterMs) tryMore(limit)
    }
    rate = Math.min(rate, MOST_PER_SECOND, ceiling ?? MOST_PER_SECOND)
  }

  /** A limit that is counted in windows shows only after one. */
  const tryMs = (): number => Math.max(probe.isSure ? PROBE.ms : PROBE.unsureMs, longestWaitMs * 1.5)

  function tryMore(known: number): void {
    const top = known * PROBE.top
    rate = Math.min(top, rate * PROBE.factor)
    if (rate < top) return
    if (probe.topSince === null) probe = { ...probe, topSince: now() }
    else if (Math.abs(now() - probe.topSince) >= tryMs()) {
      probe = { ...probe, topSince: null, passed: probe.passed + 1 }
      limit = probe.passed < PROBES_TO_FORGET ? top : null
      if (limit === null) cycle.begin()
    }
  }

  return {
    leastUrgent(count) {
      if (refusal !== null) return refusal.trying > 0 ? null : 'background'
      const all = placesNow()
      const left = all - count
      if (left < 1) return null
      return left > placesFree(all) ? 'background' : 'user'
    },
    waitMs(urgency) {
      const perSecond = effective()
      const isUser = urgency === URGENCIES[0]
      const ahead = isUser ? Math.max(1, perSecond * AHEAD) : 0
      const waits = [turns.waitMs(perSecond, burst(), ahead)]
      if (ceiling !== null) waits.push(turns.ceilingWaitMs(ceilingFor(isUser, ceiling)))
      if (!isUser) waits.push(announced.waitMs())
      return Math.max(...waits)
    },
    take() {
      const time = now()
      const silence = lastTaken === null ? 0 : time - lastTaken
      if (refusal === null && silence > Math.max(SILENCE_MS, 3_000 / rate)) {
        if (silence >= IDLE_MS) age(silence)
        cycle.begin()
        beginPeriod()
      }
      lastTaken = time
      turns.take()
      underWay += 1
      period.begun += 1
      period.mostUnderWay = Math.max(period.mostUnderWay, underWay)
      const tried = refusal
      if (tried !== null) tried.trying += 1
      return () => {
        underWay -= 1
        if (tried !== null) tried.trying -= 1
      }
    },
    sent(kind) {
      const id = (lastId += 1)
      const sentAt = now()
      return ({ status, limits }) => {
        if (status === 429) {
          refused(id)
          return
        }
        latency.note(kind, now() - sentAt)
        announced.note(limits, underWay - 1)
        if (refusal !== null && id > refusal.before) acceptedAgain(refusal, sentAt)
        cycle.accepted(id)
        if (refusal === null) learn()
      }
    },
    setCeiling(perSecond) {
      ceiling = perSecond
      if (ceiling !== null) rate = Math.min(rate, ceiling)
      options.onChange?.()
    },
    perSecond: effective,
    atOnce: placesNow,
    remembered() {
      const back = limit === null ? rate : Math.max(rate, Math.min(limit * SETTLED, rate * 2))
      return { perSecond: Math.min(back, ceiling ?? MOST_PER_SECOND), limit, at: now() }
    },
  }
}

/** A refusal after which nothing was accepted yet. */
interface Refusal {
  readonly at: number
  /** Requests up to this one were under way with it. */
  before: number
  /** In requests a second: the rate, and what was sent. */
  readonly rateBefore: number
  readonly measured: number
  /** How many requests are under way to find out whether the provider accepts them again. */
  trying: number
}

/** When more than the settled rate is tried. */
interface Probe {
  /** Whether the limit was found with some certainty. */
  readonly isSure: boolean
  readonly afterMs: number
  /** Since when the rate settles. */
  readonly from: number
  /** Since when the most is tried; null while it is not. */
  readonly topSince: number | null
  /** How many tries in a row were not refused. */
  readonly passed: number
}

const placesFree = (all: number): number => Math.max(1, Math.floor(all / PLACES_TO_ONE_FREE))

/** How many may begin in a second under a ceiling. */
function ceilingFor(isUser: boolean, ceiling: number): number {
  if (isUser || ceiling < CEILING_SHARED.from) return ceiling
  return ceiling - Math.max(1, Math.floor(ceiling / CEILING_SHARED.oneOf))
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
