import type { DomainRow } from '../../../preload/contract/domain'
import type { ListRequest } from '../../../preload/contract/domains'
import type { AccountRow } from '../rows/account-rows'
import { compare } from '../text-order'
import type { ListCursor } from './list-cursor'
import type { Condition } from './condition'

/** A row's place in a list. */
export type RowPlace = Pick<ListCursor, 'rank' | 'time' | 'name' | 'accountId'>

/** How the rows of a list are ordered: by rank or time, then by name, then by account. */
export interface ListOrder {
  readonly sort: ListRequest['sort']
  readonly descending: boolean
  /** The text by which names are ranked; null when all have the same rank. */
  readonly needle: string | null
}

export function orderOf(
  { sort, descending }: Pick<ListRequest, 'sort' | 'descending'>,
  needle: string | null,
): ListOrder {
  return { sort, descending, needle: sort === 'name' ? needle : null }
}

/** What is true of the names that come first: they begin with the text, as they are shown or as A-labels. */
export function beginsWith(needle: string): Condition {
  const end = endOfNames(needle)
  return {
    sql: '(name >= ? AND name < ? OR coalesce(unicode_name >= ? AND unicode_name < ?, 0))',
    values: [needle, end, needle, end],
  }
}

/** What comes behind every name that begins with a text. */
export function endOfNames(text: string): string {
  return `${text}\u{10ffff}`
}

export function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text)
}

export function placeOf(row: DomainRow, { sort, needle }: ListOrder): RowPlace {
  const time = sort === 'name' ? null : sort === 'created' ? row.createdAt : row.verifiedAt
  return { rank: rankOf(row, needle), time, name: row.name, accountId: row.accountId }
}

function rankOf({ name, unicodeName }: DomainRow, needle: string | null): number {
  return needle === null || name.startsWith(needle) || unicodeName.startsWith(needle) ? 0 : 1
}

/**
 * Where the rows of an account behind a place are. Accounts break ties last, so a row of the same name may be behind
 * it.
 */
export function beyondPlace(
  account: AccountRow,
  { descending }: ListOrder,
  after: RowPlace,
): '>' | '>=' | '<' | '<=' {
  const order = compare(account.account_id, after.accountId)
  if (descending) return order < 0 ? '<=' : '<'
  return order > 0 ? '>=' : '>'
}

/** Ranks count upwards, and unknown times come last, in both directions. */
export function comparePlaces({ descending }: ListOrder): (left: RowPlace, right: RowPlace) => number {
  const sign = descending ? -1 : 1
  return (left, right) => {
    if (left.rank !== right.rank) return left.rank - right.rank
    if ((left.time === null) !== (right.time === null)) return left.time === null ? 1 : -1
    const byTime = left.time === null || right.time === null ? 0 : left.time - right.time
    return sign * (byTime || compare(left.name, right.name) || compare(left.accountId, right.accountId))
  }
}
