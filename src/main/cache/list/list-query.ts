import * as v from 'valibot'
import type { DomainRow } from '../../../preload/contract/domain'
import type { CountRequest, ListPage, ListRequest } from '../../../preload/contract/domains'
import { accountsMeant, type AccountRow } from '../rows/account-rows'
import { accountsMatching } from './account-search'
import { fewCandidates, matching, rowsAmong } from './list-candidates'
import type { ListCondition } from './condition'
import { listCondition } from './list-condition'
import { decodeCursor, encodeCursor, type ListCursor } from './list-cursor'
import { comparePlaces, type ListOrder, orderOf, type RowPlace, placeOf } from './list-order'
import { toDomainRow } from './list-row'
import { walk } from './list-walk'
import type { Statements } from '../statements'
import { readCounts } from '../rows/tally-rows'

/** What decides how a page is found. */
export interface ListOptions {
  /** Milliseconds since the epoch, for ages in the search. */
  readonly now: number
  /** Up to this many candidates are collected and sorted; with more, an index is walked. */
  readonly few?: number
  /** Up to this many rows are read and dropped, and not sought, when a page of several accounts passes over rows. */
  readonly fewToPass?: number
  /** How many rows are read in the order of their names before another way is tried, turn by turn. */
  readonly budgets?: readonly number[]
}

/**
 * With more candidates than this, even among a million rows, enough of them usually lie close together for a walk along
 * an index in the list's order to find a page soon.
 */
const FEW = 2000
const FEW_TO_PASS = 200
/** At about 0.3 µs a row in an index and 1.5 µs in full-text search. */
const BUDGETS = [2_000, 20_000, 200_000]

/**
 * A page of the list, without rows that do not read back. What has its rows in the list's order is read until the page
 * is full. Where nothing has just these rows in that order, and few rows can be in the list, they are collected and
 * sorted.
 *
 * @param onUnreadable told the number of such a row
 */
export function readList(
  sql: Statements,
  request: ListRequest,
  onUnreadable: (id: number) => void,
  options: ListOptions,
): ListPage {
  const unreadable: number[] = []
  for (;;) {
    const known = unreadable.length
    const page = readPage(sql, request, unreadable, options)
    if (unreadable.length === known) {
      unreadable.forEach(onUnreadable)
      return page
    }
  }
}

/** How many rows a list has. For a search that many rows may satisfy, every one of them is looked at. */
export function countList(sql: Statements, request: CountRequest, { now, few }: ListOptions): number {
  if (request.search.trim() === '') return readCounts(sql, request.accountId)[request.filter]
  const condition = listCondition(sql, request, now)
  const accounts = accountsOf(sql, request, condition)
  const candidates = fewCandidates(sql, condition.sources, few ?? FEW)
  if (candidates !== null) return matching(sql, accounts, condition, candidates).length
  return accounts.reduce((sum, account) => sum + countRows(sql, account, condition), 0)
}

/** The rows a page is cut from. */
interface Found {
  /** The page's rows and the one behind it, in their order. */
  readonly rows: readonly DomainRow[]
  /** Rows of the whole list; null when not counted. */
  readonly total: number | null
}

/** @param unreadable numbers of rows to leave out; those met are added to it, and the page lacks them */
function readPage(
  sql: Statements,
  request: ListRequest,
  unreadable: number[],
  options: ListOptions,
): ListPage {
  const after = decodeCursor(request)
  const condition = readable(listCondition(sql, request, options.now), unreadable)
  const order = orderOf(request, condition.needle)
  const accounts = accountsOf(sql, request, condition)
  const skip = request.skip ?? 0
  // What can be read in the list's order is not worth collecting.
  const sources = condition.sources.filter(({ isOrdered }) => order.sort !== 'name' || !isOrdered)
  const candidates = fewCandidates(sql, sources, options.few ?? FEW)
  const fewToPass = options.fewToPass ?? FEW_TO_PASS
  const budgets = options.budgets ?? BUDGETS
  const page = { after, skip, limit: request.limit + 1, unreadable, fewToPass, budgets }
  const found =
    candidates === null
      ? walked(sql, accounts, order, condition, page)
      : collected(sql, accounts, order, matching(sql, accounts, condition, candidates), page)
  const items = found.rows.slice(0, request.limit)
  const last = items.at(-1)
  const hasNext = found.rows.length > items.length && last !== undefined
  const isWhole = after === null && skip === 0 && !hasNext
  return {
    items,
    total:
      request.search.trim() === ''
        ? readCounts(sql, request.accountId)[request.filter]
        : isWhole
          ? items.length
          : found.total,
    next: hasNext ? encodeCursor({ ...request, ...placeOf(last, order) }) : null,
  }
}

