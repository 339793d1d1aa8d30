PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE account (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL UNIQUE,
      last_synced_at INTEGER,
      run INTEGER NOT NULL DEFAULT 0,
      seen INTEGER
    , last_name TEXT, total INTEGER, started_at INTEGER, since INTEGER, offline_since INTEGER, whole_run INTEGER) STRICT;
INSERT INTO account VALUES(1,'a1',1767614402000,1,NULL,NULL,NULL,NULL,NULL,NULL,1);
CREATE TABLE domain (
      id INTEGER PRIMARY KEY,
      account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      -- Null when it equals the name.
      unicode_name TEXT,
      state TEXT NOT NULL,
      type TEXT NOT NULL,
      created_at INTEGER,
      verified_at INTEGER,
      -- Records not valid; null while the records were never fetched.
      failing INTEGER,
      fetched_at INTEGER,
      -- The state when the records were fetched.
      fetched_state TEXT,
      provider_id TEXT,
      smtp_login TEXT,
      subaccount_id TEXT,
      tracking_host TEXT,
      disabled TEXT,
      -- JSON objects; a setting the provider did not say is absent.
      settings TEXT NOT NULL,
      other TEXT NOT NULL,
      -- The run that last listed the domain, and the run during which a whole answer last confirmed it.
      listed_run INTEGER NOT NULL,
      confirmed_run INTEGER NOT NULL, urgency INTEGER
      GENERATED ALWAYS AS (iif(state <> 'active', 0, iif(failing > 0, 1, 2))) VIRTUAL, known_at INTEGER
      GENERATED ALWAYS AS (iif(fetched_state = state, fetched_at, NULL)) VIRTUAL,
      UNIQUE (account, name)
    ) STRICT;
