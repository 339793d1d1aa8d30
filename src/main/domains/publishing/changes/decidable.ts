import { createHash } from 'node:crypto'
import { plainName } from '../../../dns/diagnosis/records/presentation'
import type { DecidableChange } from '../../../../preload/contract/publishing'
import { dataKey, type RrsetChange, type WritableData } from '../../../zones/rrset'
import type { SetDelta, WantedChange } from './set-delta'

/** A change that is written only when a person decided so. */
export interface Decidable extends Pick<DecidableChange, 'id' | 'ends'> {
  /** Its reason says why it would be made, and the condition. */
  readonly change: WantedChange
}

/** A change that a person decided on. */
export interface Accepted extends Pick<DecidableChange, 'id' | 'name' | 'type'> {
  /** What comes and what goes, where it may have been made since. */
  readonly deltas?: readonly SetDelta[]
  /** The changes that it was a part of, with how the RRsets were before. */
  readonly changes?: readonly RrsetChange[]
}

/** A change with the id that says what it is: what comes, what goes, and what that ends. */
export function decidable(change: WantedChange, ends: readonly string[]): Decidable {
  const { record, deltas } = change
  const data = (some: readonly WritableData[]): string[] => some.map(dataKey).toSorted()
  const said = deltas
    .map(({ name, type, adds, removes }) =>
      JSON.stringify([plainName(name), type, data(adds), data(removes)]),
    )
    .toSorted()
  // Servers answer the records of an RRset in any order, and the words name them in that order.
  const words = ends.flatMap((one) => one.split(/[\s,]+/)).toSorted()
  const text = JSON.stringify([plainName(record.name), record.type, said, words])
  const id = createHash('sha256').update(text).digest('hex').slice(0, ID_LENGTH)
  return { id, ends: [...ends], change }
}

/** Hexadecimal digits: 128 bits tell all changes of a plan apart. */
const ID_LENGTH = 32

/**
 * Changes of which nothing is made that a person has to decide on: a file may say that something goes, and not that
 * anybody decided so.
 *
 * @param undecided what a person has to decide on today
 */
export function unlessUndecided(
  wanted: readonly WantedChange[],
  undecided: readonly Decidable[],
): WantedChange[] {
  if (undecided.length === 0) return [...wanted]
  return wanted.map((change) => {
    const { objection, deltas } = change
    const isOpen = undecided.some((one) => deltas.some((delta) => one.change.deltas.some(isPartOf(delta))))
    return isOpen ? { ...change, objection: (held) => objection?.(held) ?? UNDECIDED } : change
  })
}

const UNDECIDED = 'A person has to decide on this, and the plan in the file does not say that anybody did.'

/** Whether of two changes of an RRset the same record goes, or comes where none goes. */
function isPartOf(delta: SetDelta): (other: SetDelta) => boolean {
  const share = (some: readonly WritableData[], others: readonly WritableData[]): boolean => {
    const keys = new Set(others.map(dataKey))
    return some.some((data) => keys.has(dataKey(data)))
  }
  return (other) =>
    plainName(other.name) === plainName(delta.name) &&
    other.type === delta.type &&
    (other.removes.length > 0 ? share(delta.removes, other.removes) : share(delta.adds, other.adds))
}
