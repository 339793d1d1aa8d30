import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ThreadData } from '../../../src/main/cache/thread/protocol'
import { backUp } from '../../../src/main/sqlite/backups'
import { dataFolder, listed, openUnderTest, setAsideIn } from './threaded'

const KEY = { accountId: 'a', name: 'd00001.example' }

/** A cache of ten domains, one of which has a snapshot. */
async function withSnapshot(data: ThreadData): Promise<void> {
  const { cache, ready } = openUnderTest(data)
  await ready()
  await listed(cache, 10)
  expect(await cache.saveSnapshot(KEY, 'before the move', 1)).toBeDefined()
  await cache.close()
}

describe('a damaged history', () => {
  it.each([
    ['all of it', 0],
    ['all but its header', 100],
  ])('overwritten, %s, is restored from its newest copy, and the cache stays as it was', async (_, from) => {
    const { data, folder } = dataFolder()
    await withSnapshot(data)
    await backUp(data.files.history, data.backups, Date.UTC(2024, 4, 6, 12))
    const bytes = readFileSync(data.files.history).fill(0xa5, from)
    writeFileSync(data.files.history, bytes)
    const test = openUnderTest(data)
    test.startThread()
    await test.ready()
    // Whatever meets the damage first begins the restore.
    await test.cache.pruneHistory(0).catch(() => undefined)
    await test.ready()
    expect(test.cache.snapshots(KEY).map(({ label }) => label)).toEqual(['before the move'])
    expect(test.cache.counts(null).all).toBe(10)
    expect(test.notices.map(({ id }) => id)).toEqual(['history.sqlite-restored'])
    expect(test.notices[0]?.message).toContain('6 May 2024')
    expect(test.emptied).toBe(0)
    const [aside] = setAsideIn(folder)
    expect(readFileSync(`${folder}/${aside}`).equals(bytes)).toBe(true)
  })

  it('without a copy begins empty, is kept aside, and the cache stays as it was', async () => {
    const { data, folder } = dataFolder()
    await withSnapshot(data)
    writeFileSync(data.files.history, 'no database'.repeat(1000))
    const test = openUnderTest(data)
    await test.ready()
    expect(test.cache.snapshots(KEY)).toEqual([])
    expect(test.cache.counts(null).all).toBe(10)
    expect(test.notices.map(({ message }) => message)).toEqual([
      'The file with the history and the snapshots of your domains was damaged and no copy of it is sound, so it starts empty.',
    ])
    expect(setAsideIn(folder)).toHaveLength(1)
  })
})
