import type Database from 'better-sqlite3'

/**
 * Numbers the domains of an account in the order of their names, so that full-text search, which answers by number,
 * answers in the list's order and can stop when a page is full.
 */
export function up(db: Database.Database): void {
  db.pragma('defer_foreign_keys = ON')
  db.exec(`
    CREATE TEMP TABLE renumbered (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
    INSERT INTO renumbered
      SELECT id, (account << 40) + (1 << 39) + (row_number() OVER (PARTITION BY account ORDER BY name) << 12)
      FROM domain;
    UPDATE record SET domain = renumbered.new FROM renumbered WHERE domain = renumbered.old;
    UPDATE domain_check SET domain = renumbered.new FROM renumbered WHERE domain = renumbered.old;
    UPDATE domain_finding SET domain = renumbered.new FROM renumbered WHERE domain = renumbered.old;
    UPDATE domain SET id = renumbered.new FROM renumbered WHERE id = renumbered.old;
    DROP TABLE renumbered;

    INSERT INTO name_search (name_search) VALUES ('delete-all');
    INSERT INTO name_search (rowid, text)
      SELECT id, name || coalesce(' ' || unicode_name, '') || char(2, 2) FROM domain ORDER BY id;

    -- Names whose U-labels begin with what is searched for.
    CREATE INDEX domain_by_u_label ON domain (account, unicode_name, name) WHERE unicode_name IS NOT NULL;
  `)
}
