import Database from 'better-sqlite3'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { HISTORY_MIGRATIONS } from '../../../src/main/cache/history-migrations'
import { migrations as embeddedMigrations } from '../../../src/main/embedded/store/schema'
import { profileMigrations } from '../../../src/main/profile/migrations'
import { backUp, backupsOf } from '../../../src/main/sqlite/backups'
import { versionOf } from '../../../src/main/sqlite/examine'
import { newestVersion } from '../../../src/main/sqlite/migrations'
import { openDatabase } from '../../../src/main/sqlite/open'
import { openApp, type OpenedApp } from './opened-app'

/** Dumps of the databases as each released version left them, filled by its own code. */
const RELEASED = join(import.meta.dirname, '../../released-data')
const FILES = ['profile', 'history', 'embedded', 'cache'] as const

const AT = Date.UTC(2026, 0, 5, 12)
const MG = { accountId: 'a1', name: 'mg.shop.example' }

let folder: string
beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), 'zonedesk-released-'))
  folder = made
  // After the files in it were closed: what is registered later runs earlier.
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
})

const path = (file: string): string => join(folder, `${file}.sqlite`)

/** Makes the data folder that a released version left behind. */
function restore(version: string): void {
  for (const file of FILES) {
    const db = new Database(path(file))
    // The dump of a full-text index writes into the schema.
    db.unsafeMode(true)
    db.exec(readFileSync(join(RELEASED, version, `${file}.sql`), 'utf8'))
    db.close()
    const again = new Database(path(file))
    again.pragma('journal_mode = WAL')
    expect(again.pragma('integrity_check', { simple: true })).toBe('ok')
    again.close()
  }
}

describe('the data of version 0.1.0', () => {
  let app: OpenedApp
  beforeEach(async () => {
    restore('0.1.0')
    app = await openApp(folder)
  })

  it('opens in this version without a word, with all the user made', () => {
    const { profile } = app
    expect(app.notices).toEqual([])
    const [embedded, customers] = ['embedded', 'a1'].map((id) => profile.accounts.get(id))
    expect(embedded).toMatchObject({ kind: 'embedded', name: 'Embedded' })
    expect(customers).toEqual({
      ...{ id: 'a1', kind: 'provider', name: 'Customers', region: 'eu' },
      ...{
        baseUrl: 'https://api.eu.mailgun.net',
        createdAt: AT,
        includeSubaccounts: true,
        writeMode: 'normal',
      },
    })
    expect(profile.settings.get()).toMatchObject({
      ...{
        theme: 'dark',
        singleKeyShortcuts: false,
        copyFormat: 'bind',
        syncEveryMinutes: 60,
        historyDays: 0,
      },
      ...{ resolver: '192.0.2.53', lookForUpdates: null },
    })
    expect(profile.listener.get()).toEqual({ listenerOn: false, listenerPort: 8026, listenerHasKey: true })
    expect(profile.view.get()).toMatchObject({
      accountId: 'a1',
      selected: MG,
      tab: 'notes',
      recentCommands: ['verify'],
    })
    expect(profile.window.get()).toEqual({ x: 10, y: 20, width: 1000, height: 640, maximized: false })
    expect(profile.drafts.get({ form: 'create', accountId: 'a1', name: '' })).toEqual({
      ...{ name: 'unsent.shop.example', wildcard: true },
    })
    expect(profile.notes.all()).toEqual([
      { ...MG, tags: ['Client-A', 'größe'], note: 'Ask Ms Ito first.', changedAt: AT },
      {
        accountId: 'embedded',
        name: 'one.example.com',
        tags: ['Client-A'],
        note: 'It\'s ours; "mine".',
        changedAt: AT,
      },
    ])
    expect(profile.watches.list()).toMatchObject([{ ...MG, state: 'given-up', looks: 3 }])
    expect(profile.zones.preset('shop.example')).toBe('gandi')
    expect(profile.zones.override(MG)).toBe('shop.example')
    expect(profile.zones.seen(MG.name)).toMatchObject({ apex: 'shop.example', at: AT })
    expect(profile.ownPresets.list()).toEqual([{ id: 'own-1', content: { id: 'own-1', name: 'Our panel' } }])
    expect(profile.bulk.jobs()).toMatchObject([{ id: 1, kind: 'create', tags: ['bulk'] }])
    expect(profile.bulk.rows(1)).toMatchObject([{ name: 'new.shop.example', message: 'Added.', missing: 4 }])
    expect(profile.checkRuns.remaining(profile.checkRuns.list()[0]!.id)).toEqual([{ ...MG, position: 0 }])
  })

  it('has its domains, records, history and snapshots', async () => {
    const { cache } = app.cache
    const list = cache.list({
      ...{
        accountId: 'a1',
        filter: 'all',
        search: '',
        sort: 'name',
        descending: false,
        after: null,
        limit: 10,
      },
    })
    expect(list.items.map(({ name, state }) => [name, state])).toEqual([
      ['mg.shop.example', 'disabled'],
      ['xn--mller-kva.example', 'unverified'],
    ])
    expect(cache.get(MG)?.records.map(({ value }) => value)).toEqual(['v=spf1 include:mailgun.org ~all'])
    expect(cache.syncState('a1').lastSyncedAt).toBe(AT + 2000)
    expect(cache.history(MG, null, 10).items).toMatchObject([
      {
        at: AT + 2000,
        source: 'verify',
        changes: [{ what: 'state', before: 'active', after: 'disabled' }, { what: 'record' }],
      },
    ])
    const [snapshot] = cache.snapshots(MG)
    expect(snapshot).toMatchObject({ label: 'before the move', at: AT + 1000 })
    expect(cache.compareSnapshot(MG, snapshot!.id)).toHaveLength(2)
  })

  it("has the embedded service's domains with the keys they sign with", async () => {
    const { records } = await app.client.get('one.example.com')
    const key = records.find(({ name }) => name.includes('._domainkey.'))
    const dump = readFileSync(join(RELEASED, '0.1.0/embedded.sql'), 'utf8')
    expect(dump).toContain(key!.value.split('p=')[1])
    expect((await app.client.get('two.example.com')).domain.settings.wildcard).toBe(true)
  })

  it('is kept as it was where this version changed it', async () => {
    // The embedded service opens its file at the first request.
    await app.client.get('one.example.com')
    await app.close()
    const steps = { profile: profileMigrations, history: HISTORY_MIGRATIONS, embedded: embeddedMigrations }
    for (const [file, migrations] of Object.entries(steps)) {
      const dump = readFileSync(join(RELEASED, '0.1.0', `${file}.sql`), 'utf8')
      const released = Number(/user_version = (\d+)/.exec(dump)![1])
      const copies = backupsOf(path(file), join(folder, 'backups')).map((copy) => versionOf(copy.path))
      expect(versionOf(path(file))).toBe(newestVersion(migrations))
      if (released < newestVersion(migrations)) expect(copies).toContain(released)
    }
  })
})

