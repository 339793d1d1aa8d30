import type { AccountRow } from '../rows/account-rows'
import type { Condition, ListCondition } from './condition'
import type { ListOrder, RowPlace } from './list-order'

/** The rows of one account in the list's order, by reading what has them in that order. */
export interface ListWalk {
  readonly account: AccountRow
  readonly order: ListOrder
  readonly condition: ListCondition
  /** How many rows are read in the order of their names before another way is tried, turn by turn. */
  readonly budgets: readonly number[]
}

/** A part of a list whose rows can be read in the list's order. */
export interface ListSegment {
  /** Whether a place is in the segment, before it, or beyond its end. */
  readonly position: (place: RowPlace) => 'before' | 'in' | 'beyond'
  /** The ways to read its rows behind a place in it, or all of them for null; the one likely to be quickest first. */
  readonly attempts: (after: RowPlace | null) => Iterable<IndexScan>
}

/** A way to read a segment's rows, of which it may answer the first ones only. */
export interface IndexScan {
  /** A statement that answers the numbers of the rows as `found`, in the list's order. */
  readonly ids: Condition
  /** Whether it answers all of them. */
  readonly isWhole: () => boolean
}
