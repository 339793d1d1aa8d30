import type Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCache, type LocalCache } from '../../../cache/local-cache'
import { profileMigrations } from '../../../../src/main/profile/migrations'
import { openDatabase } from '../../../../src/main/sqlite/open'
import { sampleDomain } from '../../../unit/domains/sample-domains'

let folder: string
let profile: Database.Database
let cache: LocalCache

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-tag-counts-'))
  const own = join(folder, 'profile.sqlite')
  profile = openDatabase(own, profileMigrations)
  cache = openCache({
    ...{ cache: join(folder, 'cache.sqlite'), history: join(folder, 'history.sqlite'), profile: own },
  })
})
afterEach(() => {
  cache.close()
  profile.close()
  rmSync(folder, { recursive: true })
})

function tag(accountId: string, name: string, spelling: string): void {
  profile
    .prepare('INSERT INTO domain_tag VALUES (?, ?, ?, ?, 1)')
    .run(accountId, name, spelling.toLowerCase(), spelling)
}

it('counts the domains that are here, account by account, and not those that are gone', () => {
  for (const [accountId, ...names] of [
    ['a', 'one.example', 'two.example'],
    ['b', 'one.example'],
  ] as const) {
    const run = cache.startRun(accountId, 1, null)
    cache.putListed(
      accountId,
      names.map((name) => sampleDomain(name)),
      run,
      { at: 1 },
    )
  }
  tag('a', 'one.example', 'Client')
  tag('a', 'two.example', 'client')
  tag('b', 'one.example', 'Client')
  tag('a', 'gone.example', 'Client')
  tag('a', 'gone.example', 'old')
  expect(cache.tagCounts(null)).toEqual(new Map([['client', 3]]))
  expect(cache.tagCounts('a')).toEqual(new Map([['client', 2]]))
  cache.remove({ accountId: 'a', name: 'two.example' }, { at: 2, source: 'delete' })
  expect(cache.tagCounts('a')).toEqual(new Map([['client', 1]]))
})

it('counts nothing where the user keeps nothing', () => {
  const alone = openCache(':memory:')
  expect(alone.tagCounts(null)).toEqual(new Map())
  alone.close()
})
