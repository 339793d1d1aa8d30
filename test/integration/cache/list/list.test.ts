import fc from '../../../generated/cases'
import type Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { domainToUnicode } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openReading } from '../../../../src/main/cache/cache-files'
import { readList } from '../../../../src/main/cache/list/list-query'
import { openCache, type LocalCache } from '../../../cache/local-cache'
import { Statements } from '../../../../src/main/cache/statements'
import { profileMigrations } from '../../../../src/main/profile/migrations'
import { openDatabase } from '../../../../src/main/sqlite/open'
import type { DnsRecord, Domain } from '../../../../src/preload/contract/domain'
import type { ListPage, ListRequest } from '../../../../src/preload/contract/domains'
import { sampleDomain, sampleRecord } from '../../../unit/domains/sample-domains'

const FIRST: ListRequest = {
  accountId: null,
  filter: 'all',
  search: '',
  sort: 'name',
  descending: false,
  after: null,
  limit: 1000,
}

/** A domain with all that a search can ask about. */
interface Known {
  readonly accountId: string
  readonly domain: Domain
  /** Null while never fetched. */
  readonly records: readonly DnsRecord[] | null
  readonly verifiedAt: number | null
  readonly tags: readonly string[]
  readonly note: string
}

let folder: string
let profile: Database.Database
let cache: LocalCache
let reading: Database.Database
let sql: Statements
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-list-'))
  const files = {
    cache: join(folder, 'cache.sqlite'),
    history: join(folder, 'history.sqlite'),
    profile: join(folder, 'profile.sqlite'),
  }
  profile = openDatabase(files.profile, profileMigrations)
  cache = openCache(files)
  reading = openReading(files)
  sql = new Statements(reading)
})
afterEach(() => {
  reading.close()
  cache.close()
  profile.close()
  rmSync(folder, { recursive: true })
})

function store(all: readonly Known[]): void {
  profile.exec('DELETE FROM domain_tag; DELETE FROM domain_note')
  cache.retainAccounts([])
  for (const { accountId, domain, records, verifiedAt, tags, note } of all) {
    const { name } = domain
    if (records === null) {
      cache.putListed(accountId, [domain], cache.startRun(accountId, 1, null), { at: 1 })
    } else {
      const verified = verifiedAt === null ? {} : { verifiedAt }
      cache.putDetail(accountId, domain, records, { source: 'sync', fetchedAt: 1, ...verified })
    }
    for (const tag of tags) {
      profile
        .prepare('INSERT INTO domain_tag VALUES (?, ?, ?, ?, 1)')
        .run(accountId, name, tag.toLowerCase(), tag)
    }
    if (note !== '') profile.prepare('INSERT INTO domain_note VALUES (?, ?, ?, 1)').run(accountId, name, note)
  }
}

const text =
  (typed: string) =>
  ({ accountId, domain }: Known) =>
    domain.name.includes(typed) || domainToUnicode(domain.name).includes(typed) || accountId === '\0'

