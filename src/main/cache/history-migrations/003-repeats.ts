import type Database from 'better-sqlite3'

/** Verifications and checks that found what the one before found are counted in one entry. */
export function up(db: Database.Database): void {
  db.exec(`
    -- 1 for an entry that says only that the same was found again.
    ALTER TABLE entry ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
    -- How many times, the last of them at "at".
    ALTER TABLE entry ADD COLUMN times INTEGER NOT NULL DEFAULT 1;
    -- When it was found the first of these times; null where that was once.
    ALTER TABLE entry ADD COLUMN since INTEGER;
  `)
}
