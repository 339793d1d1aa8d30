import Database from 'better-sqlite3'
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CACHE_MIGRATIONS } from '../../../src/main/cache/migrations'
import { openCache } from '../../../src/main/cache/open'
import { openProfile } from '../../../src/main/profile/profile'
import { openDatabase } from '../../../src/main/sqlite/open'
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

  it('leaves whole pages, whole details and all own data, and the app goes on', async () => {
    const { data } = dataFolder()
    for (let kill = 0; kill < 8; kill++) {
      expect(await killed('endless-thread.ts', JSON.stringify(data), random() * 60)).toBe('')
      const { cache, notice } = openCache(data.files)
      expect(notice).toBeNull()
      expect(cache.counts('a').all).toBe(500)
      for (let i = 0; i < 20; i++) {
        const detail = cache.get({ accountId: 'a', name: `d${i}.example` })
        const values = new Set(detail?.records.map((record) => record.value))
        expect(detail?.records).toHaveLength(6)
        expect([...values]).toEqual([`round ${detail?.fetchedAt}`])
      }
      cache.close()
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

  it.each(CACHE_MIGRATIONS.map(({ version }) => version).slice(0, -1))(
    'from version %i leaves a file that is brought up to date with all it held',
    async (version) => {
      const { data, folder } = dataFolder()
      const old = join(folder, 'old.sqlite')
      oldCache(old, version)
      for (let kill = 0; kill < 3; kill++) {
        const file = join(folder, `cache-${kill}.sqlite`)
        expect(await killed('endless-migration.ts', `${file}\n${old}`, random() * 200)).toBe('')
        // The kill may have come while the next copy was made.
        if (!existsSync(file)) copyFileSync(old, file)
        const { cache, notice } = openCache({ ...data.files, cache: file })
        expect(notice).toBeNull()
        expect(cache.counts('a').all).toBe(2000)
        cache.close()
        expect(integrity(file)).toBe('ok')
      }
    },
    60_000,
  )
})

function oldCache(path: string, version: number): void {
  const db = openDatabase(
    path,
    CACHE_MIGRATIONS.filter((step) => step.version <= version),
  )
  db.exec("INSERT INTO account (id, account_id) VALUES (1, 'a')")
  const insert = db.prepare(`
    INSERT INTO domain (id, account, name, state, type, failing, fetched_at, settings, other, listed_run, confirmed_run)
    VALUES (?, 1, ?, 'active', 'custom', 0, 5, '{}', '{}', 0, 0)`)
  db.transaction(() => {
    for (let i = 1; i <= 2000; i++) insert.run(i, `d${i}.example`)
  })()
  db.pragma('journal_mode = DELETE')
  db.close()
}
