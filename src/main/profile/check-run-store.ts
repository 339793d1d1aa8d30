import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { CheckRun } from '../../preload/contract/checks'
import type { DomainKey } from '../../preload/contract/domain'
import { readBack } from './json-text'

/** How far a check of many domains is, as it is kept while it is under way. */
export const StoredCheckRun = v.omit(CheckRun, ['state', 'secondsLeft'])
export type StoredCheckRun = v.InferOutput<typeof StoredCheckRun>

/** A domain that a run has still to do. */
export interface RemainingDomain extends DomainKey {
  readonly position: number
}

/** Checks of many domains under way, so that they go on after a restart. */
export interface CheckRunStore {
  /** Those that read back, the oldest first. */
  list(): StoredCheckRun[]
  /** What a run has still to do, in its order. */
  remaining(id: number): RemainingDomain[]
  /** Keeps a new run with its domains, in one transaction. */
  add(keys: readonly DomainKey[]): StoredCheckRun
  /** Keeps how far a run is and removes the finished domain from it, in one transaction. */
  advance(run: StoredCheckRun, position: number): void
  /** Forgets a run and what it has still to do. */
  remove(id: number): void
}

const DomainRow = v.object({ position: v.number(), account_id: v.string(), name: v.string() })

export function createCheckRunStore(db: Database.Database): CheckRunStore {
  const select = db.prepare('SELECT id, content FROM check_run ORDER BY id')
  const selectDomains = db.prepare(
    'SELECT position, account_id, name FROM check_run_domain WHERE run_id = ? ORDER BY position',
  )
  const insert = db.prepare('INSERT INTO check_run (content) VALUES (?)')
  const insertDomain = db.prepare(
    'INSERT INTO check_run_domain (run_id, position, account_id, name) VALUES (?, ?, ?, ?)',
  )
  const update = db.prepare('UPDATE check_run SET content = ? WHERE id = ?')
  const removeDomain = db.prepare('DELETE FROM check_run_domain WHERE run_id = ? AND position = ?')
  const remove = db.prepare('DELETE FROM check_run WHERE id = ?')

  const add = db.transaction((keys: readonly DomainKey[]): StoredCheckRun => {
    const counts = { done: 0, total: keys.length, bad: 0, skipped: 0 }
    const id = Number(insert.run(JSON.stringify(counts)).lastInsertRowid)
    keys.forEach(({ accountId, name }, position) => insertDomain.run(id, position, accountId, name))
    return { id, ...counts }
  })
  const advance = db.transaction(({ id, ...counts }: StoredCheckRun, position: number) => {
    removeDomain.run(id, position)
    update.run(JSON.stringify(counts), id)
  })

  return {
    list: () => select.all().flatMap((row) => readBack(StoredCheckRun, row)),
    remaining: (id) =>
      selectDomains.all(id).map((row) => {
        const { position, account_id, name } = v.parse(DomainRow, row)
        return { position, accountId: account_id, name }
      }),
    add: (keys) => add.immediate(keys),
    advance: (run, position) => advance.immediate(run, position),
    remove: (id) => void remove.run(id),
  }
}
