import { ZonedeskError } from '../../../../preload/contract/failure'
import type { Emit } from '../../../../preload/contract/events'
import type { DomainKey } from '../../../../preload/contract/domain'
import type { DkimKeyBits } from '../../../../preload/contract/dkim-keys'
import type { Ordered } from '../../../../preload/contract/rotations'
import { hasEnded, type RotationStore, type StoredRotation } from '../../../profile/rotation-store'
import { createMakeMove, type RotationReach } from './make-move'
import { hasLeft, isDueToGo } from './ended'
import { atStep } from './move'
import { keyText } from '../../key-text'
import { requireAtRest, requireDueToGo, requireOpen, requireReturn } from './order-rules'
import { isGoingBack, stoppedSentence } from './order-words'
import { waitOf } from './shown'
import { createTurns } from './turns'

/** At most how often changes are told, in milliseconds. */
const TELL_EVERY_MS = 200

export interface RotationsDependencies extends RotationReach {
  readonly store: RotationStore
  readonly emit: Emit
  /** Told of an error that nobody awaits, for the log. */
  readonly onFault?: (error: unknown) => void
  /** Told of a domain whose keys have been rotated, or taken back: it has other records at the provider now. */
  readonly onEnded?: (key: DomainKey) => Promise<unknown>
  /** 0 up to 1. */
  readonly random?: () => number
  /** How long after the start the first looks wait, in milliseconds. */
  readonly afterStartMs?: number
}

export interface NewRotation {
  readonly accountId: string
  readonly signingDomain: string
  readonly bits: DkimKeyBits
  readonly keepDays: number
  readonly alsoSigns: number
}

/** Rotations of DKIM keys. Each goes on by itself while the app is open, and where it was after any end of the app. */
export interface Rotations {
  /** All that are kept, the oldest first. */
  all(): readonly StoredRotation[]
  get(id: number): StoredRotation | undefined
  /** @returns the ids in order; null for a domain whose keys are being rotated already */
  start(rotations: readonly NewRotation[]): (number | null)[]
  stop(ids: readonly number[]): Promise<Ordered>
  takeBack(ids: readonly number[]): Promise<Ordered>
  goOn(ids: readonly number[]): Ordered
  /** Has those that have ended look at once whether the records that can go are gone. Nothing is changed anywhere. */
  look(ids: readonly number[]): Ordered
  dismiss(ids: readonly number[]): Ordered
  /**
   * Has those of these domains that wait for a record to come or to go look for it at once, and again soon: somebody just
   * wrote their zone.
   */
  lookSoon(keys: readonly DomainKey[]): void
  /** Goes on with those that were under way when the app was last closed. */
  resume(): void
  /** Looks at what is due by the clock: after the computer slept, or the network changed. */
  wake(): void
  /** Forgets those of an account that is gone. */
  forgetAccount(accountId: string): void
  /** Begins no more turns, and waits for those under way. */
  close(): Promise<void>
}

