import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import type { Watch } from '../../../src/preload/contract/watches'

let folder: string
let path: string
let profile: Profile

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-watches-'))
  path = join(folder, 'profile.sqlite')
  profile = openProfile(path)
})

afterEach(() => {
  profile.close()
  rmSync(folder, { recursive: true })
})

const watch = (name: string, since: number): Watch => ({
  ...{ accountId: 'embedded', name, state: 'waiting', since, looks: 1 },
  ...{ lastAt: since, nextAt: since + 1, expectedBy: null, published: 1, records: 3, sentence: 'Waits.' },
})

it('keeps watches over a restart, the oldest first', () => {
  profile.watches.put(watch('b.example', 2))
  profile.watches.put(watch('a.example', 1))
  profile.watches.put({ ...watch('b.example', 2), looks: 5 })
  profile.close()
  profile = openProfile(path)
  expect(profile.watches.list()).toEqual([watch('a.example', 1), { ...watch('b.example', 2), looks: 5 }])
})

it('forgets one, and those of an account that is removed', () => {
  profile.accounts.add({
    ...{ id: 'a1', kind: 'provider', name: 'Customers', region: 'eu', baseUrl: 'https://api.eu.mailgun.net' },
    ...{ createdAt: 1, includeSubaccounts: false, writeMode: 'normal' as const },
  })
  profile.watches.put(watch('a.example', 1))
  profile.watches.put({ ...watch('b.example', 2), accountId: 'a1' })
  profile.watches.put(watch('c.example', 3))
  profile.watches.remove({ accountId: 'embedded', name: 'a.example' })
  profile.accounts.remove('a1')
  expect(profile.watches.list().map(({ name }) => name)).toEqual(['c.example'])
})

it('leaves out what does not read back', () => {
  profile.watches.put(watch('a.example', 1))
  profile.watches.put(watch('b.example', 2))
  profile.close()
  const db = new Database(path)
  db.exec(`UPDATE domain_watch SET content = '{"state":"odd"}' WHERE name = 'a.example'`)
  db.close()
  profile = openProfile(path)
  expect(profile.watches.list().map(({ name }) => name)).toEqual(['b.example'])
})
