import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backUp } from '../../../src/main/sqlite/backups'
import { EMBEDDED_ACCOUNT_ID } from '../../../src/main/profile/migrations'
import { fill, isRoot, run } from '../../disk/own-disk'
import { openApp, type OpenedApp } from './opened-app'
import { FIRST, listed } from './threaded'

const DRAFT = { form: 'create', accountId: 'a', name: '' } as const
const KEY = { accountId: 'a', name: 'd00001.example' }

/** So does one that fails while it is written, and a file system that can be told to. */
const canFail = isRoot && existsSync('/dev/loop-control') && spawnSync('mkfs.ext4', ['-V']).status === 0

let disk: string
let mounts: number
beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), 'zonedesk-disk-'))
  mounts = 0
})
afterEach(() => {
  // Lazily: what a failed test left open is closed after this.
  for (; mounts > 0; mounts--) run('umount', '-l', disk)
  rmSync(disk, { recursive: true, force: true })
})

function mount(...args: string[]): void {
  run('mount', ...args, disk)
  if (!args.some((arg) => arg.startsWith('remount'))) mounts += 1
}

/** The sentence of a failure that says what to do, too. */
async function sentence(work: () => unknown): Promise<string> {
  const [outcome] = await Promise.allSettled([(async () => work())()])
  if (outcome.status === 'fulfilled') throw new Error('It worked.')
  const { failure } = outcome.reason as { failure?: { code: string; message: string; fix: string } }
  expect(failure).toMatchObject({ code: 'storage', fix: expect.stringMatching(/.{10}/) as string })
  return failure?.message ?? ''
}

/** One write of each file, large enough to need another page of it. */
function writes(
  app: OpenedApp,
): Readonly<Record<'profile' | 'cache' | 'history' | 'embedded', () => unknown>> {
  const { cache } = app.cache
  return {
    profile: () => app.profile.drafts.set({ ...DRAFT, name: 'large' }, { kept: 'x'.repeat(200_000) }),
    cache: () => listed(cache, 3000),
    history: async () => {
      for (let i = 0; i < 400; i++) await cache.saveSnapshot(KEY, `${i}${'x'.repeat(150)}`, i)
    },
    embedded: async () => {
      for (let i = 0; i < 40; i++) await app.client.create(`n${Date.now()}${i}.example`, {})
    },
  }
}

/** Something in each file. */
async function filled(app: OpenedApp): Promise<void> {
  await listed(app.cache.cache, 100)
  await app.cache.cache.saveSnapshot(KEY, 'kept', 1)
  app.profile.drafts.set(DRAFT, { kept: true })
  await app.client.create('kept.example', {})
}

async function expectFilled(app: OpenedApp): Promise<void> {
  expect(app.cache.cache.list(FIRST).items.length).toBeGreaterThanOrEqual(100)
  expect(app.cache.cache.snapshots(KEY).map(({ label }) => label)).toContain('kept')
  expect(app.profile.drafts.get(DRAFT)).toEqual({ kept: true })
  expect((await app.client.get('kept.example')).domain.name).toBe('kept.example')
}

describe.runIf(isRoot)('a full disk', () => {
  it.each(['profile', 'cache', 'history', 'embedded'] as const)(
    'is said by a write of the %s, leaves what there was readable, and is forgotten once there is space',
    async (name) => {
      mount('-t', 'tmpfs', '-o', 'size=12m', 'tmpfs')
      const app = await openApp(disk)
      await filled(app)
      const ballast = join(disk, 'ballast')
      fill(ballast)
      expect(await sentence(writes(app)[name])).toContain('is full')
      await expectFilled(app)
      rmSync(ballast)
      await writes(app)[name]()
      expect(app.notices).toEqual([])
      await app.close()
      const again = await openApp(disk)
      await expectFilled(again)
      expect(again.notices).toEqual([])
    },
  )

  it('is said of a copy of own data, and no half of it stays', async () => {
    mount('-t', 'tmpfs', '-o', 'size=12m', 'tmpfs')
    const app = await openApp(disk)
    await filled(app)
    fill(join(disk, 'ballast'))
    expect(await sentence(() => backUp(join(disk, 'profile.sqlite'), app.backups, 1))).toContain('is full')
    expect(existsSync(app.backups) ? readdirSync(app.backups) : []).toEqual([])
  })
})

