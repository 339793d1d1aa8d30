import Database from 'better-sqlite3'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { makeFolderOf, olderCopies } from '../../../src/main/data-folder/older-copies'
import { openProfile } from '../../../src/main/profile/profile'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import { openApp } from './opened-app'

let parent: string
let folder: string
beforeEach(() => {
  const made = mkdtempSync(join(tmpdir(), 'zonedesk-older-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  parent = made
  folder = join(made, 'Zonedesk')
  mkdirSync(join(folder, 'backups'), { recursive: true })
})

/** A copy of a profile with a theme, as it was made at a time such as `20260105T120000Z`. */
function copyOf(stamp: string, theme: 'light' | 'dark', version?: number): void {
  const path = join(folder, 'backups', `profile-${stamp}.sqlite`)
  const profile = openProfile(path)
  profile.settings.set({ theme })
  profile.close()
  const db = new Database(path)
  db.pragma('journal_mode = DELETE')
  if (version !== undefined) db.pragma(`user_version = ${version}`)
  db.close()
}

it('the newest copy that this version can read is found, whatever newer and damaged ones there are', async () => {
  copyOf('20260101T120000Z', 'light')
  copyOf('20260102T120000Z', 'dark')
  copyOf('20260103T120000Z', 'light', 999)
  writeFileSync(join(folder, 'backups/profile-20260104T120000Z.sqlite'), 'no database')
  const copies = olderCopies(folder)
  expect(copies?.at).toBe(Date.UTC(2026, 0, 2, 12))

  const made = makeFolderOf(copies!, folder, '0.1.0')
  expect(basename(made)).toBe('Zonedesk 0.1.0')
  const app = await openApp(made)
  expect(app.profile.settings.get().theme).toBe('dark')
  expect(app.notices).toEqual([])
  expect(readdirSync(folder)).toEqual(['backups'])
  expect(basename(makeFolderOf(copies!, folder, '0.1.0'))).toBe('Zonedesk 0.1.0 (2)')
})

it('there is nothing to start with without a copy of the profile', () => {
  expect(olderCopies(folder)).toBeNull()
  copyOf('20260103T120000Z', 'light', 999)
  expect(olderCopies(folder)).toBeNull()
  expect(olderCopies(join(parent, 'not-there'))).toBeNull()
})

it('a folder that cannot be made is told of in words, and nothing is left of it', () => {
  copyOf('20260101T120000Z', 'light')
  const copies = olderCopies(folder)!
  const target = join(parent, 'not-there', 'Zonedesk')
  expect(() => makeFolderOf(copies, target, '0.1.0')).toThrow(ZonedeskError)
  expect(readdirSync(parent)).toEqual(['Zonedesk'])
})
