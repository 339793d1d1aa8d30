import { readdirSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selfSigned } from '../faulty-server/certificate'
import { startSilentHost } from '../faulty-server/silent-host'
import {
  json,
  startServer,
  text,
  type Answer,
  type ScriptedServer,
} from '../integration/provider/scripted-server'
import { type RunningApp, startApp, temporaryFolder } from './app'
import { bytesOf } from './bytes-of'

const KEY = 'key-hunter2-of-the-window'
const DAY_MS = 86_400_000
const PAGE = '<!DOCTYPE html><title>Welcome to the hotel</title>'
const DOMAIN = { name: 'mg.example.com', state: 'unverified' }

const stall: Answer = () => undefined
const breakOff: Answer = (response) => {
  response.writeHead(200, { 'content-length': '1000' })
  response.write('{"total_count": 1,', () => response.socket?.destroy())
}

/** A server whose certificate nobody vouches for. */
async function startSecure(): Promise<Server> {
  const [from, until] = [new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS)]
  const server = createServer(selfSigned('127.0.0.1', from, until), (_, response) => response.end('{}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function addressOf(server: Server): string {
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Adds an account past the dialog, its key kept for the session. */
async function addAccount(app: RunningApp, name: string, baseUrl: string): Promise<string> {
  const outcome = await app.page.evaluate((account) => window.zonedesk.accounts.add(account), {
    name,
    region: 'own' as const,
    baseUrl,
    apiKey: KEY,
    keepKey: 'session' as const,
  })
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return outcome.value.id
}

function create(app: RunningApp, accountId: string) {
  return app.page.evaluate(
    (id) => window.zonedesk.domains.create({ accountId: id, name: 'mg.example.com', options: {} }),
    accountId,
  )
}

describe('what the window says of a provider that cannot be asked', () => {
  const folder = temporaryFolder()
  let app: RunningApp
  let server: ScriptedServer
  let elsewhere: ScriptedServer
  let untrusted: Server
  let outdated: Server
  let accountId: string

  beforeAll(async () => {
    server = await startServer()
    elsewhere = await startServer()
    server.answers = [json({ total_count: 0, items: [] })]
    elsewhere.answers = [json({ total_count: 0, items: [] })]
    untrusted = await startSecure()
    outdated = await startSecure()
    const gone = await startServer()
    await gone.close()

    app = await startApp(folder.path)
    accountId = await addAccount(app, 'Scripted', server.url)
    await addAccount(app, 'Untrusted', addressOf(untrusted))
    await addAccount(app, 'Plain', server.url.replace('http:', 'https:'))
    await addAccount(app, 'Nameless', 'https://api.zonedesk.invalid')
    await addAccount(app, 'Gone', gone.url)
    await app.page.getByRole('navigation').getByRole('button', { name: 'Accounts', exact: true }).click()
  })
  afterAll(async () => {
    await app.close()
    await server.close()
    await elsewhere.close()
    for (const secure of [untrusted, outdated]) {
      secure.close()
      secure.closeAllConnections()
    }
    folder.remove()
  })

  const card = (name: string): Locator => app.page.getByRole('article', { name })

  /** Presses "Test" and waits for the sentence on the account's card. */
  async function testShows(name: string, sentence: string | RegExp): Promise<void> {
    await card(name).getByRole('button', { name: 'Test', exact: true }).click()
    await card(name).getByText(sentence).waitFor()
  }

  it.each<[string, Answer, string | RegExp]>([
    [
      'a wrong key',
      json({ message: 'Invalid private key' }, 401),
      'The provider does not know this API key.',
    ],
    ['a key for sending', json({ message: 'no access' }, 403), 'This API key may not read domains.'],
    ['too many requests', text('', 429, { 'retry-after': '7200' }), 'Try again in 120 minutes.'],
    ['a failing server', text(PAGE, 503), /failed with status 503\./],
    ['the page of a captive portal', text(PAGE), /answered with a web page\./],
    ['a network that wants a sign-in', text(PAGE, 511), 'The network asks for a sign-in'],
    ['JSON that is cut off', text('{"total_count": 1, "items": ['), /is incomplete, or is not JSON\./],
    ['JSON of something else', json({ hello: 'world' }), /is not one of the Domains API/],
    ['a connection that breaks', breakOff, /The connection to .* was lost\./],
    [
      'a clock that is far off',
      json({ message: 'Invalid private key' }, 401, {
        date: new Date(Date.now() + 5 * 3_600_000).toUTCString(),
      }),
      "The clock of this computer is 5 hours behind the provider's.",
    ],
  ])('%s', async (_, answer, sentence) => {
    server.answers = [answer]
    await testShows('Scripted', sentence)
  })

  it('a redirect, after which nothing reaches the other origin, with the key or without', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      server.answers = [text('', status, { location: `${elsewhere.url}/v4/domains` })]
      server.received.length = 0
      await testShows('Scripted', /redirects to another address\./)
      const outcome = await create(app, accountId)
      expect(outcome).toMatchObject({ ok: false, failure: { code: 'bad-answer' } })
      const methods = server.received.map(({ method }) => method)
      // A sync may read beside the test of the connection; what changes something is sent once.
      expect([...new Set(methods)].toSorted()).toEqual(['GET', 'POST'])
      expect(methods.filter((method) => method === 'POST')).toHaveLength(1)
      // The sentence of the status before must not be taken for this one's.
      server.answers = [json({ total_count: 4, items: [] })]
      await testShows('Scripted', 'Works: 4 domains')
    }
    expect(elsewhere.received).toEqual([])
  })

  it('a certificate of an unknown issuer', async () => {
    await testShows('Untrusted', /is from an issuer that this computer does not trust\./)
  })

  it('a certificate that is out of date names the clock', async () => {
    await app.electron.evaluate(({ session }) => {
      // Chromium's ERR_CERT_DATE_INVALID; its verdict on a certificate that it has seen before is kept.
      session.defaultSession.setCertificateVerifyProc((_, callback) => callback(-201))
    })
    await addAccount(app, 'Outdated', addressOf(outdated))
    await testShows('Outdated', /By the clock of this computer the certificate of .* is out of date\./)
    await card('Outdated').getByText('The clock of this computer says').waitFor()
  })

  it('a server that speaks no TLS', async () => {
    await testShows('Plain', /A secure connection to .* could not be made\./)
  })

  it('a name that does not exist', async () => {
    await testShows('Nameless', 'The name api.zonedesk.invalid was not found.')
  })

  it('a server that is not there', async () => {
    await testShows('Gone', /refused the connection\./)
  })

  it('a host that takes no connection', async () => {
    const silent = await startSilentHost()
    await addAccount(app, 'Silent', `http://127.0.0.1:${silent.port}`)
    await testShows('Silent', /did not accept a connection in time\./)
    silent.stop()
  })

  it('a sync that is stopped ends the request under way', async () => {
    server.answers = [stall]
    await app.page.evaluate((id) => window.zonedesk.sync.start({ accountId: id }), accountId)
    await expect.poll(() => server.underWay()).toBe(1)
    await app.page.evaluate((id) => window.zonedesk.sync.cancel({ accountId: id }), accountId)
    await expect.poll(() => server.underWay()).toBe(0)
  })

  it('closing the window ends every request under way, and the key is in no file', async () => {
    server.answers = [stall]
    await app.page.evaluate((id) => window.zonedesk.sync.start({ accountId: id }), accountId)
    void create(app, accountId).catch(() => undefined)
    await expect.poll(() => server.underWay()).toBe(2)
    await app.close()
    await expect.poll(() => server.underWay()).toBe(0)
    const credentials = Buffer.from(`api:${KEY}`).toString('base64')
    for (const file of filesBelow(folder.path)) {
      const bytes = bytesOf(file)
      expect(bytes.includes(KEY) || bytes.includes(credentials), file).toBe(false)
    }
  })
})

