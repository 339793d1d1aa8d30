import * as v from 'valibot'
import { isDeepStrictEqual } from 'node:util'
import type {
  DnsRecord,
  Domain,
  DomainDetail,
  DomainKey,
  DomainState,
} from '../../../preload/contract/domain'
import type { DomainChange } from '../../../preload/contract/history'
import { countFailing } from '../../../preload/contract/needed-records'
import { toUnicode } from '../../names/unicode-name'
import { accountNumber, closeRun, notePosition, readAccounts, wasListed } from './account-rows'
import type { DetailTimes, ListedPage, Origin } from '../cache'
import { domainChanges, type ComparedDomain } from '../history/domain-changes'
import { addEntry } from '../history/history-rows'
import { verificationOutcome } from '../history/outcome-changes'
import { columnsOf, DomainColumns, domainOf } from './domain-columns'
import { putKeysOfRecords } from './key-writing'
import { addToSearch } from './name-search'
import { readRecords, writeRecords } from './record-rows'
import { numberRows } from './row-numbers'
import type { Statements } from '../statements'

const Id = v.object({ id: v.number() })
const Names = v.array(v.string())
const StoredColumns = v.pick(DomainColumns, ['id', 'state', 'settings', 'fetched_at'])
type Stored = v.InferOutput<typeof StoredColumns> & ComparedDomain

const ADDED: DomainChange = { what: 'domain', change: 'added' }
const REMOVED: DomainChange = { what: 'domain', change: 'removed' }

const SELECT = `
  SELECT domain.* FROM domain JOIN account ON account.id = domain.account
  WHERE account.account_id = ? AND domain.name = ?`

const INSERT = `
  INSERT INTO domain (
    id, account, name, unicode_name, listed_run, confirmed_run, state, type, created_at, provider_id, smtp_login,
    subaccount_id, tracking_host, disabled, settings, other
  ) VALUES (
    @id, @account, @name, @unicodeName, @listedRun, @confirmedRun, @state, @type, @createdAt, @providerId, @smtpLogin,
    @subaccountId, @trackingHost, @disabled, @settings, @other
  )`

/** A list's row that says nothing new. Most rows of most syncs are such, and this leaves every index alone. */
const TOUCH_LISTED = `
  UPDATE domain SET listed_run = @listedRun
  WHERE account = @account AND name = @name AND state = @state AND type = @type
    AND (@createdAt IS NULL OR created_at IS @createdAt)
    AND (@providerId IS NULL OR provider_id IS @providerId)
    AND (@smtpLogin IS NULL OR smtp_login IS @smtpLogin)
    AND (@subaccountId IS NULL OR subaccount_id IS @subaccountId)
    AND (@trackingHost IS NULL OR tracking_host IS @trackingHost)
    AND (disabled IS @disabled OR (@disabled IS NULL AND state = 'disabled'))
    AND (settings = @settings OR json_patch(settings, @settings) = settings)
    AND (other = @other OR json_patch(other, @other) = other)`

/** Rows of a list that stay as they are. */
const TOUCH_PASSED = `
  UPDATE domain SET listed_run = ? WHERE account = ? AND name IN (SELECT value FROM json_each(?))`

/** A list's row: what it leaves out stays as it is, and its JSON is merged only where it differs. */
const PUT_LISTED = `${INSERT}
  ON CONFLICT (account, name) DO UPDATE SET
    listed_run = excluded.listed_run,
    state = excluded.state,
    type = excluded.type,
    created_at = coalesce(excluded.created_at, created_at),
    provider_id = coalesce(excluded.provider_id, provider_id),
    smtp_login = coalesce(excluded.smtp_login, smtp_login),
    subaccount_id = coalesce(excluded.subaccount_id, subaccount_id),
    tracking_host = coalesce(excluded.tracking_host, tracking_host),
    disabled = CASE excluded.state WHEN 'disabled' THEN coalesce(excluded.disabled, disabled) ELSE excluded.disabled END,
    settings = iif(settings = excluded.settings, settings, json_patch(settings, excluded.settings)),
    other = iif(other = excluded.other, other, json_patch(other, excluded.other))`

/** A whole answer: it replaces everything, save what a domain cannot lose. */
const PUT_WHOLE = `${INSERT}
  ON CONFLICT (account, name) DO UPDATE SET
    listed_run = excluded.listed_run,
    confirmed_run = excluded.confirmed_run,
    state = excluded.state,
    type = excluded.type,
    created_at = coalesce(excluded.created_at, created_at),
    provider_id = coalesce(excluded.provider_id, provider_id),
    smtp_login = excluded.smtp_login,
    subaccount_id = excluded.subaccount_id,
    tracking_host = excluded.tracking_host,
    disabled = excluded.disabled,
    settings = excluded.settings,
    other = excluded.other
  RETURNING id`

