import type { DomainRow } from '../../../preload/contract/domain'
import type { DomainSort } from '../../../preload/contract/domains'

/** What of a row decides its place. */
export type PlacedRow = Pick<DomainRow, 'accountId' | 'name' | 'createdAt' | 'verifiedAt'>

interface Order {
  readonly sort: DomainSort
  readonly descending: boolean
}

/** Below this many rows one page answers. */
const PAGE = 100
/** More halvings than any list needs; rows that move meanwhile must not make it go on for ever. */
const MOST_STEPS = 40

/** The order of the list: unknown times last in both directions, then the name, then the account. */
export function inListOrder({ sort, descending }: Order): (a: PlacedRow, b: PlacedRow) => number {
  const sign = descending ? -1 : 1
  const timeOf = (row: PlacedRow): number | null =>
    sort === 'name' ? null : sort === 'created' ? row.createdAt : row.verifiedAt
  return (a, b) => {
    const [left, right] = [timeOf(a), timeOf(b)]
    if ((left === null) !== (right === null)) return left === null ? 1 : -1
    const byTime = left === null || right === null ? 0 : left - right
    return sign * (byTime || compare(a.name, b.name) || compare(a.accountId, b.accountId))
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Finds the place of a row in a list too long to be walked, by halving what is left of it.
 *
 * @param wanted the row
 * @param total rows of the list
 * @param read the rows from a position on
 * @returns its position, from 0; null when it is not there
 */
export async function locateRow(
  wanted: PlacedRow,
  order: Order,
  total: number,
  read: (skip: number, limit: number) => Promise<readonly PlacedRow[]>,
): Promise<number | null> {
  const compared = inListOrder(order)
  let [low, high] = [0, total]
  for (let step = 0; high - low > PAGE && step < MOST_STEPS; step++) {
    const middle = Math.floor((low + high) / 2)
    const [row] = await read(middle, 1)
    if (row === undefined || compared(wanted, row) < 0) high = middle
    else low = middle
  }
  const rows = await read(low, Math.min(1000, Math.max(1, high - low)))
  const at = rows.findIndex((row) => row.name === wanted.name && row.accountId === wanted.accountId)
  return at < 0 ? null : low + at
}
