import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCache } from '../../cache/local-cache'
import { openProfile } from '../../../src/main/profile/profile'
import type { ThreadData } from '../../../src/main/cache/thread/protocol'
import { sampleDomain, sampleRecord } from '../../unit/domains/sample-domains'
import { createRandom } from './random'
import { dataFolder, FIRST, listed, openUnderTest, setAsideIn, threadData, type UnderTest } from './threaded'

const DOMAINS = 300
const DRAFT = { form: 'create', accountId: 'a', name: '' } as const
let whole: Buffer

/** A cache with rows in every table, as one file without a log. */
function filled(data: ThreadData): void {
  const cache = openCache(data.files)
  const run = cache.startRun('a', 1, null)
  const names = Array.from({ length: DOMAINS }, (_, i) => `d${String(i).padStart(5, '0')}.example`)
  const page = names.map((name) => sampleDomain(name))
  cache.putListed('a', page, run, { at: 1 })
  cache.finishRun('a', run, run, 1)
  for (const name of names.slice(0, 60)) {
    cache.putDetail(
      'a',
      sampleDomain(name),
      [sampleRecord({ name }), sampleRecord({ name, type: 'CNAME' })],
      {
        fetchedAt: 1,
        source: 'sync',
      },
    )
  }
  cache.close()
  const profile = openProfile(data.files.profile ?? '')
  profile.drafts.set(DRAFT, { kept: true })
  profile.close()
}

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-damage-'))
  const data = threadData(folder)
  openProfile(data.files.profile ?? '').close()
  filled(data)
  whole = readFileSync(data.files.cache)
  rmSync(folder, { recursive: true })
})

/** Reads and writes everything, and again after the cache was replaced, if it was. */
async function used(test: UnderTest): Promise<void> {
  for (let turn = 0; turn < 2; turn++) {
    try {
      await test.ready()
      const { items } = test.cache.list({ ...FIRST })
      for (const { name } of items) test.cache.get({ accountId: 'a', name })
      test.cache.counts(null)
      await listed(test.cache, DOMAINS)
      return
    } catch (error) {
      if (turn === 1) throw error
    }
  }
}

async function expectToGoOn(data: ThreadData, folder: string): Promise<void> {
  const test = openUnderTest(data)
  await used(test)
  await test.ready()
  // Whatever was met, one sync later everything is there.
  await listed(test.cache, DOMAINS)
  expect(test.cache.counts(null).all).toBe(DOMAINS)
  expect(setAsideIn(folder).length).toBeLessThanOrEqual(1)
  expect(test.notices.map(({ id }) => id)).toEqual(setAsideIn(folder).map(() => 'cache-set-aside'))
  await test.cache.close()
  const profile = openProfile(data.files.profile ?? '')
  expect(profile.drafts.get(DRAFT)).toEqual({ kept: true })
  profile.close()
}

describe('a cache whose file is cut short', () => {
  it.each([0, 1, 50, 100, 1023, 4096, 4097, 20_480, 65_536, 100_000])('after %i bytes', async (length) => {
    const { data, folder } = dataFolder()
    filled(data)
    truncateSync(data.files.cache, length)
    await expectToGoOn(data, folder)
  })
})

describe('a cache with flipped bits', () => {
  const random = createRandom(11)
  const places = Array.from({ length: 24 }, () => random())

  it.each(places)('at %f of the file', async (place) => {
    const { data, folder } = dataFolder()
    filled(data)
    const bytes = Buffer.from(whole)
    // Eight in a row of bytes, past the version in the header, whose change is another test's.
    const at = 100 + Math.floor(place * (bytes.length - 200))
    for (let i = 0; i < 8; i++) bytes[at + i] = (bytes[at + i] ?? 0) ^ (1 << (i % 8))
    writeFileSync(data.files.cache, bytes)
    await expectToGoOn(data, folder)
  })
})

describe('a log cut short', () => {
  it.each([0, 31, 32, 4000, 40_000])('after %i bytes leaves what was moved into the file', async (length) => {
    const { data, folder } = dataFolder()
    const cache = openCache(data.files)
    const run = cache.startRun('a', 1, null)
    const page = Array.from({ length: DOMAINS }, (_, i) => sampleDomain(`d${i}.example`))
    cache.putListed('a', page, run, { at: 1 })
    // As a kill leaves it: the file and its log, without the end of the log.
    const parts = ['', '-wal'].map((part) => readFileSync(data.files.cache + part))
    cache.close()
    const profile = openProfile(data.files.profile ?? '')
    profile.drafts.set(DRAFT, { kept: true })
    profile.close()
    writeFileSync(data.files.cache, parts[0] ?? '')
    writeFileSync(`${data.files.cache}-wal`, (parts[1] ?? Buffer.alloc(0)).subarray(0, length))
    await expectToGoOn(data, folder)
  })
})
