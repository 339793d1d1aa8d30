import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { openDatabase } from '../../sqlite/open'
import { inSentence } from '../../sqlite/storage-errors'
import { migrations } from './schema'
import { CertificateTable } from './certificate-table'
import { CredentialTable } from './credential-table'
import { KeyTable } from './key-table'
import { RotationTable } from './rotation-table'
import { Statements } from './statements'
import { StoredDomain, Verdict, type StoredDomainChanges, type NewDomain } from './stored-domain'
import { SubaccountTable } from './subaccount-table'
import { TrackingTable } from './tracking-table'

/** Which domains of the account a list has. */
export interface ListFilter {
  /** Id of a subaccount, null for the main account itself, `all` for it and every subaccount. */
  readonly owner: { readonly subaccountId: string | null } | 'all'
  readonly state: StoredDomain['state'] | null
  readonly authority: string | null
  /** Part of a name; null for all. */
  readonly search: string | null
}
export type StoredListOrder = 'newest' | 'name' | 'name-descending'

/** A verdict before it is written. */
export interface NewVerdict {
  readonly record: string
  readonly valid: Verdict['valid']
  readonly cached: readonly string[]
}

const COLUMNS = Object.keys(StoredDomain.entries).filter((column) => column !== 'seq')
const ORDERS: Readonly<Record<StoredListOrder, string>> = {
  newest: 'seq DESC',
  name: 'name ASC',
  'name-descending': 'name DESC',
}

const Count = v.number()
const Name = v.optional(v.string())

/** The embedded service's SQLite file. Every row is parsed on its way out. */
export class Store {
  readonly #db: Database.Database
  readonly #statements: Statements
  readonly keys: KeyTable
  readonly rotations: RotationTable
  readonly tracking: TrackingTable
  readonly certificates: CertificateTable
  readonly credentials: CredentialTable
  readonly subaccounts: SubaccountTable

  /** Names the file in sentences. */
  readonly #path: string
  /** Whether anything can be written. */
  readonly isWritable: boolean

