import Database from 'better-sqlite3'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import type { ThreadData } from '../../../src/main/cache/thread/protocol'
import { backupsOf } from '../../../src/main/sqlite/backups'
import { dataFolder, FIRST, listed, openUnderTest, setAsideIn } from './threaded'

/** The thread begins a few seconds after it was last asked for something. */
const PATIENCE = { timeout: 50_000, interval: 200 }

function remembered(data: ThreadData): unknown {
  return JSON.parse(readFileSync(data.maintenance, 'utf8'))
}

describe('the thread while nobody asks for anything', () => {
  it('looks at everything and keeps copies of own data, once', async () => {
    const { data } = dataFolder()
    const test = openUnderTest(data)
    await test.ready()
    await listed(test.cache, 100)
    await vi.waitFor(
      () => expect(remembered(data)).toMatchObject({ checkedAt: expect.any(Number) as number }),
      PATIENCE,
    )
    for (const file of [data.files.profile ?? '', data.files.history]) {
      expect(backupsOf(file, data.backups)).toHaveLength(1)
    }
    const before = remembered(data)
    await test.cache.close()
    expect(remembered(data)).toEqual({ ...(before as object), endedAsItShould: true })
    expect([test.notices, test.faults]).toEqual([[], []])
  })

  it('finds an index that no longer agrees with its table, which no read has met', async () => {
    const { data, folder } = dataFolder()
    const first = openUnderTest(data)
    await first.ready()
    await listed(first.cache, 100)
    await first.cache.close()
    const db = new Database(data.files.cache)
    db.unsafeMode()
    db.pragma('writable_schema = ON')
    const page = db
      .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'domain_by_verified'")
      .pluck()
      .get()
    const size = db.pragma('page_size', { simple: true })
    db.close()
    const bytes = readFileSync(data.files.cache)
    const start = (Number(page) - 1) * Number(size)
    const at = bytes.indexOf('d00050.example', start)
    expect(at).toBeLessThan(start + Number(size))
    bytes.write('d00099.example', at)
    writeFileSync(data.files.cache, bytes)
    // As after a kill.
    writeFileSync(data.maintenance, '{"endedAsItShould":false,"checkedAt":1}')
    const test = openUnderTest(data)
    expect(test.cache.list(FIRST).items).toHaveLength(100)
    test.startThread()
    await vi.waitFor(() => expect(test.emptied).toBe(1), PATIENCE)
    await test.ready()
    expect(test.notices.map(({ id }) => id)).toEqual(['cache-set-aside'])
    expect(setAsideIn(folder)).toHaveLength(1)
    await listed(test.cache, 100)
    expect(test.cache.counts(null).all).toBe(100)
  })
})

describe('two at once on the same files', () => {
  it('leave them whole, and whoever has to give way is told by a sentence', async () => {
    const { data } = dataFolder()
    const first = openUnderTest(data)
    await first.ready()
    const second = openUnderTest(data)
    await second.ready()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => listed((i % 2 === 0 ? first : second).cache, 50)),
    )
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') {
        expect(outcome.reason).toMatchObject({ failure: { code: 'storage' } })
      }
    }
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect([...first.notices, ...second.notices]).toEqual([])
    await first.cache.close()
    await second.cache.close()
    const db = new Database(data.files.cache)
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
    expect(existsSync(data.files.history)).toBe(true)
  })
})
