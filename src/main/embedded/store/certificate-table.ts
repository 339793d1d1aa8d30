import * as v from 'valibot'
import type { Statements } from './statements'
import { json } from './stored-domain'

/** The certificate of one tracking host. */
export const StoredCertificate = v.object({
  host: v.string(),
  domain_seq: v.number(),
  status: v.picklist(['processing', 'active', 'error']),
  error: v.nullable(v.string()),
  /** When it was last asked for, milliseconds since the epoch. */
  begun_at: v.number(),
  /** Until when the last one that was had is good, milliseconds since the epoch. */
  expires_at: v.nullable(v.number()),
  /** When it was asked for before, milliseconds since the epoch. */
  begun_before: json(v.array(v.number())),
})
export type StoredCertificate = v.InferOutput<typeof StoredCertificate>

export class CertificateTable {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  get(host: string): StoredCertificate | null {
    const row = this.#statements.prepare('SELECT * FROM certificates WHERE host = ?').get(host)
    return row === undefined ? null : v.parse(StoredCertificate, row)
  }

  set(certificate: StoredCertificate): void {
    this.#statements
      .prepare(
        `INSERT OR REPLACE INTO certificates (host, domain_seq, status, error, begun_at, expires_at, begun_before)
         VALUES (@host, @domain_seq, @status, @error, @begun_at, @expires_at, @begun_before)`,
      )
      .run({ ...certificate, begun_before: JSON.stringify(certificate.begun_before) })
  }
}
