import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountHandlers } from '../../../src/main/accounts/account-handlers'
import { createAccounts, type Accounts } from '../../../src/main/accounts/accounts'
import { REGION_URLS } from '../../../src/main/accounts/base-url'
import { createConnect } from '../../../src/main/accounts/connect'
import { createKeychain } from '../../../src/main/accounts/keychain'
import { createSessionKeys } from '../../../src/main/accounts/session-keys'
import { createClients } from '../../../src/main/accounts/clients'
import { inProcess, openCache } from '../../cache/local-cache'
import type { Cache } from '../../../src/main/cache/cache'
import { createDomains, type Domains } from '../../../src/main/domains/domains'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import type { Account } from '../../../src/preload/contract/accounts'
import { ZonedeskError, type Failure } from '../../../src/preload/contract/failure'
import type { SyncStatus } from '../../../src/preload/contract/sync'
import { fakeKeychainBackend } from '../../unit/accounts/fake-keychain-backend'
import { serveFetch, type ServedFetch } from '../../http-server/serve-fetch'
import { pacesOf } from './paces-of'

const EU_KEY = 'key-of-the-eu-region'

let folder: string
let profile: Profile
let cache: Cache
/** Addresses that were asked, in order. */
let sent: string[]
/** Whose network is down, by host. */
let unreachable: Set<string>
/** Where the addresses of the regions lead. */
let hosts: Map<string, string>
let us: ServedFetch
let eu: ServedFetch
let accounts: Accounts
let service: Domains
let handlers: ReturnType<typeof accountHandlers>

/** A region that knows one key and has one domain. */
function region(key: string, name: string): Promise<ServedFetch> {
  return serveFetch((request) => {
    const known = request.headers.get('authorization') === `Basic ${btoa(`api:${key}`)}`
    if (!known) return Response.json({ message: 'Invalid private key' }, { status: 401 })
    const domain = { name, state: 'active' }
    return new URL(request.url).pathname === '/v4/domains'
      ? Response.json({ total_count: 1, items: [domain] })
      : Response.json({ domain, sending_dns_records: [], receiving_dns_records: [] })
  })
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-region-'))
  profile = openProfile(join(folder, 'profile.sqlite'))
  cache = inProcess(openCache(join(folder, 'cache.sqlite')))
  us = await region('key-of-the-us-region', 'us.example.com')
  eu = await region(EU_KEY, 'eu.example.com')
  hosts = new Map([
    [REGION_URLS.us, us.baseUrl],
    [REGION_URLS.eu, eu.baseUrl],
  ])
  sent = []
  unreachable = new Set()
  const connect = createConnect({
    embedded: () => Promise.reject(new Error('the embedded service is not asked here')),
    samples: () => Promise.reject(new Error('the samples are not asked here')),
    network: (url, init) => {
      const { origin, href, host } = new URL(url)
      sent.push(href)
      if (unreachable.has(host)) return Promise.reject(new TypeError('fetch failed'))
      return fetch(href.replace(origin, hosts.get(origin) ?? origin), init)
    },
    sleep: () => Promise.resolve(),
  })
  accounts = createAccounts({
    paces: pacesOf(profile),
    store: profile.accounts,
    keychain: createKeychain({ open: () => Promise.resolve(fakeKeychainBackend()) }),
    sessionKeys: createSessionKeys(),
    connect,
    embedded: {
      kind: 'embedded',
      baseUrl: 'http://embedded.invalid',
      apiKey: () => Promise.resolve('unused'),
    },
  })
  const clients = createClients((accountId) => accounts.client(accountId))
  service = createDomains({
    cache,
    clientFor: clients.clientFor,
    accountIds: () =>
      profile.accounts
        .list()
        .map(({ id }) => id)
        .filter((id) => id !== 'embedded'),
    emit: () => {},
  })
  handlers = accountHandlers({
    ...{ accounts, sync: service.sync },
    confirmWrite: () => undefined,
    onForget: {
      client: clients.forget,
      watches: () => {},
      jobs: () => {},
      domains: (accountId) => service.forgetAccount(accountId),
    },
    onChange: () => {},
    onFault: (what, error) => {
      throw new Error(`${what} did not forget an account`, { cause: error })
    },
  })
})

afterEach(async () => {
  await service.close()
  await cache.close()
  profile.close()
  await us.stop()
  await eu.stop()
  rmSync(folder, { recursive: true })
})

const add = (apiKey: string): Promise<Account> =>
  accounts.add({ name: 'Customers', region: 'us', baseUrl: null, apiKey, keepKey: 'session' })

async function ended(accountId: string): Promise<SyncStatus> {
  const status = async () => (await service.sync.status({})).find((one) => one.accountId === accountId)
  await expect.poll(async () => (await status())?.phase).toMatch(/^(idle|failed)$/)
  return (await status()) as SyncStatus
}

