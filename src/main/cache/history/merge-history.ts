import type Database from 'better-sqlite3'
import * as v from 'valibot'
import type { MergedHistory } from '../cache'

/*
 * How entries and snapshots of another computer come into the history. They stand in `moving.entry` and
 * `moving.snapshot`, in their order by `position`, with the account ids of the other computer; `moving.account_map` says
 * which account here each of those is. Nothing is lost: what is there already is left out, and the rest is put where
 * its time belongs, as entries are read in the order of their ids.
 */

const ENTRY = 'account_id, name, at, source, changes, repeats, times, since'
const SNAPSHOT = 'account_id, name, at, label, content'

/** An entry is known by what it says, and by when that was first found: one that repeats only gets longer. */
const SAME_ENTRY = `k.account_id = f.account_id AND k.name = f.name AND k.began = coalesce(f.since, f.at)
  AND k.source = f.source AND k.changes = f.changes`

const Count = v.number()

/**
 * Counts what would come in; nothing is changed.
 *
 * @param db a connection with `moving` and `history` attached
 */
export function countMergedHistory(db: Database.Database): MergedHistory {
  try {
    return gather(db)
  } finally {
    forget(db)
  }
}

/**
 * Brings entries and snapshots in, in one transaction. What was brought in before is not brought in again.
 *
 * @param db a connection with `moving` and `history` attached, which alone writes the history
 */
export function mergeHistory(db: Database.Database): MergedHistory {
  try {
    return db
      .transaction(() => {
        const counts = gather(db)
        // The file has seen such an entry repeat more often: it takes the place of the shorter one.
        db.exec(`DELETE FROM history.entry WHERE id IN (
          SELECT k.id FROM temp.fresh_entry AS f JOIN temp.known_entry AS k ON ${SAME_ENTRY})`)
        place(db, 'entry', ENTRY)
        place(db, 'snapshot', SNAPSHOT)
        return counts
      })
      .deferred()
  } finally {
    forget(db)
  }
}

/**
 * The same with a database that is not attached yet.
 *
 * @param path the database with what is to come in
 */
export function mergeHistoryOf(db: Database.Database, path: string): MergedHistory {
  db.prepare('ATTACH ? AS moving').run(path)
  try {
    return mergeHistory(db)
  } finally {
    db.exec('DETACH moving')
  }
}

/** Finds what is not here yet. */
function gather(db: Database.Database): MergedHistory {
  const ofFile = (table: string, columns: string): string =>
    `SELECT f.position, ${columns
      .split(', ')
      .map((column) => (column === 'account_id' ? 'm.here_id AS account_id' : `f.${column}`))
      .join(', ')}
     FROM moving.${table} AS f JOIN moving.account_map AS m ON m.file_id = f.account_id`
  db.exec(`
    CREATE TEMP TABLE moved_entry AS ${ofFile('entry', ENTRY)};
    CREATE TEMP TABLE known_entry AS
      SELECT id, account_id, name, coalesce(since, at) AS began, source, changes, at FROM history.entry
      WHERE (account_id, name) IN (SELECT account_id, name FROM temp.moved_entry);
    CREATE INDEX temp.known_entry_by ON known_entry (account_id, name, began, source);
    CREATE TEMP TABLE fresh_entry AS
      SELECT * FROM temp.moved_entry AS f
      WHERE NOT EXISTS (SELECT 1 FROM temp.known_entry AS k WHERE ${SAME_ENTRY} AND k.at >= f.at);
    CREATE INDEX temp.fresh_entry_by ON fresh_entry (account_id, name);

    CREATE TEMP TABLE moved_snapshot AS ${ofFile('snapshot', SNAPSHOT)};
    CREATE TEMP TABLE fresh_snapshot AS
      SELECT * FROM temp.moved_snapshot AS f
      WHERE NOT EXISTS (SELECT 1 FROM history.snapshot AS k WHERE k.account_id = f.account_id AND k.name = f.name
        AND k.at = f.at AND k.label = f.label AND k.content = f.content);
    CREATE INDEX temp.fresh_snapshot_by ON fresh_snapshot (account_id, name);`)
  const count = (table: string): number =>
    v.parse(Count, db.prepare(`SELECT count(*) FROM temp.${table}`).pluck().get())
  return {
    entries: { total: count('moved_entry'), added: count('fresh_entry') },
    snapshots: { total: count('moved_snapshot'), added: count('fresh_snapshot') },
  }
}

/**
 * Puts what is new in. Where a domain has rows here as well, all of its rows get new ids, in the order of their times;
 * ids are never given twice, so that one the window still knows leads to nothing else.
 */
function place(db: Database.Database, table: 'entry' | 'snapshot', columns: string): void {
  const fresh = `temp.fresh_${table}`
  db.exec(`
    CREATE TEMP TABLE mixed_domain AS
      SELECT DISTINCT account_id, name FROM ${fresh} AS f
      WHERE EXISTS (SELECT 1 FROM history.${table} AS h WHERE h.account_id = f.account_id AND h.name = f.name);
    CREATE TEMP TABLE mixed_row AS
      SELECT 1 AS is_here, id AS place, ${columns} FROM history.${table}
      WHERE (account_id, name) IN (SELECT account_id, name FROM temp.mixed_domain);
    INSERT INTO temp.mixed_row (is_here, place, ${columns})
      SELECT 0, position, ${columns} FROM ${fresh}
      WHERE (account_id, name) IN (SELECT account_id, name FROM temp.mixed_domain);
    DELETE FROM history.${table} WHERE (account_id, name) IN (SELECT account_id, name FROM temp.mixed_domain);
    INSERT INTO history.${table} (${columns})
      SELECT ${columns} FROM temp.mixed_row ORDER BY account_id, name, at, is_here, place;
    INSERT INTO history.${table} (${columns})
      SELECT ${columns} FROM ${fresh}
      WHERE (account_id, name) NOT IN (SELECT account_id, name FROM temp.mixed_domain) ORDER BY position;
    DROP TABLE temp.mixed_domain;
    DROP TABLE temp.mixed_row;`)
}

function forget(db: Database.Database): void {
  for (const table of ['moved_entry', 'known_entry', 'fresh_entry', 'moved_snapshot', 'fresh_snapshot']) {
    db.exec(`DROP TABLE IF EXISTS temp.${table}`)
  }
  for (const table of ['mixed_domain', 'mixed_row']) db.exec(`DROP TABLE IF EXISTS temp.${table}`)
}
