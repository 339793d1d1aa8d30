import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CACHE_MIGRATIONS } from '../../../src/main/cache/migrations'
import { openCache } from '../../cache/local-cache'
import { openDatabase } from '../../../src/main/sqlite/open'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-cache-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What a cache of the first version holds: a subdomain that signs with its parent's key. */
const FIRST_VERSION = `
  INSERT INTO account (id, account_id) VALUES (1, 'a');
  INSERT INTO domain (id, account, name, state, type, failing, fetched_at, settings, other, listed_run, confirmed_run)
  VALUES (1, 1, 'mg.example.com', 'active', 'custom', 0, 5, '{}', '{}', 0, 0);
  INSERT INTO record VALUES (1, 0, 'sending', 'TXT', 'mx._domainkey.example.com', 'k=rsa; p=A', NULL, 'valid', '[]', 1);`

it('a cache of the first version is brought up to date with all it held', () => {
  const path = join(folder, 'cache.sqlite')
  const old = openDatabase(path, CACHE_MIGRATIONS.slice(0, 1))
  old.exec(FIRST_VERSION)
  old.close()
  const cache = openCache(path)
  expect(cache.get({ accountId: 'a', name: 'mg.example.com' })).toMatchObject({
    fetchedAt: 5,
  })
  expect(cache.signers({ accountId: 'a', name: 'example.com' }, 10).total).toBe(1)
  cache.close()
})

it('the domains that sign with a key are found without reading every record', () => {
  const db = openDatabase(join(folder, 'cache.sqlite'), CACHE_MIGRATIONS)
  const plan = db
    .prepare(
      `EXPLAIN QUERY PLAN SELECT 1 FROM record WHERE instr(record.name, '._domainkey.') > 1
       AND record.purpose = 'sending' AND substr(record.name, instr(record.name, '._domainkey.') + 12) = ?`,
    )
    .all('example.com')
  db.close()
  expect(JSON.stringify(plan)).toContain('USING INDEX record_by_dkim_authority')
})

it.each(CACHE_MIGRATIONS.map(({ version }) => version))(
  'a cache of version %i is brought up to date, and what it held is found by its name and by what it points to',
  (version) => {
    const path = join(folder, 'cache.sqlite')
    const first = openDatabase(path, CACHE_MIGRATIONS.slice(0, 1))
    first.exec(FIRST_VERSION)
    first.exec(
      "INSERT INTO record VALUES (1, 1, 'receiving', 'MX', 'mg.example.com', 'MXA.example', 10, 'unknown', '[]', 1)",
    )
    first.close()
    openDatabase(path, CACHE_MIGRATIONS.slice(0, version)).close()
    const cache = openCache(path)
    const found = (search: string): string[] =>
      cache
        .list({
          ...{ accountId: null, filter: 'all', search, sort: 'name', descending: false, after: null },
          limit: 10,
        })
        .items.map(({ name }) => name)
    expect(found('g.exam')).toEqual(['mg.example.com'])
    expect(found('points:mxa has:unknown authority:example.com')).toEqual(['mg.example.com'])
    expect(cache.resumableRun('a')).toBeNull()
    const unlimited = { activeBefore: 10, othersBefore: 10 }
    expect(cache.wantingDetail('a', unlimited, 10)).toEqual(['mg.example.com'])
    cache.close()
  },
)

it('what a check of an earlier version said is dropped: its cures were not rehearsed', () => {
  const path = join(folder, 'cache.sqlite')
  const first = openDatabase(path, CACHE_MIGRATIONS.slice(0, 1))
  first.exec(FIRST_VERSION)
  first.close()
  const old = openDatabase(path, CACHE_MIGRATIONS.slice(0, 10))
  old.exec(`
    INSERT INTO domain_check SELECT id, 5, 'bad', x'00' FROM domain;
    INSERT INTO domain_finding SELECT 'spf-several', 1, id, 'bad' FROM domain;`)
  old.close()
  const cache = openCache(path)
  expect(cache.findingCounts(null)).toEqual([])
  expect(cache.lastCheck({ accountId: 'a', name: 'mg.example.com' })).toBeNull()
  cache.close()
})

