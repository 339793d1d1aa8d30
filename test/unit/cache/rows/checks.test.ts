import { mkdtempSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCache, type LocalCache } from '../../../cache/local-cache'
import type { DomainCheck, Finding } from '../../../../src/preload/contract/findings'
import { sampleDomain, sampleRecord } from '../../domains/sample-domains'

let folder: string
let cache: LocalCache

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-checks-'))
  cache = openCache(join(folder, 'cache.sqlite'))
})

afterEach(() => {
  cache.close()
  rmSync(folder, { recursive: true })
})

const key = (name: string, accountId = 'a') => ({ accountId, name })

function add(name: string, accountId = 'a'): void {
  cache.putDetail(accountId, sampleDomain(name), [sampleRecord()], { fetchedAt: 1, source: 'sync' })
}

function finding(code: Finding['code'], severity: Finding['severity']): Finding {
  return {
    ...{ code, severity, subject: null, title: 'Title', sentence: 'Sentence.', explanation: '' },
    ...{
      evidence: [],
      fix: { action: 'none', sentence: '', records: [], drops: [], after: null, wait: null },
    },
    source: { text: 'RFC 7208 section 3.2', url: 'https://www.rfc-editor.org/rfc/rfc7208#section-3.2' },
  }
}

function checkOf(domain: string, ...findings: Finding[]): DomainCheck {
  return {
    ...{ domain, zone: domain, at: 5, complete: true, records: [], findings, spf: null },
    summary: {
      worst: findings[0]?.severity ?? null,
      standings: { published: 0, missing: 0, different: 0, partly: 0, unknown: 0 },
      severities: { bad: 0, warn: 0, info: 0 },
      sentence: 'As it stands.',
    },
  }
}

it('keeps the last check of a domain, and nothing of one that is not there', () => {
  add('mg.example')
  cache.putCheck(key('mg.example'), checkOf('mg.example', finding('spf-several', 'bad')))
  cache.putCheck(key('mg.example'), checkOf('mg.example', finding('name-missing', 'bad')))
  cache.putCheck(key('other.example'), checkOf('other.example'))
  expect(cache.lastCheck(key('mg.example'))).toEqual(checkOf('mg.example', finding('name-missing', 'bad')))
  expect(cache.lastCheck(key('other.example'))).toBeNull()
})

it('counts a domain once for each finding, with the worst of its severities', () => {
  for (const name of ['a.example', 'b.example']) add(name)
  add('c.example', 'b')
  const twice = checkOf('a.example', finding('name-missing', 'warn'), finding('name-missing', 'bad'))
  cache.putCheck(key('a.example'), twice)
  cache.putCheck(key('b.example'), checkOf('b.example', finding('name-missing', 'bad')))
  cache.putCheck(key('c.example', 'b'), checkOf('c.example', finding('spf-several', 'bad')))
  expect(cache.findingCounts(null)).toEqual([
    { code: 'name-missing', severity: 'bad', domains: 2 },
    { code: 'spf-several', severity: 'bad', domains: 1 },
  ])
  expect(cache.findingCounts('b')).toEqual([{ code: 'spf-several', severity: 'bad', domains: 1 }])
})

it('forgets the check with its domain, and stays with it over a new answer of the provider', () => {
  add('a.example')
  cache.putCheck(key('a.example'), checkOf('a.example', finding('name-missing', 'bad')))
  add('a.example')
  expect(cache.lastCheck(key('a.example'))).not.toBeNull()
  cache.remove(key('a.example'), { at: 2, source: 'delete' })
  add('a.example')
  expect(cache.lastCheck(key('a.example'))).toBeNull()
  expect(cache.findingCounts(null)).toEqual([])
})

it('answers nothing for a check that does not read back, rather than failing', () => {
  add('a.example')
  cache.putCheck(key('a.example'), checkOf('a.example'))
  cache.close()
  const db = new Database(join(folder, 'cache.sqlite'))
  db.prepare('UPDATE domain_check SET content = ?').run(Buffer.from('no deflated text'))
  db.close()
  cache = openCache(join(folder, 'cache.sqlite'))
  expect(cache.lastCheck(key('a.example'))).toBeNull()
})
