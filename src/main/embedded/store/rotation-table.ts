import * as v from 'valibot'
import type { Statements } from './statements'
import { Flag } from './stored-domain'

/** How the keys behind the CNAME pair of automatic sender security are rotated. */
export const StoredRotation = v.object({
  enabled: Flag,
  /** As the caller wrote it, such as `5d`. */
  every: v.string(),
  /** Selector of the pair that signs since then. */
  active_selector: v.string(),
  /** Milliseconds since the epoch. */
  since: v.number(),
})
export type StoredRotation = v.InferOutput<typeof StoredRotation>

export class RotationTable {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  get(seq: number): StoredRotation | null {
    const sql = 'SELECT enabled, every, active_selector, since FROM key_rotations WHERE domain_seq = ?'
    const row = this.#statements.prepare(sql).get(seq)
    return row === undefined ? null : v.parse(StoredRotation, row)
  }

  set(seq: number, { enabled, every, active_selector, since }: StoredRotation): void {
    this.#statements
      .prepare(
        `INSERT INTO key_rotations (domain_seq, enabled, every, active_selector, since) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (domain_seq) DO UPDATE SET enabled = excluded.enabled, every = excluded.every,
           active_selector = excluded.active_selector, since = excluded.since`,
      )
      .run(seq, enabled ? 1 : 0, every, active_selector, since)
  }
}
