import * as v from 'valibot'
import { DomainRow } from '../../preload/contract/domain'
import type { CountRequest, ListPage, ListRequest } from '../../preload/contract/domains'
import { type AccountRow, readAccounts } from './account-rows'
import { decodeCursor, encodeCursor, type ListCursor } from './list-cursor'
import { listCondition, type Condition } from './list-filter'
import { readCounts } from './tally-rows'
import type { Statements } from './statements'

const Total = v.object({ total: v.number() })
const Id = v.object({ id: v.number() })
const ListedRow = v.object({
  name: v.string(),
  unicode_name: v.nullable(v.string()),
  state: DomainRow.entries.state,
  type: DomainRow.entries.type,
  created_at: v.nullable(v.number()),
  verified_at: v.nullable(v.number()),
  failing: v.nullable(v.number()),
})

/** A stretch of one account's rows: those by name, those whose time is known, or those whose time is not. */
type Stretch = 'name' | 'created_at' | 'verified_at' | 'no created_at' | 'no verified_at'

const STRETCHES: Readonly<Record<ListRequest['sort'], readonly Stretch[]>> = {
  name: ['name'],
  created: ['created_at', 'no created_at'],
  verified: ['verified_at', 'no verified_at'],
}

/** Named, because only these hold what a filter or a search looks at; SQLite may prefer a narrower one. */
const INDEX: Readonly<Record<ListRequest['sort'], string>> = {
  name: 'domain_by_name',
  created: 'domain_by_created',
  verified: 'domain_by_verified',
}

/**
 * A page of the list, without rows that do not read back.
 *
 * @param onUnreadable told the number of such a row
 */
export function readList(
  sql: Statements,
  request: ListRequest,
  onUnreadable: (id: number) => void,
): ListPage {
  const unreadable: number[] = []
  for (;;) {
    const known = unreadable.length
    const page = readPage(sql, request, unreadable)
    if (unreadable.length === known) {
      unreadable.forEach(onUnreadable)
      return page
    }
  }
}

/**
 * The same: each account's next rows by its own index, merged.
 *
 * @param unreadable numbers of rows to leave out; those met are added to it, and the page lacks them
 */
function readPage(sql: Statements, request: ListRequest, unreadable: number[]): ListPage {
  const after = decodeCursor(request)
  const condition = readableCondition(listCondition(request), unreadable)
  const accounts = readAccounts(sql, request.accountId)
  const rows = accounts.flatMap((account) =>
    readAccountRows(sql, account, request, condition, after).flatMap((row) => {
      const parsed = v.safeParse(ListedRow, row)
      if (parsed.success) return [toDomainRow(account.account_id, parsed.output)]
      unreadable.push(v.parse(Id, row).id)
      return []
    }),
  )
  if (accounts.length > 1) rows.sort(inOrder(request))
  const skip = request.skip ?? 0
  const items = rows.slice(skip, skip + request.limit)
  const last = items.at(-1)
  return {
    items,
    total: totalOf(sql, request, rows.length),
    next:
      rows.length > skip + items.length && last !== undefined ? encodeCursor(placeOf(last, request)) : null,
  }
}

/** How many rows a list has. With a search every row is looked at. */
export function countList(sql: Statements, request: CountRequest): number {
  if (request.search.trim() === '') return readCounts(sql, request.accountId)[request.filter]
  const condition = listCondition(request)
  const accounts = readAccounts(sql, request.accountId)
  return accounts.reduce((sum, account) => sum + countRows(sql, account, condition), 0)
}

/** What a page knows of the whole without looking at more rows than its own. */
function totalOf(sql: Statements, request: ListRequest, found: number): number | null {
  if (request.search.trim() === '') return readCounts(sql, request.accountId)[request.filter]
  const isWhole = request.after === null && (request.skip ?? 0) === 0 && found <= request.limit
  return isWhole ? found : null
}

function readableCondition(condition: Condition, unreadable: readonly number[]): Condition {
  if (unreadable.length === 0) return condition
  const except = ' AND id NOT IN (SELECT value FROM json_each(?))'
  return { sql: condition.sql + except, values: [...condition.values, JSON.stringify(unreadable)] }
}