const MARK_FETCHED = `
  UPDATE domain SET failing = ?, fetched_at = ?, fetched_state = state, verified_at = coalesce(?, verified_at)
  WHERE id = ?`

/**
 * One domain with its records. Without a row that does not read back; without records when those do not.
 *
 * @param onUnreadable told of the row that does not, or whose records do not
 */
export function readDetail(
  sql: Statements,
  key: DomainKey,
  onUnreadable: (id: number) => void,
): DomainDetail | undefined {
  const found = sql.get(SELECT).get(key.accountId, key.name)
  if (found === undefined) return undefined
  const row = v.safeParse(DomainColumns, found)
  if (!row.success) {
    onUnreadable(v.parse(Id, found).id)
    return undefined
  }
  const records = readRecords(sql, row.output.id)
  if (records === undefined) onUnreadable(row.output.id)
  return {
    accountId: key.accountId,
    unicodeName: row.output.unicode_name ?? row.output.name,
    domain: domainOf(row.output),
    records: records ?? [],
    fetchedAt: records === undefined ? null : row.output.fetched_at,
    verifiedAt: row.output.verified_at,
  }
}

/** Drops a row that does not read back, or the records alone when only those do not, for the next sync to fetch. */
export function dropUnreadable(sql: Statements, id: number): void {
  const found = sql.get('SELECT * FROM domain WHERE id = ?').get(id)
  if (found === undefined) return
  if (!v.is(DomainColumns, found)) {
    sql.get('DELETE FROM domain WHERE id = ?').run(id)
    return
  }
  if (readRecords(sql, id) !== undefined) return
  sql.get('UPDATE domain SET failing = NULL, fetched_at = NULL, fetched_state = NULL WHERE id = ?').run(id)
  sql.get('DELETE FROM record WHERE domain = ?').run(id)
}

export function hasDomain(sql: Statements, key: DomainKey): boolean {
  return sql.get(SELECT).get(key.accountId, key.name) !== undefined
}

/** Id of the subaccount that has a domain; null where there is none. */
export function readSubaccount(sql: Statements, key: DomainKey): string | null {
  const statement = sql.column(`
    SELECT subaccount_id FROM domain JOIN account ON account.id = domain.account
    WHERE account.account_id = ? AND domain.name = ?`)
  return v.parse(v.nullish(v.string()), statement.get(key.accountId, key.name)) ?? null
}

/** Stores a page of a run's list; answers the names that are new or changed. */
export function putListed(
  sql: Statements,
  accountId: string,
  domains: readonly Domain[],
  run: number,
  page: ListedPage,
): string[] {
  const account = accountNumber(sql, accountId)
  const origin: Origin = { at: page.at, source: 'sync' }
  const isListed = wasListed(sql, accountId)
  const [insert, touch, put] = [sql.get(INSERT), sql.get(TOUCH_LISTED), sql.get(PUT_LISTED)]
  const valuesOf = (domain: Domain, id: number | null) => ({
    id,
    account,
    listedRun: run,
    confirmedRun: 0,
    ...namesOf(domain),
    ...columnsOf(domain),
  })
  const added = newAmong(sql, account, domains)
  const addedIds: number[] = []
  for (const group of numberRows(sql, account, [...added.keys()])) {
    for (const [name, id] of group) {
      const domain = added.get(name)
      if (domain === undefined) continue
      insert.run(valuesOf(domain, id))
      addedIds.push(id)
      if (isListed) addEntry(sql, { accountId, name }, origin, [ADDED])
    }
  }
  const changed = [...added.keys()]
  // Rows that have got another number meanwhile were put into the search when they got it.
  addToSearch(sql, addedIds)
  addToTally(
    sql,
    account,
    [...added.values()].map(({ state }) => state),
  )
  for (const domain of domains) {
    if (added.get(domain.name) === domain) continue
    const values = valuesOf(domain, null)
    const key = { accountId, name: domain.name }
    if (touch.run(values).changes > 0) continue
    const before = readStored(sql, account, domain.name)
    put.run(values)
    changed.push(domain.name)
    if (before === undefined) continue
    addEntry(sql, key, origin, domainChanges(before, { ...domain, records: null }))
  }
  if (page.passed !== undefined) sql.get(TOUCH_PASSED).run(run, account, JSON.stringify(page.passed))
  if (page.position !== undefined) notePosition(sql, account, run, page.position)
  return changed
}

