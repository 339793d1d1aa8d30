import Database from 'better-sqlite3'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { profileMigrations } from '../../../src/main/profile/migrations'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import { backUp, backupsOf, isBackupDue, lastBackupAt, outdated } from '../../../src/main/sqlite/backups'
import { openDatabase } from '../../../src/main/sqlite/open'
import { backUpBeforeMigration, openOwn, type OwnFile } from '../../../src/main/sqlite/own-file'

const NOON = Date.UTC(2024, 4, 6, 12)
const HOUR = 60 * 60 * 1000

let folder: string
let file: OwnFile
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-backups-'))
  file = {
    path: join(folder, 'profile.sqlite'),
    backups: join(folder, 'backups'),
    migrations: profileMigrations,
    holds: 'your accounts',
  }
})
afterEach(() => rmSync(folder, { recursive: true }))

const DRAFT = { form: 'create', accountId: 'embedded', name: '' } as const

function withDraft(typed: string): void {
  const profile = openProfile(file.path)
  profile.drafts.set(DRAFT, { typed })
  profile.close()
}

function opened(): { readonly draft: unknown; readonly message: string | null } {
  const { opened: profile, notice } = openOwn<Profile>(file, () => openProfile(file.path), NOON + HOUR)
  const draft = profile.drafts.get(DRAFT)
  profile.close()
  return { draft, message: notice?.message ?? null }
}

function damage(): Buffer {
  const bytes = readFileSync(file.path)
  bytes.fill(0xa5, 100)
  writeFileSync(file.path, bytes)
  return bytes
}

describe('a copy of own data', () => {
  it('is made while another connection has the file open and writes it', async () => {
    withDraft('first')
    const profile = openProfile(file.path)
    profile.drafts.set(DRAFT, { typed: 'second' })
    const { path } = await backUp(file.path, file.backups, NOON)
    profile.close()
    const copy = new Database(path, { readonly: true })
    expect(copy.prepare('SELECT content FROM drafts').pluck().get()).toContain('second')
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
    copy.close()
    expect(readdirSync(file.backups)).toEqual(['profile-20240506T120000Z.sqlite'])
    expect(lastBackupAt(file.backups)).toBe(NOON)
  })

  it.runIf(process.platform !== 'win32')('can be read by its user alone', async () => {
    withDraft('a')
    const mask = process.umask(0)
    const { path } = await backUp(file.path, file.backups, NOON)
    process.umask(mask)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('is due when the file changed since the last one and that is hours old', async () => {
    expect(isBackupDue(file.path, file.backups, NOON)).toBe(false)
    withDraft('first')
    const now = Date.now()
    expect(isBackupDue(file.path, file.backups, now)).toBe(true)
    await backUp(file.path, file.backups, now - 5 * HOUR)
    expect(isBackupDue(file.path, file.backups, now)).toBe(true)
    await backUp(file.path, file.backups, now + 2000)
    expect(isBackupDue(file.path, file.backups, now + 2000)).toBe(false)
    expect(isBackupDue(file.path, file.backups, now + 6 * HOUR)).toBe(false)
  })

  it('leaves the newest three, and the last of each day for a week', () => {
    const at = (days: number, hours: number) => ({
      path: `${days}-${hours}`,
      at: NOON - (days * 24 + hours) * HOUR,
    })
    const backups = [at(0, 0), at(0, 1), at(0, 2), at(0, 3), at(1, 0), at(1, 1), at(6, 0), at(8, 0)]
    expect(outdated(backups, NOON).map(({ path }) => path)).toEqual(['0-3', '1-1', '8-0'])
  })

  it('is kept before a file of an older version is migrated', async () => {
    openDatabase(file.path, profileMigrations.slice(0, 1)).close()
    await backUpBeforeMigration(file, NOON)
    const [copy] = backupsOf(file.path, file.backups)
    const db = new Database(copy?.path ?? '', { readonly: true })
    expect(db.pragma('user_version', { simple: true })).toBe(1)
    db.close()
    openProfile(file.path).close()
    await backUpBeforeMigration(file, NOON + HOUR)
    expect(backupsOf(file.path, file.backups)).toHaveLength(1)
  })

  it('that is cut off leaves no file under a copy’s name', async () => {
    withDraft('first')
    damage()
    await expect(backUp(file.path, file.backups, NOON)).rejects.toMatchObject({
      failure: { code: 'storage' },
    })
    expect(readdirSync(file.backups)).toEqual([])
  })
})

describe('damaged own data', () => {
  it('is restored from the newest copy, which the message dates, and kept aside', async () => {
    withDraft('first')
    await backUp(file.path, file.backups, NOON - HOUR)
    withDraft('second')
    await backUp(file.path, file.backups, NOON)
    withDraft('third')
    const damaged = damage()
    const { draft, message } = opened()
    expect(draft).toEqual({ typed: 'second' })
    expect(message).toContain('6 May 2024')
    const aside = readdirSync(folder).find((name) => name.includes('damaged'))
    expect(readFileSync(join(folder, aside ?? '')).equals(damaged)).toBe(true)
    expect(opened()).toEqual({ draft: { typed: 'second' }, message: null })
  })

  it('passes over copies that are damaged themselves', async () => {
    withDraft('first')
    await backUp(file.path, file.backups, NOON - HOUR)
    const { path } = await backUp(file.path, file.backups, NOON)
    writeFileSync(path, 'no database'.repeat(500))
    damage()
    expect(opened().draft).toEqual({ typed: 'first' })
  })

  it('begins empty when no copy is sound, and says so', () => {
    withDraft('first')
    damage()
    const { draft, message } = opened()
    expect(draft).toBeNull()
    expect(message).toContain('no copy of it is sound')
  })

  it('is restored although a kill came between setting it aside and the copy’s taking its place', async () => {
    withDraft('first')
    const { path } = await backUp(file.path, file.backups, NOON)
    rmSync(file.path)
    copyFileSync(path, `${file.path}.restoring`)
    expect(opened().draft).toEqual({ typed: 'first' })
    expect(existsSync(`${file.path}.restoring`)).toBe(false)
  })

  it('is found by a table whose name lost a bit', async () => {
    withDraft('first')
    await backUp(file.path, file.backups, NOON)
    const bytes = readFileSync(file.path)
    const at = bytes.indexOf('CREATE TABLE drafts')
    bytes[at + 'CREATE TABLE '.length] = 'e'.charCodeAt(0)
    writeFileSync(file.path, bytes)
    expect(opened().draft).toEqual({ typed: 'first' })
  })
})
