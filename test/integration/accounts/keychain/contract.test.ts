import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSession } from '../../../../scripts/setup/session.mjs'
import type { KeychainBackend } from '../../../../src/main/accounts/keychain-backend'
import { fakeKeychainBackend } from '../../../unit/accounts/fake-keychain-backend'
import { LIBRARIES } from './backends'

// A bus and a keyring of this file's own: gnome-keyring 42 has ended by itself while several programs wrote to it at
// once, and the other files need theirs. The libraries read the address when they are first asked.
const session = await startSession({ purpose: 'test' })
process.env['DBUS_SESSION_BUS_ADDRESS'] = session.env['DBUS_SESSION_BUS_ADDRESS']
afterAll(() => session.stop())

/** Of this run alone, so that nobody's keys are touched. */
const service = `Zonedesk test ${randomUUID()}`
const fake = fakeKeychainBackend()

describe.runIf(process.platform === 'linux').each([
  ...LIBRARIES,
  // The other tests stand on it, so it does as the libraries do.
  ['the fake', () => Promise.resolve(fake)] as const,
])('what a keychain does, with %s', (_, open) => {
  let backend: KeychainBackend
  let account: string

  beforeEach(async () => {
    backend = await open()
    account = randomUUID()
  })
  afterEach(() => backend.delete(service, account))

  it('answers null where nothing was written', async () => {
    expect(await backend.get(service, account)).toBeNull()
  })

  it('gives back what was written', async () => {
    await backend.set(service, account, 'key-one')
    expect(await backend.get(service, account)).toBe('key-one')
  })

  it('replaces an entry, and keeps no second one', async () => {
    await backend.set(service, account, 'key-one')
    await backend.set(service, account, 'key-two')
    expect(await backend.get(service, account)).toBe('key-two')
    await backend.delete(service, account)
    expect(await backend.get(service, account)).toBeNull()
  })

  it('deletes an entry, and does not fail where there is none', async () => {
    await backend.set(service, account, 'key-one')
    await backend.delete(service, account)
    expect(await backend.get(service, account)).toBeNull()
    await expect(backend.delete(service, account)).resolves.toBeUndefined()
  })

  it('can write again what was deleted', async () => {
    await backend.set(service, account, 'key-one')
    await backend.delete(service, account)
    await backend.set(service, account, 'key-two')
    expect(await backend.get(service, account)).toBe('key-two')
  })

  it('keeps accounts apart, and services', async () => {
    const other = randomUUID()
    await backend.set(service, account, 'key-one')
    await backend.set(service, other, 'key-two')
    await backend.set(`${service} 2`, account, 'key-three')
    expect(await backend.get(service, account)).toBe('key-one')
    expect(await backend.get(service, other)).toBe('key-two')
    expect(await backend.get(`${service} 2`, account)).toBe('key-three')
    await backend.delete(service, other)
    await backend.delete(`${service} 2`, account)
    expect(await backend.get(service, account)).toBe('key-one')
  })

  it.each([
    ['letters beyond ASCII', 'Schlüssel-日本語-🔑'],
    ['an accent in two parts', 'e\u0301 is not \u00e9'],
    ['white space and line ends', ' key\twith\r\nspace '],
    ['quotation marks, a backslash and percent signs', `"'\\ %s %n $HOME`],
    ['one character', 'k'],
    ['a long key', 'k'.repeat(100_000)],
    ['a long key beyond ASCII', '🔑'.repeat(25_000)],
  ])('keeps %s as they are', async (_name, secret) => {
    await backend.set(service, account, secret)
    const read = await backend.get(service, account)
    // Not printed by the hundred thousand where it fails.
    expect(read?.length).toBe(secret.length)
    expect(read === secret).toBe(true)
  })

  it('takes an account of any text', async () => {
    account = `Konto ü/ä 日本 ${account}`
    await backend.set(service, account, 'key-one')
    expect(await backend.get(service, account)).toBe('key-one')
    expect(await backend.get(service, account.normalize('NFD'))).toBeNull()
  })

  it('lets the library read the entry when it is opened again', async () => {
    await backend.set(service, account, 'key-one')
    expect(await (await open()).get(service, account)).toBe('key-one')
  })

  it('answers calls that were made at once', async () => {
    const accounts = Array.from({ length: 8 }, () => randomUUID())
    await Promise.all(accounts.map((id) => backend.set(service, id, `key-${id}`)))
    expect(await Promise.all(accounts.map((id) => backend.get(service, id)))).toEqual(
      accounts.map((id) => `key-${id}`),
    )
    await Promise.all(accounts.map((id) => backend.delete(service, id)))
    expect(await Promise.all(accounts.map((id) => backend.get(service, id)))).toEqual(
      accounts.map(() => null),
    )
  })
})

describe.runIf(process.platform === 'linux')('two libraries on one keyring', () => {
  const opened = Promise.all(LIBRARIES.map(([, open]) => open()))
  const account = randomUUID()
  afterEach(async () => {
    for (const backend of await opened) await backend.delete(service, account)
  })

  // docs/keychain.md tells what follows from it. Should this fail one day, changing over has become easier.
  it('do not find the entries of each other on Linux', async () => {
    const [keytar, napi] = (await opened) as [KeychainBackend, KeychainBackend]
    await keytar.set(service, account, 'of keytar')
    expect(await napi.get(service, account)).toBeNull()
    await napi.set(service, account, 'of the other')
    expect(await keytar.get(service, account)).toBe('of keytar')
    await napi.delete(service, account)
    expect(await keytar.get(service, account)).toBe('of keytar')
  })
})
