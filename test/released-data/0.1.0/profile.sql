PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE accounts (
          id TEXT PRIMARY KEY,
          kind TEXT NOT NULL CHECK (kind IN ('embedded', 'provider')),
          name TEXT NOT NULL UNIQUE COLLATE NOCASE,
          region TEXT CHECK (region IN ('us', 'eu', 'own')),
          base_url TEXT,
          created_at INTEGER NOT NULL
        , include_subaccounts INTEGER NOT NULL DEFAULT 0
          CHECK (include_subaccounts IN (0, 1))) STRICT;
INSERT INTO accounts VALUES('embedded','embedded','Embedded',NULL,NULL,0,0);
INSERT INTO accounts VALUES('a1','provider','Customers','eu','https://api.eu.mailgun.net',1767614400000,1);
CREATE TABLE settings (field TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO settings VALUES('copyFormat','"bind"');
INSERT INTO settings VALUES('historyDays','0');
INSERT INTO settings VALUES('listenerHasKey','true');
INSERT INTO settings VALUES('listenerPort','8026');
INSERT INTO settings VALUES('resolver','"192.0.2.53"');
INSERT INTO settings VALUES('singleKeyShortcuts','false');
INSERT INTO settings VALUES('syncEveryMinutes','60');
INSERT INTO settings VALUES('theme','"dark"');
CREATE TABLE view_state (field TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO view_state VALUES('accountId','"a1"');
INSERT INTO view_state VALUES('filter','"failing"');
INSERT INTO view_state VALUES('recentCommands','["verify"]');
INSERT INTO view_state VALUES('search','"shop"');
INSERT INTO view_state VALUES('selected','{"accountId":"a1","name":"mg.shop.example"}');
INSERT INTO view_state VALUES('tab','"notes"');
CREATE TABLE window_bounds (field TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO window_bounds VALUES('height','640');
INSERT INTO window_bounds VALUES('maximized','false');
INSERT INTO window_bounds VALUES('width','1000');
INSERT INTO window_bounds VALUES('x','10');
INSERT INTO window_bounds VALUES('y','20');
CREATE TABLE drafts (
          form TEXT NOT NULL,
          account_id TEXT NOT NULL,
          name TEXT NOT NULL,
          content TEXT NOT NULL,
          PRIMARY KEY (form, account_id, name)
        ) STRICT, WITHOUT ROWID;
INSERT INTO drafts VALUES('create','a1','','{"name":"unsent.shop.example","wildcard":true}');
CREATE TABLE domain_tag (
          account_id TEXT NOT NULL,
          name TEXT NOT NULL,
          tag TEXT NOT NULL COLLATE NOCASE CHECK (tag <> ''),
          -- Null when it equals the tag.
          spelling TEXT,
          changed_at INTEGER NOT NULL,
          PRIMARY KEY (account_id, name, tag)
        ) STRICT, WITHOUT ROWID;
INSERT INTO domain_tag VALUES('a1','mg.shop.example','client-a','Client-A',1767614400000);
INSERT INTO domain_tag VALUES('a1','mg.shop.example','größe',NULL,1767614400000);
INSERT INTO domain_tag VALUES('embedded','one.example.com','client-a','Client-A',1767614400000);
CREATE TABLE domain_note (
          account_id TEXT NOT NULL,
          name TEXT NOT NULL,
          note TEXT NOT NULL CHECK (note <> ''),
          changed_at INTEGER NOT NULL,
          PRIMARY KEY (account_id, name)
        ) STRICT, WITHOUT ROWID;
INSERT INTO domain_note VALUES('a1','mg.shop.example','Ask Ms Ito first.',1767614400000);
INSERT INTO domain_note VALUES('embedded','one.example.com','It''s ours; "mine".',1767614400000);
CREATE TABLE domain_watch (
          account_id TEXT NOT NULL,
          name TEXT NOT NULL,
          content TEXT NOT NULL,
          PRIMARY KEY (account_id, name)
        ) STRICT, WITHOUT ROWID;
INSERT INTO domain_watch VALUES('a1','mg.shop.example','{"accountId":"a1","name":"mg.shop.example","state":"given-up","since":1767614400000,"looks":3,"lastAt":1767614400000,"nextAt":null,"expectedBy":null,"published":2,"records":5,"sentence":"Not right after three days."}');
CREATE TABLE zone_preset (zone TEXT PRIMARY KEY, preset_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO zone_preset VALUES('shop.example','gandi');
CREATE TABLE zone_override (
          account_id TEXT NOT NULL,
          name TEXT NOT NULL,
          zone TEXT NOT NULL,
          PRIMARY KEY (account_id, name)
        ) STRICT, WITHOUT ROWID;
INSERT INTO zone_override VALUES('a1','mg.shop.example','shop.example');
CREATE TABLE zone_seen (
          name TEXT PRIMARY KEY,
          at INTEGER NOT NULL,
          content TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
INSERT INTO zone_seen VALUES('mg.shop.example',1767614400000,'{"state":"found","apex":"shop.example","nameServers":["ns1.example.net"],"reason":"","at":1767614400000}');
CREATE TABLE own_preset (id TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO own_preset VALUES('own-1','{"id":"own-1","name":"Our panel"}');
CREATE TABLE bulk_job (id INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL) STRICT;
INSERT INTO bulk_job VALUES(1,'{"kind":"create","state":"done","startedAt":1767614400000,"accountId":"a1","options":{},"tags":["bulk"],"failure":null}');
CREATE TABLE bulk_row (
          job_id INTEGER NOT NULL REFERENCES bulk_job (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          state TEXT NOT NULL,
          content TEXT NOT NULL,
          PRIMARY KEY (job_id, position)
        ) STRICT, WITHOUT ROWID;
INSERT INTO bulk_row VALUES(1,0,'done','{"position":0,"accountId":"a1","name":"new.shop.example","unicodeName":"new.shop.example","where":"Line 1","state":"done","message":"Added.","fix":"","domainState":"unverified","missing":4,"options":{},"tags":[],"sends":1}');
CREATE TABLE check_run (id INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL) STRICT;
INSERT INTO check_run VALUES(1,'{"done":0,"total":1,"bad":0,"skipped":0}');
CREATE TABLE check_run_domain (
          run_id INTEGER NOT NULL REFERENCES check_run (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,
          account_id TEXT NOT NULL,
          name TEXT NOT NULL,
          PRIMARY KEY (run_id, position)
        ) STRICT, WITHOUT ROWID;
INSERT INTO check_run_domain VALUES(1,0,'a1','mg.shop.example');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('bulk_job',1);
INSERT INTO sqlite_sequence VALUES('check_run',1);
CREATE INDEX drafts_of_account ON drafts (account_id);
CREATE INDEX domain_tag_of_account ON domain_tag (account_id, tag, name);
CREATE INDEX domain_tag_by_tag ON domain_tag (tag, account_id, name);
CREATE INDEX zone_seen_by_age ON zone_seen (at);
CREATE INDEX bulk_row_by_state ON bulk_row (job_id, state);
COMMIT;
PRAGMA user_version = 7;
