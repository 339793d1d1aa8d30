import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Cache } from '../../../../src/main/cache/cache'
import { createBulkHandlers } from '../../../../src/main/domains/bulk/bulk-handlers'
import { createDomains, type Domains } from '../../../../src/main/domains/domains'
import { createEmbeddedService, type EmbeddedService } from '../../../../src/main/embedded/service'
import { createProviderClient } from '../../../../src/main/provider/client/client'
import { inProcess, openCache } from '../../../cache/local-cache'
import { serveFetch, type ServedFetch } from '../../../http-server/serve-fetch'
import { type JobsUnderTest, jobsOver, NO_CLIPBOARD } from './jobs-over'

const KEY = 'key-of-the-tests-only'
const ACCOUNT = 'acme'

let folder: string
let embedded: EmbeddedService
let served: ServedFetch
let cache: Cache
/** Each request about domains, with the account it was made on behalf of. */
let asked: string[]
/** Awaited after the service has answered a request, before the app hears of it. */
let after: (request: string, signal: AbortSignal) => Promise<void>
let open: JobsUnderTest[]
let service: Domains

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-bulk-subaccount-'))
  embedded = createEmbeddedService({
    ...{ databasePath: join(folder, 'provider.sqlite'), apiKey: KEY, resolver: '127.0.0.1:9' },
  })
  served = await serveFetch((request) => embedded.fetch(request))
  cache = inProcess(openCache(join(folder, 'cache.sqlite')))
  asked = []
  after = () => Promise.resolve()
  open = []
})
afterEach(async () => {
  for (const one of open) await one.close()
  await cache.close()
  await served.stop()
  embedded.close()
  rmSync(folder, { recursive: true })
})

/** A start of the app over the same files and provider. */
function start(): JobsUnderTest {
  const client = createProviderClient({
    baseUrl: served.baseUrl,
    apiKey: () => Promise.resolve(KEY),
    fetch: async (url, init) => {
      const { pathname } = new URL(url)
      const request = `${init.method} ${pathname}`
      const whom = new Headers(init.headers).get('x-mailgun-on-behalf-of')
      if (pathname.startsWith('/v4/domains')) asked.push(`${request} for ${whom}`)
      const answer = await fetch(url, init)
      await after(request, init.signal!)
      return answer
    },
    perSecond: null,
  })
  service = createDomains({
    ...{ cache, clientFor: () => Promise.resolve(client), accountIds: () => [ACCOUNT] },
    ...{ includesSubaccounts: () => true, emit: () => undefined, ...NO_CLIPBOARD },
  })
  const started = jobsOver(join(folder, 'profile.sqlite'), ACCOUNT, { service, cache })
  open.push(started)
  return started
}

async function post(path: string, fields: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(`${served.baseUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`api:${KEY}`)}` },
    body: new URLSearchParams(fields),
  })
  expect(response.status).toBe(200)
  return response.json()
}

async function made(name: string): Promise<string> {
  const { subaccount } = (await post('/v5/accounts/subaccounts', { name })) as { subaccount: { id: string } }
  return subaccount.id
}

async function synced(): Promise<void> {
  await service.sync.start({ accountId: null })
  await expect.poll(async () => (await service.sync.status({}))[0]?.phase).toBe('idle')
}

const ownerOf = (name: string): string | null => cache.subaccountOf({ accountId: ACCOUNT, name })

it('domains of a list are added to a subaccount, each call on its behalf', async () => {
  const app = start()
  const acme = await made('Acme')
  const { id, subaccountId } = app.add('a.example.net b.example.net', { subaccountId: acme, tags: ['new'] })
  expect(subaccountId).toBe(acme)
  expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { done: 2 } })
  expect(asked).toEqual([`POST /v4/domains for ${acme}`, `POST /v4/domains for ${acme}`])
  expect(['a.example.net', 'b.example.net'].map(ownerOf)).toEqual([acme, acme])
  await synced()
  expect(cache.subaccounts(ACCOUNT)).toMatchObject([{ name: 'Acme', domains: 2 }])
})

it('a job that was cut off goes on for the same subaccount, and looks up there what it sent', async () => {
  const acme = await made('Acme')
  const first = start()
  let cutOff = 0
  // The first answer never comes: the app dies while it waits.
  after = (request, signal) =>
    request.startsWith('POST') && cutOff++ === 0
      ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut off'))))
      : Promise.resolve()
  const { id } = first.add('a.example.net b.example.net', { subaccountId: acme })
  await expect.poll(() => cutOff).toBe(1)

  const second = start()
  expect(second.jobs.list()).toMatchObject([{ id, state: 'interrupted', subaccountId: acme }])
  second.jobs.resume(id)
  expect(await second.settled(id)).toMatchObject({ state: 'done', counts: { done: 2 } })
  expect(asked).toEqual([
    `POST /v4/domains for ${acme}`,
    `GET /v4/domains/a.example.net for ${acme}`,
    `POST /v4/domains for ${acme}`,
  ])
  expect(['a.example.net', 'b.example.net'].map(ownerOf)).toEqual([acme, acme])
})

it('a subaccount that is closed meanwhile stops the job, which goes on once it is open again', async () => {
  const acme = await made('Acme')
  const app = start()
  await post(`/v5/accounts/subaccounts/${acme}/disable`)
  const { id } = app.add('a.example.net b.example.net c.example.net', { subaccountId: acme })
  // Nobody has told the app yet: the provider does, once.
  expect(await app.settled(id)).toMatchObject({
    state: 'stopped',
    failure: { code: 'forbidden' },
    counts: { failed: 1, waiting: 2 },
  })
  expect(asked).toEqual([`POST /v4/domains for ${acme}`])

  await synced()
  asked.length = 0
  const sentence = {
    code: 'refused',
    message: 'The subaccount Acme is disabled at the provider.',
    fix: 'Enable it at the provider, sync, and try again.',
  }
  app.jobs.resume(id)
  expect(await app.settled(id)).toMatchObject({ state: 'stopped', failure: sentence, counts: { waiting: 2 } })
  expect(asked).toEqual([])

  await post(`/v5/accounts/subaccounts/${acme}/enable`)
  await synced()
  app.jobs.retry(id)
  expect(await app.settled(id)).toMatchObject({ state: 'done', failure: null, counts: { done: 3 } })
})

it('a subaccount that is known to be out of use is refused before anything is kept or sent', async () => {
  const acme = await made('Acme')
  const app = start()
  await post(`/v5/accounts/subaccounts/${acme}/disable`)
  await synced()
  asked.length = 0
  const handlers = createBulkHandlers(app.jobs, {
    ...{ accountIds: () => [ACCOUNT], isThere: (key) => cache.has(key), plans: app.plans },
    closedSubaccount: service.closedSubaccount,
    dialogs: { open: () => Promise.resolve(null), save: () => Promise.resolve(null) },
  })
  const { entries } = await handlers.read({ text: 'a.example.net' })
  const request = { accountId: ACCOUNT, subaccountId: acme, entries, options: {} }
  const refusal = {
    failure: { code: 'refused', message: 'The subaccount Acme is disabled at the provider.' },
  }
  await expect((async () => handlers.plan(request))()).rejects.toMatchObject(refusal)
  await expect((async () => handlers.create({ ...request, tags: [] }))()).rejects.toMatchObject(refusal)
  expect(app.jobs.list()).toEqual([])
  expect(asked).toEqual([])
})