  /**
   * @param path the file, made when absent
   * @param copyOf the file this is a copy of, when nothing is to be written
   * @throws ZonedeskError `storage` when it cannot be opened
   */
  constructor(path: string, copyOf?: string) {
    this.#path = copyOf ?? path
    this.isWritable = copyOf === undefined
    this.#db = openDatabase(path, migrations, { check: true, closed: !this.isWritable })
    this.#statements = new Statements(this.#db)
    this.keys = new KeyTable(this.#statements)
    this.rotations = new RotationTable(this.#statements)
    this.tracking = new TrackingTable(this.#statements)
    this.certificates = new CertificateTable(this.#statements)
    this.credentials = new CredentialTable(this.#statements)
    this.subaccounts = new SubaccountTable(this.#statements)
  }

  /** An error of a call, in a sentence where it is SQLite's. */
  inSentence(error: unknown): unknown {
    return inSentence(error, this.#path)
  }

  close(): void {
    this.#db.close()
  }

  /** Runs writes together: all are kept or none. */
  transaction<T>(work: () => T): T {
    return this.#db.transaction(work).immediate()
  }

  domain(name: string): StoredDomain | null {
    const row = this.#prepare('SELECT * FROM domains WHERE name = ?').get(name)
    return row === undefined ? null : v.parse(StoredDomain, row)
  }

  disabledDomains(): StoredDomain[] {
    const rows = this.#prepare("SELECT * FROM domains WHERE state = 'disabled' ORDER BY seq").all()
    return rows.map((row) => v.parse(StoredDomain, row))
  }

  /** @returns one page of the list, without verdicts */
  page(filter: ListFilter, order: StoredListOrder, limit: number, skip: number): StoredDomain[] {
    const { sql, values } = where(filter)
    const rows = this.#prepare(`SELECT * FROM domains${sql} ORDER BY ${ORDERS[order]} LIMIT ? OFFSET ?`)
    return rows.all(...values, limit, skip).map((row) => v.parse(StoredDomain, row))
  }

  /** Another text whenever anything in the file may have changed, by this connection or another. */
  version(): string {
    const sql = "SELECT total_changes() || ' ' || data_version FROM pragma_data_version"
    return v.parse(v.string(), this.#prepare(sql).pluck().get())
  }

  count(filter: ListFilter): number {
    const { sql, values } = where(filter)
    return v.parse(
      Count,
      this.#prepare(`SELECT count(*) FROM domains${sql}`)
        .pluck()
        .get(...values),
    )
  }

  /** Name of another domain that signs under this one's identity, the first by name; null when none does. */
  authorityUser(name: string): string | null {
    const sql = 'SELECT name FROM domains WHERE authority = ? AND name <> ? ORDER BY name LIMIT 1'
    return v.parse(Name, this.#prepare(sql).pluck().get(name, name)) ?? null
  }

  /** The first domain of an account that signs under a host. */
  signingUnder(host: string, subaccountId: string | null): StoredDomain | null {
    const row = this.#prepare(
      'SELECT * FROM domains WHERE dkim_host = ? AND subaccount_id IS ? ORDER BY seq LIMIT 1',
    ).get(host, subaccountId)
    return row === undefined ? null : v.parse(StoredDomain, row)
  }

  /** All domains that sign with keys of a host. */
  allSigningUnder(host: string): StoredDomain[] {
    const rows = this.#prepare('SELECT * FROM domains WHERE dkim_host = ? ORDER BY seq').all(host)
    return rows.map((row) => v.parse(StoredDomain, row))
  }

  addDomain(domain: NewDomain): void {
    const sql = `INSERT INTO domains (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((c) => `@${c}`).join(', ')})`
    this.#prepare(sql).run(toRow(domain))
  }

  /** Sets the named columns and leaves the others. */
  setDomain(seq: number, changes: StoredDomainChanges): void {
    const columns = COLUMNS.filter((column) => column in changes)
    if (columns.length === 0) return
    const sql = `UPDATE domains SET ${columns.map((c) => `${c} = @${c}`).join(', ')} WHERE seq = @seq`
    this.#prepare(sql).run({ ...toRow(changes), seq })
  }

  /** Notes that a domain is to be removed. */
  acceptDeletion(seq: number): void {
    this.#prepare('INSERT INTO deletions (domain_seq) VALUES (?) ON CONFLICT DO NOTHING').run(seq)
  }

  /** The domains that are to be removed, in the order they were made. */
  acceptedDeletions(): StoredDomain[] {
    const rows = this.#prepare(
      'SELECT domains.* FROM deletions JOIN domains ON seq = domain_seq ORDER BY seq',
    ).all()
    return rows.map((row) => v.parse(StoredDomain, row))
  }

  /** Removes a domain with all that is its own, and the keys of hosts that no other domain uses. */
  removeDomain({ seq, name, dkim_host }: StoredDomain): void {
    this.#prepare('DELETE FROM domains WHERE seq = ?').run(seq)
    for (const host of new Set([name, dkim_host])) this.keys.removeUnlessUsed(host)
  }

  verdicts(seq: number): Verdict[] {
    const rows = this.#prepare('SELECT record, valid, cached FROM verdicts WHERE domain_seq = ?').all(seq)
    return rows.map((row) => v.parse(Verdict, row))
  }

  /** Puts verdicts in place of all a domain had. */
  setVerdicts(seq: number, verdicts: readonly NewVerdict[]): void {
    this.#prepare('DELETE FROM verdicts WHERE domain_seq = ?').run(seq)
    const insert = this.#prepare(
      'INSERT INTO verdicts (domain_seq, record, valid, cached) VALUES (?, ?, ?, ?)',
    )
    for (const { record, valid, cached } of verdicts) insert.run(seq, record, valid, JSON.stringify(cached))
  }

  #prepare(sql: string): Database.Statement {
    return this.#statements.prepare(sql)
  }
}

function where({ owner, state, authority, search }: ListFilter): { sql: string; values: string[] } {
  const conditions: string[] = []
  const values: string[] = []
  if (owner !== 'all') {
    conditions.push(owner.subaccountId === null ? 'subaccount_id IS NULL' : 'subaccount_id = ?')
    if (owner.subaccountId !== null) values.push(owner.subaccountId)
  }
  if (state !== null) {
    conditions.push('state = ?')
    values.push(state)
  }
  if (authority !== null) {
    conditions.push('authority = ?')
    values.push(authority)
  }
  if (search !== null) {
    // instr, not LIKE: the API's search has no wildcards.
    conditions.push('instr(name, ?) > 0')
    values.push(search)
  }
  return { sql: conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '', values }
}

function toRow(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([column, value]) => [column, toColumn(value)]))
}

function toColumn(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}
