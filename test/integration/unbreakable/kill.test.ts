import Database from 'better-sqlite3'
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openProfile } from '../../../src/main/profile/profile'
import { openDatabase } from '../../../src/main/sqlite/open'
import { SCHEMAS } from './endless-migration'
import { createRandom } from './random'
import { dataFolder, listed, openUnderTest } from './threaded'
import { killed } from './killed'

function integrity(path: string): unknown {
  const db = new Database(path)
  const verdict = db.pragma('integrity_check', { simple: true })
  db.close()
  return verdict
}

describe('a kill at any moment of a sync', () => {
  const random = createRandom(20240506)

  it('leaves whole pages, whole details, their history and all own data, and the app goes on', async () => {
    const { data } = dataFolder()
    for (let kill = 0; kill < 8; kill++) {
      expect(await killed('endless-thread.ts', JSON.stringify(data), random() * 60)).toBe('')
      const { cache, ready, notices } = openUnderTest(data)
      await ready()
      // Answered once the thread has the files open.
      await cache.markSynced('a', 1)
      expect(notices).toEqual([])
      expect(cache.counts('a').all).toBe(500)
      for (let i = 0; i < 20; i++) {
        const key = { accountId: 'a', name: `d${i}.example` }
        const detail = cache.get(key)
        const values = new Set(detail?.records.map((record) => record.value))
        expect(detail?.records).toHaveLength(6)
        expect([...values]).toEqual([`round ${detail?.fetchedAt}`])
        const states = cache
          .history(key, null, 200)
          .items.flatMap(({ changes }) =>
            changes.flatMap((change) => (change.what === 'state' ? [change] : [])),
          )
        expect(states[0]?.after).toBe(detail?.domain.state)
        // Each begins where the one before it ended: none is missing, and none is there twice.
        expect(states.slice(0, -1).map(({ before }) => before)).toEqual(
          states.slice(1).map(({ after }) => after),
        )
      }
      await cache.close()
      for (const path of [data.files.cache, data.files.history, data.files.profile ?? '']) {
        expect(integrity(path)).toBe('ok')
      }
      const db = new Database(data.files.cache)
      const rounds = db.prepare('SELECT count(DISTINCT listed_run) FROM domain WHERE fetched_at IS NULL')
      expect(rounds.pluck().get()).toBe(1)
      db.close()
      const profile = openProfile(data.files.profile ?? '')
      expect(profile.drafts.get({ form: 'create', accountId: 'a', name: '' })).toMatchObject({
        round: expect.any(Number) as number,
      })
      profile.close()
    }
    const { cache, ready, notices } = openUnderTest(data)
    await ready()
    await listed(cache, 10)
    expect(cache.counts('a').all).toBe(10)
    expect(notices).toEqual([])
  }, 120_000)
})

describe('a kill at any moment of a migration', () => {
  const random = createRandom(7)
  const steps = Object.entries(SCHEMAS).flatMap(([name, migrations]) =>
    migrations.slice(0, -1).map(({ version }) => [name as keyof typeof SCHEMAS, version] as const),
  )

  it.each(steps)(
    'of the %s from version %i leaves a file that is brought up to date with all it held',
    async (name, version) => {
      const { folder } = dataFolder()
      const old = join(folder, 'old.sqlite')
      oldFile(old, name, version)
      for (let kill = 0; kill < 2; kill++) {
        const file = join(folder, `file-${kill}.sqlite`)
        expect(await killed('endless-migration.ts', [name, file, old].join('\n'), random() * 200)).toBe('')
        // The kill may have come while the next copy was made.
        if (!existsSync(file)) copyFileSync(old, file)
        const db = openDatabase(file, SCHEMAS[name])
        expect(db.prepare(`SELECT count(*) FROM ${TABLES[name].table}`).pluck().get()).toBe(2000)
        db.close()
        expect(integrity(file)).toBe('ok')
      }
    },
    60_000,
  )
})

/** A table every version of a file has, and how a row of it is made by its number. */
const TABLES: Readonly<Record<keyof typeof SCHEMAS, { readonly table: string; readonly insert: string }>> = {
  profile: {
    table: 'drafts',
    insert: "INSERT INTO drafts VALUES ('create', 'a', @n, '{}')",
  },
  history: {
    table: 'entry',
    insert: "INSERT INTO entry (account_id, name, at, source, changes) VALUES ('a', @n, 1, 'sync', '[]')",
  },
  cache: {
    table: 'domain',
    insert: `
      INSERT INTO domain (account, name, state, type, failing, fetched_at, settings, other, listed_run, confirmed_run)
      VALUES (1, @n, 'active', 'custom', 0, 5, '{}', '{}', 0, 0)`,
  },
  embedded: {
    table: 'dkim_keys',
    insert:
      "INSERT INTO dkim_keys (host, selector, bits, private_key, public_key) VALUES (@n, 's1', 1024, '', '')",
  },
}

function oldFile(path: string, name: keyof typeof SCHEMAS, version: number): void {
  const db = openDatabase(
    path,
    SCHEMAS[name].filter((step) => step.version <= version),
  )
  if (name === 'cache') db.exec("INSERT INTO account (id, account_id) VALUES (1, 'a')")
  const insert = db.prepare(TABLES[name].insert)
  db.transaction(() => {
    for (let i = 1; i <= 2000; i++) insert.run({ n: `d${i}.example` })
  })()
  db.pragma('journal_mode = DELETE')
  db.close()
}
