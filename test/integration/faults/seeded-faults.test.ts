import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Cache } from '../../../src/main/cache/cache'
import { inProcess, openCache } from '../../cache/local-cache'
import { createDomains, type Domains } from '../../../src/main/domains/domains'
import { createProviderClient, type ProviderClientOptions } from '../../../src/main/provider/client/client'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import type { SyncStatus } from '../../../src/preload/contract/sync'
import { startFaultyServer, type FaultyServer } from '../../faulty-server/faulty-server'
import { seeded, type Seeded } from '../../faulty-server/seeded'

/** One seed reproduces a case: `npm test -- --project integration faults -t "seed 17 "`. */
const SEEDS = Array.from({ length: 320 }, (_, at) => at + 1)
const SMTP_PASSWORD = 'hunter2-of-the-server'
/** So short that a stall costs the test little. A good answer that comes late is then one more fault. */
const SHORT = { answerMs: 60, pauseMs: 40, bodyMs: 90 }

let folder: string
let cache: Cache
let server: FaultyServer
/** Everything that was told, thrown or logged, in full. */
let shown: string[]
const unhandled: unknown[] = []
const onUnhandled = (reason: unknown): void => void unhandled.push(reason)
const onWarning = (warning: Error): void => void unhandled.push(warning)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-faults-'))
  cache = inProcess(openCache(join(folder, 'cache.sqlite')))
  server = await startFaultyServer()
  process.on('unhandledRejection', onUnhandled)
  process.on('warning', onWarning)
})
afterAll(async () => {
  await cache.close()
  await server.close()
  process.off('unhandledRejection', onUnhandled)
  process.off('warning', onWarning)
  rmSync(folder, { recursive: true })
})

function keyOf(seed: number): string {
  return `key-hunter2-${seed.toString().padStart(8, '0')}`
}

/** A service of one account over the faulty server. */
function startService(accountId: string, seed: number): { service: Domains; heal: () => void } {
  const random = seeded(seed + 1_000_000)
  // Waiting takes no time here, and what is held back for long is over by the next request.
  let skipped = 0
  const now = (): number => {
    skipped += 60_000
    return Date.now() + skipped
  }
  const options: ProviderClientOptions = {
    baseUrl: server.url,
    apiKey: () => Promise.resolve(keyOf(seed)),
    fetch,
    perSecond: null,
    sleep: () => Promise.resolve(),
    random: () => random.next(),
    now,
  }
  let client = createProviderClient({ ...options, limits: SHORT })
  const service = createDomains({
    cache,
    clientFor: () => Promise.resolve(client),
    accountIds: () => [accountId],
    emit: (name, payload) => void shown.push(`${name} ${JSON.stringify(payload)}`),
    onFault: (error) => {
      shown.push(inspect(error, { depth: Infinity, showHidden: true }))
      unhandled.push(error)
    },
  })
  return { service, heal: () => (client = createProviderClient(options)) }
}

function cachedNames(accountId: string): string[] {
  const all = {
    filter: 'all',
    search: '',
    sort: 'name',
    descending: false,
    after: null,
    limit: 1000,
  } as const
  const { items, total } = cache.list({ ...all, accountId })
  expect(items.length).toBe(total)
  return items.map(({ name }) => name)
}

