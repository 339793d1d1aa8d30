import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Cache } from '../../../src/main/cache/cache'
import { inProcess, openCache } from '../../cache/local-cache'
import { createDomains, type Domains } from '../../../src/main/domains/domains'
import {
  createEmbeddedService,
  EMBEDDED_BASE_URL,
  type EmbeddedService,
} from '../../../src/main/embedded/service'
import { createProviderClient } from '../../../src/main/provider/client/client'
import type { Fetch } from '../../../src/main/provider/types'
import type { ListRequest } from '../../../src/preload/contract/domains'
import type { Events } from '../../../src/preload/contract/events'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import { dnsHostsOver } from '../../unit/domains/dns-hosts/dns-hosts-under-test'
import { startDnsServer, zoneFor, type DnsServer } from '../../dns-server/knot'

const KEY = { accountId: 'embedded', name: 'mg.example.com' }
const FIRST: ListRequest = {
  accountId: null,
  filter: 'all',
  search: '',
  sort: 'name',
  descending: false,
  after: null,
  limit: 100,
}

let folder: string
let dns: DnsServer
let embedded: EmbeddedService
let cache: Cache
let service: Domains
let changes: Events['domainsChanged'][]
let network: Fetch

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-domains-'))
  dns = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
  embedded = createEmbeddedService({
    databasePath: join(folder, 'embedded.sqlite'),
    apiKey: 'key-of-the-tests-only',
    resolver: dns.address,
  })
  network = (url, init) => embedded.fetch(new Request(url, init))
  changes = []
  start()
})
afterEach(async () => {
  await stop()
  embedded.close()
  await dns.stop()
  rmSync(folder, { recursive: true })
})

function start(): void {
  cache = inProcess(openCache(join(folder, 'cache.sqlite')))
  const client = createProviderClient({
    baseUrl: EMBEDDED_BASE_URL,
    apiKey: async () => 'key-of-the-tests-only',
    fetch: (url, init) => network(url, init),
    tries: 1,
    perSecond: null,
  })
  service = createDomains({
    cache,
    clientFor: async () => client,
    accountIds: () => ['embedded'],
    emit: (name, payload) => {
      if (name === 'domainsChanged') changes.push(payload as Events['domainsChanged'])
    },
  })
}

async function stop(): Promise<void> {
  await service.close()
  await cache.close()
}

async function synced() {
  await service.sync.start({ accountId: null })
  const phase = async () => (await service.sync.status({}))[0]?.phase
  await expect.poll(phase).toMatch(/^(idle|failed)$/)
  return (await service.sync.status({}))[0]
}

async function failureOf(call: () => unknown) {
  try {
    await call()
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
  throw new Error('The call succeeded.')
}

describe('an account on the embedded service', () => {
  it('takes a domain from its creation to active with the records as they were copied, and to its end', async () => {
    const created = await service.domains.create({
      accountId: 'embedded',
      name: 'MG.example.com',
      options: {},
    })
    expect(created.domain).toMatchObject({ name: 'mg.example.com', state: 'unverified' })
    expect(created.records.map((record) => record.type)).toEqual(['TXT', 'TXT', 'CNAME', 'MX', 'MX'])
    expect(await service.domains.counts({ accountId: null })).toMatchObject({ failing: 1, unverified: 1 })

    const copied = await dnsHostsOver(cache).records.copyAll({ ...KEY, which: 'failing', format: 'bind' })
    expect(copied.records).toBe(5)
    await dns.setZone('example.com', `${zoneFor('example.com', [])}${copied.text}`)
    const verified = await service.domains.verify(KEY)
    expect(verified.records.map((record) => record.valid)).toEqual(Array(5).fill('valid'))
    expect(verified.domain.state).toBe('active')
    expect(verified.verifiedAt).not.toBeNull()
    expect(await service.domains.counts({ accountId: null })).toMatchObject({ failing: 0, active: 1 })

    const updated = await service.domains.update({
      ...KEY,
      changes: { webPrefix: 'links', spamAction: 'tag' },
    })
    expect(updated.domain.settings).toMatchObject({ webPrefix: 'links', spamAction: 'tag' })
    expect(updated.records.map((record) => record.name)).toContain('links.mg.example.com')

    await service.domains.delete({ ...KEY, confirmation: 'mg.example.com' })
    expect((await service.domains.list(FIRST)).items).toEqual([])
    expect(changes).toHaveLength(4)
  })

  it('is still there after a restart, and still browsable when it cannot be reached', async () => {
    await service.domains.create({ accountId: 'embedded', name: KEY.name, options: {} })
    await service.domains.verify(KEY)
    const before = await service.domains.get(KEY)
    await stop()
    network = () =>
      Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }))
    start()
    expect(await service.domains.get(KEY)).toEqual(before)
    expect((await service.domains.list({ ...FIRST, search: 'G.EXAMPLE' })).total).toBe(1)
    const status = await synced()
    expect(status).toMatchObject({ phase: 'failed', failure: { code: 'offline' } })
    expect(status?.offlineSince).not.toBeNull()
    expect((await failureOf(() => service.domains.verify(KEY))).code).toBe('offline')
    expect(await service.domains.get(KEY)).toEqual(before)
  })

  it('is synced from what other clients did: new domains, changed ones, deleted ones', async () => {
    const other = createProviderClient({
      baseUrl: EMBEDDED_BASE_URL,
      apiKey: async () => 'key-of-the-tests-only',
      fetch: network,
      perSecond: null,
    })
    for (let i = 0; i < 25; i++)
      await other.create(`mg${i}.example.com`, { useAutomaticSenderSecurity: true })
    expect(await synced()).toMatchObject({ phase: 'idle', failure: null })
    expect((await service.domains.list(FIRST)).total).toBe(25)
    expect((await service.domains.get({ ...KEY, name: 'mg7.example.com' })).records.length).toBeGreaterThan(4)
    await other.delete('mg3.example.com')
    await other.update('mg4.example.com', { wildcard: true })
    expect((await synced())?.failure).toBeNull()
    expect((await service.domains.list(FIRST)).total).toBe(24)
    expect((await service.domains.get({ ...KEY, name: 'mg4.example.com' })).domain.settings.wildcard).toBe(
      true,
    )
  })

  it('hears the reason when the service refuses, in one sentence with the field', async () => {
    await service.domains.create({ accountId: 'embedded', name: KEY.name, options: {} })
    await cache.remove(KEY, { at: 1, source: 'sync' })
    const again = () => service.domains.create({ accountId: 'embedded', name: KEY.name, options: {} })
    expect(await failureOf(again)).toMatchObject({ code: 'already-exists' })
    await synced()
    expect(await failureOf(again)).toMatchObject({ code: 'already-exists', field: 'name' })
  })

  it('writes the SMTP password to no file', async () => {
    const smtpPassword = 'Tr0ub4dor-and-3'
    await service.domains.create({ accountId: 'embedded', name: KEY.name, options: { smtpPassword } })
    await service.domains.update({ ...KEY, changes: { smtpPassword: `${smtpPassword}!` } })
    await synced()
    const files = readdirSync(folder).map((name) => join(folder, name))
    expect(files.some((file) => file.endsWith('cache.sqlite-wal') && existsSync(file))).toBe(true)
    for (const file of files) expect(readFileSync(file).includes(smtpPassword)).toBe(false)
  })
})