INSERT INTO domain VALUES(1649267445760,1,'mg.shop.example',NULL,'disabled','custom',1767614400000,NULL,0,1767614402000,'disabled',NULL,NULL,NULL,NULL,NULL,'{}','{}',1,1);
INSERT INTO domain VALUES(1649267449856,1,'xn--mller-kva.example','müller.example','unverified','custom',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{}','{}',1,0);
CREATE TABLE tally (
      account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      state TEXT NOT NULL,
      failing INTEGER NOT NULL,
      domains INTEGER NOT NULL,
      PRIMARY KEY (account, state, failing)
    ) STRICT, WITHOUT ROWID;
INSERT INTO tally VALUES(1,'active',0,0);
INSERT INTO tally VALUES(1,'active',1,0);
INSERT INTO tally VALUES(1,'disabled',0,1);
INSERT INTO tally VALUES(1,'disabled',1,0);
INSERT INTO tally VALUES(1,'unverified',0,1);
CREATE TABLE record (
      domain INTEGER NOT NULL REFERENCES domain (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      purpose TEXT NOT NULL,
      type TEXT NOT NULL,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      priority INTEGER,
      valid TEXT NOT NULL,
      cached TEXT NOT NULL,
      is_active INTEGER, target INTEGER, needed INTEGER NOT NULL DEFAULT 1,
      PRIMARY KEY (domain, position)
    ) STRICT, WITHOUT ROWID;
INSERT INTO record VALUES(1649267445760,0,'sending','TXT','mg.shop.example','v=spf1 include:mailgun.org ~all',NULL,'valid','[]',1,1,1);
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','name_search','name_search',0,'CREATE VIRTUAL TABLE name_search USING fts5(
      text, content = '''', contentless_delete = 1, tokenize = ''trigram''
    )');
CREATE TABLE IF NOT EXISTS 'name_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO name_search_data VALUES(1,X'0233');
INSERT INTO name_search_data VALUES(10,X'00000000ff00000101010100010101010101000002');
INSERT INTO name_search_data VALUES(137438953473,X'000001e20530206dc3bcb0808080c000021701032d2d6db0808080c000020402026b76b0808080c000020b02026d6cb0808080c000020501032e6578b0808080a0000209a000040f1102027368b0808080a00002040103612e65b0808080c000020e02026d70b0808080a000020ca0000412110103650202b0808080a0000210a00002250202206db0808080c00002160202722db0808080c000020903012eb0808080c000021c02027861b0808080a000020aa0000410110103672e73b0808080a00002030103686f70b0808080a000020601036b7661b0808080c000020c01036c6502b0808080a000020fa0000224030120b0808080c0000215030172b0808080c00004081502026c65b0808080c00004071501036d672eb0808080a000020202026c6cb0808080c00002060202706cb0808080a000020da0000413110203c3bc6cb0808080c000021801036e2d2db0808080c000020301036f702eb0808080a00002070103702e65b0808080a000020802026c65b0808080a000020ea0000414110103722d6bb0808080c000020a02022e65b0808080c000021d010373686fb0808080a0000205010376612eb0808080c000020d010378616db0808080a000020ba00004111102026e2db0808080c00002020104c3bc6c6cb0808080c0000219040e0d0c0c120c0d11110c0c0b110d0d0d110b0c0d0d0c110d0d0d0d110d0c0d0d120c');
CREATE TABLE IF NOT EXISTS 'name_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO name_search_idx VALUES(1,X'',2);
CREATE TABLE IF NOT EXISTS 'name_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);
INSERT INTO name_search_docsize VALUES(1649267445760,X'0f',1);
INSERT INTO name_search_docsize VALUES(1649267449856,X'24',1);
CREATE TABLE IF NOT EXISTS 'name_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO name_search_config VALUES('version',4);
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','name_gram','name_gram',0,'CREATE VIRTUAL TABLE name_gram USING fts5vocab(name_search, instance)');
CREATE TABLE target (id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO target VALUES(1,'v=spf1 include:mailgun.org ~all');
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','target_search','target_search',0,'CREATE VIRTUAL TABLE target_search USING fts5(
      value, content = '''', contentless_delete = 1, tokenize = ''trigram''
    )');
CREATE TABLE IF NOT EXISTS 'target_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO target_search_data VALUES(1,X'011d');
INSERT INTO target_search_data VALUES(10,X'00000000ff00000101010100010101010101000001');
INSERT INTO target_search_data VALUES(137438953473,X'000000e5043020696e01020802027e6101021c01032e6f72010218010331206901020701033a6d6101021001033d7370010203010361696c01021202026c6c01021e0103636c7501020b010364653a01020e0103653a6d01020f0103663120010206010367207e01021b0202756e0102150103696c6701021302026e6301020901036c67750102140202756401020c01036d616901021101036e2e6f0102170202636c01020a01036f72670102190103706631010205010372672001021a0103737066010204010375646501020d02026e2e0102160103763d7301020201037e616c01021d0408070808080808070808080808070807080708080708080808080708');
CREATE TABLE IF NOT EXISTS 'target_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO target_search_idx VALUES(1,X'',2);
CREATE TABLE IF NOT EXISTS 'target_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);
INSERT INTO target_search_docsize VALUES(1,X'1d',1);
CREATE TABLE IF NOT EXISTS 'target_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO target_search_config VALUES('version',4);
CREATE TABLE domain_check (
      domain INTEGER PRIMARY KEY REFERENCES domain (id) ON DELETE CASCADE,
      -- Milliseconds since the epoch.
      at INTEGER NOT NULL,
      -- The worst severity; null without findings.
      worst TEXT,
      -- JSON, deflated (RFC 1951): evidence repeats itself.
      content BLOB NOT NULL
    ) STRICT;
CREATE TABLE domain_finding (
      code TEXT NOT NULL,
      account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      domain INTEGER NOT NULL REFERENCES domain (id) ON DELETE CASCADE,
      severity TEXT NOT NULL,
      PRIMARY KEY (code, account, domain)
    ) STRICT, WITHOUT ROWID;
CREATE TABLE outbox (
      id INTEGER PRIMARY KEY,
      -- By it the history knows what it has taken.
      key BLOB NOT NULL DEFAULT (randomblob(16)),
      account_id TEXT NOT NULL,
      name TEXT NOT NULL,
      at INTEGER NOT NULL,
      source TEXT NOT NULL,
      changes TEXT NOT NULL
    ) STRICT;
CREATE INDEX domain_by_name ON domain (account, name, state, failing, unicode_name);
CREATE INDEX domain_by_created ON domain (account, created_at, name, state, failing, unicode_name);
CREATE INDEX domain_by_verified ON domain (account, verified_at, name, state, failing, unicode_name);
CREATE TRIGGER domain_deleted AFTER DELETE ON domain BEGIN
      UPDATE tally SET domains = domains - 1
      WHERE account = old.account AND state = old.state AND failing = (coalesce(old.failing, 0) > 0);
    END;
CREATE TRIGGER domain_updated AFTER UPDATE OF state, failing ON domain
    WHEN old.state <> new.state OR (coalesce(old.failing, 0) > 0) <> (coalesce(new.failing, 0) > 0) BEGIN
      UPDATE tally SET domains = domains - 1
      WHERE account = old.account AND state = old.state AND failing = (coalesce(old.failing, 0) > 0);
      INSERT INTO tally VALUES (new.account, new.state, coalesce(new.failing, 0) > 0, 1)
      ON CONFLICT DO UPDATE SET domains = domains + 1;
    END;
CREATE INDEX record_by_dkim_authority ON record (substr(name, instr(name, '._domainkey.') + 12))
      WHERE instr(name, '._domainkey.') > 1 AND purpose = 'sending';
CREATE INDEX domain_by_urgency ON domain (account, urgency, known_at);
CREATE TRIGGER domain_unnamed AFTER DELETE ON domain BEGIN
      DELETE FROM name_search WHERE rowid = old.id;
    END;
CREATE INDEX record_by_target ON record (target) WHERE target IS NOT NULL;
CREATE TRIGGER target_deleted AFTER DELETE ON target BEGIN
      DELETE FROM target_search WHERE rowid = old.id;
    END;
CREATE INDEX domain_not_active ON domain (account, state, name) WHERE state <> 'active';
CREATE INDEX domain_failing ON domain (account, name) WHERE failing > 0;
CREATE INDEX domain_sandbox ON domain (account, name) WHERE type = 'sandbox';
CREATE INDEX domain_with_u_labels ON domain (account, name, unicode_name) WHERE unicode_name IS NOT NULL;
CREATE INDEX domain_finding_of_domain ON domain_finding (domain);
CREATE INDEX domain_finding_of_account ON domain_finding (account, code);
CREATE INDEX domain_by_u_label ON domain (account, unicode_name, name) WHERE unicode_name IS NOT NULL;
CREATE INDEX record_not_looked_at ON record (domain) WHERE valid = 'unknown' AND needed = 1;
PRAGMA writable_schema=OFF;
COMMIT;
PRAGMA user_version = 12;