describe.runIf(isRoot)('a disk that can only be read, at the start', () => {
  it('shows what was kept, says that nothing is, refuses what would be lost, and is left as it is', async () => {
    mount('-t', 'tmpfs', '-o', 'size=16m', 'tmpfs')
    const first = await openApp(disk)
    await filled(first)
    await first.close()
    mount('--bind', disk)
    mount('-o', 'remount,ro,bind')
    const before = contents()

    const app = await openApp(disk)
    expect(app.notices.map(({ id }) => id)).toEqual(['nothing-kept'])
    expect(app.notices[0]?.message).toContain(`${disk} cannot be written.`)
    await expectFilled(app)
    expect(await sentence(() => app.profile.drafts.set(DRAFT, { kept: false }))).toBe(
      `${disk}/profile.sqlite cannot be written.`,
    )
    expect(await sentence(() => app.profile.settings.set({ theme: 'dark' }))).toContain('cannot be written')
    expect(await sentence(() => app.profile.accounts.remove('a'))).toContain('cannot be written')
    expect(await sentence(() => app.client.create('new.example', {}))).toBe(
      `${disk}/embedded.sqlite cannot be written.`,
    )
    expect(await sentence(() => app.cache.cache.saveSnapshot(KEY, 'lost', 2))).toBe(
      `${disk}/history.sqlite cannot be written.`,
    )
    // What is fetched can be fetched again: it is there for as long as the app runs.
    await listed(app.cache.cache, 120)
    expect(app.cache.cache.counts(null).all).toBe(120)
    await expectFilled(app)
    await app.close()
    expect(contents()).toEqual(before)
  })

  it('shows also what a kill left in the logs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zonedesk-killed-'))
    try {
      const first = await openApp(folder)
      await filled(first)
      mount('-t', 'tmpfs', '-o', 'size=16m', 'tmpfs')
      for (const name of readdirSync(folder).filter((file) => /\.sqlite(-wal)?$/.test(file))) {
        copyFileSync(join(folder, name), join(disk, name))
      }
      await first.close()
    } finally {
      rmSync(folder, { recursive: true })
    }
    mount('--bind', disk)
    mount('-o', 'remount,ro,bind')
    await expectFilled(await openApp(disk))
  })

  it('with nothing on it opens empty', async () => {
    mount('-t', 'tmpfs', '-o', 'size=1m,ro', 'tmpfs')
    const app = await openApp(join(disk, 'absent'))
    expect(app.notices.map(({ id }) => id)).toEqual(['nothing-kept'])
    expect(app.profile.accounts.list().map(({ id }) => id)).toEqual([EMBEDDED_ACCOUNT_ID])
    expect(app.cache.cache.counts(null).all).toBe(0)
  })
})

describe.runIf(canFail)('a disk that can only be read from some moment on', () => {
  it('ends every write with a sentence, keeps answering reads, and has all it had once it is sound', async () => {
    const image = `${disk}.img`
    writeFileSync(image, Buffer.alloc(32 * 1024 * 1024))
    run('mkfs.ext4', '-q', image)
    try {
      mount('-o', 'loop', image)
      const app = await openApp(disk)
      await filled(app)
      // What is not on the disk yet goes when it fails, as with a power cut.
      run('sync', '-f', disk)
      // What ext4 does by itself when the disk below it fails.
      mount('-o', 'remount,abort')
      for (const write of Object.values(writes(app))) {
        expect(await sentence(write)).toMatch(/cannot be (read or )?written\.$|is full\.$/)
        await expectFilled(app)
      }
      expect(app.notices).toEqual([])
      await app.close()
      run('umount', disk)
      mounts -= 1
      mount('-o', 'loop', image)
      const again = await openApp(disk)
      await expectFilled(again)
      expect(again.notices).toEqual([])
      await again.close()
    } finally {
      rmSync(image)
    }
  })
})

/** The content of every file on the disk. */
function contents(): unknown {
  return readdirSync(disk, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => [
      join(parentPath, name),
      createHash('sha256')
        .update(readFileSync(join(parentPath, name)))
        .digest('hex'),
    ])
}
