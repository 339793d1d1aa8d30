import * as v from 'valibot'
import type { DkimKey } from '../../../preload/contract/dkim-keys'
import { RecordType, Validity, type DnsRecord } from '../../../preload/contract/domain'
import { spareKeys } from '../../../preload/contract/needed-records'
import { recordBits } from '../../dns/diagnosis/records/dkim-key'
import type { WholeKeyList } from '../cache'
import { accountNumber } from './account-rows'
import type { Statements } from '../statements'

/** When the provider spoke of a key, and how. */
interface KeyMention {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** Whether a list of keys named it, and not the records of a domain alone. */
  readonly listed: boolean
}

const Flag = v.picklist([0, 1])
const StoredFacts = v.object({
  value: v.string(),
  bits: v.nullable(v.number()),
  is_active: v.nullable(Flag),
  first_seen_at: v.number(),
  active_since: v.nullable(v.number()),
  listed: Flag,
})
const Standing = v.object({
  selector: v.string(),
  type: RecordType,
  name: v.string(),
  valid: Validity,
  is_active: v.nullable(Flag),
  needed: Flag,
})

/** Between selector and signing domain in a key's owner name. Source: RFC 6376 3.6.2.1. */
const DKIM_LABEL = '._domainkey.'

const WHICH = 'account = ? AND signing_domain = ?'

/** Stores keys that a list of keys named. */
export function putKeys(sql: Statements, accountId: string, keys: readonly DkimKey[], at: number): void {
  const account = accountNumber(sql, accountId)
  for (const key of keys) putKey(sql, account, key, { at, listed: true })
}

/** Stores the whole list of the keys of one signing domain: others it had are gone. */
export function putKeysOf(
  sql: Statements,
  accountId: string,
  signingDomain: string,
  keys: readonly DkimKey[],
  at: number,
): void {
  putKeys(sql, accountId, keys, at)
  const account = accountNumber(sql, accountId)
  const selectors = keys.flatMap((key) => (key.signingDomain === signingDomain ? key.selector : []))
  sql
    .get(`DELETE FROM dkim_key WHERE ${WHICH} AND selector NOT IN (SELECT value FROM json_each(?))`)
    .run(account, signingDomain, JSON.stringify(selectors))
  markNeeded(sql, account, signingDomain)
}

/**
 * Notes that the whole list of an account's keys was read. Keys it once named, and of which nobody spoke since it began,
 * are gone. Those that records alone name stay: the list lacks the keys of subaccounts.
 */
export function finishKeys(
  sql: Statements,
  accountId: string,
  { since, at, removes, spared }: WholeKeyList,
): void {
  const account = accountNumber(sql, accountId)
  const gone = removes
    ? sql
        .column(
          `DELETE FROM dkim_key WHERE account = ? AND listed = 1 AND fetched_at < ?
             AND signing_domain NOT IN (SELECT value FROM json_each(?)) RETURNING signing_domain`,
        )
        .all(account, since, JSON.stringify(spared))
    : []
  for (const domain of new Set(v.parse(v.array(v.string()), gone))) markNeeded(sql, account, domain)
  noteListing(sql, account, at, null)
}

/** Notes that the provider had no list of an account's keys. */
export function noteKeysLacking(sql: Statements, accountId: string, at: number): void {
  noteListing(sql, accountNumber(sql, accountId), null, at)
}

/**
 * Stores the keys that the records of a domain name. Of keys that only records ever named, those are gone that the
 * newest records under the same signing domain no longer name.
 */
export function putKeysOfRecords(
  sql: Statements,
  account: number,
  records: readonly DnsRecord[],
  at: number,
): void {
  const keys = records.flatMap((record) => keyOfRecord(record) ?? [])
  for (const key of keys) putKey(sql, account, key, { at, listed: false })
  for (const [signingDomain, named] of Map.groupBy(keys, (key) => key.signingDomain)) {
    const { changes } = sql
      .get(
        `DELETE FROM dkim_key WHERE ${WHICH} AND listed = 0 AND selector NOT IN (SELECT value FROM json_each(?))`,
      )
      .run(account, signingDomain, JSON.stringify(named.map(({ selector }) => selector)))
    if (changes > 0) markNeeded(sql, account, signingDomain)
  }
}

/** The key that a record publishes; null where it is no DKIM key, or an alias for one. */
function keyOfRecord(record: DnsRecord): DkimKey | null {
  const at = record.name.indexOf(DKIM_LABEL)
  if (record.purpose !== 'sending' || record.type !== 'TXT' || at < 1) return null
  const signingDomain = record.name.slice(at + DKIM_LABEL.length)
  return signingDomain === '' ? null : { signingDomain, selector: record.name.slice(0, at), record }
}

/** Stores a key. A selector whose public key is another one now is a new key. */
function putKey(sql: Statements, account: number, key: DkimKey, { at, listed }: KeyMention): void {
  const { signingDomain, selector, record } = key
  const row = sql
    .get(`SELECT * FROM dkim_key WHERE ${WHICH} AND selector = ?`)
    .get(account, signingDomain, selector)
  const stored = v.safeParse(StoredFacts, row)
  const known = stored.success && stored.output.value === record.value ? stored.output : null
  const said = record.isActive === null ? null : Number(record.isActive)
  const isActive = said ?? known?.is_active ?? null
  const activeSince =
    isActive !== 1 || known === null ? null : known.is_active === 0 ? at : known.active_since
  sql
    .get(
      `INSERT OR REPLACE INTO dkim_key (account, signing_domain, selector, type, name, value, valid, cached, is_active,
         bits, needed, first_seen_at, active_since, fetched_at, listed)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)`,
    )
    .run(
      ...[account, signingDomain, selector, record.type, record.name, record.value, record.valid],
      ...[JSON.stringify(record.cached), isActive],
      known === null ? (record.type === 'TXT' ? recordBits(record.value) : null) : known.bits,
      ...[Math.min(at, known?.first_seen_at ?? at), activeSince, at],
      Number(listed || known?.listed === 1),
    )
  markNeeded(sql, account, signingDomain)
}

/** Marks which keys of a signing domain are needed, by the one rule there is. */
function markNeeded(sql: Statements, account: number, signingDomain: string): void {
  const rows = v.safeParse(
    v.array(Standing),
    sql.get(`SELECT * FROM dkim_key WHERE ${WHICH}`).all(account, signingDomain),
  )
  if (!rows.success) return
  const spare = spareKeys(
    rows.output.map(({ is_active, ...row }) => ({
      ...row,
      purpose: 'sending' as const,
      isActive: is_active === null ? null : is_active === 1,
    })),
  )
  const mark = sql.get(`UPDATE dkim_key SET needed = ? WHERE ${WHICH} AND selector = ?`)
  rows.output.forEach(({ selector, needed }, place) => {
    const isNeeded = Number(!spare.has(place))
    if (isNeeded !== needed) mark.run(isNeeded, account, signingDomain, selector)
  })
}

function noteListing(
  sql: Statements,
  account: number,
  listedAt: number | null,
  lackedAt: number | null,
): void {
  sql
    .get(
      `INSERT INTO dkim_key_listing (account, listed_at, lacked_at) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET listed_at = coalesce(excluded.listed_at, listed_at), lacked_at = excluded.lacked_at`,
    )
    .run(account, listedAt, lackedAt)
}