/** A row of the first version of each file, and how it is found again. */
const FIRST_ROWS = {
  profile: {
    migrations: profileMigrations,
    insert: `
      INSERT INTO accounts (id, kind, name, region, base_url, created_at)
        VALUES ('a1', 'provider', 'Customers', 'eu', 'https://api.eu.mailgun.net', 5);
      INSERT INTO settings VALUES ('theme', '"dark"'), ('copyFormat', '"zone-file"');
      INSERT INTO drafts VALUES ('create', 'a1', '', '{"name":"mg.example.com"}');`,
    found: `SELECT (SELECT name FROM accounts WHERE id = 'a1') || (SELECT count(*) FROM settings) || (SELECT content FROM drafts)`,
    expected: 'Customers2{"name":"mg.example.com"}',
  },
  history: {
    migrations: HISTORY_MIGRATIONS,
    insert: `
      INSERT INTO entry (account_id, name, at, source, changes) VALUES ('a1', 'mg.example.com', 5, 'sync', '[]');
      INSERT INTO snapshot (account_id, name, at, label, content) VALUES ('a1', 'mg.example.com', 5, 'mine', '{}');`,
    found: 'SELECT (SELECT source FROM entry) || (SELECT label FROM snapshot)',
    expected: 'syncmine',
  },
  embedded: {
    migrations: embeddedMigrations,
    insert: `INSERT INTO dkim_keys VALUES ('example.com', 'mx', 1024, 'private', 'public');`,
    found: 'SELECT host || public_key FROM dkim_keys',
    expected: 'example.compublic',
  },
}

describe.each(Object.entries(FIRST_ROWS))('%s.sqlite', (file, { migrations, insert, found, expected }) => {
  it.each(migrations.map(({ version }) => version))(
    'of version %i is brought up to date with what the first version wrote',
    (version) => {
      const first = openDatabase(path(file), migrations.slice(0, 1))
      first.exec(insert)
      first.close()
      openDatabase(path(file), migrations.slice(0, version)).close()
      const db = openDatabase(path(file), migrations)
      expect(db.prepare(found).pluck().get()).toBe(expected)
      expect(db.pragma('user_version', { simple: true })).toBe(newestVersion(migrations))
      db.close()
    },
  )
})

describe('the last copy of an older version', () => {
  it('stays however many copies of the newer one follow, so that the older app has something to open', async () => {
    const [older, newer] = [profileMigrations.slice(0, -1), profileMigrations]
    const backups = join(folder, 'backups')
    const day = (days: number): number => AT + days * 24 * 60 * 60 * 1000
    openDatabase(path('profile'), older).close()
    await backUp(path('profile'), backups, day(0))
    await backUp(path('profile'), backups, day(1))
    openDatabase(path('profile'), newer).close()
    for (let days = 2; days < 20; days++) await backUp(path('profile'), backups, day(days))
    const versions = backupsOf(path('profile'), backups).map(
      (copy) => [copy.at, versionOf(copy.path)] as const,
    )
    expect(versions.filter(([, version]) => version === newestVersion(older))).toEqual([
      [day(1), newestVersion(older)],
    ])
    expect(readdirSync(backups).length).toBeLessThan(12)
  })
})
