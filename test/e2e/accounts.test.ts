import { createKeychain } from '../../src/main/accounts/keychain'
import { randomUUID } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningApp, startApp, temporaryFolder } from './app'
import { bytesOf } from './bytes-of'
import {
  accountNamed,
  addAccount,
  closeDialog,
  fillAccountForm,
  type OwnService,
  startOwnService,
} from './own-service'

/** Of this process: what the app wrote is read past it. */
const keychain = createKeychain({ service: 'Zonedesk' })
const ACCOUNT = 'Customers'

/** Every form in which a key could be written down. */
function formsOf(key: string): string[] {
  return [key, Buffer.from(`api:${key}`).toString('base64'), Buffer.from(key).toString('base64')]
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
}

/** Which files below a folder hold one of the texts. */
function filesWith(folder: string, texts: readonly string[]): string[] {
  return filesBelow(folder).filter((path) => {
    const bytes = bytesOf(path)
    return texts.some((text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')))
  })
}

describe('a provider account', () => {
  const firstKey = `key-hunter2-${randomUUID()}`
  const secondKey = `key-hunter3-${randomUUID()}`
  const secrets = [...formsOf(firstKey), ...formsOf(secondKey)]
  const folder = temporaryFolder()
  let own: OwnService
  let app: RunningApp
  let accountId: string
  let output = ''

  const card = (name = ACCOUNT): Locator => app.page.getByRole('article', { name })
  const dialog = (): Locator => app.page.getByRole('dialog')
  const openAccounts = (): Promise<void> =>
    app.page.getByRole('navigation').getByRole('button', { name: 'Accounts', exact: true }).click()
  const option = (name: string): Locator => app.page.getByRole('option').filter({ hasText: name })

  /** Starts the app and keeps everything that it tells its window. */
  async function start(): Promise<void> {
    app = await startApp(folder.path)
    for (const stream of [app.electron.process().stdout, app.electron.process().stderr]) {
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    }
    await app.electron.evaluate(({ BrowserWindow, ipcMain }) => {
      // Electron's own table of handlers, not in its types: every answer to the window passes through it.
      const { _invokeHandlers: handlers } = ipcMain as unknown as {
        _invokeHandlers: Map<string, (...args: unknown[]) => unknown>
      }
      const told: string[] = []
      ;(globalThis as unknown as { told: string[] }).told = told
      for (const [channel, handler] of handlers) {
        handlers.set(channel, async (...args) => {
          const answer = await handler(...args)
          told.push(`${channel} ${JSON.stringify(answer)}`)
          return answer
        })
      }
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      if (contents === undefined) throw new Error('no window')
      const send = contents.send.bind(contents)
      contents.send = (channel: string, ...args: unknown[]) => {
        told.push(`${channel} ${JSON.stringify(args)}`)
        send(channel, ...args)
      }
    })
  }
  const told = (): Promise<string[]> =>
    app.electron.evaluate(() => (globalThis as unknown as { told: string[] }).told)

  beforeAll(async () => {
    own = await startOwnService(firstKey)
    await own.addDomain('mg.example.com')
    await own.addDomain('news.example.com')
    await start()
  })
  afterAll(async () => {
    await app.close()
    await own.stop()
    if (accountId) await keychain.delete(accountId)
    folder.remove()
  })

  it('is tried before it is kept: a wrong key is told apart from one that works', async () => {
    await fillAccountForm(app.page, { name: ACCOUNT, baseUrl: own.baseUrl, apiKey: 'wrong' })
    const test = app.page.getByRole('button', { name: 'Test connection' })
    await test.click()
    await dialog().getByText('The provider does not know this API key.').waitFor()
    await app.page.getByRole('textbox', { name: 'API key' }).fill(firstKey)
    await test.click()
    await dialog().getByText('Works: 2 domains').first().waitFor()
  })

  it('refuses an address over plain http that is not on this machine', async () => {
    const field = app.page.getByLabel('Base URL')
    await field.fill('http://api.example.com')
    await field.blur()
    await dialog().getByText('Use https: the key could be read on the way.').waitFor()
    await field.fill(own.baseUrl)
  })

  it('is added, its key kept in the keyring, and its domains appear', async () => {
    await app.page.getByRole('button', { name: /^Add account/ }).click()
    await card().getByText('Key in the keychain').waitFor()
    accountId = (await accountNamed(app.page, ACCOUNT)).id
    expect(await keychain.get(accountId)).toBe(firstKey)
    await closeDialog(app.page)
    await option('mg.example.com').waitFor()
    await option('news.example.com').waitFor()
  })

  it('is renamed, and says whether it works', async () => {
    await openAccounts()
    await card()
      .getByRole('button', { name: `Rename ${ACCOUNT}` })
      .click()
    await card().getByRole('textbox', { name: 'Name' }).fill('Clients')
    await card().getByRole('button', { name: 'Rename', exact: true }).click()
    await card('Clients').getByRole('button', { name: 'Test', exact: true }).click()
    await card('Clients').getByText('Works: 2 domains').waitFor()
  })

  it('takes another key in place of the one it has', async () => {
    await card('Clients')
      .getByRole('button', { name: /^Replace the key/ })
      .click()
    await card('Clients').getByRole('textbox', { name: 'New API key' }).fill(secondKey)
    await card('Clients').getByRole('button', { name: 'Replace key' }).click()
    await card('Clients').getByRole('textbox').waitFor({ state: 'detached' })
    expect(await keychain.get(accountId)).toBe(secondKey)
    await card('Clients').getByRole('button', { name: 'Test', exact: true }).click()
    await card('Clients').getByText('The provider does not know this API key.').waitFor()

    await card('Clients')
      .getByRole('button', { name: /^Replace the key/ })
      .click()
    await card('Clients').getByRole('textbox', { name: 'New API key' }).fill(firstKey)
    await card('Clients').getByRole('button', { name: 'Replace key' }).click()
    await card('Clients').getByRole('textbox').waitFor({ state: 'detached' })
    await closeDialog(app.page)
  })

  it('leaves its key in no answer, no event and nowhere in the page', async () => {
    const all = await told()
    expect(all.some((line) => line.startsWith('zonedesk:accounts.list') && line.includes('Clients'))).toBe(
      true,
    )
    expect(all.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([])
    const page = await app.page.evaluate(() =>
      [
        document.documentElement.outerHTML,
        ...[...document.querySelectorAll('input')].map((input) => input.value),
        ...Object.values<string>(localStorage),
        ...Object.values<string>(sessionStorage),
      ].join('\n'),
    )
    expect(secrets.filter((secret) => page.includes(secret))).toEqual([])
  })

  it('comes back after a restart and syncs with the key from the keyring', async () => {
    await app.close()
    await own.addDomain('later.example.com')
    await start()
    await option('later.example.com').waitFor()
    expect((await accountNamed(app.page, 'Clients')).key).toBe('keychain')
  })

  it('leaves its key in no file of the data folder, no log and no output', async () => {
    await app.close()
    expect(filesWith(folder.path, ['later.example.com']).length).toBeGreaterThan(0)
    expect(filesWith(folder.path, secrets)).toEqual([])
    expect(secrets.filter((secret) => output.includes(secret))).toEqual([])
    await start()
  })

  it('is removed with its key and its cached domains', async () => {
    await openAccounts()
    await card('Clients').getByRole('button', { name: 'Remove Clients' }).click()
    await card('Clients').getByText('Its domains stay at the provider.').waitFor()
    await card('Clients').locator('form').getByRole('button', { name: 'Remove Clients' }).click()
    await card('Clients').waitFor({ state: 'detached' })
    expect(await keychain.get(accountId)).toBeNull()
    await closeDialog(app.page)
    await app.page.getByRole('heading', { name: 'Welcome to Zonedesk' }).waitFor()
    const counts = await app.page.evaluate(() => window.zonedesk.domains.counts({ accountId: null }))
    expect(counts).toMatchObject({ ok: true, value: { all: 0 } })
    expect(app.pageErrors).toEqual([])
  })
})

describe.runIf(process.platform === 'linux')('without a keychain', () => {
  const key = `key-hunter4-${randomUUID()}`
  const folder = temporaryFolder()
  const nowhere = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' }
  let own: OwnService
  let app: RunningApp

  beforeAll(async () => {
    own = await startOwnService(key)
    await own.addDomain('mg.example.com')
    app = await startApp(folder.path, [], nowhere)
  })
  afterAll(async () => {
    await app.close()
    await own.stop()
    folder.remove()
  })

  it('says so with what to install, and keeps the key until the app quits', async () => {
    await fillAccountForm(app.page, { name: ACCOUNT, baseUrl: own.baseUrl, apiKey: key })
    await app.page.getByText("The system's keychain answered with an error.").waitFor()
    await app.page.getByText('Install and unlock a keyring (gnome-keyring').waitFor()
    await expect.poll(() => app.page.getByRole('radio', { name: 'In the keychain' }).isDisabled()).toBe(true)
    await expect
      .poll(() => app.page.getByRole('radio', { name: 'Until the app quits' }).isChecked())
      .toBe(true)
    await app.page.getByRole('button', { name: /^Add account/ }).click()
    await app.page.getByRole('article', { name: ACCOUNT }).getByText('Key kept until the app quits').waitFor()
    await closeDialog(app.page)
    await app.page.getByRole('option').filter({ hasText: 'mg.example.com' }).waitFor()
  })

  it('asks for the key again after a restart, and shows what was synced before', async () => {
    await app.close()
    expect(filesWith(folder.path, formsOf(key))).toEqual([])
    app = await startApp(folder.path, [], nowhere)
    await app.page.getByRole('option').filter({ hasText: 'mg.example.com' }).waitFor()
    await app.page.getByText(`${ACCOUNT} has no API key.`).waitFor()
    await app.page.getByRole('button', { name: 'Enter the key' }).click()
    const card = app.page.getByRole('article', { name: ACCOUNT })
    await card.getByRole('button', { name: 'Enter the key' }).click()
    await card.getByRole('textbox', { name: 'New API key' }).fill(key)
    await card.getByRole('button', { name: 'Replace key' }).click()
    await card.getByText('Key kept until the app quits').waitFor()
    await card.getByRole('button', { name: 'Test', exact: true }).click()
    await card.getByText('Works: 1 domain').waitFor()
  })
})

describe('the network', () => {
  const key = `key-hunter5-${randomUUID()}`
  const folder = temporaryFolder()
  const servers: Server[] = []
  let app: RunningApp

  /** A scripted server on loopback, by its base URL. */
  async function serve(
    answer: (request: IncomingMessage, response: ServerResponse) => void,
  ): Promise<string> {
    const server = createServer((request, response) => {
      request.resume().on('end', () => answer(request, response))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    servers.push(server)
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  function json(response: ServerResponse, body: unknown): void {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const created = (name: string): unknown => ({
    domain: { name, state: 'unverified' },
    sending_dns_records: [],
    receiving_dns_records: [],
  })

  beforeEach(async () => {
    app = await startApp(folder.path)
  })
  afterEach(async () => {
    const accounts = await app.page.evaluate(() => window.zonedesk.accounts.list({}))
    await app.close()
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
    if (accounts.ok) for (const { id } of accounts.value) await keychain.delete(id)
  })
  afterAll(() => folder.remove())

  it('sends a write once, even when a kept connection is dropped under it', async () => {
    const writes: string[] = []
    const baseUrl = await serve((request, response) => {
      if (request.method === 'GET') {
        json(response, { total_count: 0, items: [] })
        return
      }
      writes.push(`${request.method} ${request.url}`)
      // The first write leaves its connection open, for the next to find it closing.
      if (writes.length === 1) json(response, created('first.example.com'))
      else request.socket.destroy()
    })
    const { id } = await addAccount(app.page, { name: 'Dropping', baseUrl, apiKey: key })
    const create = (name: string): Promise<unknown> =>
      app.page.evaluate(
        ([accountId, domain]) => window.zonedesk.domains.create({ accountId, name: domain, options: {} }),
        [id, name] as const,
      )
    expect(await create('first.example.com')).toMatchObject({ ok: true })
    expect(await create('second.example.com')).toMatchObject({ ok: false, failure: { code: 'offline' } })
    // Asked on the same stack after it: whatever was sent again has arrived by now.
    await app.page.evaluate((accountId) => window.zonedesk.accounts.test({ accountId }), id)
    expect(writes).toEqual(['POST /v4/domains', 'POST /v4/domains'])
  })

  it('follows no redirect with the key, neither when reading nor when writing', async () => {
    const elsewhere: (string | undefined)[] = []
    const other = await serve((request, response) => {
      elsewhere.push(request.headers.authorization)
      json(response, { total_count: 0, items: [] })
    })
    const asked: (string | undefined)[] = []
    const baseUrl = await serve((request, response) => {
      asked.push(request.headers.authorization)
      response.writeHead(307, { location: `${other}${request.url}` }).end()
    })
    const { id } = await addAccount(app.page, { name: 'Redirecting', baseUrl, apiKey: key })
    const tested = await app.page.evaluate((accountId) => window.zonedesk.accounts.test({ accountId }), id)
    expect(tested).toMatchObject({ ok: false, failure: { code: 'bad-answer' } })
    const written = await app.page.evaluate(
      (accountId) => window.zonedesk.domains.create({ accountId, name: 'mg.example.com', options: {} }),
      id,
    )
    expect(written).toMatchObject({ ok: false, failure: { code: 'bad-answer' } })
    expect(asked.length).toBeGreaterThan(1)
    expect(asked.every((header) => header?.startsWith('Basic '))).toBe(true)
    expect(elsewhere).toEqual([])
  })
})