interface PageBounds {
  readonly after: ListCursor | null
  readonly skip: number
  readonly limit: number
  readonly unreadable: number[]
  readonly fewToPass: number
  readonly budgets: readonly number[]
}

/** @param ids numbers of all rows of the list */
function collected(
  sql: Statements,
  accounts: readonly AccountRow[],
  order: ListOrder,
  ids: readonly number[],
  { after, skip, limit, unreadable }: PageBounds,
): Found {
  const names = new Map(accounts.map(({ id, account_id }) => [id, account_id]))
  const rows = rowsAmong(sql, accounts, order, ids, after, skip, limit).flatMap((row) => {
    const { account } = v.parse(AccountOfRow, row)
    return toDomainRow(row, names.get(account) ?? '', (id) => unreadable.push(id)) ?? []
  })
  return { rows, total: ids.length }
}

const AccountOfRow = v.object({ account: v.number() })

/** Each account's next rows, merged. */
function walked(
  sql: Statements,
  accounts: readonly AccountRow[],
  order: ListOrder,
  condition: ListCondition,
  { after, skip, limit, unreadable, fewToPass, budgets }: PageBounds,
): Found {
  const streams = accounts.map((account): Stream => {
    const read = (from: RowPlace | null, pass: number, most: number): DomainRow[] =>
      walk(sql, { account, order, condition, budgets }, from, pass, most).flatMap(
        (row) => toDomainRow(row, account.account_id, (id) => unreadable.push(id)) ?? [],
      )
    return { read, from: after }
  })
  const rest = passOver(streams, skip, order, fewToPass)
  const inOrder = comparePlaces(order)
  const rows = streams
    .flatMap(({ read, from }) => (streams.length > 1 ? read(from, 0, rest + limit) : read(from, rest, limit)))
    .map((row) => ({ row, place: placeOf(row, order) }))
    .sort((left, right) => inOrder(left.place, right.place))
    .map(({ row }) => row)
  return { rows: streams.length > 1 ? rows.slice(rest, rest + limit) : rows, total: null }
}

/** One account's rows in the list's order, from a place on. */
interface Stream {
  readonly read: (from: RowPlace | null, skip: number, limit: number) => DomainRow[]
  from: RowPlace | null
}

/**
 * Moves streams ahead by many rows of their merged order, and answers how many are left to pass over. Of n streams,
 * take the one whose row number k/n is the lowest: no more than k rows of all streams stand before or at that row, so
 * this stream can be moved behind it.
 */
function passOver(streams: readonly Stream[], rows: number, order: ListOrder, few: number): number {
  const inOrder = comparePlaces(order)
  let rest = rows
  if (streams.length < 2) return rest
  while (rest > few) {
    const share = Math.max(1, Math.floor(rest / streams.length))
    let lowest: { stream: Stream; place: RowPlace } | null = null
    for (const stream of streams) {
      const [row] = stream.read(stream.from, share - 1, 1)
      if (row === undefined) continue
      const place = placeOf(row, order)
      if (lowest === null || inOrder(place, lowest.place) < 0) lowest = { stream, place }
    }
    if (lowest === null) return rest
    lowest.stream.from = lowest.place
    rest -= share
  }
  return rest
}

function accountsOf(
  sql: Statements,
  { accountId }: Pick<CountRequest, 'accountId'>,
  { accounts }: ListCondition,
): AccountRow[] {
  return accountsMatching(sql, accountsMeant(sql, accountId), accounts)
}

function readable(condition: ListCondition, unreadable: readonly number[]): ListCondition {
  if (unreadable.length === 0) return condition
  const except = ' AND domain.id NOT IN (SELECT value FROM json_each(?))'
  return {
    ...condition,
    sql: condition.sql + except,
    values: [...condition.values, JSON.stringify(unreadable)],
    sources: condition.sources.map((source) => ({ ...source, isAll: false })),
  }
}

function countRows(sql: Statements, account: AccountRow, condition: ListCondition): number {
  const total = sql
    .column(`SELECT count(*) FROM domain INDEXED BY domain_by_name WHERE account = ?${condition.sql}`)
    .get(account.id, ...condition.values)
  return v.parse(v.number(), total)
}