async function synced(service: Domains): Promise<SyncStatus> {
  await service.sync.start({ accountId: null })
  for (;;) {
    const [status] = await service.sync.status({})
    if (status === undefined) throw new Error('The account has no status.')
    if (!['waiting', 'listing', 'details'].includes(status.phase)) return status
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

const KINDS = ['create', 'update', 'verify', 'delete', 'refresh'] as const
const METHODS = { create: 'POST', update: 'PUT', verify: 'PUT', delete: 'DELETE', refresh: 'GET' } as const

interface Act {
  readonly kind: (typeof KINDS)[number]
  readonly name: string
  /** Whether the call succeeded. */
  readonly done: boolean
}

/** Does what a person does meanwhile; how it ends is noted, and only a `ZonedeskError` is an end. */
async function act(service: Domains, accountId: string, random: Seeded, at: number): Promise<Act> {
  const names = cachedNames(accountId)
  const kind = names.length === 0 ? 'create' : random.pick(KINDS)
  const name = kind === 'create' ? `new-${at}.example.com` : random.pick(names)
  const key = { accountId, name }
  let done = true
  try {
    if (kind === 'create') await service.domains.create({ ...key, options: {} })
    if (kind === 'update') await service.domains.update({ ...key, changes: { webPrefix: 'links' } })
    if (kind === 'verify') await service.domains.verify(key)
    if (kind === 'refresh') await service.domains.refresh(key)
    if (kind === 'delete') await service.domains.delete({ ...key, confirmation: name })
  } catch (error) {
    done = false
    shown.push(inspect(error, { depth: Infinity, showHidden: true }))
    if (!(error instanceof ZonedeskError)) throw error
    expect(error.failure.message).toMatch(/\.$/)
    expect(error.failure.code).not.toBe('internal')
  }
  return { kind, name, done }
}

async function runCase(seed: number): Promise<void> {
  const random = seeded(seed)
  const accountId = `account-${seed}`
  shown = []
  server.begin({
    seed,
    domains: random.between(0, 16),
    pageSize: random.between(2, 6),
    broken: random.pick([0, 0.05, 0.15, 0.4]),
    wrongPage: random.pick([0, 0.1, 0.3]),
    moving: random.pick([0, 0.3, 0.8]),
    smtpPassword: SMTP_PASSWORD,
  })
  const { service, heal } = startService(accountId, seed)
  const sent = new Map<string, number>()
  const rounds = random.between(1, 3)
  if (random.chance(0.6)) {
    server.heal()
    await synced(service)
    server.harm()
  }
  for (let round = 1; round <= rounds; round++) {
    const before = cachedNames(accountId).filter((name) => server.truth.byName.has(name))
    if (random.chance(0.15)) {
      let left = random.between(1, 12)
      server.onRequest = () => {
        if (--left === 0) void service.sync.cancel({ accountId: null })
      }
    }
    const running = synced(service)
    const acts: Act[] = []
    for (let i = 0; i < random.between(0, 3); i++) {
      const { kind, name, done } = await act(service, accountId, random, round * 10 + i)
      acts.push({ kind, name, done })
      const write = `${METHODS[kind]} ${name}`
      sent.set(write, (sent.get(write) ?? 0) + 1)
    }
    const status = await running
    server.onRequest = () => {}
    if (status.failure !== null) {
      expect(status.failure.message).toMatch(/\.$/)
      expect(status.failure.code).not.toBe('internal')
    }
    const kept = new Set(cachedNames(accountId))
    const lost = before.filter((name) => server.truth.byName.has(name) && !kept.has(name))
    expect(lost, 'domains the server has and a broken sync removed').toEqual([])
    for (const { kind, name, done } of acts) {
      if (kind === 'delete' && done) expect(kept, 'what was deleted').not.toContain(name)
      const isThere = server.truth.byName.has(name)
      if (kind === 'create' && done && isThere) expect(kept, 'what was created').toContain(name)
    }
  }
  for (const [write, times] of server.writes) {
    expect(times, `how often ${write} was sent`).toBeLessThanOrEqual(sent.get(write) ?? 0)
  }

  server.heal()
  heal()
  // The first may go on with a listing that was cut off while the list moved; the second reads the whole.
  await synced(service)
  const status = await synced(service)
  expect(status).toMatchObject({ phase: 'idle', failure: null, offlineSince: null })
  const truth = [...server.truth.byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  expect(cachedNames(accountId)).toEqual(truth.map(({ name }) => name))
  for (const { name, state, revision } of truth) {
    const detail = cache.get({ accountId, name })
    expect(detail?.domain).toMatchObject({ state, other: { revision: String(revision) } })
    expect(detail?.records).toHaveLength(3)
  }
  await service.close()

  const key = keyOf(seed)
  for (const secret of [key, Buffer.from(`api:${key}`).toString('base64'), SMTP_PASSWORD]) {
    expect(shown.filter((text) => text.includes(secret))).toEqual([])
  }
  expect(unhandled.splice(0)).toEqual([])
  expect(server.strayed).toEqual([])
}

describe('a provider that goes wrong in every way', () => {
  it.each(SEEDS)('seed %i : nothing is lost, doubled, sent twice or given away', runCase)

  it('leaves no key in any file', () => {
    const files = readdirSync(folder)
    expect(files).toContain('cache.sqlite')
    for (const file of files) {
      const bytes = readFileSync(join(folder, file))
      for (const secret of ['key-hunter2', SMTP_PASSWORD]) expect(bytes.includes(secret)).toBe(false)
    }
  })
})