/** What each search that is tried asks for. */
const ASKED: Readonly<Record<string, (known: Known) => boolean>> = {
  '': () => true,
  mg: text('mg'),
  m: text('m'),
  ü: text('ü'),
  le: text('le'),
  ple: text('ple'),
  'mg.ex': text('mg.ex'),
  'xn--': text('xn--'),
  MÜNCH: text('münch'),
  'm.exa': text('m.exa'),
  mü: text('mü'),
  'mg.m': text('mg.m'),
  x: text('x'),
  '-mg': (known) => !text('mg')(known),
  'state:active': ({ domain }) => domain.state === 'active',
  'state:unverified': ({ domain }) => domain.state === 'unverified',
  '-state:disabled': ({ domain }) => domain.state !== 'disabled',
  'type:sandbox': ({ domain }) => domain.type === 'sandbox',
  'type:custom': ({ domain }) => domain.type === 'custom',
  'has:failing': ({ records }) => records?.some(({ valid }) => valid !== 'valid') === true,
  'has:valid': ({ records }) => records?.every(({ valid }) => valid === 'valid') === true,
  '-has:valid': ({ records }) => records?.every(({ valid }) => valid === 'valid') !== true,
  'has:unknown': ({ records }) => records?.some(({ valid }) => valid === 'unknown') === true,
  'has:records': ({ records }) => records !== null,
  'has:tags': ({ tags }) => tags.length > 0,
  '-has:tags': ({ tags }) => tags.length === 0,
  'has:notes': ({ note }) => note !== '',
  'tag:CLIENT': ({ tags }) => tags.includes('Client'),
  '-tag:client': ({ tags }) => !tags.includes('Client'),
  'account:embed': ({ accountId }) => accountId === 'embedded',
  '-account:b': ({ accountId }) => accountId !== 'b' && accountId !== 'embedded',
  'authority:example.com': ({ records }) => signsWith(records, 'example.com'),
  'points:mx': ({ records }) => pointsTo(records, 'mx'),
  'points:mxA.Host': ({ records }) => pointsTo(records, 'mxa.host'),
  'points:rsa': () => false,
  'created:never': ({ domain }) => domain.createdAt === null,
  'created:>1970-01-05': ({ domain }) =>
    domain.createdAt !== null && domain.createdAt >= new Date(1970, 0, 6).getTime(),
  'verified:never': ({ verifiedAt }) => verifiedAt === null,
  'verified:<1970-01-03': ({ verifiedAt }) =>
    verifiedAt !== null && verifiedAt < new Date(1970, 0, 3).getTime(),
}

function signsWith(records: Known['records'], authority: string): boolean {
  return (
    records?.some(({ purpose, name }) => purpose === 'sending' && name === `s._domainkey.${authority}`) ===
    true
  )
}

function pointsTo(records: Known['records'], part: string): boolean {
  return (
    records?.some(
      ({ name, value }) => !name.includes('._domainkey.') && value.toLowerCase().includes(part),
    ) === true
  )
}

const NAMES = fc.constantFrom(
  ...['mg.example.com', 'example.com', 'a.mg.example.net', 'zz.example', 'm.example', 'xm.exa.ple', 'q.test'],
  ...['xn--mnchen-3ya.example', 'mg.xn--mnchen-3ya.de', 'xn--bcher-kva.example', 'le', 'p.le', 'mgm.exaple'],
)
const RECORD: fc.Arbitrary<DnsRecord> = fc.oneof(
  fc.constantFrom('valid', 'invalid', 'unknown').map((valid) => sampleRecord({ valid: valid as 'valid' })),
  fc
    .constantFrom('mxa.host.example', 'MXA.Host.example', 'mxb.other.example')
    .map((value) => sampleRecord({ type: 'MX', purpose: 'receiving', priority: 10, value })),
  fc
    .constantFrom('example.com', 'mg.example.com')
    .map((of) => sampleRecord({ name: `s._domainkey.${of}`, value: 'k=rsa; p=mxa.host' })),
)
const DAYS = fc.constantFrom(null, ...[1, 2, 3, 5, 5, 9].map((days) => days * 24 * 60 * 60 * 1000))
const KNOWN: fc.Arbitrary<Known> = fc
  .record({
    accountId: fc.constantFrom('a', 'b', 'embedded'),
    name: NAMES,
    state: fc.constantFrom('active', 'active', 'unverified', 'disabled'),
    type: fc.constantFrom('custom', 'custom', 'sandbox'),
    createdAt: DAYS,
    verifiedAt: DAYS,
    records: fc.option(fc.array(RECORD, { maxLength: 3 })),
    tags: fc.subarray(['Client', 'old']),
    note: fc.constantFrom('', '', 'call them'),
  })
  .map(({ accountId, name, state, type, createdAt, verifiedAt, records, tags, note }) => ({
    ...{ accountId, records, tags, note },
    verifiedAt: records === null ? null : verifiedAt,
    domain: sampleDomain(name, { state: state as 'active', type: type as 'custom', createdAt }),
  }))
const ALL = fc.uniqueArray(KNOWN, {
  selector: ({ accountId, domain }) => `${accountId}/${domain.name}`,
  maxLength: 30,
})

const passes = (filter: ListRequest['filter'], known: Known): boolean =>
  filter === 'all' ||
  (filter === 'failing' ? ASKED['has:failing']?.(known) === true : known.domain.state === filter)