describe('a proxy', () => {
  const folder = temporaryFolder()
  let app: RunningApp
  let proxy: ScriptedServer
  let target: ScriptedServer

  beforeAll(async () => {
    proxy = await startServer()
    target = await startServer()
    proxy.answers = [
      (response, request) =>
        request.method === 'GET'
          ? json({ total_count: 0, items: [] })(response, request)
          : json({ domain: DOMAIN, sending_dns_records: [], receiving_dns_records: [] })(response, request),
    ]
    const server = proxy.url.replace('http://', '')
    app = await startApp(folder.path, [`--proxy-server=${server}`, '--proxy-bypass-list=<-loopback>'])
  })
  afterAll(async () => {
    await app.close()
    await proxy.close()
    await target.close()
    folder.remove()
  })

  it('is what reads and writes go through', async () => {
    const id = await addAccount(app, 'Behind a proxy', target.url)
    expect(await create(app, id)).toMatchObject({ ok: true })
    await expect
      .poll(() => proxy.received.map(({ method, url }) => `${method} ${url.replace(/\?.*/, '')}`).toSorted())
      .toEqual([`GET ${target.url}/v4/domains`, `POST ${target.url}/v4/domains`])
    expect(target.received).toEqual([])
  })

  it('that is not there is named', async () => {
    const id = await addAccount(app, 'Behind no proxy', target.url)
    await proxy.close()
    expect(await create(app, id)).toMatchObject({
      ok: false,
      failure: {
        code: 'offline',
        message: expect.stringMatching(/^The proxy did not let the connection to /) as string,
      },
    })
    expect(target.received).toEqual([])
  })
})

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
}