/** The account's rows after the cursor, one more than the page takes, so that the page knows of a next one. */
function readAccountRows(
  sql: Statements,
  account: AccountRow,
  request: ListRequest,
  condition: Condition,
  after: ListCursor | null,
): unknown[] {
  const rows: unknown[] = []
  for (const stretch of STRETCHES[request.sort]) {
    const start = startIn(stretch, account, request, after)
    if (start === null) continue
    const wanted = (request.skip ?? 0) + request.limit + 1 - rows.length
    if (wanted === 0) break
    const found = sql
      .get(
        `SELECT id, name, unicode_name, state, type, created_at, verified_at, failing FROM domain INDEXED BY ${INDEX[request.sort]}
         WHERE account = ?${start.sql}${condition.sql} ORDER BY ${orderIn(stretch, request.descending)} LIMIT ?`,
      )
      .all(account.id, ...start.values, ...condition.values, wanted)
    rows.push(...found)
  }
  return rows
}

/** Where to start in a stretch; null when the cursor is past it. */
function startIn(
  stretch: Stretch,
  account: AccountRow,
  request: ListRequest,
  after: ListCursor | null,
): Condition | null {
  const timeless = stretch.startsWith('no ')
  const column = timeless ? stretch.slice(3) : stretch
  const within = stretch === 'name' ? '' : ` AND ${column} IS ${timeless ? '' : 'NOT '}NULL`
  if (after === null) return { sql: within, values: [] }
  const beyond = beyondCursor(account, request, after)
  if (stretch === 'name') return { sql: ` AND name ${beyond} ?`, values: [after.name] }
  if (timeless) {
    return after.time === null
      ? { sql: `${within} AND name ${beyond} ?`, values: [after.name] }
      : { sql: within, values: [] }
  }
  if (after.time === null) return null
  return { sql: `${within} AND (${column}, name) ${beyond} (?, ?)`, values: [after.time, after.name] }
}

/** The account breaks ties last, so rows equal to the cursor's are still to come in the accounts after its. */
function beyondCursor(account: AccountRow, request: ListRequest, after: ListCursor): string {
  const order = compare(account.account_id, after.accountId)
  const tieIsAhead = request.descending ? order < 0 : order > 0
  return (request.descending ? '<' : '>') + (tieIsAhead ? '=' : '')
}

function orderIn(stretch: Stretch, descending: boolean): string {
  const direction = descending ? 'DESC' : 'ASC'
  if (stretch === 'name' || stretch.startsWith('no ')) return `name ${direction}`
  return `${stretch} ${direction}, name ${direction}`
}

function inOrder(request: ListRequest): (a: DomainRow, b: DomainRow) => number {
  const sign = request.descending ? -1 : 1
  return (a, b) => {
    const [left, right] = [timeOf(a, request), timeOf(b, request)]
    if ((left === null) !== (right === null)) return left === null ? 1 : -1
    const byTime = left === null || right === null ? 0 : left - right
    return sign * (byTime || compare(a.name, b.name) || compare(a.accountId, b.accountId))
  }
}

/** Binary order of UTF-8, as SQLite has it; names are ASCII, and account ids are the app's own. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function placeOf(row: DomainRow, request: ListRequest): ListCursor {
  const { sort, descending } = request
  return { sort, descending, time: timeOf(row, request), name: row.name, accountId: row.accountId }
}

function timeOf(row: DomainRow, { sort }: Pick<ListRequest, 'sort'>): number | null {
  if (sort === 'name') return null
  return sort === 'created' ? row.createdAt : row.verifiedAt
}

function countRows(sql: Statements, account: AccountRow, condition: Condition): number {
  const row = sql
    .get(`SELECT count(*) AS total FROM domain INDEXED BY domain_by_name WHERE account = ?${condition.sql}`)
    .get(account.id, ...condition.values)
  return v.parse(Total, row).total
}

function toDomainRow(accountId: string, row: v.InferOutput<typeof ListedRow>): DomainRow {
  return {
    accountId,
    name: row.name,
    unicodeName: row.unicode_name ?? row.name,
    state: row.state,
    type: row.type,
    createdAt: row.created_at,
    verifiedAt: row.verified_at,
    failing: row.failing,
  }
}