/** Ends a run: removes what it did not see and nothing confirmed since, if it may; answers the names removed. */
export function finishRun(
  sql: Statements,
  accountId: string,
  run: number,
  since: number,
  at: number,
  removes = true,
): string[] {
  const account = accountNumber(sql, accountId)
  if (!removes) {
    closeRun(sql, account, run)
    return []
  }
  const removed = v.parse(
    Names,
    sql
      .column('DELETE FROM domain WHERE account = ? AND listed_run < ? AND confirmed_run < ? RETURNING name')
      .all(account, run, since),
  )
  for (const name of removed) addEntry(sql, { accountId, name }, { at, source: 'sync' }, [REMOVED])
  closeRun(sql, account, run)
  return removed
}

/** Stores a whole answer with its records. */
export function putDetail(
  sql: Statements,
  accountId: string,
  domain: Domain,
  records: readonly DnsRecord[],
  times: DetailTimes,
): boolean {
  const key = { accountId, name: domain.name }
  if (times.onlyIfPresent === true && !hasDomain(sql, key)) return false
  const account = accountNumber(sql, accountId)
  const before = readStored(sql, account, domain.name)
  const known = before === undefined || before.fetched_at === null ? undefined : readRecords(sql, before.id)
  const run = readAccounts(sql, accountId)[0]?.run ?? 0
  // A row that does not read back still counts as present.
  const wasThere = before !== undefined || hasDomain(sql, key)
  const [[numbered] = []] = wasThere ? [] : numberRows(sql, account, [domain.name])
  const row = sql.get(PUT_WHOLE).get({
    id: numbered?.[1] ?? null,
    account,
    listedRun: run,
    confirmedRun: run,
    ...namesOf(domain),
    ...columnsOf(domain),
  })
  const { id } = v.parse(Id, row)
  if (!wasThere) {
    addToSearch(sql, [id])
    addToTally(sql, account, [domain.state])
  }
  if (known === undefined || !isDeepStrictEqual(known, records)) writeRecords(sql, id, records)
  putKeysOfRecords(sql, account, records, times.fetchedAt)
  sql.get(MARK_FETCHED).run(countFailing(records), times.fetchedAt, times.verifiedAt ?? null, id)

  const isNew = before === undefined && (times.source === 'create' || wasListed(sql, accountId))
  const changes =
    before === undefined
      ? [ADDED].filter(() => isNew)
      : domainChanges({ ...before, records: known ?? null }, { ...domain, records })
  const outcome = times.verifiedAt === undefined ? [] : [verificationOutcome(known ?? null, records, changes)]
  addEntry(sql, key, { at: times.fetchedAt, source: times.source }, [...outcome, ...changes])
  return true
}

export function removeDomain(sql: Statements, key: DomainKey, origin: Origin): boolean {
  const { changes } = sql
    .get('DELETE FROM domain WHERE name = ? AND account = (SELECT id FROM account WHERE account_id = ?)')
    .run(key.name, key.accountId)
  if (changes > 0) addEntry(sql, key, origin, [REMOVED])
  return changes > 0
}

/**
 * Those of the domains that are not there, by name. One statement asks for all: most of a first listing are not there.
 */
function newAmong(sql: Statements, account: number, domains: readonly Domain[]): Map<string, Domain> {
  const names = sql
    .column(
      'SELECT name FROM json_each(?) CROSS JOIN domain ON domain.account = ? AND domain.name = json_each.value',
    )
    .all(JSON.stringify(domains.map(({ name }) => name)), account)
  const known = new Set(v.parse(Names, names))
  const added = new Map<string, Domain>()
  for (const domain of domains) {
    if (!known.has(domain.name) && !added.has(domain.name)) added.set(domain.name, domain)
  }
  return added
}

/** Counts what was just added, before anything else is done to it. */
function addToTally(sql: Statements, account: number, states: readonly DomainState[]): void {
  const add = sql.get(`
    INSERT INTO tally (account, state, failing, domains) VALUES (?, ?, 0, ?)
    ON CONFLICT DO UPDATE SET domains = domains + excluded.domains`)
  for (const state of new Set(states)) {
    add.run(account, state, states.filter((one) => one === state).length)
  }
}

/** What a domain is compared by before it is written; undefined when there is none, or it does not read back. */
function readStored(sql: Statements, account: number, name: string): Stored | undefined {
  const row = sql
    .get('SELECT id, state, settings, fetched_at FROM domain WHERE account = ? AND name = ?')
    .get(account, name)
  const stored = v.safeParse(StoredColumns, row)
  return stored.success ? { ...stored.output, records: null } : undefined
}

/** A domain's name, and the one with U-labels where it has an A-label (RFC 5890 2.3.2.1), else null. */
function namesOf({ name }: Domain): { name: string; unicodeName: string | null } {
  const unicode = name.includes('xn--') ? toUnicode(name) : name
  return { name, unicodeName: unicode === name ? null : unicode }
}
