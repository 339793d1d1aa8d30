import * as v from 'valibot'
import type { Statements } from './statements'

export const SubaccountStatus = v.picklist(['open', 'disabled', 'closed'])
export type SubaccountStatus = v.InferOutput<typeof SubaccountStatus>

const StoredSubaccount = v.object({
  id: v.string(),
  name: v.string(),
  status: SubaccountStatus,
  /** Milliseconds since the epoch. */
  created_at: v.number(),
  /** Milliseconds since the epoch. */
  updated_at: v.number(),
})
export type StoredSubaccount = v.InferOutput<typeof StoredSubaccount>

export interface SubaccountFilter {
  readonly statuses: readonly SubaccountStatus[]
  /** Part of a name; empty for all. */
  readonly name: string
}

export class SubaccountTable {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  get(id: string): StoredSubaccount | null {
    const row = this.#statements.prepare('SELECT * FROM subaccounts WHERE id = ?').get(id)
    return row === undefined ? null : v.parse(StoredSubaccount, row)
  }

  add({ id, name, created_at }: Pick<StoredSubaccount, 'id' | 'name' | 'created_at'>): void {
    this.#statements
      .prepare(
        `INSERT INTO subaccounts (id, name, status, created_at, updated_at) VALUES (?, ?, 'open', ?, ?)`,
      )
      .run(id, name, created_at, created_at)
  }

  /** @param now milliseconds since the epoch */
  addUnlessKnown(id: string, now: number): void {
    if (this.get(id) === null) this.add({ id, name: id, created_at: now })
  }

  /** @param now milliseconds since the epoch */
  setStatus(id: string, status: SubaccountStatus, now: number): void {
    const sql = 'UPDATE subaccounts SET status = ?, updated_at = ? WHERE id = ?'
    this.#statements.prepare(sql).run(status, now, id)
  }

  /** One page, in the order they were made or by name. */
  page(
    filter: SubaccountFilter,
    order: 'made' | 'asc' | 'desc',
    limit: number,
    skip: number,
  ): StoredSubaccount[] {
    const by = { made: 'seq', asc: 'name, seq', desc: 'name DESC, seq' }[order]
    return this.#statements
      .prepare(`SELECT * FROM subaccounts WHERE ${WANTED} ORDER BY ${by} LIMIT ? OFFSET ?`)
      .all(...valuesOf(filter), limit, skip)
      .map((row) => v.parse(StoredSubaccount, row))
  }

  count(filter: SubaccountFilter): number {
    const sql = `SELECT count(*) FROM subaccounts WHERE ${WANTED}`
    return v.parse(
      v.number(),
      this.#statements
        .prepare(sql)
        .pluck()
        .get(...valuesOf(filter)),
    )
  }
}

const WANTED = 'status IN (SELECT value FROM json_each(?)) AND instr(lower(name), lower(?)) > 0'

function valuesOf({ statuses, name }: SubaccountFilter): string[] {
  return [JSON.stringify(statuses), name]
}
