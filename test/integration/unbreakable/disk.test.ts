import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openProfile } from '../../../src/main/profile/profile'
import { backUp } from '../../../src/main/sqlite/backups'
import { sampleDomain } from '../../unit/domains/sample-domains'
import { dataFolder, FIRST, listed, openUnderTest } from './threaded'

const DRAFT = { form: 'create', accountId: 'a', name: '' } as const

/** A disk of its own needs root; without, the limits of a disk cannot be had. */
const isRoot = process.getuid?.() === 0 && process.platform === 'linux'

let disk: string
beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), 'zonedesk-disk-'))
})
afterEach(() => {
  mount('umount', disk)
  rmSync(disk, { recursive: true, force: true })
})

function mount(command: 'mount' | 'umount', ...args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

/** The failure's sentence, which says what to do. */
async function sentence(work: Promise<unknown>): Promise<string> {
  const [outcome] = await Promise.allSettled([work])
  if (outcome.status === 'fulfilled') throw new Error('It worked.')
  const error = outcome.reason as { failure?: { code: string; message: string; fix: string } }
  expect(error.failure).toMatchObject({ code: 'storage' })
  expect(error.failure?.fix).not.toBe('')
  return error.failure?.message ?? ''
}

describe.runIf(isRoot)('a full disk', () => {
  it('is said, leaves what there was readable, and is forgotten once there is space', async () => {
    mount('mount', '-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk)
    const { data } = dataFolder(disk)
    const test = openUnderTest(data)
    await test.ready()
    await listed(test.cache, 100)
    const profile = openProfile(data.files.profile ?? '')
    profile.drafts.set(DRAFT, { kept: true })
    const ballast = join(disk, 'ballast')
    fill(ballast)
    expect(await sentence(listed(test.cache, 5000))).toContain('is full')
    expect(test.cache.list(FIRST).items).toHaveLength(100)
    expect(test.cache.get({ accountId: 'a', name: 'd00007.example' })?.domain.state).toBe('active')
    expect(profile.drafts.get(DRAFT)).toEqual({ kept: true })
    expect(await sentence(backUp(data.files.profile ?? '', data.backups, 1))).toContain('is full')
    rmSync(ballast)
    await listed(test.cache, 200)
    expect(test.cache.counts(null).all).toBe(200)
    await test.cache.putDetail('a', sampleDomain('d00001.example'), [], { fetchedAt: 1, source: 'sync' })
    expect(test.workers).toHaveLength(1)
    expect(test.notices).toEqual([])
    profile.close()
    await test.cache.close()
  })
})

describe.runIf(isRoot)('a disk that can only be read', () => {
  it('keeps the app from opening with a sentence, and what there was is there once it can be written', async () => {
    mount('mount', '-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk)
    const { data } = dataFolder(disk)
    const test = openUnderTest(data)
    await test.ready()
    await listed(test.cache, 100)
    await test.cache.close()
    mount('mount', '--bind', disk, disk)
    mount('mount', '-o', 'remount,ro,bind', disk)
    try {
      expect(() => openUnderTest(data)).toThrow(/cannot be written/)
    } finally {
      mount('umount', disk)
    }
    const again = openUnderTest(data)
    await again.ready()
    expect(again.cache.counts(null).all).toBe(100)
    await again.cache.close()
  })
})

/** Takes what space is left, to the last page. */
function fill(path: string): void {
  for (const size of [1024 * 1024, 64 * 1024, 4096]) {
    for (;;) {
      try {
        writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
      } catch {
        break
      }
    }
  }
}
