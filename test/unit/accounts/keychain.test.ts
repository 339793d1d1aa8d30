import { inspect } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { createKeychain, type OpenedKeychain } from '../../../src/main/accounts/keychain'
import { fakeKeychainBackend, type FakeKeychainBackend } from './fake-keychain-backend'

let backend: FakeKeychainBackend
let keychain: OpenedKeychain

beforeEach(() => {
  backend = fakeKeychainBackend()
  keychain = create('linux')
})

function create(platform: NodeJS.Platform): OpenedKeychain {
  return createKeychain({
    open: () => Promise.resolve(backend),
    platform,
    probeLimitMs: 30,
    keyLimitMs: 60,
  })
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10))

describe('the keychain', () => {
  it('files a key under the service Zonedesk and the id of the account', async () => {
    await keychain.set('a1', 'key-one')
    expect([...backend.entries]).toEqual([['Zonedesk/a1', 'key-one']])
    expect(await keychain.get('a1')).toBe('key-one')
    expect(await keychain.get('a2')).toBeNull()
    await keychain.delete('a1')
    await keychain.delete('a1')
    expect(await keychain.get('a1')).toBeNull()
  })

  it('is available when an entry can be written and read, and leaves none behind', async () => {
    expect(await keychain.status()).toMatchObject({ available: true, fix: '' })
    expect(backend.entries.size).toBe(0)
  })

  it('says that a call holds a thread until the call comes back, whoever gave up waiting for it', async () => {
    const opened = create('linux')
    backend.mode = 'hangs'
    await expect(opened.get('a1')).rejects.toMatchObject({ failure: { code: 'keychain' } })
    expect(opened.holdsThread()).toBe(true)
    backend.release()
    await settle()
    expect(opened.holdsThread()).toBe(false)
  })

  it('survives a library that does not load', async () => {
    const broken = createKeychain({
      open: () => Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file')),
      platform: 'linux',
    })
    expect(await broken.status()).toMatchObject({ available: false })
    expect((await broken.status()).fix).toContain('Install libsecret')
    await expect(broken.get('a1')).rejects.toMatchObject({ failure: { code: 'keychain' } })
    await expect(broken.set('a1', 'k')).rejects.toMatchObject({ failure: { code: 'keychain' } })
    expect(() => broken.settle('a1', null)).not.toThrow()
  })

  it.each([
    ['linux', 'gnome-keyring'],
    ['darwin', 'Keychain Access'],
    ['win32', 'Credential Manager'],
  ] as const)('says on %s what to do, and that a session key is possible', async (platform, advice) => {
    backend.mode = 'fails'
    const status = await create(platform).status()
    expect(status).toMatchObject({ available: false })
    expect(status.fix).toContain(advice)
    expect(status.fix).toContain('for this session only')
  })

  it('carries no key in its failure', async () => {
    backend.mode = 'fails'
    const error: unknown = await keychain.set('a1', 'key-hunter2').catch((reason: unknown) => reason)
    expect(inspect(error, { depth: Infinity })).toContain('the keyring is not there')
    expect(inspect(error, { depth: Infinity })).not.toContain('hunter2')
  })

  it('gives up on a keychain that hangs on a prompt, and does not pile calls up behind it', async () => {
    backend.mode = 'hangs'
    expect((await keychain.status()).message).toContain('does not answer')
    expect(await keychain.status()).toMatchObject({ available: false })
    await expect(keychain.get('a1')).rejects.toMatchObject({ failure: { code: 'keychain' } })
    expect(backend.calls).toBe(1)
  })

  it('never carries out later what it gave up on before it began', async () => {
    backend.mode = 'hangs'
    const status = keychain.status()
    await expect(keychain.set('a1', 'key-one')).rejects.toMatchObject({ failure: { code: 'keychain' } })
    await status
    backend.release()
    await settle()
    expect(backend.entries.size).toBe(0)
    expect(await keychain.status()).toMatchObject({ available: true })
  })

  it('settles an entry after what still hangs', async () => {
    backend.mode = 'hangs'
    await expect(keychain.set('a1', 'key-late')).rejects.toMatchObject({ failure: { code: 'keychain' } })
    keychain.settle('a1', null)
    backend.release()
    await settle()
    expect(backend.entries.size).toBe(0)
  })
})
