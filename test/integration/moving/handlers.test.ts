import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createMoving, type Moving } from '../../../src/main/moving/moving-handlers'
import { commit } from '../../../src/main/moving/transfer/staging'
import type { OwnFiles } from '../../../src/main/moving/transfer/own-files'
import { carryOut } from '../../../src/main/moving/thread/carry-out'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import { openApp, type OpenedApp } from '../unbreakable/opened-app'
import { computer, fill, filePath, inDatabase, opened, PASSPHRASE, saved, temporaryFolder } from './profiles'

const NOTE = { accountId: 'acme-1', name: 'mg.example.com' }

/** The handlers over files that are open as in the app; the thread's work is done in this one. */
function movingOver(
  app: OpenedApp,
  path: string,
  options: { mergeFails?: boolean; unwritable?: string } = {},
) {
  const told: string[] = []
  const moving = createMoving({
    files: app.own,
    unwritable: options.unwritable ?? null,
    run: carryOut,
    cache: {
      mergeHistory: (staging) =>
        options.mergeFails === true
          ? Promise.reject(new ZonedeskError('storage', 'The disk is full.'))
          : app.cache.cache.mergeHistory(staging),
    },
    accounts: () => app.profile.accounts.list(),
    dialogs: { save: () => Promise.resolve(path), open: () => Promise.resolve(path) },
    version: '0.2.0',
    onApplied: () => told.push('applied'),
    emit: (name, payload) => told.push('step' in payload ? payload.step : name),
  })
  return { moving, told }
}

const failureOf = (work: unknown): Promise<string> =>
  Promise.resolve(work).then(
    () => 'no failure',
    (error: unknown) => (error instanceof ZonedeskError ? error.failure.message : String(error)),
  )

async function openedFile(moving: Moving): Promise<void> {
  await moving.handlers.choose({})
  await moving.handlers.open({ passphrase: PASSPHRASE })
}

async function fileOfAnother(): Promise<string> {
  const files: OwnFiles = computer()
  fill(files)
  return saved(files)
}

describe('the handlers', () => {
  it('bring a file in while the app has every file open, history by its own thread', async () => {
    const app = await openApp(temporaryFolder())
    const { moving, told } = movingOver(app, await fileOfAnother())
    await openedFile(moving)
    const { kinds, accounts } = await moving.handlers.apply({ conflicts: 'here' })
    expect(accounts).toEqual([{ id: 'acme-1', name: 'Acme' }])
    expect(kinds).toContainEqual({ kind: 'history', added: 3, replaced: 0 })
    expect(kinds).toContainEqual({ kind: 'host-choices', added: 3, replaced: 0 })
    expect(app.profile.notes.get(NOTE).note).toContain('Ask Ada')
    expect(app.cache.cache.history(NOTE, null, 10).items).toHaveLength(2)
    expect(app.cache.cache.snapshots(NOTE)).toHaveLength(2)
    expect(existsSync(app.own.staging)).toBe(false)
    expect(told).toEqual(expect.arrayContaining(['reading', 'comparing', 'copying', 'applying', 'applied']))
    expect(await failureOf(Promise.resolve().then(() => moving.handlers.apply({ conflicts: 'here' })))).toBe(
      'No file is open to bring in.',
    )
  })

  it('leave to the next start what could not be brought in, refuse another file until then, and say so', async () => {
    const folder = temporaryFolder()
    const app = await openApp(folder, () => undefined)
    const path = await fileOfAnother()
    const { moving, told } = movingOver(app, path, { mergeFails: true })
    await openedFile(moving)
    expect(await failureOf(moving.handlers.apply({ conflicts: 'here' }))).toBe(
      'Not everything could be brought in yet. The disk is full.',
    )
    expect(told).toContain('applied')
    expect(await failureOf(Promise.resolve().then(() => moving.handlers.choose({})))).toBe(
      'What was brought in before is not complete yet.',
    )
    void moving.handlers.forget({})
    expect(app.cache.cache.history(NOTE, null, 10).items).toEqual([])
    await moving.close()
    await app.close()

    const next = await openApp(folder)
    expect(next.notices.map(({ id }) => id)).toContain('move-finished')
    expect(next.cache.cache.history(NOTE, null, 10).items).toHaveLength(2)
    expect(existsSync(next.own.staging)).toBe(false)
  })

  it('stop when they are told to, and do one thing at a time', async () => {
    const app = await openApp(temporaryFolder())
    const { moving } = movingOver(app, await fileOfAnother())
    await moving.handlers.choose({})
    const opening = failureOf(moving.handlers.open({ passphrase: PASSPHRASE }))
    expect(
      await failureOf(Promise.resolve().then(() => moving.handlers.save({ passphrase: PASSPHRASE }))),
    ).toBe('Another move is under way.')
    void moving.handlers.cancel({})
    expect(await opening).toBe('It was stopped.')
    expect(existsSync(app.own.staging)).toBe(false)
    // The file is still chosen.
    expect(await moving.handlers.open({ passphrase: PASSPHRASE })).toMatchObject({ app: '0.2.0' })
  })

  it('save what is open, and refuse to bring in where nothing can be kept', async () => {
    const app = await openApp(temporaryFolder())
    const path = filePath()
    const { moving } = movingOver(app, path)
    expect(await moving.handlers.save({ passphrase: PASSPHRASE })).toMatchObject({ path, unreadable: 0 })
    const unwritable = join(app.own.backups, '..')
    const closed = movingOver(app, path, { unwritable }).moving
    expect(await failureOf(Promise.resolve().then(() => closed.handlers.choose({})))).toBe(
      `${unwritable} cannot be written.`,
    )
    expect(await closed.handlers.save({ passphrase: PASSPHRASE })).toMatchObject({ path })
  })
})

describe('a start of the app', () => {
  it('brings a move to its end that a kill cut off, before anything is shown', async () => {
    const files = computer()
    await opened(files, await fileOfAnother())
    commit(files.staging, 'here')
    const app = await openApp(join(files.profile, '..'))
    expect(app.notices.map(({ id }) => id)).toContain('move-finished')
    expect(app.profile.notes.get(NOTE).note).toContain('Ask Ada')
    expect(app.cache.cache.history(NOTE, null, 10).items).toHaveLength(2)
  })

  it('removes what was only read of a file, whole or not', async () => {
    const files = computer()
    await opened(files, await fileOfAnother())
    const app = await openApp(join(files.profile, '..'), () => undefined)
    expect(existsSync(files.staging)).toBe(false)
    expect(app.profile.accounts.list()).toHaveLength(1)
    await app.close()

    inDatabase(files.staging, (db) => db.exec('CREATE TABLE half (x)'))
    const again = await openApp(join(files.profile, '..'))
    expect(existsSync(files.staging)).toBe(false)
    expect(again.notices).toEqual([])
  })

  it('says that it could not, and keeps the rest for the next start', async () => {
    const files = computer()
    await opened(files, await fileOfAnother())
    commit(files.staging, 'here')
    inDatabase(files.staging, (db) => db.exec('DROP TABLE entry'))
    const app = await openApp(join(files.profile, '..'))
    expect(app.notices.map(({ id }) => id)).toContain('move-unfinished')
    expect(existsSync(files.staging)).toBe(true)
  })
})