it('spare keys of an earlier version are counted no longer, and keys of which none signs are', () => {
  const path = join(folder, 'cache.sqlite')
  const first = openDatabase(path, CACHE_MIGRATIONS.slice(0, 1))
  first.exec(`
    INSERT INTO account (id, account_id) VALUES (1, 'a');
    INSERT INTO domain (id, account, name, state, type, failing, fetched_at, settings, other, listed_run, confirmed_run)
    VALUES (1, 1, 'spare.example', 'active', 'custom', 1, 5, '{}', '{}', 0, 0),
           (2, 1, 'new.example', 'unverified', 'custom', 2, 5, '{}', '{}', 0, 0),
           (3, 1, 'never.example', 'active', 'custom', NULL, NULL, '{}', '{}', 0, 0);
    INSERT INTO record VALUES
      (1, 0, 'sending', 'TXT', 'mx._domainkey.spare.example', 'k=rsa; p=A', NULL, 'valid', '[]', 1),
      (1, 1, 'sending', 'TXT', 'old._domainkey.spare.example', 'k=rsa; p=B', NULL, 'unknown', '[]', 0),
      (2, 0, 'sending', 'TXT', 'mx._domainkey.new.example', 'k=rsa; p=A', NULL, 'unknown', '[]', 0),
      (2, 1, 'sending', 'TXT', 'old._domainkey.new.example', 'k=rsa; p=B', NULL, 'unknown', '[]', 0),
      (3, 0, 'sending', 'TXT', 'mx._domainkey.never.example', 'k=rsa; p=A', NULL, 'valid', '[]', 1),
      (3, 1, 'sending', 'TXT', 'old._domainkey.never.example', 'k=rsa; p=A', NULL, 'valid', '[]', 0);`)
  first.close()
  openDatabase(path, CACHE_MIGRATIONS.slice(0, 11)).close()
  const cache = openCache(path)
  const list = (search: string) =>
    cache
      .list({
        ...{ accountId: null, filter: 'all', search, sort: 'name', descending: false, after: null },
        limit: 10,
      })
      .items.map(({ name, failing }) => [name, failing])
  expect(list('')).toEqual([
    ['never.example', null],
    ['new.example', 2],
    ['spare.example', 0],
  ])
  expect(list('has:unknown')).toEqual([['new.example', 2]])
  expect(cache.counts('a')).toMatchObject({ all: 3, failing: 1 })
  cache.close()
})

it('the keys that stored records name are known from then on, each once', () => {
  const path = join(folder, 'cache.sqlite')
  const first = openDatabase(path, CACHE_MIGRATIONS.slice(0, 1))
  first.exec(FIRST_VERSION)
  first.exec(
    `INSERT INTO domain (id, account, name, state, type, failing, fetched_at, settings, other, listed_run, confirmed_run)
       VALUES (2, 1, 'news.example.com', 'active', 'custom', 0, 9, '{}', '{}', 0, 0);
     INSERT INTO record VALUES (2, 0, 'sending', 'TXT', 'mx._domainkey.example.com', 'k=rsa; p=A', NULL, 'invalid', '[]', 1),
       (2, 1, 'sending', 'TXT', 'old._domainkey.example.com', 'k=rsa; p=B', NULL, 'valid', '["B"]', 0),
       (2, 2, 'sending', 'CNAME', 'email.news.example.com', 'mailgun.org', NULL, 'valid', '[]', 1);`,
  )
  first.close()
  const cache = openCache(path)
  expect(cache.keysOf('a', 'example.com')).toMatchObject([
    {
      selector: 'mx',
      firstSeenAt: 5,
      fetchedAt: 9,
      isNeeded: true,
      bits: null,
      record: { valid: 'invalid' },
    },
    { selector: 'old', firstSeenAt: 9, isNeeded: false, record: { cached: ['B'], isActive: false } },
  ])
  cache.close()
})
