import * as v from 'valibot'
import { KnownSubaccount, type Subaccount, SubaccountStatus } from '../../../preload/contract/subaccounts'
import type { Statements } from '../statements'
import { accountNumber, accountsMeant } from './account-rows'

const Rows = v.array(
  v.object({
    accountId: v.string(),
    id: v.string(),
    name: v.string(),
    status: v.fallback(v.nullable(SubaccountStatus), null),
    domains: v.number(),
  }),
)

/**
 * The accounts below an account, or below all for null, by name, each with how many domains of it are here. One that
 * the provider did not list, and that has domains, is named by its id.
 */
export function readSubaccounts(sql: Statements, accountId: string | null): KnownSubaccount[] {
  const rows = sql
    .get(
      `WITH held AS (
         SELECT account, subaccount_id AS id, count(*) AS domains
         FROM domain INDEXED BY domain_of_subaccount WHERE subaccount_id IS NOT NULL GROUP BY account, subaccount_id
       ), known AS (
         SELECT account, id FROM subaccount UNION SELECT account, id FROM held
       )
       SELECT account.account_id AS accountId, known.id AS id, coalesce(subaccount.name, known.id) AS name,
         subaccount.status AS status, coalesce(held.domains, 0) AS domains
       FROM known JOIN account ON account.id = known.account
       LEFT JOIN subaccount ON subaccount.account = known.account AND subaccount.id = known.id
       LEFT JOIN held ON held.account = known.account AND held.id = known.id
       WHERE known.account IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(accountsMeant(sql, accountId).map(({ id }) => id)))
  const order = new Intl.Collator('en', { numeric: true })
  return v.parse(Rows, rows).sort((a, b) => order.compare(a.name, b.name) || order.compare(a.id, b.id))
}

/**
 * Puts the accounts below an account in place of those that were known.
 *
 * @returns whether anything is different
 */
export function putSubaccounts(
  sql: Statements,
  accountId: string,
  subaccounts: readonly Subaccount[],
): boolean {
  const account = accountNumber(sql, accountId)
  const read = sql.get('SELECT id, name, status FROM subaccount WHERE account = ? ORDER BY id')
  const before = JSON.stringify(read.all(account))
  sql.get('DELETE FROM subaccount WHERE account = ?').run(account)
  const insert = sql.get(
    'INSERT INTO subaccount (account, id, name, status) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  for (const { id, name, status } of subaccounts) insert.run(account, id, name, status)
  return JSON.stringify(read.all(account)) !== before
}

/** Ids of the accounts below others whose name holds a text, or whose id is the text. */
export function subaccountsMatching(sql: Statements, folded: string): string[] {
  return readSubaccounts(sql, null)
    .filter(
      ({ id, name }) => id.toLowerCase() === folded || name.toLowerCase().normalize('NFC').includes(folded),
    )
    .map(({ id }) => id)
}
