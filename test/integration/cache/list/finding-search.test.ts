import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCache, type LocalCache } from '../../../cache/local-cache'
import { aCheck, aFinding } from '../../../unit/renderer/a-check'
import { sampleDomain, sampleRecord } from '../../../unit/domains/sample-domains'

let folder: string
let cache: LocalCache
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-finding-search-'))
  cache = openCache(join(folder, 'cache.sqlite'))
  const several = aFinding({ code: 'spf-several', severity: 'bad' })
  const stale = aFinding({ code: 'stale-resolver', severity: 'info' })
  for (const [accountId, name, findings] of [
    ['a', 'both.example', [several, stale]],
    ['a', 'fine.example', []],
    ['a', 'never.example', null],
    ['b', 'stale.example', [stale]],
  ] as const) {
    cache.putDetail(accountId, sampleDomain(name), [sampleRecord()], { fetchedAt: 1, source: 'sync' })
    if (findings !== null) cache.putCheck({ accountId, name }, aCheck([], [...findings]))
  }
})
afterEach(() => {
  cache.close()
  rmSync(folder, { recursive: true })
})

it.each([
  ['finding:spf-several', ['both.example']],
  ['finding:stale-resolver', ['both.example', 'stale.example']],
  ['finding:bad', ['both.example']],
  ['finding:info', ['both.example', 'stale.example']],
  ['finding:info -finding:bad', ['stale.example']],
  ['-finding:info', ['fine.example', 'never.example']],
  ['finding:stale-resolver stale', ['stale.example']],
  ['finding:warn', []],
])('a search for %s finds %j, and counts as many', (search, names) => {
  const request = { accountId: null, filter: 'all' as const, search }
  const page = cache.list({ ...request, sort: 'name', descending: false, skip: 0, limit: 100, after: null })
  expect(page.items.map(({ name }) => name)).toEqual(names)
  expect(cache.count(request)).toBe(names.length)
})

it('finds what the last check found, and nothing of the one before', () => {
  cache.putCheck({ accountId: 'a', name: 'both.example' }, aCheck([]))
  const request = { accountId: 'a', filter: 'all' as const, search: 'finding:bad' }
  expect(
    cache.list({ ...request, sort: 'name', descending: false, skip: 0, limit: 100, after: null }).items,
  ).toEqual([])
})
