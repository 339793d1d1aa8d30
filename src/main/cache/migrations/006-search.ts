import type Database from 'better-sqlite3'

/** Finds names by any part of them, domains by what their records point to, and what is rare without a scan. */
export function up(db: Database.Database): void {
  db.exec(`
    -- Every three characters in a row of both forms of a name. The two characters behind it let a part of one or two
    -- letters at its end begin a trigram, so that name_gram finds those by the beginnings of trigrams.
    CREATE VIRTUAL TABLE name_search USING fts5(
      text, content = '', contentless_delete = 1, tokenize = 'trigram'
    );
    CREATE VIRTUAL TABLE name_gram USING fts5vocab(name_search, instance);
    INSERT INTO name_search (rowid, text)
      SELECT id, name || coalesce(' ' || unicode_name, '') || char(2, 2) FROM domain ORDER BY id;
    -- What is new is written here by the code that adds it, a page at a time: in a trigger, FTS5 would write out
    -- what it has collected after every row.
    CREATE TRIGGER domain_unnamed AFTER DELETE ON domain BEGIN
      DELETE FROM name_search WHERE rowid = old.id;
    END;

    -- What records point to: their values in lower case, each once, save DKIM keys (RFC 6376 3.6.1), which are long,
    -- each another, and point to nothing.
    CREATE TABLE target (id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE) STRICT;
    ALTER TABLE record ADD COLUMN target INTEGER;
    INSERT INTO target (value)
      SELECT DISTINCT lower(value) FROM record
      WHERE value <> '' AND NOT (type = 'TXT' AND instr(name, '._domainkey.') > 1);
    UPDATE record SET target = (SELECT id FROM target WHERE target.value = lower(record.value))
      WHERE value <> '' AND NOT (type = 'TXT' AND instr(name, '._domainkey.') > 1);
    CREATE INDEX record_by_target ON record (target) WHERE target IS NOT NULL;
    CREATE VIRTUAL TABLE target_search USING fts5(
      value, content = '', contentless_delete = 1, tokenize = 'trigram'
    );
    INSERT INTO target_search (rowid, value) SELECT id, value FROM target;
    CREATE TRIGGER target_deleted AFTER DELETE ON target BEGIN
      DELETE FROM target_search WHERE rowid = old.id;
    END;

    -- What is usually rare.
    CREATE INDEX domain_not_active ON domain (account, state, name) WHERE state <> 'active';
    CREATE INDEX domain_failing ON domain (account, name) WHERE failing > 0;
    CREATE INDEX domain_sandbox ON domain (account, name) WHERE type = 'sandbox';
    CREATE INDEX domain_with_u_labels ON domain (account, name, unicode_name) WHERE unicode_name IS NOT NULL;
    CREATE INDEX record_not_looked_at ON record (domain) WHERE valid = 'unknown';
  `)
}
