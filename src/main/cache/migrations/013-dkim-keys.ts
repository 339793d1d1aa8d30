import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { DnsRecord } from '../../../preload/contract/domain'
import { spareKeys } from '../../../preload/contract/needed-records'
import { recordBits } from '../../dns/diagnosis/records/dkim-key'

const DKIM_LABEL = '._domainkey.'

const Row = v.object({
  account: v.number(),
  fetched_at: v.number(),
  name: v.string(),
  value: v.string(),
  valid: DnsRecord.entries.valid,
  cached: v.string(),
  is_active: v.nullable(v.picklist([0, 1])),
})

/**
 * DKIM keys, each once however many domains sign with it, and how far the list of an account's keys is known. It begins
 * with the keys that stored records name. The size of a key cannot be had in SQL.
 */
export function up(db: Database.Database): void {
  db.exec(`
    CREATE TABLE dkim_key (
      account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      signing_domain TEXT NOT NULL,
      selector TEXT NOT NULL,
      -- The record to publish: what of it is not the same for every key.
      type TEXT NOT NULL,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      valid TEXT NOT NULL,
      cached TEXT NOT NULL,
      is_active INTEGER,
      -- Null where the record holds no whole RSA key.
      bits INTEGER,
      -- 0 for a spare key. Written from the rule where keys are stored.
      needed INTEGER NOT NULL DEFAULT 1,
      -- Milliseconds since the epoch.
      first_seen_at INTEGER NOT NULL,
      active_since INTEGER,
      fetched_at INTEGER NOT NULL,
      -- Whether a list of keys named it; 0 where only the records of a domain did.
      listed INTEGER NOT NULL,
      PRIMARY KEY (account, signing_domain, selector)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX dkim_key_by_bits ON dkim_key (bits, account, signing_domain) WHERE needed = 1;
    CREATE INDEX dkim_key_by_age ON dkim_key (first_seen_at, account, signing_domain) WHERE needed = 1;
    CREATE INDEX dkim_key_signing ON dkim_key (account, signing_domain) WHERE is_active = 1;
    CREATE INDEX dkim_key_inactive ON dkim_key (account, signing_domain) WHERE is_active = 0;

    CREATE TABLE dkim_key_listing (
      account INTEGER PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
      -- When the whole list was last read; null when it never was. Milliseconds since the epoch.
      listed_at INTEGER,
      -- When the provider last had no such list; null when it had.
      lacked_at INTEGER
    ) STRICT;`)
  const rows = db
    .prepare(
      `SELECT domain.account, domain.fetched_at, record.* FROM record JOIN domain ON domain.id = record.domain
       WHERE record.type = 'TXT' AND instr(record.name, '._domainkey.') > 1 AND record.purpose = 'sending'
         AND domain.fetched_at IS NOT NULL
       ORDER BY domain.fetched_at DESC`,
    )
    .all()
    // What does not read back is dropped where it is met.
    .flatMap((row) => (v.is(Row, row) ? row : []))
  // What was fetched last says how a key is; what was fetched first with the same key, since when it is known.
  const insert = db.prepare(
    `INSERT INTO dkim_key (account, signing_domain, selector, type, name, value, valid, cached, is_active, bits,
       first_seen_at, fetched_at, listed)
     VALUES (@account, @signing_domain, @selector, 'TXT', @name, @value, @valid, @cached, @is_active, @bits,
       @fetched_at, @fetched_at, 0)
     ON CONFLICT DO UPDATE SET first_seen_at = iif(value = excluded.value, excluded.first_seen_at, first_seen_at)`,
  )
  for (const { account, fetched_at, name, value, valid, cached, is_active } of rows) {
    const at = name.indexOf(DKIM_LABEL)
    insert.run({
      ...{ account, fetched_at, name, value, valid, cached, is_active },
      signing_domain: name.slice(at + DKIM_LABEL.length),
      selector: name.slice(0, at),
      bits: recordBits(value),
    })
  }
  markSpare(db)
}

const Key = v.object({
  account: v.number(),
  signing_domain: v.string(),
  selector: v.string(),
  name: v.string(),
  valid: DnsRecord.entries.valid,
  is_active: v.nullable(v.picklist([0, 1])),
})

/** Calls the rule itself, as the code that stores keys does. */
function markSpare(db: Database.Database): void {
  const keys = v.parse(v.array(Key), db.prepare('SELECT * FROM dkim_key').all())
  const mark = db.prepare(
    'UPDATE dkim_key SET needed = 0 WHERE account = ? AND signing_domain = ? AND selector = ?',
  )
  const groups = Map.groupBy(keys, ({ account, signing_domain }) => `${account} ${signing_domain}`)
  for (const group of groups.values()) {
    const spare = spareKeys(
      group.map(({ name, valid, is_active }) => ({
        ...{ name, valid, purpose: 'sending', type: 'TXT' },
        isActive: is_active === null ? null : is_active === 1,
      })),
    )
    group.forEach(({ account, signing_domain, selector }, place) => {
      if (spare.has(place)) mark.run(account, signing_domain, selector)
    })
  }
}
