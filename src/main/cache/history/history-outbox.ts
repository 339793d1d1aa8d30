import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { isDamage } from '../../sqlite/storage-failure'
import type { Statements } from '../statements'

/** Entries the history has not taken: all of them when it does not know any, such as after it was restored. */
const NOT_TAKEN = `
  FROM outbox WHERE id > coalesce((SELECT sent.id FROM outbox AS sent JOIN history.taken USING (key)), 0)`

const TAKE = `
  INSERT INTO history.entry (account_id, name, at, source, changes, repeats)
  SELECT account_id, name, at, source, changes,
    -- What does not read back must not hold up the rest.
    CASE WHEN json_valid(changes) THEN coalesce(json_extract(changes, '$[0].repeats'), 0) ELSE 0 END
  ${NOT_TAKEN} ORDER BY id`

const REPEATING = 'SELECT id FROM history.entry WHERE id > ? AND repeats = 1 ORDER BY id'

/** The entry of the same source before an entry; only one that says the same is folded into it. */
const BEFORE = `
  SELECT older.id, older.changes = newer.changes AS same
  FROM history.entry AS newer JOIN history.entry AS older
    ON older.account_id = newer.account_id AND older.name = newer.name
    AND older.source = newer.source AND older.id < newer.id
  WHERE newer.id = ? ORDER BY older.id DESC LIMIT 1`

const FOLD = `
  UPDATE history.entry SET
    times = history.entry.times + older.times,
    since = coalesce(older.since, older.at)
  FROM history.entry AS older WHERE history.entry.id = ? AND older.id = ?`

const Before = v.object({ id: v.number(), same: v.number() })

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
      const newest = sql.column('SELECT coalesce(max(id), 0) FROM history.entry').get()
      sql.get(TAKE).run()
      for (const id of sql.column(REPEATING).all(newest)) foldRepeated(sql, id as number)
      sql.get(NOTE_TAKEN).run(last)
    }).deferred()
    sql.get('DELETE FROM outbox WHERE id <= ?').run(last)
  } catch (error) {
    if (isDamage(error)) throw error
  }
}

/**
 * Counts an entry that repeats the one before it together with that one. The newer one stays: entries are read, and
 * removed when old, by their last time.
 */
function foldRepeated(sql: Statements, id: number): void {
  const before = v.safeParse(Before, sql.get(BEFORE).get(id))
  if (!before.success || before.output.same === 0) return
  sql.get(FOLD).run(id, before.output.id)
  sql.get('DELETE FROM history.entry WHERE id = ?').run(before.output.id)
}
