import Database from 'better-sqlite3'
import type { Migration } from './migrations'

/** What `ANALYZE` keeps is SQLite's own and may be there or not. */
const SCHEMA = `
  SELECT type || ' ' || name AS part, coalesce(sql, '') AS sql FROM sqlite_schema
  WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name`

interface SchemaPart {
  readonly part: string
  readonly sql: string
}

/**
 * How a database's schema differs from the one its version's steps make. A file may be sound to SQLite and still lack
 * a table, have one under another name after a flipped bit, or belong to another program.
 *
 * @returns in words what differs first; null when nothing does
 */
export function schemaDifference(
  db: Database.Database,
  migrations: readonly Migration[],
  version: number,
): string | null {
  const expected = partsOf(migrations.filter((migration) => migration.version <= version))
  const found = new Map((db.prepare(SCHEMA).all() as SchemaPart[]).map(({ part, sql }) => [part, sql]))
  for (const { part, sql } of expected) {
    if (found.get(part) !== sql) return `its schema lacks the ${part} of version ${version}`
    found.delete(part)
  }
  const [strange] = found.keys()
  return strange === undefined ? null : `its schema has a ${strange} that version ${version} does not have`
}

function partsOf(migrations: readonly Migration[]): SchemaPart[] {
  const db = new Database(':memory:')
  try {
    for (const { up } of migrations) up(db)
    return db.prepare(SCHEMA).all() as SchemaPart[]
  } finally {
    db.close()
  }
}
