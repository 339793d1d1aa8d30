import type Database from 'better-sqlite3'
import { isDamage } from '../../sqlite/storage-failure'
import type { Statements } from '../statements'

/** Entries the history has not taken: all of them when it does not know any, such as after it was restored. */
const NOT_TAKEN = `
  FROM outbox WHERE id > coalesce((SELECT sent.id FROM outbox AS sent JOIN history.taken USING (key)), 0)`

const TAKE = `
  INSERT INTO history.entry (account_id, name, at, source, changes)
  SELECT account_id, name, at, source, changes ${NOT_TAKEN} ORDER BY id`

const NOTE_TAKEN = `
  INSERT INTO history.taken (id, key) SELECT 1, key FROM outbox WHERE id = ?
  ON CONFLICT DO UPDATE SET key = excluded.key`

/**
 * Brings what waits in the cache's outbox into the history: taken and noted as taken in one transaction of the
 * history, and only then removed in one of the cache. A kill in between is made up for the next time. What the
 * history cannot take, as when the disk is full, waits.
 *
 * @throws Error of SQLite when a file is damaged
 */
export function deliverEntries(db: Database.Database, sql: Statements): void {
  try {
    const last = sql.column('SELECT max(id) FROM outbox').get() as number | null
    if (last === null) return
    db.transaction(() => {
      sql.get(TAKE).run()
      sql.get(NOTE_TAKEN).run(last)
    }).deferred()
    sql.get('DELETE FROM outbox WHERE id <= ?').run(last)
  } catch (error) {
    if (isDamage(error)) throw error
  }
}
