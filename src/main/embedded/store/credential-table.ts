import * as v from 'valibot'
import type { Statements } from './statements'

const StoredCredential = v.object({
  /** The part before the `@`. */
  login: v.string(),
  /** Milliseconds since the epoch. */
  created_at: v.number(),
})
export type StoredCredential = v.InferOutput<typeof StoredCredential>

/** SMTP credentials beside the domain's own `postmaster`, by the part of their login before the `@`. */
export class CredentialTable {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  /** All of a domain, by login. */
  all(seq: number): StoredCredential[] {
    const sql = 'SELECT login, created_at FROM credentials WHERE domain_seq = ? ORDER BY login'
    return this.#statements
      .prepare(sql)
      .all(seq)
      .map((row) => v.parse(StoredCredential, row))
  }

  has(seq: number, login: string): boolean {
    const sql = 'SELECT 1 FROM credentials WHERE domain_seq = ? AND login = ?'
    return this.#statements.prepare(sql).get(seq, login) !== undefined
  }

  add(seq: number, login: string, passwordHash: string, createdAt: number): void {
    const sql = 'INSERT INTO credentials (domain_seq, login, password_hash, created_at) VALUES (?, ?, ?, ?)'
    this.#statements.prepare(sql).run(seq, login, passwordHash, createdAt)
  }

  setPassword(seq: number, login: string, passwordHash: string): void {
    const sql = 'UPDATE credentials SET password_hash = ? WHERE domain_seq = ? AND login = ?'
    this.#statements.prepare(sql).run(passwordHash, seq, login)
  }

  /** @returns whether it was there */
  remove(seq: number, login: string): boolean {
    const sql = 'DELETE FROM credentials WHERE domain_seq = ? AND login = ?'
    return this.#statements.prepare(sql).run(seq, login).changes > 0
  }

  /** @returns how many there were */
  removeAll(seq: number): number {
    return this.#statements.prepare('DELETE FROM credentials WHERE domain_seq = ?').run(seq).changes
  }
}
