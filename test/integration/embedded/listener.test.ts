import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKeychain, KEYCHAIN_SERVICE } from '../../../src/main/accounts/keychain'
import {
  createEmbeddedListener,
  LISTENER_KEY,
  type EmbeddedListener,
} from '../../../src/main/embedded/listener'
import { createEmbeddedService, type EmbeddedService } from '../../../src/main/embedded/service'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import type { Failure } from '../../../src/preload/contract/failure'
import { fakeKeychainBackend, type FakeKeychainBackend } from '../../unit/accounts/fake-keychain-backend'

const KEY = 'key-for-other-programs'

let folder: string
let profile: Profile
let service: EmbeddedService
let backend: FakeKeychainBackend
let listener: EmbeddedListener
let failures: Failure[]
let changes: number

function open(): void {
  profile = openProfile(join(folder, 'profile.sqlite'))
  service = createEmbeddedService({
    databasePath: join(folder, 'embedded.sqlite'),
    apiKey: "the window's own key",
    resolver: '127.0.0.1:9',
  })
  listener = createEmbeddedListener({
    store: profile.listener,
    keychain: createKeychain({ open: () => Promise.resolve(backend), probeLimitMs: 200, keyLimitMs: 200 }),
    handlerFor: (apiKey) => service.withKey(apiKey),
    onFailure: (failure) => failures.push(failure),
    onChange: () => (changes += 1),
  })
}

async function shut(): Promise<void> {
  await listener.close()
  service.close()
  profile.close()
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** What a program with this key is answered: a status, or `refused`. */
async function ask(url: string | null, key = KEY): Promise<number | 'refused'> {
  const headers = { authorization: `Basic ${btoa(`api:${key}`)}` }
  return fetch(`${url}/v4/domains`, { headers }).then(
    ({ status }) => status,
    () => 'refused',
  )
}

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'no failure',
    (error: unknown) => (error as { failure: Failure }).failure,
  )

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-listener-'))
  backend = fakeKeychainBackend()
  failures = []
  changes = 0
  open()
})
afterEach(async () => {
  await shut()
  rmSync(folder, { recursive: true, force: true })
})

describe('the embedded service for other programs', () => {
  it('is off until it is turned on, and stays off without a key', async () => {
    await listener.resume()
    expect(await listener.status()).toEqual({
      on: false,
      port: 8025,
      url: null,
      hasKey: false,
      failure: null,
    })
    expect(await failureOf(listener.start(await freePort()))).toMatchObject({
      code: 'invalid',
      message: 'The embedded service has no API key for other programs.',
    })
    expect((await listener.status()).on).toBe(false)
  })

  it('does not ask the keychain until it must, and knows when the key is gone from it', async () => {
    await listener.setKey(KEY)
    const calls = backend.calls
    expect((await listener.status()).hasKey).toBe(true)
    expect(backend.calls).toBe(calls)
    backend.entries.clear()
    expect(await failureOf(listener.start(await freePort()))).toMatchObject({ code: 'invalid' })
    expect((await listener.status()).hasKey).toBe(false)
  })

  it('answers to its own key and not to the one of the window', async () => {
    await listener.setKey(KEY)
    const port = await freePort()
    const { url, ...status } = await listener.start(port)
    expect(status).toEqual({ on: true, port, hasKey: true, failure: null })
    expect(url).toBe(`http://127.0.0.1:${port}`)
    expect(await ask(url)).toBe(200)
    expect(await ask(url, "the window's own key")).toBe(401)
    expect((await listener.stop()).url).toBe(null)
    expect(await ask(url)).toBe('refused')
  })

  it('keeps its key in the keychain under an account of its own, and in no file', async () => {
    await listener.setKey(KEY)
    await listener.start(await freePort())
    expect([...backend.entries]).toEqual([[`${KEYCHAIN_SERVICE}/${LISTENER_KEY}`, KEY]])
    await shut()
    for (const file of readdirSync(folder)) expect(readFileSync(join(folder, file)).includes(KEY)).toBe(false)
    open()
  })

  it('refuses an old key as soon as there is a new one', async () => {
    await listener.setKey(KEY)
    const { url } = await listener.start(await freePort())
    await listener.setKey('a newer key of the tests')
    expect(await ask(url)).toBe(401)
    expect(await ask(url, 'a newer key of the tests')).toBe(200)
  })

  it('keeps the old key when the keychain refuses a new one', async () => {
    await listener.setKey(KEY)
    const { url } = await listener.start(await freePort())
    backend.mode = 'fails'
    expect(await failureOf(listener.setKey('a newer key of the tests'))).toMatchObject({
      code: 'keychain',
      fix: "Install or unlock the system's keychain (on Linux gnome-keyring or KWallet), then try again.",
    })
    expect(await ask(url)).toBe(200)
  })

  it('moves to another port, and stays where it is when that one is taken', async () => {
    await listener.setKey(KEY)
    const first = await listener.start(await freePort())
    const second = await listener.start(await freePort())
    expect([await ask(first.url), await ask(second.url)]).toEqual(['refused', 200])

    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    expect(await failureOf(listener.start(port))).toEqual({
      code: 'invalid',
      message: `Port ${port} is in use by another program.`,
      fix: 'Choose another port, or end that program.',
      retryable: false,
      field: 'port',
    })
    expect(await ask(second.url)).toBe(200)
    expect(await listener.status()).toEqual(second)
    other.close()
  })

  it('listens again after a restart when it was on, and not when it was turned off', async () => {
    await listener.setKey(KEY)
    const before = await listener.start(await freePort())
    await shut()
    expect(await ask(before.url)).toBe('refused')
    open()
    await listener.resume()
    expect(await listener.status()).toEqual(before)
    expect(await ask(before.url)).toBe(200)
    await listener.stop()
    await shut()
    open()
    await listener.resume()
    expect(await listener.status()).toMatchObject({ on: false, port: before.port })
  })

  it('tells why it does not listen again, and starts with everything else', async () => {
    await listener.setKey(KEY)
    const { port } = await listener.start(await freePort())
    await shut()
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    open()
    await listener.resume()
    const message = `Port ${port} is in use by another program.`
    expect(failures).toMatchObject([{ message }])
    expect(await listener.status()).toMatchObject({ on: false, port, failure: { message } })
    await new Promise((resolve) => other.close(resolve))
    expect(await listener.start(port)).toMatchObject({ on: true, failure: null })
  })

  it('tells once of many changes by other programs, and never of reading', async () => {
    await listener.setKey(KEY)
    const { url } = await listener.start(await freePort())
    const headers = { authorization: `Basic ${btoa(`api:${KEY}`)}` }
    const create = (name: string) =>
      fetch(`${url}/v4/domains`, { method: 'POST', headers, body: new URLSearchParams({ name }) })
    await ask(url)
    await Promise.all(['a', 'b', 'c'].map((label) => create(`${label}.example.com`)))
    await create('not a name')
    await expect.poll(() => changes).toBe(1)
    expect(existsSync(join(folder, 'embedded.sqlite'))).toBe(true)
  })
})