async function failureOf(call: () => unknown): Promise<Failure> {
  try {
    await call()
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
  throw new Error('The call succeeded.')
}

describe('a key that belongs to the other region', () => {
  it('is said so by a sync and by any other call, and the other region is asked once, reading', async () => {
    const { id } = await add(EU_KEY)
    await service.sync.start({ accountId: id })
    const wrong = {
      code: 'unauthorized',
      message: 'The key belongs to the EU region.',
      fix: 'Change the region of the account.',
    }
    expect(await ended(id)).toMatchObject({ phase: 'failed', failure: wrong })
    const create = () => service.domains.create({ accountId: id, name: 'mg.example.com', options: {} })
    expect(await failureOf(create)).toMatchObject(wrong)
    expect(await failureOf(create)).toMatchObject(wrong)
    expect(eu.requests).toEqual(['GET /v4/domains'])
  })

  it('works after the region is changed, with the key it had', async () => {
    const { id } = await add(EU_KEY)
    const changed = await handlers.setRegion({ accountId: id, region: 'eu' })
    expect(changed).toMatchObject({ region: 'eu', baseUrl: REGION_URLS.eu, key: 'session' })
    expect(await ended(id)).toMatchObject({ phase: 'idle', failure: null })
    expect(cache.has({ accountId: id, name: 'eu.example.com' })).toBe(true)
    expect(profile.accounts.get(id)).toMatchObject({ region: 'eu', baseUrl: REGION_URLS.eu })
  })
})

describe('the region of a key that is not stored yet', () => {
  const find = (apiKey: string) => handlers.findRegion({ apiKey })
  const BOTH = [`${REGION_URLS.us}/v4/domains?limit=1`, `${REGION_URLS.eu}/v4/domains?limit=1`]

  it('is the one that knows it, and each is asked once, and nobody else', async () => {
    expect(await find(EU_KEY)).toEqual({ region: 'eu', domains: 1 })
    expect(await find('key-of-the-us-region')).toEqual({ region: 'us', domains: 1 })
    expect(sent.map((url) => url.replace(/&skip=0/, ''))).toEqual([...BOTH, ...BOTH])
  })

  it('is the one that knows it, also while the other cannot be reached', async () => {
    unreachable.add('api.mailgun.net')
    expect(await find(EU_KEY)).toEqual({ region: 'eu', domains: 1 })
    expect(sent).toHaveLength(2)
  })

  it('is in neither: both said so', async () => {
    expect(await failureOf(() => find('key-of-nobody'))).toMatchObject({
      code: 'unauthorized',
      message: 'Neither region knows this API key.',
      retryable: false,
    })
  })

  it('is not found where one does not know it and the other does not answer: both are told', async () => {
    unreachable.add('api.eu.mailgun.net')
    const failure = await failureOf(() => find('key-of-the-eu-region'))
    expect(failure).toMatchObject({ code: 'offline', retryable: true })
    expect(failure.message).toMatch(
      /^No region took the API key\. United States: The provider does not know this API key\. Europe: .+/,
    )
    expect(failure.message).not.toContain('key-of-the-eu-region')
    expect(sent).toHaveLength(2)
  })

  it('is asked for where both know it', async () => {
    await us.stop()
    us = await region(EU_KEY, 'us.example.com')
    hosts.set(REGION_URLS.us, us.baseUrl)
    expect(await failureOf(() => find(EU_KEY))).toMatchObject({
      message: 'Both regions know this API key.',
      fix: 'Choose the region that your domains are in.',
    })
  })

  it('is not asked for with what cannot be a key', async () => {
    expect(await failureOf(() => find('two words'))).toMatchObject({ code: 'invalid', field: 'apiKey' })
    expect(sent).toEqual([])
  })
})

describe('the client of an account', () => {
  it('reads as it is told: once, or again where the provider fails', async () => {
    const failing = await serveFetch(() => new Response('busy', { status: 503 }))
    const { id } = await accounts.add({
      ...{ name: 'Busy', region: 'own', baseUrl: failing.baseUrl, apiKey: 'key', keepKey: 'session' },
    })
    const client = accounts.client(id)
    const query = { limit: 1, skip: 0 }
    expect((await failureOf(() => client.list(query, undefined, { once: true }))).code).toBeDefined()
    expect(failing.requests).toHaveLength(1)
    expect((await failureOf(() => client.get('a.example', undefined, { once: true }))).code).toBeDefined()
    expect(failing.requests).toHaveLength(2)
    expect((await failureOf(() => client.list(query))).code).toBeDefined()
    expect(failing.requests).toHaveLength(5)
    await failing.stop()
  })

  it('has the more urgent read go first, and keeps a place free for a person', async () => {
    const answers: (() => void)[] = []
    const slow = await serveFetch(async ({ url }) => {
      await new Promise<void>((resolve) => answers.push(resolve))
      const name = new URL(url).pathname.replace('/v4/domains/', '')
      return Response.json({ domain: { name }, sending_dns_records: [], receiving_dns_records: [] })
    })
    const { id } = await accounts.add({
      ...{ name: 'Slow', region: 'own', baseUrl: slow.baseUrl, apiKey: 'key', keepKey: 'session' },
    })
    const client = accounts.client(id)
    const asked = (): string[] => slow.requests.map((request) => request.replace('GET /v4/domains/', ''))
    const read = (name: string, urgency?: 'seen' | 'background') =>
      client.get(name, undefined, urgency === undefined ? undefined : { urgency })
    const reads = [
      ...['one', 'two', 'three', 'four'].map((name) => read(name, 'background')),
      read('on-screen', 'seen'),
    ]
    await expect.poll(asked).toHaveLength(3)
    reads.push(read('for-a-person'))
    await expect.poll(asked).toHaveLength(4)
    expect(asked()).toContain('for-a-person')
    answers.shift()?.()
    answers.shift()?.()
    await expect.poll(asked).toHaveLength(5)
    expect(asked()).toContain('on-screen')
    expect(asked()).not.toContain('four')
    const all = Promise.all(reads)
    const rest = setInterval(() => answers.shift()?.(), 5)
    await all
    clearInterval(rest)
    await slow.stop()
  })

  it('looks but once whether a provider that was out of reach is back', async () => {
    const { id } = await accounts.add({
      ...{ name: 'Gone', region: 'own', baseUrl: us.baseUrl, apiKey: 'key', keepKey: 'session' },
    })
    await us.stop()
    const verify = () => service.domains.verify({ accountId: id, name: 'mg.example.com' })
    expect((await failureOf(verify)).code).toBe('offline')
    expect(sent).toEqual([`${us.baseUrl}/v4/domains/mg.example.com/verify`])
    expect((await failureOf(verify)).message).toContain('Nothing was sent.')
    expect(sent.slice(1)).toEqual([`${us.baseUrl}/v4/domains?limit=1&skip=0`])
  })
})

describe('a key that no region knows', () => {
  it('is called unknown, and asked about again only when another key is entered', async () => {
    const { id } = await add('key-of-nobody')
    await service.sync.start({ accountId: id })
    expect((await ended(id)).failure?.message).toBe('The provider does not know this API key.')
    await failureOf(() => service.domains.verify({ accountId: id, name: 'mg.example.com' }))
    expect(eu.requests).toHaveLength(1)
    await handlers.setKey({ accountId: id, apiKey: EU_KEY, keepKey: 'session' })
    expect((await ended(id)).failure?.message).toBe('The key belongs to the EU region.')
    expect(eu.requests).toHaveLength(2)
  })
})

describe('changing the region', () => {
  it('forgets the domains of the region before, also when the new one does not know the key', async () => {
    const { id } = await add('key-of-the-us-region')
    await service.sync.start({ accountId: id })
    await ended(id)
    expect(cache.has({ accountId: id, name: 'us.example.com' })).toBe(true)
    await handlers.setRegion({ accountId: id, region: 'eu' })
    expect((await ended(id)).failure?.message).toBe('The key belongs to the US region.')
    expect(cache.has({ accountId: id, name: 'us.example.com' })).toBe(false)
  })

  it('is refused where there is none, so that a stored key goes to no other host', async () => {
    const own = await accounts.add({
      name: 'Own',
      region: 'own',
      baseUrl: us.baseUrl,
      apiKey: EU_KEY,
      keepKey: 'session',
    })
    expect((await failureOf(() => handlers.setRegion({ accountId: own.id, region: 'eu' }))).code).toBe(
      'refused',
    )
    expect((await failureOf(() => handlers.setRegion({ accountId: 'embedded', region: 'eu' }))).code).toBe(
      'refused',
    )
    expect(eu.requests).toEqual([])
  })
})

describe('an account that goes', () => {
  it('stops the calls under way for it', async () => {
    let asked = 0
    const slow = await serveFetch(() => {
      asked += 1
      return new Promise<Response>(() => {})
    })
    const { id } = await accounts.add({
      name: 'Slow',
      region: 'own',
      baseUrl: slow.baseUrl,
      apiKey: EU_KEY,
      keepKey: 'session',
    })
    const verified = failureOf(() => service.domains.verify({ accountId: id, name: 'mg.example.com' }))
    await expect.poll(() => asked).toBe(1)
    await handlers.remove({ accountId: id })
    expect((await verified).code).toBe('cancelled')
    await slow.stop()
  })
})
