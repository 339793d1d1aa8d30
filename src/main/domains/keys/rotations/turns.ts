import type { DomainKey } from '../../../../preload/contract/domain'
import { ZonedeskError } from '../../../../preload/contract/failure'
import { Semaphore } from '../../../async/semaphore'
import { hasEnded, type StoredRotation } from '../../../profile/rotation-store'
import { afterFailure } from './after-failure'
import { backward } from './backward'
import { ended } from './ended'
import { forward } from './forward'
import type { KnownFacts, MakeMove } from './make-move'
import type { TwoClocks } from './keep-time'
import type { Move, TurnFacts } from './move'
import { isGoingBack } from './order-words'

/** Rotations that have their turn at once; the pace of each account and of DNS is kept below this. */
const TURNS_AT_ONCE = 8
/** Moves of one turn; a rotation that would make more is mistaken about something. */
const MOST_MOVES = 60
/** Longest time a timer can wait. */
const MAX_TIMER_MS = 2 ** 31 - 1
const TROUBLE_PAUSE_MS = 60_000

export interface TurnsDependencies {
  readonly get: (id: number) => StoredRotation | undefined
  readonly keep: (rotation: StoredRotation) => void
  readonly make: MakeMove
  readonly clocks: () => TwoClocks
  /** 0 up to 1. */
  readonly random: () => number
  /** Told of an error that nobody awaits, for the log. */
  readonly onFault?: ((error: unknown) => void) | undefined
  /** Told of a domain whose keys have been rotated, or taken back: it has other records at the provider now. */
  readonly onEnded?: ((key: DomainKey) => Promise<unknown>) | undefined
}

/** The turns of rotations: each has one when its time has come, and goes as far in it as it can. */
export interface Turns {
  /**
   * Gives a rotation its turn at the time that it names; none where it names none.
   *
   * @param pause milliseconds from now in place of that time
   */
  schedule(id: number, pause?: number): void
  isRunning(id: number): boolean
  /** The end of a turn under way; at once where there is none. */
  endOf(id: number): Promise<void>
  /** Ends turns, and gives no more; what a turn sent may still arrive. */
  end(ids: readonly number[]): void
  /** Ends turns, and waits for what they sent. */
  quiet(ids: readonly number[]): Promise<void>
  /** Looks at what is due by the clock. */
  wake(): void
  /** Begins no more turns, and waits for those under way. */
  close(): Promise<void>
}

interface RunningTurn {
  readonly controller: AbortController
  readonly ended: Promise<void>
}

export function createTurns(dependencies: TurnsDependencies): Turns {
  const { get, keep, make, clocks, random, onFault, onEnded } = dependencies
  const turns = new Semaphore(TURNS_AT_ONCE)
  const timers = new Map<number, NodeJS.Timeout>()
  const running = new Map<number, RunningTurn>()
  let closing = false

  function schedule(id: number, pause?: number): void {
    clearTimeout(timers.get(id))
    timers.delete(id)
    const rotation = get(id)
    if (rotation === undefined || rotation.nextAt === null || closing) return
    const wait = pause ?? rotation.nextAt - clocks().wall
    timers.set(
      id,
      setTimeout(() => begin(id), Math.min(MAX_TIMER_MS, Math.max(0, wait))),
    )
  }

  function begin(id: number): void {
    timers.delete(id)
    if (running.has(id) || closing) return
    const rotation = get(id)
    if (rotation === undefined || rotation.nextAt === null) return
    // A clock that was set back, or a timer that could not wait for so long.
    if (rotation.nextAt - clocks().wall > 1_000) {
      schedule(id)
      return
    }
    const controller = new AbortController()
    let pause: number | undefined
    const ended = turns
      .run(() => turn(id, controller.signal), controller.signal)
      .catch((error: unknown) => {
        if (controller.signal.aborted) return
        // Such as a full disk: what cannot be noted is not sent.
        onFault?.(error)
        pause = TROUBLE_PAUSE_MS
      })
      .then(() => {
        running.delete(id)
        schedule(id, pause)
      })
    running.set(id, { controller, ended })
  }

  function tellEnd(id: number): void {
    const rotation = get(id)
    if (rotation === undefined || !hasEnded(rotation)) return
    const { accountId, signingDomain } = rotation
    // Without an answer the next sync brings it.
    onEnded?.({ accountId, name: signingDomain }).catch((error: unknown) => {
      if (!(error instanceof ZonedeskError)) onFault?.(error)
    })
  }

  async function turn(id: number, signal: AbortSignal): Promise<void> {
    const isOver = (): boolean => signal.aborted || closing
    let facts: KnownFacts = { keys: null, looks: new Map(), written: null }
    for (let moves = 0; moves < MOST_MOVES; moves++) {
      const rotation = get(id)
      if (rotation === undefined || isOver() || rotation.nextAt === null) return
      const whole: TurnFacts = { ...facts, now: clocks(), random: random() }
      const move = nextMove(rotation, whole)
      try {
        const next = await make(rotation, move, facts, signal)
        if (!hasEnded(rotation)) tellEnd(id)
        if (next === null) return
        facts = next
      } catch (error) {
        if (isOver()) return
        const write = move.kind === 'write' ? move.write : null
        if (!(error instanceof ZonedeskError)) onFault?.(error)
        const { failure } = error instanceof ZonedeskError ? error : FAULT
        if (failure.code === 'storage') throw error
        const last = get(id) ?? rotation
        keep({
          ...afterFailure(last, write, failure, { now: clocks(), random: random() }),
          lastAt: clocks().wall,
        })
        return
      }
    }
    throw new Error(`The rotation ${id} made too many moves in one turn.`)
  }

  function end(ids: readonly number[]): void {
    for (const id of ids) {
      clearTimeout(timers.get(id))
      timers.delete(id)
      running.get(id)?.controller.abort()
    }
  }

  return {
    schedule,
    isRunning: (id) => running.has(id),
    endOf: (id) => running.get(id)?.ended ?? Promise.resolve(),
    end,
    async quiet(ids) {
      end(ids)
      await Promise.all(ids.flatMap((id) => running.get(id)?.ended ?? []))
    },
    wake() {
      for (const id of [...timers.keys()]) schedule(id)
    },
    async close() {
      closing = true
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      for (const { controller } of running.values()) controller.abort()
      await Promise.all([...running.values()].map(({ ended }) => ended))
    },
  }
}

const FAULT = new ZonedeskError('internal', 'Something went wrong inside Zonedesk.', {
  fix: 'If it happens again, restart Zonedesk and look at its log.',
})

function nextMove(rotation: StoredRotation, facts: TurnFacts): Move {
  if (hasEnded(rotation)) return ended(rotation, facts)
  return isGoingBack(rotation) ? backward(rotation, facts) : forward(rotation, facts)
}
