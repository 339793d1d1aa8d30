import type Database from 'better-sqlite3'

/** Lets a listing that was cut off go on, and finds the most wanted records without reading every row. */
export function up(db: Database.Database): void {
  db.exec(`
    -- Of the newest run while it is not finished: where it is, when it began, and the first run of the same sync.
    ALTER TABLE account RENAME COLUMN listed TO seen;
    ALTER TABLE account ADD COLUMN last_name TEXT;
    ALTER TABLE account ADD COLUMN total INTEGER;
    ALTER TABLE account ADD COLUMN started_at INTEGER;
    ALTER TABLE account ADD COLUMN since INTEGER;
    UPDATE account SET seen = NULL;

    -- What is not active first, then what fails, then the rest.
    ALTER TABLE domain ADD COLUMN urgency INTEGER
      GENERATED ALWAYS AS (iif(state <> 'active', 0, iif(failing > 0, 1, 2))) VIRTUAL;
    -- When the records were fetched; null when never, or when the state is another since.
    ALTER TABLE domain ADD COLUMN known_at INTEGER
      GENERATED ALWAYS AS (iif(fetched_state = state, fetched_at, NULL)) VIRTUAL;
    CREATE INDEX domain_by_urgency ON domain (account, urgency, known_at);
  `)
}
