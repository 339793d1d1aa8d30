import * as v from 'valibot'
import { DnsRecord, type DomainKey, DomainSettings, DomainState } from '../../../preload/contract/domain'
import {
  DomainChange,
  ChangeSource,
  type HistoryEntry,
  type HistoryPage,
  Snapshot,
} from '../../../preload/contract/history'
import type { Origin } from '../cache'
import type { ComparedDomain } from './domain-changes'
import type { Statements } from '../statements'

const EntryRow = v.pipe(
  v.object({
    id: v.number(),
    at: v.number(),
    source: ChangeSource,
    changes: v.pipe(v.string(), v.parseJson(), v.array(DomainChange)),
    times: v.number(),
    since: v.nullable(v.number()),
  }),
  v.transform(({ times, since, ...entry }): HistoryEntry =>
    since === null ? entry : { ...entry, repeated: { times, since } },
  ),
)
const Id = v.object({ id: v.number() })

const SavedDomain = v.object({
  state: DomainState,
  settings: DomainSettings,
  records: v.nullable(v.array(DnsRecord)),
})
const Saved = v.pipe(v.string(), v.parseJson(), SavedDomain)

/** Writes down what changed in a domain, for the history to take; nothing when nothing did. */
export function addEntry(
  sql: Statements,
  { accountId, name }: DomainKey,
  { at, source }: Origin,
  changes: readonly DomainChange[],
): void {
  if (changes.length === 0) return
  sql
    .get('INSERT INTO outbox (account_id, name, at, source, changes) VALUES (?, ?, ?, ?, ?)')
    .run(accountId, name, at, source, JSON.stringify(changes))
}

/** A page of a domain's entries, newest first; a repeated one by its last time. Entries that do not read back are left out. */
export function readHistory(
  sql: Statements,
  { accountId, name }: DomainKey,
  before: number | null,
  limit: number,
): HistoryPage {
  const rows = sql
    .get(
      `SELECT id, at, source, changes, times, since FROM history.entry
       WHERE account_id = ? AND name = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    )
    .all(accountId, name, before ?? Number.MAX_SAFE_INTEGER, limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.flatMap((row) => {
      const entry = v.safeParse(EntryRow, row)
      return entry.success ? [entry.output] : []
    }),
    next: rows.length > limit && last !== undefined ? v.parse(Id, last).id : null,
  }
}

/** A domain's snapshots, newest first. */
export function readSnapshots(sql: Statements, { accountId, name }: DomainKey): Snapshot[] {
  const rows = sql
    .get('SELECT id, at, label FROM history.snapshot WHERE account_id = ? AND name = ? ORDER BY id DESC')
    .all(accountId, name)
  return v.parse(v.array(Snapshot), rows)
}

/** What a snapshot holds; undefined when there is none, or it does not read back. */
export function readSnapshot(
  sql: Statements,
  { accountId, name }: DomainKey,
  id: number,
): ComparedDomain | undefined {
  const content = sql
    .column('SELECT content FROM history.snapshot WHERE id = ? AND account_id = ? AND name = ?')
    .get(id, accountId, name)
  const saved = v.safeParse(Saved, content)
  return saved.success ? saved.output : undefined
}

/** @param at milliseconds since the epoch */
export function addSnapshot(
  sql: Statements,
  { accountId, name }: DomainKey,
  domain: ComparedDomain,
  label: string,
  at: number,
): Snapshot {
  const content = JSON.stringify(v.parse(SavedDomain, domain))
  const row = sql
    .get(
      `INSERT INTO history.snapshot (account_id, name, at, label, content) VALUES (?, ?, ?, ?, ?)
       RETURNING id, at, label`,
    )
    .get(accountId, name, at, label, content)
  return v.parse(Snapshot, row)
}

export function deleteSnapshot(sql: Statements, { accountId, name }: DomainKey, id: number): boolean {
  const { changes } = sql
    .get('DELETE FROM history.snapshot WHERE id = ? AND account_id = ? AND name = ?')
    .run(id, accountId, name)
  return changes > 0
}

/** Removes entries whose last time is before a time, milliseconds since the epoch; answers how many. Snapshots stay. */
export function pruneHistory(sql: Statements, before: number): number {
  return sql.get('DELETE FROM history.entry WHERE at < ?').run(before).changes
}

/** Removes an account's entries and snapshots. */
export function removeHistory(sql: Statements, accountId: string): void {
  sql.get('DELETE FROM history.entry WHERE account_id = ?').run(accountId)
  sql.get('DELETE FROM history.snapshot WHERE account_id = ?').run(accountId)
}