/** The list as it should be, the slow way. */
function expected(all: readonly Known[], request: ListRequest, searches: readonly string[]): string[] {
  // Names that begin with the first text come first. A text that names must not have ranks none of them.
  const needle = searches.find((search) => /^[^-][^:]*$/.test(search))?.toLowerCase()
  const begins = ({ domain }: Known, text: string): boolean =>
    domain.name.startsWith(text) || domainToUnicode(domain.name).startsWith(text)
  const key = (known: Known): (number | string)[] => {
    const { domain, verifiedAt, accountId } = known
    const time = request.sort === 'created' ? domain.createdAt : request.sort === 'verified' ? verifiedAt : 0
    const rank = request.sort === 'name' && needle !== undefined && !begins(known, needle) ? 1 : 0
    return [rank, time === null ? 1 : 0, time ?? 0, domain.name, accountId]
  }
  return all
    .filter((known) => request.accountId === null || known.accountId === request.accountId)
    .filter((known) => passes(request.filter, known))
    .filter((known) => searches.every((search) => ASKED[search]?.(known) === true))
    .map((known) => ({ known, key: key(known) }))
    .sort((left, right) => {
      const at = left.key.findIndex((part, index) => part !== right.key[index])
      const [one, other] = [left.key[at] ?? 0, right.key[at] ?? 0]
      const order = one < other ? -1 : one > other ? 1 : 0
      return at >= 2 && request.descending ? -order : order
    })
    .map(({ known }) => `${known.accountId}/${known.domain.name}`)
}

type List = (request: ListRequest) => ListPage

/** Walks the pages of a list to its end. */
function walked(list: List, request: ListRequest): string[] {
  const seen: string[] = []
  let after: string | null = null
  do {
    const page = list({ ...request, after })
    seen.push(...page.items.map((row) => `${row.accountId}/${row.name}`))
    after = page.next
  } while (after !== null)
  return seen
}

const REQUEST = fc.record({
  accountId: fc.constantFrom(null, null, 'a', 'nowhere'),
  filter: fc.constantFrom('all', 'all', 'failing', 'unverified', 'active', 'disabled'),
  searches: fc.array(fc.constantFrom(...Object.keys(ASKED)), { maxLength: 2 }),
  sort: fc.constantFrom('name', 'created', 'verified'),
  descending: fc.boolean(),
  limit: fc.constantFrom(1, 2, 3, 7, 1000),
  skip: fc.constantFrom(0, 1, 2, 5, 40),
})

/** Holds answers to many requests against the slow way. */
function holdAgainstModel(
  list: List,
  all: readonly Known[],
  asked: (typeof REQUEST extends fc.Arbitrary<infer R> ? R : never)[],
): void {
  for (const { searches, skip, ...rest } of asked) {
    const request = { ...FIRST, ...rest, search: searches.join(' ') } as ListRequest
    const whole = expected(all, request, searches)
    expect(walked(list, request)).toEqual(whole)
    const jumped = list({ ...request, skip })
    expect(jumped.items.map((row) => `${row.accountId}/${row.name}`)).toEqual(
      whole.slice(skip, skip + request.limit),
    )
    if (jumped.total !== null) expect(jumped.total).toBe(whole.length)
    expect(cache.count(request)).toBe(whole.length)
  }
}

describe('the list', () => {
  it.each([
    ['many rows that can be in it', { few: 0, fewToPass: 0, budgets: [1, 3] }],
    ['few rows that can be in it', { few: 1000, fewToPass: 1000 }],
    ['few rows or many', { few: 4, fewToPass: 2, budgets: [] }],
  ])('is what filter, search, order and page size say, across accounts, for %s', (_, options) => {
    const list: List = (request) =>
      readList(sql, request, (id) => expect.unreachable(`row ${id}`), { now: 0, ...options })
    fc.assert(
      fc.property(ALL, fc.array(REQUEST, { minLength: 20, maxLength: 40 }), (all, asked) => {
        store(all)
        holdAgainstModel(list, all, asked)
      }),
      { numRuns: 25 },
    )
  })
})
