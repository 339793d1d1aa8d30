import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { endedByItself } from './killed'
import { dataFolder, listed, openUnderTest } from './threaded'
import { sampleDomain } from '../../unit/domains/sample-domains'

const KEY = { accountId: 'a', name: 'd00001.example' }
const CHANGE = {
  at: 7,
  source: 'verify',
  changes: [{ what: 'state', before: 'active', after: 'unverified' }],
}

describe('a kill between the change in the cache and its entry in the history', () => {
  it.each([
    ['before the history took it', 'INSERT ON history.entry', 0],
    ['before the history noted that it took it', 'INSERT ON history.taken', 0],
    ['before the cache let go of it', 'DELETE ON main.outbox', 1],
  ])('%s leaves the change with one entry', async (_, statement, taken) => {
    const { data } = dataFolder()
    const before = openUnderTest(data)
    await before.ready()
    await listed(before.cache, 3)
    await before.cache.close()

    expect(await endedByItself('killed-between.ts', `${JSON.stringify(data)}\n${statement}`)).toEqual({
      signal: 'SIGKILL',
      complaint: '',
    })
    const history = new Database(data.files.history)
    expect(history.prepare('SELECT count(*) FROM entry').pluck().get()).toBe(taken)
    history.close()

    for (let start = 0; start < 2; start++) {
      const { cache, startThread, ready } = openUnderTest(data)
      startThread()
      await ready()
      // Answered once the thread has the files open.
      await cache.markSynced('a', 1)
      expect(cache.get(KEY)?.domain.state).toBe('unverified')
      expect(cache.history(KEY, null, 10).items).toEqual([{ id: expect.any(Number) as number, ...CHANGE }])
      await cache.close()
    }
  })
})

describe('a history that cannot be written', () => {
  it('gets what waits for it, in order, as soon as it can', async () => {
    const { data } = dataFolder()
    const { cache, ready } = openUnderTest(data)
    await ready()
    await listed(cache, 3)
    const lock = new Database(data.files.history)
    lock.exec('BEGIN IMMEDIATE')
    const detail = (state: 'active' | 'unverified', at: number) =>
      cache.putDetail('a', sampleDomain(KEY.name, { state }), [], { fetchedAt: at, source: 'verify' })
    await detail('unverified', 7)
    expect(cache.get(KEY)?.domain.state).toBe('unverified')
    expect(cache.history(KEY, null, 10).items).toEqual([])
    lock.exec('ROLLBACK')
    lock.close()
    await detail('active', 8)
    expect(cache.history(KEY, null, 10).items.map(({ at }) => at)).toEqual([8, 7])
  }, 30_000)

  it('does not get what waits of an account that is removed', async () => {
    const { data } = dataFolder()
    const { cache, ready } = openUnderTest(data)
    await ready()
    await listed(cache, 3)
    await cache.close()
    const db = new Database(data.files.cache)
    db.exec(
      "INSERT INTO outbox (account_id, name, at, source, changes) VALUES ('a', 'd00001.example', 1, 'sync', '[]')",
    )
    db.close()
    const again = openUnderTest(data)
    await again.cache.removeAccount('a')
    expect(again.cache.history(KEY, null, 10).items).toEqual([])
    await again.cache.close()
    const kept = new Database(data.files.cache)
    expect(kept.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(0)
    kept.close()
  })
})
