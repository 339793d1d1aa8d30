import Database from 'better-sqlite3'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { openReading } from '../../../src/main/cache/cache-files'
import { CACHE_MIGRATIONS } from '../../../src/main/cache/migrations'
import { openDatabase } from '../../../src/main/sqlite/open'
import { sampleDomain } from '../../unit/domains/sample-domains'
import { dataFolder, FIRST, listed, openUnderTest, setAsideIn } from './threaded'

describe('the cache with its thread', () => {
  it('writes in another thread, over a connection this thread does not have', async () => {
    const { data } = dataFolder()
    const { cache, ready, workers } = openUnderTest(data)
    await ready()
    await listed(cache, 1000)
    expect(cache.counts(null).all).toBe(1000)
    expect(workers.map((worker) => worker.threadId)).not.toContain(threadId)
    const reading = openReading(data.files)
    expect(reading.readonly).toBe(true)
    expect(() => reading.exec('DELETE FROM domain')).toThrow(/readonly/)
    reading.close()
  })

  it('starts no thread to read files that are as they should be', async () => {
    const { data } = dataFolder()
    const first = openUnderTest(data)
    await first.ready()
    await listed(first.cache, 3)
    await first.cache.close()
    const { cache, workers } = openUnderTest(data)
    expect(cache.list(FIRST).items).toHaveLength(3)
    expect(workers).toEqual([])
    await cache.markSynced('a', 5)
    expect(cache.syncState('a').lastSyncedAt).toBe(5)
    expect(workers).toHaveLength(1)
  })

  it('carries changes out in the order in which they were asked for', async () => {
    const { cache, ready } = openUnderTest(dataFolder().data)
    await ready()
    const times = { fetchedAt: 1, source: 'sync' } as const
    const stored = Array.from({ length: 200 }, (_, i) =>
      cache.putDetail('a', sampleDomain('one.example', { id: String(i) }), [], { ...times, fetchedAt: i }),
    )
    await Promise.all(stored)
    expect(cache.get({ accountId: 'a', name: 'one.example' })?.domain.id).toBe('199')
  })

  it('hands a failure of a change on as it was', async () => {
    const { cache, ready, faults } = openUnderTest(dataFolder().data)
    await ready()
    const wrong = { accountId: 'a', name: Symbol.iterator } as unknown as { accountId: string; name: string }
    await expect(cache.remove(wrong, { at: 1, source: 'delete' })).rejects.toThrow()
    expect(faults).toEqual([])
    await listed(cache, 1)
    expect(cache.counts(null).all).toBe(1)
  })

  it('moves the log into the file when it is closed', async () => {
    const { data } = dataFolder()
    const { cache, ready } = openUnderTest(data)
    await ready()
    await listed(cache, 500)
    await cache.close()
    const wal = `${data.files.cache}-wal`
    expect(existsSync(wal) ? statSync(wal).size : 0).toBe(0)
    expect(JSON.parse(readFileSync(data.maintenance, 'utf8'))).toMatchObject({ endedAsItShould: true })
  })

  it.each(CACHE_MIGRATIONS.map(({ version }) => version).slice(0, -1))(
    'brings a file of version %i up to date in the thread, and reads wait for it',
    async (version) => {
      const { data } = dataFolder()
      const old = openDatabase(
        data.files.cache,
        CACHE_MIGRATIONS.filter((step) => step.version <= version),
      )
      old.exec(`
        INSERT INTO account (id, account_id) VALUES (1, 'a');
        INSERT INTO domain (id, account, name, state, type, failing, fetched_at, settings, other, listed_run, confirmed_run)
        VALUES (1, 1, 'mg.example.com', 'active', 'custom', 0, 5, '{}', '{}', 0, 0)`)
      old.close()
      const { cache, ready, notices } = openUnderTest(data)
      expect(() => cache.counts(null)).toThrow('is being opened')
      await ready()
      expect(cache.list(FIRST).items.map(({ name }) => name)).toEqual(['mg.example.com'])
      expect(notices).toEqual([])
    },
  )

  it.each(['cache', 'history'] as const)(
    'leaves a %s of a newer version as it is, and says so',
    async (name) => {
      const { data, folder } = dataFolder()
      const first = openUnderTest(data)
      await first.ready()
      await first.cache.close()
      const db = new Database(data.files[name])
      db.pragma('user_version = 999')
      db.close()
      const before = readFileSync(data.files[name])
      expect(() => openUnderTest(data)).toThrow(/newer version/)
      expect(readFileSync(data.files[name]).equals(before)).toBe(true)
      expect(setAsideIn(folder)).toEqual([])
    },
  )

  it('leaves a file that cannot be written as it is, and says so', async () => {
    const { data, folder } = dataFolder()
    const first = openUnderTest(data)
    await first.ready()
    await first.cache.close()
    const before = readFileSync(data.files.cache)
    // As root no permission bit keeps anyone from writing, so the write-ahead log's name is taken by a folder.
    rmSync(`${data.files.cache}-wal`, { force: true })
    mkdirSync(`${data.files.cache}-wal`)
    const test = openUnderTest(data)
    await expect(test.ready()).rejects.toThrow(`${data.files.cache} cannot be written.`)
    expect(new Set(test.notices.map(({ id }) => id))).toEqual(new Set(['cache-not-open']))
    expect(readFileSync(data.files.cache).equals(before)).toBe(true)
    expect(setAsideIn(folder)).toEqual([])
  })
})

