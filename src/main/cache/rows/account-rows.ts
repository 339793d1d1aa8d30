import * as v from 'valibot'
import { SAMPLES_ACCOUNT_ID } from '../../../preload/contract/accounts'
import type { ListPosition, ResumableRun, SyncState } from '../cache'
import type { Statements } from '../statements'

const AccountRow = v.object({
  id: v.number(),
  account_id: v.string(),
  last_synced_at: v.nullable(v.number()),
  run: v.number(),
  seen: v.nullable(v.number()),
  last_name: v.nullable(v.string()),
  total: v.nullable(v.number()),
  started_at: v.nullable(v.number()),
  since: v.nullable(v.number()),
  whole_run: v.nullable(v.number()),
  offline_since: v.nullable(v.number()),
})
export type AccountRow = v.InferOutput<typeof AccountRow>

/** The accounts that have something in the cache: all of them, or the one named. */
export function readAccounts(sql: Statements, accountId: string | null): AccountRow[] {
  const rows =
    accountId === null
      ? sql.get('SELECT * FROM account ORDER BY account_id').all()
      : sql.get('SELECT * FROM account WHERE account_id = ?').all(accountId)
  return v.parse(v.array(AccountRow), rows)
}

/**
 * The accounts that a request is about: the one it names, or all. Sample domains are never among those of others: where
 * no account is named, theirs is meant only while it alone has domains.
 */
export function accountsMeant(sql: Statements, accountId: string | null): AccountRow[] {
  const accounts = readAccounts(sql, accountId)
  if (accountId !== null || accounts.every(({ account_id }) => account_id !== SAMPLES_ACCOUNT_ID))
    return accounts
  return meansSamples(sql, null)
    ? accounts
    : accounts.filter(({ account_id }) => account_id !== SAMPLES_ACCOUNT_ID)
}

/** Whether the sample domains are meant by a request: where no account is named, see `accountsMeant`. */
export function meansSamples(sql: Statements, accountId: string | null): boolean {
  if (accountId !== null) return accountId === SAMPLES_ACCOUNT_ID
  // While they are added or removed, the account is not in the user's list.
  const isAdded =
    !sql.has('own') ||
    sql.get('SELECT 1 FROM own.accounts WHERE id = ?').get(SAMPLES_ACCOUNT_ID) !== undefined
  return isAdded && sql.get(OTHER_DOMAIN).get(SAMPLES_ACCOUNT_ID) === undefined
}

const OTHER_DOMAIN = `
  SELECT 1 FROM account CROSS JOIN domain ON domain.account = account.id WHERE account.account_id <> ? LIMIT 1`

/** The number of an account, given on first use. */
export function accountNumber(sql: Statements, accountId: string): number {
  sql.get('INSERT INTO account (account_id) VALUES (?) ON CONFLICT DO NOTHING').run(accountId)
  const [row] = readAccounts(sql, accountId)
  if (row === undefined) throw new Error('An account row that was just written is gone.')
  return row.id
}

export function readSyncState(sql: Statements, accountId: string): SyncState {
  const [row] = readAccounts(sql, accountId)
  return {
    lastSyncedAt: row?.last_synced_at ?? null,
    run: row?.run ?? 0,
    offlineSince: row?.offline_since ?? null,
  }
}

/** The newest run when it was cut off and stored where it is. */
export function readResumableRun(sql: Statements, accountId: string): ResumableRun | null {
  const row = readAccounts(sql, accountId)[0]
  if (row === undefined) return null
  const { run, seen, last_name: last, total, started_at: startedAt, since } = row
  if (seen === null || last === null || total === null || startedAt === null) return null
  return { run, since: since ?? run, startedAt, position: { seen, last, total } }
}

/** Opens a run and answers its number. */
export function startRun(sql: Statements, accountId: string, at: number, since: number | null): number {
  const account = accountNumber(sql, accountId)
  const row = sql
    .get(
      `UPDATE account SET run = run + 1, seen = NULL, last_name = NULL, total = NULL, started_at = ?,
         since = coalesce(?, run + 1)
       WHERE id = ? RETURNING run`,
    )
    .get(at, since, account)
  return v.parse(v.object({ run: v.number() }), row).run
}

/** Notes where a run is. An older run no longer counts. */
export function notePosition(sql: Statements, account: number, run: number, position: ListPosition): void {
  sql
    .get('UPDATE account SET seen = ?, last_name = ?, total = ? WHERE id = ? AND run = ?')
    .run(position.seen, position.last, position.total, account, run)
}

/** Whether the account's whole list was ever read: what is new from then on was added meanwhile. */
export function wasListed(sql: Statements, accountId: string): boolean {
  return (readAccounts(sql, accountId)[0]?.whole_run ?? null) !== null
}

/** Notes that a run saw the whole list. */
export function closeRun(sql: Statements, account: number, run: number): void {
  sql
    .get(
      `UPDATE account SET seen = NULL, last_name = NULL, total = NULL, started_at = NULL, since = NULL, whole_run = ?
       WHERE id = ?`,
    )
    .run(run, account)
}

export function markSynced(sql: Statements, accountId: string, at: number): void {
  sql.get('UPDATE account SET last_synced_at = ? WHERE id = ?').run(at, accountNumber(sql, accountId))
}

export function markOffline(sql: Statements, accountId: string, since: number | null): void {
  sql.get('UPDATE account SET offline_since = ? WHERE id = ?').run(since, accountNumber(sql, accountId))
}

/** Removes an account with everything of it. */
export function removeAccount(sql: Statements, accountId: string): void {
  sql.get('DELETE FROM account WHERE account_id = ?').run(accountId)
  sql.get('DELETE FROM outbox WHERE account_id = ?').run(accountId)
  // What records lead to is kept once for all of them; some of it was the account's alone.
  sql.get('DELETE FROM target WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.target = target.id)').run()
}

/** Removes every account but these. */
export function retainAccounts(sql: Statements, accountIds: readonly string[]): void {
  const kept = new Set(accountIds)
  for (const { account_id } of readAccounts(sql, null)) {
    if (!kept.has(account_id)) removeAccount(sql, account_id)
  }
}