export function createRotations(dependencies: RotationsDependencies): Rotations {
  const { store, emit, clocks, random = Math.random } = dependencies
  let known: Map<number, StoredRotation> | null = null
  let telling: NodeJS.Timeout | null = null
  let closing = false

  /** Read at the first question: the start of the app does not wait for it. */
  function rotations(): Map<number, StoredRotation> {
    known ??= new Map(store.list().map((rotation) => [rotation.id, rotation]))
    return known
  }

  function tellSoon(): void {
    if (telling !== null || closing) return
    telling = setTimeout(() => {
      telling = null
      emit('rotationsChanged', {})
    }, TELL_EVERY_MS)
    telling.unref()
  }

  /** Keeps a rotation in the file, and then in memory. One that is gone keeps nothing. */
  function keep(rotation: StoredRotation, durable = false): void {
    if (!rotations().has(rotation.id)) return
    store.put(rotation, durable)
    rotations().set(rotation.id, rotation)
    tellSoon()
  }

  const get = (id: number): StoredRotation | undefined => rotations().get(id)
  const make = createMakeMove(dependencies, { get, keep }, random)
  const turns = createTurns({ ...dependencies, get, keep, make, random })

  /** Whether it waits for a record to come, or for one to go. */
  function looksForRecord(rotation: StoredRotation): boolean {
    return hasEnded(rotation) ? isDueToGo(rotation, clocks().wall) : waitOf(rotation) === 'dns'
  }

  /** @param order throws why it is not taken */
  function ordered(ids: readonly number[], order: (rotation: StoredRotation) => void): Ordered {
    const result = { done: 0, refused: 0, reason: '', fix: '' }
    for (const id of new Set(ids)) {
      try {
        const rotation = rotations().get(id)
        if (rotation === undefined) {
          throw new ZonedeskError('not-found', 'This rotation is no longer there.', {
            fix: 'Somebody may have taken it off the list. Choose another one.',
          })
        }
        order(rotation)
        result.done += 1
      } catch (error) {
        if (!(error instanceof ZonedeskError) || error.failure.code === 'storage') throw error
        if (result.refused === 0)
          Object.assign(result, { reason: error.failure.message, fix: error.failure.fix })
        result.refused += 1
      }
    }
    return result
  }

  return {
    all: () => [...rotations().values()],
    get,
    start(asked) {
      const now = clocks().wall
      const fresh = asked.map((one): Omit<StoredRotation, 'id'> => ({ ...NEW, ...one, ...begun(now) }))
      const ids = store.add(fresh)
      for (const [at, id] of ids.entries()) {
        if (id === null) continue
        rotations().set(id, { ...fresh[at]!, id })
        turns.schedule(id)
      }
      tellSoon()
      return ids
    },
    async stop(ids) {
      await turns.quiet(ids)
      try {
        return ordered(ids, (rotation) => {
          requireOpen(rotation)
          if (rotation.state === 'stopped') return
          keep({
            ...{ ...rotation, state: 'stopped', nextAt: null },
            ...{ sentence: stoppedSentence(rotation), fix: 'Have it go on, or take it back.' },
          })
        })
      } finally {
        // Those that have ended look on for their records.
        for (const id of ids) turns.schedule(id)
      }
    },
    async takeBack(ids) {
      await turns.quiet(ids)
      try {
        return ordered(ids, (rotation) => {
          requireOpen(rotation)
          requireReturn(rotation)
          const now = clocks()
          const back = isGoingBack(rotation)
            ? rotation
            : atStep(rotation, 'reactivating', now, 'The rotation is being taken back.')
          keep({ ...back, state: 'under-way', looks: 0, nextAt: now.wall, fix: '' })
        })
      } finally {
        for (const id of ids) turns.schedule(id)
      }
    },
    goOn(ids) {
      return ordered(ids, (rotation) => {
        requireOpen(rotation)
        if (turns.isRunning(rotation.id)) return
        const isPaused = rotation.state !== 'under-way'
        keep({
          ...{ ...rotation, state: 'under-way', nextAt: clocks().wall, looks: isPaused ? 0 : rotation.looks },
          ...(isPaused && { sentence: 'It goes on.', fix: '' }),
        })
        turns.schedule(rotation.id)
      })
    },
    look(ids) {
      return ordered(ids, (rotation) => {
        requireDueToGo(rotation, clocks().wall)
        if (turns.isRunning(rotation.id)) return
        keep({ ...rotation, nextAt: clocks().wall })
        turns.schedule(rotation.id)
      })
    },
    dismiss(ids) {
      const gone: number[] = []
      const result = ordered(ids, (rotation) => {
        requireAtRest(rotation)
        gone.push(rotation.id)
      })
      store.remove(gone)
      for (const id of gone) rotations().delete(id)
      tellSoon()
      return result
    },
    lookSoon(keys) {
      const wanted = new Set(keys.map(keyText))
      for (const { accountId, signingDomain, id } of rotations().values()) {
        if (!wanted.has(keyText({ accountId, name: signingDomain }))) continue
        // A look that is under way may have been too early.
        void turns.endOf(id).then(() => {
          const rotation = rotations().get(id)
          if (rotation === undefined || closing || !looksForRecord(rotation)) return
          keep({ ...rotation, looks: 0, nextAt: clocks().wall })
          turns.schedule(id)
        })
      }
    },
    resume() {
      for (const rotation of rotations().values()) {
        const { id, nextAt } = rotation
        // One that ended before the app looked for what is left.
        const isUnseen = nextAt === null && hasEnded(rotation) && hasLeft(rotation)
        if (isUnseen) keep({ ...rotation, nextAt: clocks().wall })
        if (nextAt === null && !isUnseen) continue
        turns.schedule(id, Math.max(dependencies.afterStartMs ?? 5_000, (nextAt ?? 0) - clocks().wall))
      }
    },
    wake: () => turns.wake(),
    forgetAccount(accountId) {
      const gone = [...rotations().values()].filter((rotation) => rotation.accountId === accountId)
      const ids = gone.map(({ id }) => id)
      turns.end(ids)
      for (const id of ids) rotations().delete(id)
      if (ids.length === 0) return
      store.remove(ids)
      tellSoon()
    },
    async close() {
      closing = true
      if (telling !== null) clearTimeout(telling)
      await turns.close()
    },
  }
}

const NEW = {
  ...{ state: 'under-way' as const, step: 'planned' as const, sent: false, looks: 0 },
  ...{ lastAt: null, newKey: null, oldKeys: [], seen: null, keptMs: null, readAt: null, countedAt: null },
  ...{ leftSeen: [] },
  ...{ avoid: [], sentence: 'It waits for its turn.', fix: '' },
}

function begun(now: number): Pick<StoredRotation, 'startedAt' | 'stepSince' | 'nextAt'> {
  return { startedAt: now, stepSince: now, nextAt: now }
}
