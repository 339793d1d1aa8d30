PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE entry (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      account_id TEXT NOT NULL,
      name TEXT NOT NULL,
      at INTEGER NOT NULL,
      source TEXT NOT NULL,
      -- A JSON array of changes.
      changes TEXT NOT NULL
    , repeats INTEGER NOT NULL DEFAULT 0, times INTEGER NOT NULL DEFAULT 1, since INTEGER) STRICT;
INSERT INTO entry VALUES(1,'a1','mg.shop.example',1767614402000,'verify','[{"what":"state","before":"active","after":"disabled"},{"what":"record","before":{"purpose":"sending","type":"TXT","name":"mx._domainkey.mg.shop.example","value":"k=rsa; p=MIGfMA0","priority":null,"valid":"unknown","cached":[],"isActive":true},"after":null}]',0,1,NULL);
CREATE TABLE snapshot (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      account_id TEXT NOT NULL,
      name TEXT NOT NULL,
      at INTEGER NOT NULL,
      label TEXT NOT NULL,
      -- State, settings and records as a JSON object.
      content TEXT NOT NULL
    ) STRICT;
INSERT INTO snapshot VALUES(1,'a1','mg.shop.example',1767614401000,'before the move','{"state":"active","settings":{"useAutomaticSenderSecurity":null,"requireTls":null,"skipVerification":null,"mailfromHost":null,"webPrefix":null,"webScheme":null,"spamAction":null,"wildcard":null,"encryptIncomingMessage":null,"messageTtl":null,"archiveTo":null,"webhooksRedactPii":null},"records":[{"purpose":"sending","type":"TXT","name":"mg.shop.example","value":"v=spf1 include:mailgun.org ~all","priority":null,"valid":"valid","cached":[],"isActive":true},{"purpose":"sending","type":"TXT","name":"mx._domainkey.mg.shop.example","value":"k=rsa; p=MIGfMA0","priority":null,"valid":"unknown","cached":[],"isActive":true}]}');
CREATE TABLE taken (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      key BLOB NOT NULL
    ) STRICT;
INSERT INTO taken VALUES(1,X'84193eda358137a8d4b84715e70e2539');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('snapshot',1);
INSERT INTO sqlite_sequence VALUES('entry',1);
CREATE INDEX entry_of_domain ON entry (account_id, name, id);
CREATE INDEX entry_by_time ON entry (at);
CREATE INDEX snapshot_of_domain ON snapshot (account_id, name, id);
COMMIT;
PRAGMA user_version = 3;
