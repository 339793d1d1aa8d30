import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { Region, WriteMode } from '../../preload/contract/accounts'

/** An account as it is stored: everything but its key. */
export interface StoredAccount {
  readonly id: string
  readonly kind: 'embedded' | 'provider' | 'samples'
  readonly name: string
  /** Null but for a provider. */
  readonly region: Region | null
  /** Null but for a provider; empty when the stored one cannot be read. */
  readonly baseUrl: string | null
  /** Milliseconds since the epoch; 0 for the embedded service. */
  readonly createdAt: number
  /** Whether the list asks for the domains of subaccounts too. */
  readonly includeSubaccounts: boolean
  /** What Zonedesk may change at the provider; `read-only` when the stored one cannot be read. */
  readonly writeMode: WriteMode
}

export interface AccountStore {
  /** The embedded service first, then providers in the order they were added, then the samples. */
  list(): StoredAccount[]
  get(id: string): StoredAccount | undefined
  /** @throws SqliteError when the id or the name exists */
  add(account: StoredAccount): void
  /** @throws SqliteError when the name exists */
  rename(id: string, name: string): void
  setRegion(id: string, region: Region, baseUrl: string): void
  setIncludeSubaccounts(id: string, include: boolean): void
  setWriteMode(id: string, mode: WriteMode): void
  /** Removes the account, its drafts, tags, notes and pace, and the window's memory of it, in one transaction. */
  remove(id: string): void
}

const Row = v.pipe(
  v.object({
    id: v.string(),
    kind: v.fallback(v.picklist(['embedded', 'provider', 'samples']), 'provider'),
    name: v.fallback(v.nullable(v.string()), null),
    region: v.fallback(v.nullable(Region), 'own'),
    base_url: v.fallback(v.nullable(v.string()), null),
    created_at: v.fallback(v.number(), 0),
    include_subaccounts: v.fallback(v.number(), 0),
    write_mode: v.fallback(WriteMode, 'read-only'),
  }),
  v.transform((row): StoredAccount => {
    const isProvider = row.kind === 'provider'
    return {
      id: row.id,
      kind: row.kind,
      name: row.name ?? row.id,
      region: isProvider ? (row.region ?? 'own') : null,
      baseUrl: isProvider ? (row.base_url ?? '') : null,
      createdAt: row.created_at,
      includeSubaccounts: isProvider && row.include_subaccounts === 1,
      writeMode: row.kind === 'samples' ? 'normal' : row.write_mode,
    }
  }),
)

export function createAccountStore(db: Database.Database): AccountStore {
  const selectAll = db.prepare(
    `SELECT * FROM accounts ORDER BY kind = 'samples', kind = 'provider', created_at, rowid`,
  )
  const select = db.prepare('SELECT * FROM accounts WHERE id = ?')
  const insert = db.prepare(
    `INSERT INTO accounts (id, kind, name, region, base_url, created_at, include_subaccounts, write_mode)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const rename = db.prepare('UPDATE accounts SET name = ? WHERE id = ?')
  const setRegion = db.prepare('UPDATE accounts SET region = ?, base_url = ? WHERE id = ?')
  const setIncludeSubaccounts = db.prepare('UPDATE accounts SET include_subaccounts = ? WHERE id = ?')
  const setWriteMode = db.prepare('UPDATE accounts SET write_mode = ? WHERE id = ?')
  const removeAll = [
    'DELETE FROM accounts WHERE id = ?',
    'DELETE FROM drafts WHERE account_id = ?',
    'DELETE FROM domain_tag WHERE account_id = ?',
    'DELETE FROM domain_note WHERE account_id = ?',
    'DELETE FROM domain_watch WHERE account_id = ?',
    'DELETE FROM account_pace WHERE account_id = ?',
    'DELETE FROM key_rotation WHERE account_id = ?',
    'DELETE FROM publish_domain WHERE account_id = ?',
    'DELETE FROM zone_override WHERE account_id = ?',
    `DELETE FROM view_state WHERE field = 'accountId' AND value = json_quote(?)`,
    `DELETE FROM view_state WHERE field = 'selected'
       AND CASE WHEN json_valid(value) THEN json_extract(value, '$.accountId') END = ?`,
  ].map((statement) => db.prepare(statement))
  return {
    list: () => selectAll.all().map((row) => v.parse(Row, row)),
    get: (id) => {
      const row = select.get(id)
      return row === undefined ? undefined : v.parse(Row, row)
    },
    add: ({ id, kind, name, region, baseUrl, createdAt, includeSubaccounts, writeMode }) => {
      insert.run(id, kind, name, region, baseUrl, createdAt, Number(includeSubaccounts), writeMode)
    },
    rename: (id, name) => {
      rename.run(name, id)
    },
    setRegion: (id, region, baseUrl) => {
      setRegion.run(region, baseUrl, id)
    },
    setIncludeSubaccounts: (id, include) => {
      setIncludeSubaccounts.run(Number(include), id)
    },
    setWriteMode: (id, mode) => {
      setWriteMode.run(mode, id)
    },
    remove: (id) => {
      db.transaction(() => removeAll.forEach((statement) => statement.run(id))).immediate()
    },
  }
}
