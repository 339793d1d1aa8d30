import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openProfile, type Profile } from '../../../src/main/profile/profile'

let folder: string
let path: string
let profile: Profile

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-check-runs-'))
  path = join(folder, 'profile.sqlite')
  profile = openProfile(path)
})

afterEach(() => {
  profile.close()
  rmSync(folder, { recursive: true })
})

const key = (name: string) => ({ accountId: 'embedded', name })

function reopen(): void {
  profile.close()
  profile = openProfile(path)
}

it('keeps a run over a restart, with what it has still to do in its order', () => {
  const run = profile.checkRuns.add(['c.example', 'a.example', 'b.example'].map(key))
  expect(run).toMatchObject({ done: 0, total: 3, bad: 0, skipped: 0 })
  profile.checkRuns.advance({ ...run, done: 1, bad: 1 }, 1)
  reopen()
  expect(profile.checkRuns.list()).toEqual([{ ...run, done: 1, bad: 1 }])
  expect(profile.checkRuns.remaining(run.id)).toEqual([
    { position: 0, ...key('c.example') },
    { position: 2, ...key('b.example') },
  ])
})

it('forgets a run with its domains, and gives no id twice', () => {
  const first = profile.checkRuns.add([key('a.example')])
  profile.checkRuns.remove(first.id)
  expect(profile.checkRuns.list()).toEqual([])
  expect(profile.checkRuns.remaining(first.id)).toEqual([])
  reopen()
  expect(profile.checkRuns.add([key('a.example')]).id).toBeGreaterThan(first.id)
})

it('leaves out a run that does not read back', () => {
  profile.checkRuns.add([key('a.example')])
  const sound = profile.checkRuns.add([key('b.example')])
  profile.close()
  const db = new Database(path)
  db.exec(`UPDATE check_run SET content = '{"done":"many"}' WHERE id < ${sound.id}`)
  db.close()
  profile = openProfile(path)
  expect(profile.checkRuns.list()).toEqual([sound])
})
