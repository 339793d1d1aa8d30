import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Cache } from '../../../src/main/cache/cache'
import { createDomains, type Domains } from '../../../src/main/domains/domains'
import {
  createEmbeddedService,
  EMBEDDED_BASE_URL,
  type EmbeddedService,
} from '../../../src/main/embedded/service'
import { createProviderClient } from '../../../src/main/provider/client/client'
import { inProcess, openCache } from '../../cache/local-cache'

const API_KEY = 'key-of-the-tests-only'
const ACCOUNT = 'embedded'

let folder: string
let embedded: EmbeddedService
let cache: Cache
let service: Domains

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-subaccounts-'))
  embedded = createEmbeddedService({
    databasePath: join(folder, 'embedded.sqlite'),
    apiKey: API_KEY,
    resolver: '127.0.0.1:9',
  })
  cache = inProcess(openCache(join(folder, 'cache.sqlite')))
  const client = createProviderClient({
    baseUrl: EMBEDDED_BASE_URL,
    apiKey: () => Promise.resolve(API_KEY),
    fetch: (url, init) => embedded.fetch(new Request(url, init)),
    perSecond: null,
  })
  service = createDomains({
    cache,
    clientFor: () => Promise.resolve(client),
    accountIds: () => [ACCOUNT],
    includesSubaccounts: () => true,
    emit: () => {},
  })
})
afterEach(async () => {
  await service.close()
  await cache.close()
  embedded.close()
  rmSync(folder, { recursive: true })
})

async function post(path: string, fields: Record<string, string> = {}): Promise<unknown> {
  const response = await embedded.fetch(
    new Request(`${EMBEDDED_BASE_URL}${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`api:${API_KEY}`)}` },
      body: new URLSearchParams(fields),
    }),
  )
  expect(response.status).toBe(200)
  return response.json()
}

async function made(name: string): Promise<string> {
  const { subaccount } = (await post('/v5/accounts/subaccounts', { name })) as { subaccount: { id: string } }
  return subaccount.id
}

async function synced(): Promise<void> {
  await service.sync.start({ accountId: null })
  await expect.poll(async () => (await service.sync.status({}))[0]?.phase).toMatch(/^(idle|failed)$/)
  expect((await service.sync.status({}))[0]).toMatchObject({ phase: 'idle', failure: null })
}

const search = (text: string): string[] =>
  cache
    .list({
      accountId: null,
      filter: 'all',
      search: text,
      sort: 'name',
      descending: false,
      after: null,
      limit: 100,
    })
    .items.map(({ name }) => name)

it('one key serves the account and those below it: add, sync, read, change, delete', async () => {
  const [acme, beta] = [await made('Acme'), await made('Beta')]
  await service.domains.create({ accountId: ACCOUNT, name: 'own.example', options: {} })
  const own = { accountId: ACCOUNT, options: {} }
  const added = await service.domains.create({ ...own, name: 'acme.example', subaccountId: acme })
  expect(added.domain.subaccountId).toBe(acme)
  await service.domains.create({ ...own, name: 'beta.example', subaccountId: beta })
  await synced()

  expect(cache.subaccounts(ACCOUNT).map(({ name, status, domains }) => [name, status, domains])).toEqual([
    ['Acme', 'open', 1],
    ['Beta', 'open', 1],
  ])
  expect(search('subaccount:acme')).toEqual(['acme.example'])
  expect(search('-has:subaccount')).toEqual(['own.example'])

  const key = { accountId: ACCOUNT, name: 'acme.example' }
  expect((await service.domains.refresh(key)).records.length).toBeGreaterThan(0)
  const changed = await service.domains.update({ ...key, changes: { webPrefix: 'go' } })
  expect(changed.domain).toMatchObject({ subaccountId: acme, settings: { webPrefix: 'go' } })
  await service.domains.delete({ ...key, confirmation: key.name })
  await synced()
  expect(search('')).toEqual(['beta.example', 'own.example'])
})

it('a subaccount that was closed: what is refused says so, and its domains stay in the list', async () => {
  const acme = await made('Acme')
  const create = { accountId: ACCOUNT, name: 'acme.example', options: {}, subaccountId: acme }
  await service.domains.create(create)
  await post(`/v5/accounts/subaccounts/${acme}/disable`)
  await synced()
  const key = { accountId: ACCOUNT, name: 'acme.example' }
  expect(cache.subaccounts(ACCOUNT)).toMatchObject([{ name: 'Acme', status: 'disabled', domains: 1 }])
  await expect(service.domains.update({ ...key, changes: { webPrefix: 'go' } })).rejects.toMatchObject({
    failure: {
      code: 'refused',
      message: 'The subaccount Acme is disabled at the provider.',
      fix: 'Enable it at the provider, sync, and try again.',
    },
  })
  expect(search('')).toEqual(['acme.example'])
  await post(`/v5/accounts/subaccounts/${acme}/enable`)
  await synced()
  expect((await service.domains.update({ ...key, changes: { webPrefix: 'go' } })).domain.name).toBe(key.name)
})

it('a subaccount that was closed for good: settings, keys and logins are refused with what to do, and nothing is lost', async () => {
  const acme = await made('Acme')
  const key = { accountId: ACCOUNT, name: 'acme.example' }
  await service.domains.create({ ...key, options: {}, subaccountId: acme })
  await synced()
  const before = await service.domains.get(key)
  const closed = await embedded.fetch(
    new Request('http://embedded.invalid/v5/accounts/subaccounts', {
      method: 'DELETE',
      headers: { authorization: `Basic ${btoa(`api:${API_KEY}`)}`, 'X-Mailgun-On-Behalf-Of': acme },
    }),
  )
  expect(closed.status).toBe(200)
  await synced()
  for (const call of [
    () => service.domains.update({ ...key, changes: { webPrefix: 'go' } }),
    () => service.keys.create({ ...key, selector: 'k1', bits: 2048 }),
    () => service.smtpCredentials.create({ ...key, login: 'alice', password: null }),
    () => service.domains.create({ ...key, name: 'next.example', options: {}, subaccountId: acme }),
  ]) {
    await expect(call()).rejects.toMatchObject({
      failure: {
        code: 'refused',
        message: 'The subaccount Acme is closed at the provider.',
        fix: 'Nothing can be changed in it any more. Sync to bring the list up to date.',
      },
    })
  }
  expect((await service.domains.get(key)).domain.settings).toEqual(before.domain.settings)
})