describe('a damaged cache', () => {
  it('found at the start is set aside once, and the app goes on with an empty one', async () => {
    const { data, folder } = dataFolder()
    writeFileSync(data.files.cache, 'Dear diary, this is not a database at all.'.repeat(200))
    const test = openUnderTest(data)
    await test.ready()
    expect(test.notices.map(({ id }) => id)).toEqual(['cache-set-aside'])
    expect(test.emptied).toBe(1)
    expect(setAsideIn(folder)).toHaveLength(1)
    await listed(test.cache, 10)
    expect(test.cache.counts(null).all).toBe(10)
  })

  it('found by a read is set aside once, while many reads and changes meet it', async () => {
    const { data, folder } = dataFolder()
    const first = openUnderTest(data)
    await first.ready()
    await listed(first.cache, 5000)
    await first.cache.close()
    const bytes = readFileSync(data.files.cache)
    bytes.fill(0xa5, 4096 * 2)
    writeFileSync(data.files.cache, bytes)
    const test = openUnderTest(data)
    for (let i = 0; i < 5; i++) expect(() => test.cache.list(FIRST)).toThrow()
    const changes = await Promise.allSettled([1, 2, 3].map((at) => test.cache.markSynced('a', at)))
    expect(changes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    await test.ready()
    expect(test.cache.list(FIRST).items).toEqual([])
    await listed(test.cache, 10)
    expect(test.cache.counts(null).all).toBe(10)
    expect(test.notices.map(({ id }) => id)).toEqual(['cache-set-aside'])
    expect(test.emptied).toBe(1)
    expect(setAsideIn(folder)).toHaveLength(1)
  })

  it('of another program is set aside', async () => {
    const { data, folder } = dataFolder()
    const db = new Database(data.files.cache)
    db.exec('CREATE TABLE account (pet TEXT); INSERT INTO account VALUES (1)')
    db.close()
    const test = openUnderTest(data)
    await test.ready()
    expect(test.notices.map(({ id }) => id)).toEqual(['cache-set-aside'])
    expect(setAsideIn(folder)).toHaveLength(1)
  })

  it('is set aside a second time without overwriting the first', async () => {
    const { data, folder } = dataFolder()
    for (const text of ['first', 'other']) {
      writeFileSync(data.files.cache, text.repeat(500))
      writeFileSync(`${data.files.cache}-wal`, 'nor is this a write-ahead log')
      const test = openUnderTest(data)
      await test.ready()
      await test.cache.close()
    }
    const texts = setAsideIn(folder).map((name) => readFileSync(join(folder, name), 'utf8').slice(0, 5))
    expect(texts.sort()).toEqual(['first', 'other'])
  })

  it('that lacks a table is set aside', async () => {
    const { data, folder } = dataFolder()
    const first = openUnderTest(data)
    await first.ready()
    await first.cache.close()
    const db = new Database(data.files.cache)
    db.exec('DROP TABLE record')
    db.close()
    const test = openUnderTest(data)
    await expect(listed(test.cache, 1)).rejects.toThrow()
    await test.ready()
    await listed(test.cache, 1)
    expect(setAsideIn(folder)).toHaveLength(1)
  })
})

describe('a thread that ends by itself', () => {
  it('is started again, and what waited for it fails with a sentence', async () => {
    const { cache, ready, workers, faults } = openUnderTest(dataFolder().data)
    await ready()
    await listed(cache, 5)
    const waiting = cache.markSynced('a', 1)
    const [asked] = await Promise.allSettled([waiting, workers[0]?.terminate()])
    if (asked.status === 'rejected') {
      expect(asked.reason).toMatchObject({ failure: { code: 'storage', retryable: true } })
    }
    await cache.markSynced('a', 2)
    expect(cache.syncState('a').lastSyncedAt).toBe(2)
    expect(workers).toHaveLength(2)
    expect(faults).toHaveLength(1)
  })

  it('again and again is not started for ever', async () => {
    const test = openUnderTest(dataFolder().data)
    await test.ready()
    for (let count = 1; count <= 4; count++) {
      await expect.poll(() => test.workers).toHaveLength(count)
      await test.workers.at(-1)?.terminate()
    }
    await expect.poll(() => test.notices.map(({ id }) => id)).toContain('cache-thread')
    await expect(test.cache.markSynced('a', 1)).rejects.toMatchObject({ failure: { code: 'storage' } })
    expect(test.cache.list(FIRST).items).toEqual([])
    expect(test.workers).toHaveLength(4)
  })
})
