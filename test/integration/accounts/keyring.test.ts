import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAccounts } from '../../../src/main/accounts/accounts'
import { createKeychain, type Keychain } from '../../../src/main/accounts/keychain'
import { createSessionKeys } from '../../../src/main/accounts/session-keys'
import { openProfile } from '../../../src/main/profile/profile'
import { pacesOf } from './paces-of'

const KEY = `key-hunter2-${randomUUID()}`

/** Of this run alone, so that nobody's keys are touched. */
const service = `Zonedesk test ${randomUUID()}`

describe.runIf(process.platform === 'linux')('the real keyring', () => {
  let folder: string
  let keychain: Keychain

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zonedesk-keyring-'))
    keychain = createKeychain({ service })
    const status = await keychain.status()
    if (!status.available) {
      throw new Error(
        `This test needs a session bus with an unlocked keyring, which npm test starts. ${status.message} ${status.fix}`,
      )
    }
  })

  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  it('writes, reads, replaces and deletes a key', async () => {
    const id = randomUUID()
    expect(await keychain.get(id)).toBeNull()
    await keychain.set(id, KEY)
    await keychain.set(id, `${KEY}-2`)
    expect(await createKeychain({ service }).get(id)).toBe(`${KEY}-2`)
    await keychain.delete(id)
    expect(await keychain.get(id)).toBeNull()
    await expect(keychain.delete(id)).resolves.toBeUndefined()
  })

  it('keeps the key of an account across a restart, and no byte of it in the profile', async () => {
    const path = join(folder, 'profile.sqlite')
    const start = () => {
      const profile = openProfile(path)
      const accounts = createAccounts({
        paces: pacesOf(profile),
        store: profile.accounts,
        keychain: createKeychain({ service }),
        sessionKeys: createSessionKeys(),
        connect: () => {
          throw new Error('no connection is made here')
        },
        embedded: {
          kind: 'embedded',
          baseUrl: 'http://embedded.invalid',
          apiKey: () => Promise.resolve(''),
        },
      })
      return { profile, accounts }
    }
    const first = start()
    const { id } = await first.accounts.add({
      name: 'Customers',
      region: 'eu',
      baseUrl: null,
      apiKey: KEY,
      keepKey: 'keychain',
    })
    const files = [path, `${path}-wal`, `${path}-shm`].filter(existsSync)
    expect(files.length).toBeGreaterThan(1)
    const bytes = Buffer.concat(files.map((file) => readFileSync(file)))
    expect(bytes.includes('Customers')).toBe(true)
    expect(bytes.includes('hunter2')).toBe(false)
    first.profile.close()
    expect(readFileSync(path).includes('hunter2')).toBe(false)

    const second = start()
    expect((await second.accounts.list())[1]).toMatchObject({ id, key: 'keychain' })
    expect(await second.accounts.connection(id).apiKey()).toBe(KEY)
    await second.accounts.remove(id)
    expect(await keychain.get(id)).toBeNull()
    second.profile.close()
  })
})
