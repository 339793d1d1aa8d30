import * as v from 'valibot'
import type { Statements } from './statements'
import { StoredKey, Verdict, type NewKey } from './stored-domain'

/** Which keys of an account a page of the list has. */
export interface KeyFilter {
  /** Null for the main account. */
  readonly subaccountId: string | null
  /** The domain that signs; null for all. */
  readonly host: string | null
  readonly selector: string | null
}

/** Where a page of the list begins: behind a key, or before one. */
export interface KeyPlace {
  readonly direction: 'after' | 'before'
  readonly host: string
  readonly selector: string
}

/** The keys of a sandbox stand in the provider's own zone, and are nobody else's. */
const OF_ACCOUNT = `EXISTS (SELECT 1 FROM domains WHERE (domains.name = key.host OR domains.dkim_host = key.host)
  AND subaccount_id IS ? AND type = 'custom')`

/**
 * The DKIM keys of the service's file, by host and selector. A domain names the one that verification waits for as long
 * as none of its host signs.
 */
export class KeyTable {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  get(host: string, selector: string): StoredKey | null {
    const sql = 'SELECT * FROM dkim_keys WHERE host = ? AND selector = ?'
    const row = this.#statements.prepare(sql).get(host, selector)
    return row === undefined ? null : v.parse(StoredKey, row)
  }

  /** All of a host, by selector. */
  at(host: string): StoredKey[] {
    const sql = 'SELECT * FROM dkim_keys WHERE host = ? ORDER BY selector'
    return this.#parsed(this.#statements.prepare(sql).all(host))
  }

  /**
   * A page of an account's keys by host and selector.
   *
   * @param place null for the first page
   * @param limit keys at most
   */
  page(filter: KeyFilter, place: KeyPlace | null, limit: number): StoredKey[] {
    const values: (string | null)[] = [filter.subaccountId]
    const conditions = [OF_ACCOUNT]
    for (const [column, value] of [
      ['host', filter.host],
      ['selector', filter.selector],
    ] as const) {
      if (value === null) continue
      conditions.push(`key.${column} = ?`)
      values.push(value)
    }
    const backwards = place?.direction === 'before'
    if (place !== null) {
      conditions.push(`(key.host, key.selector) ${backwards ? '<' : '>'} (?, ?)`)
      values.push(place.host, place.selector)
    }
    const way = backwards ? 'DESC' : 'ASC'
    const rows = this.#statements
      .prepare(
        `SELECT key.* FROM dkim_keys AS key WHERE ${conditions.join(' AND ')}
         ORDER BY key.host ${way}, key.selector ${way} LIMIT ?`,
      )
      .all(...values, limit)
    const page = this.#parsed(rows)
    return backwards ? page.reverse() : page
  }

  /** Keeps a key unless its host and selector have one already. */
  add(key: NewKey): void {
    this.#statements
      .prepare(
        `INSERT INTO dkim_keys (host, selector, bits, private_key, public_key)
         VALUES (@host, @selector, @bits, @private_key, @public_key)
         ON CONFLICT (host, selector) DO NOTHING`,
      )
      .run(key)
  }

  setActive({ host, selector }: Pick<StoredKey, 'host' | 'selector'>, active: boolean): void {
    this.#statements
      .prepare('UPDATE dkim_keys SET active = ? WHERE host = ? AND selector = ?')
      .run(active ? 1 : 0, host, selector)
  }

  /** No key of a host signs once no domain signs with keys of that host. */
  restUnlessUsed(host: string): void {
    this.#statements
      .prepare(
        `UPDATE dkim_keys SET active = 0 WHERE host = @host AND NOT EXISTS (
          SELECT 1 FROM domains WHERE dkim_host = @host AND use_automatic_sender_security = 0)`,
      )
      .run({ host })
  }

  /** Removes a key that no domain names. */
  remove({ host, selector }: Pick<StoredKey, 'host' | 'selector'>): void {
    this.#statements.prepare('DELETE FROM dkim_keys WHERE host = ? AND selector = ?').run(host, selector)
  }

  /** Removes all keys of a host that no domain has or signs under any more. */
  removeUnlessUsed(host: string): void {
    this.#statements
      .prepare(
        `DELETE FROM dkim_keys WHERE host = @host
         AND NOT EXISTS (SELECT 1 FROM domains WHERE name = @host OR dkim_host = @host)`,
      )
      .run({ host })
  }

  /** Lets the domains that name one key name another of the same host. */
  rename(host: string, from: string, to: string): void {
    this.#statements
      .prepare('UPDATE domains SET dkim_selector = ? WHERE dkim_host = ? AND dkim_selector = ?')
      .run(to, host, from)
  }

  /**
   * The last judgement of a key's record, by a domain of the key's account: the domain at its host, or one that signs
   * under it.
   */
  verdict(host: string, record: string): Pick<Verdict, 'valid' | 'cached'> | null {
    const row = this.#statements
      .prepare(
        `SELECT record, valid, cached FROM verdicts JOIN domains ON seq = domain_seq
         WHERE (name = @host OR dkim_host = @host) AND record = @record ORDER BY name <> @host, seq LIMIT 1`,
      )
      .get({ host, record })
    return row === undefined ? null : v.parse(Verdict, row)
  }

  /** Keeps the judgement of a key's record for every domain that shows it. */
  setVerdict(host: string, { record, valid, cached }: Verdict): void {
    this.#statements
      .prepare(
        `INSERT INTO verdicts (domain_seq, record, valid, cached)
         SELECT seq, @record, @valid, @cached FROM domains WHERE name = @host OR dkim_host = @host
         ON CONFLICT (domain_seq, record) DO UPDATE SET valid = excluded.valid, cached = excluded.cached`,
      )
      .run({ host, record, valid, cached: JSON.stringify(cached) })
  }

  /** A record that is no longer wanted was never judged, when it is wanted again. */
  forgetVerdict(record: string): void {
    this.#statements.prepare('DELETE FROM verdicts WHERE record = ?').run(record)
  }

  #parsed(rows: readonly unknown[]): StoredKey[] {
    return rows.map((row) => v.parse(StoredKey, row))
  }
}
