import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAccounts, type Accounts, type NewAccount } from '../../../src/main/accounts/accounts'
import type { Connection } from '../../../src/main/accounts/connection'
import { createKeychain } from '../../../src/main/accounts/keychain'
import { createSessionKeys, type SessionKeys } from '../../../src/main/accounts/session-keys'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import { createProviderClient } from '../../../src/main/provider/client/client'
import type { ProviderClient } from '../../../src/main/provider/types'
import { contract } from '../../../src/preload/contract'
import { type Failure, ZonedeskError } from '../../../src/preload/contract/failure'
import { fakeKeychainBackend, type FakeKeychainBackend } from '../../unit/accounts/fake-keychain-backend'
import { pacesOf } from './paces-of'

const KEY = 'key-hunter2-one'
const OTHER_KEY = 'key-hunter2-two'

const EMBEDDED: Connection = {
  kind: 'embedded',
  baseUrl: 'http://embedded.invalid',
  apiKey: () => Promise.resolve('of the embedded service'),
}
const CUSTOMERS: NewAccount = {
  name: 'Customers',
  region: 'us',
  baseUrl: null,
  apiKey: KEY,
  keepKey: 'keychain',
}

let folder: string
let profile: Profile
let backend: FakeKeychainBackend
let sessionKeys: SessionKeys
let accounts: Accounts
/** Base URLs a client was asked to list at, in order. */
let asked: string[]
/** How many domains a base URL has; it does not know the key when there is none. */
let domainsAt: Map<string, number>

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-accounts-'))
  profile = openProfile(join(folder, 'profile.sqlite'))
  backend = fakeKeychainBackend()
  asked = []
  domainsAt = new Map()
  start()
})

afterEach(() => {
  profile.close()
  rmSync(folder, { recursive: true })
})

/** Starts anew, as the app does: what was in memory is gone. */
function start(): void {
  sessionKeys = createSessionKeys()
  accounts = createAccounts({
    paces: pacesOf(profile),
    store: profile.accounts,
    keychain: createKeychain({
      open: () => Promise.resolve(backend),
      platform: 'linux',
      probeLimitMs: 30,
      keyLimitMs: 60,
    }),
    sessionKeys,
    connect: listingClient,
    embedded: EMBEDDED,
    now: () => 1_000,
  })
}

/** A client whose provider answers a list of one domain at most, and nothing else. */
function listingClient({ kind: _, ...connection }: Connection): ProviderClient {
  return createProviderClient({
    ...connection,
    fetch: (url, { method }) => {
      if (method !== 'GET') throw new Error('testing a connection changes nothing')
      const { searchParams } = new URL(url)
      asked.push(connection.baseUrl)
      expect(searchParams.get('limit')).toBe('1')
      const total = domainsAt.get(connection.baseUrl)
      return Promise.resolve(
        total === undefined
          ? Response.json({ message: 'Invalid private key' }, { status: 401 })
          : Response.json({ total_count: total, items: [] }),
      )
    },
  })
}

async function failure(call: Promise<unknown>): Promise<Failure> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ZonedeskError)) throw new Error(`not a ZonedeskError: ${String(error)}`)
  return error.failure
}

const names = (): string[] => profile.accounts.list().map(({ name }) => name)
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10))

describe('adding', () => {
  it('keeps the account in the profile and its key in the keychain alone', async () => {
    const added = await accounts.add({ ...CUSTOMERS, name: '  Our   customers ', region: 'eu' })
    expect(added).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      kind: 'provider',
      name: 'Our customers',
      region: 'eu',
      baseUrl: 'https://api.eu.mailgun.net',
      key: 'keychain',
      includeSubaccounts: false,
      writeMode: 'normal',
    })
    expect([...backend.entries]).toEqual([[`Zonedesk/${added.id}`, KEY]])
    start()
    expect(await accounts.list()).toEqual([
      {
        id: 'embedded',
        kind: 'embedded',
        name: 'Embedded',
        region: null,
        baseUrl: null,
        key: 'not-needed',
        includeSubaccounts: false,
        writeMode: 'normal',
      },
      added,
    ])
    expect(await accounts.connection(added.id).apiKey()).toBe(KEY)
  })

  it('writes no key to the profile, wherever the key is kept', async () => {
    const kept = await accounts.add(CUSTOMERS)
    await accounts.add({ ...CUSTOMERS, name: 'Other', keepKey: 'session' })
    await accounts.setKey(kept.id, OTHER_KEY, 'session')
    const path = join(folder, 'profile.sqlite')
    const whileOpen = Buffer.concat([readFileSync(path), readFileSync(`${path}-wal`)])
    expect(whileOpen.includes('Customers')).toBe(true)
    expect(whileOpen.includes('hunter2')).toBe(false)
    expect(whileOpen.includes(Buffer.from(`api:${KEY}`).toString('base64').slice(0, 20))).toBe(false)
    profile.close()
    expect(readFileSync(path).includes('hunter2')).toBe(false)
    profile = openProfile(path)
  })

  it('forgets a key that was to be kept for the session at the next start, and says how to go on', async () => {
    const added = await accounts.add({ ...CUSTOMERS, keepKey: 'session' })
    expect(added.key).toBe('session')
    expect(await accounts.connection(added.id).apiKey()).toBe(KEY)
    expect(backend.entries.size).toBe(0)
    start()
    expect((await accounts.list())[1]?.key).toBe('missing')
    expect(await failure(accounts.connection(added.id).apiKey())).toMatchObject({
      code: 'unauthorized',
      message: 'The API key of Customers is not on this computer.',
      fix: 'Enter the key of the account again.',
    })
  })

  it.each([
    ['', 'empty'],
    [' \t ', 'empty'],
    ['x'.repeat(65), 'longer than 64'],
    ['eMbedded', 'already an account'],
  ])('refuses the name %j', async (name, reason) => {
    const refused = await failure(accounts.add({ ...CUSTOMERS, name }))
    expect(refused).toMatchObject({ code: 'invalid', field: 'name' })
    expect(refused.message).toContain(reason)
    expect(backend.entries.size).toBe(0)
    expect(names()).toEqual(['Embedded'])
  })

  it('takes a name of 64 characters beyond the first plane', async () => {
    expect((await accounts.add({ ...CUSTOMERS, name: '𝔊'.repeat(64) })).key).toBe('keychain')
  })

  it.each([' ', 'key with space', 'schlüssel', 'k'.repeat(513)])('refuses the key %j', async (apiKey) => {
    const refused = await failure(accounts.add({ ...CUSTOMERS, apiKey }))
    expect(refused).toMatchObject({ code: 'invalid', field: 'apiKey' })
    expect(refused.message + refused.fix).not.toContain('key with space')
    expect(names()).toEqual(['Embedded'])
  })

  it('refuses a base URL that would show the key', async () => {
    const refused = await failure(
      accounts.add({ ...CUSTOMERS, region: 'own', baseUrl: 'http://api.example.com' }),
    )
    expect(refused).toMatchObject({ code: 'invalid', field: 'baseUrl' })
    expect(backend.calls).toBe(0)
  })

  it('leaves nothing when the keychain refuses, and offers to keep the key for the session', async () => {
    backend.mode = 'fails'
    const refused = await failure(accounts.add(CUSTOMERS))
    expect(refused.code).toBe('keychain')
    expect(refused.fix).toContain('keep the key for this session only')
    expect(names()).toEqual(['Embedded'])
    expect((await accounts.add({ ...CUSTOMERS, keepKey: 'session' })).key).toBe('session')
  })

  it('leaves no key behind when the keychain answers after it was given up on', async () => {
    backend.mode = 'hangs'
    expect((await failure(accounts.add(CUSTOMERS))).code).toBe('keychain')
    backend.release()
    await settle()
    expect(backend.entries.size).toBe(0)
    expect(names()).toEqual(['Embedded'])
  })

  it('has its ceiling from the first request on, over a restart', async () => {
    const { id } = await accounts.add({ ...CUSTOMERS, ceiling: 5 })
    const free = await accounts.add({ ...CUSTOMERS, name: 'Free' })
    expect(accounts.pace(id).ceiling).toBe(5)
    expect(accounts.pace(id).perSecond).toBeLessThanOrEqual(5)
    expect(accounts.pace(free.id).ceiling).toBeNull()
    start()
    expect(accounts.pace(id).ceiling).toBe(5)
  })

  it.each([0, -1, 1.5, 1001, Number.NaN, '5'])('with the ceiling %j passes no contract', (ceiling) => {
    const request = { ...CUSTOMERS, baseUrl: null, ceiling }
    expect(v.safeParse(contract.accounts.add.request, { ...request, ceiling: 5 }).success).toBe(true)
    expect(v.safeParse(contract.accounts.add.request, request).success).toBe(false)
  })

  it('leaves no account and no key when its ceiling cannot be kept', async () => {
    const paces = pacesOf(profile)
    const withBroken = createAccounts({
      paces: {
        ...paces,
        setCeiling() {
          throw new ZonedeskError('storage', 'The disk is full.')
        },
      },
      store: profile.accounts,
      keychain: createKeychain({ open: () => Promise.resolve(backend), platform: 'linux' }),
      sessionKeys,
      connect: listingClient,
      embedded: EMBEDDED,
    })
    expect((await failure(withBroken.add({ ...CUSTOMERS, ceiling: 5 }))).code).toBe('storage')
    await settle()
    expect(backend.entries.size).toBe(0)
    expect(names()).toEqual(['Embedded'])
  })

  it('leaves no key when the profile cannot be written', async () => {
    profile.close()
    const path = join(folder, 'profile.sqlite')
    // Nothing can be written to a copy.
    profile = openProfile(path, { copyOf: path })
    const withBroken = createAccounts({
      paces: pacesOf(profile),
      store: profile.accounts,
      keychain: createKeychain({ open: () => Promise.resolve(backend), platform: 'linux' }),
      sessionKeys,
      connect: listingClient,
      embedded: EMBEDDED,
    })
    expect((await failure(withBroken.add(CUSTOMERS))).code).toBe('storage')
    await settle()
    expect(backend.entries.size).toBe(0)
    expect(names()).toEqual(['Embedded'])
  })

  it('adds one of two accounts of the same name that come at once', async () => {
    const both = await Promise.allSettled([accounts.add(CUSTOMERS), accounts.add(CUSTOMERS)])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await settle()
    expect(names()).toEqual(['Embedded', 'Customers'])
    expect(backend.entries.size).toBe(1)
  })
})

describe('renaming', () => {
  it('takes the embedded account too, and the same name in another letter case', async () => {
    expect((await accounts.rename('embedded', 'Try-out')).name).toBe('Try-out')
    expect((await accounts.rename('embedded', 'TRY-OUT')).name).toBe('TRY-OUT')
    expect(names()).toEqual(['TRY-OUT'])
  })

  it('refuses the name of another account, and an account that is not there', async () => {
    const { id } = await accounts.add(CUSTOMERS)
    expect(await failure(accounts.rename(id, 'embedded'))).toMatchObject({ code: 'invalid', field: 'name' })
    expect((await failure(accounts.rename('gone', 'New'))).code).toBe('not-found')
    expect(names()).toEqual(['Embedded', 'Customers'])
  })
})

describe('a new key', () => {
  it('replaces the old one, which is gone from the keychain', async () => {
    const { id } = await accounts.add(CUSTOMERS)
    const connection = accounts.connection(id)
    expect((await accounts.setKey(id, ` ${OTHER_KEY}\n`, 'keychain')).key).toBe('keychain')
    expect([...backend.entries.values()]).toEqual([OTHER_KEY])
    expect(await connection.apiKey()).toBe(OTHER_KEY)
  })

  it('for the session removes the one in the keychain, also right after a start', async () => {
    const { id } = await accounts.add(CUSTOMERS)
    start()
    expect((await accounts.setKey(id, OTHER_KEY, 'session')).key).toBe('session')
    expect(backend.entries.size).toBe(0)
    expect(await accounts.connection(id).apiKey()).toBe(OTHER_KEY)
  })

  it('in the keychain takes the place of one for the session', async () => {
    const { id } = await accounts.add({ ...CUSTOMERS, keepKey: 'session' })
    expect((await accounts.setKey(id, OTHER_KEY, 'keychain')).key).toBe('keychain')
    start()
    expect(await accounts.connection(id).apiKey()).toBe(OTHER_KEY)
  })

  it('leaves the old one in use when the keychain refuses', async () => {
    const { id } = await accounts.add(CUSTOMERS)
    backend.mode = 'fails'
    expect((await failure(accounts.setKey(id, OTHER_KEY, 'keychain'))).code).toBe('keychain')
    expect(await accounts.connection(id).apiKey()).toBe(KEY)
    expect([...backend.entries.values()]).toEqual([KEY])
  })

  it('leaves the old one in the keychain when it answers after it was given up on', async () => {
    const { id } = await accounts.add(CUSTOMERS)
    backend.mode = 'hangs'
    expect((await failure(accounts.setKey(id, OTHER_KEY, 'keychain'))).code).toBe('keychain')
    backend.release()
    await settle()
    expect([...backend.entries.values()]).toEqual([KEY])
  })

  it('can be kept for the session while the keychain hangs', async () => {
    const { id } = await accounts.add(CUSTOMERS)
    start()
    backend.mode = 'hangs'
    expect((await accounts.setKey(id, OTHER_KEY, 'session')).key).toBe('session')
    expect(await accounts.connection(id).apiKey()).toBe(OTHER_KEY)
  })

  it('is refused for the embedded service and for an account that is not there', async () => {
    expect((await failure(accounts.setKey('embedded', KEY, 'keychain'))).code).toBe('refused')
    expect((await failure(accounts.setKey('gone', KEY, 'keychain'))).code).toBe('not-found')
    expect(backend.entries.size).toBe(0)
  })
})

describe('removing', () => {
  it('removes the account, its key and its drafts', async () => {
    const { id } = await accounts.add(CUSTOMERS)
    const draft = { form: 'create', accountId: id, name: '' }
    profile.drafts.set(draft, { name: 'mg.example.com' })
    const connection = accounts.connection(id)
    start()
    await accounts.remove(id)
    expect(backend.entries.size).toBe(0)
    expect(names()).toEqual(['Embedded'])
    expect(profile.drafts.get(draft)).toBeNull()
    expect(() => accounts.connection(id)).toThrow(ZonedeskError)
    expect(connection.kind).toBe('provider')
  })

  it('takes a key in memory with it', async () => {
    const { id } = await accounts.add({ ...CUSTOMERS, keepKey: 'session' })
    await accounts.remove(id)
    expect(sessionKeys.get(id)).toBeUndefined()
  })

  it('removes nothing while the keychain does not give up the key', async () => {
    const { id } = await accounts.add(CUSTOMERS)
    backend.mode = 'fails'
    expect((await failure(accounts.remove(id))).code).toBe('keychain')
    expect(names()).toEqual(['Embedded', 'Customers'])
    expect(await accounts.connection(id).apiKey()).toBe(KEY)
  })

  it('works without any keychain for an account whose key was never in it', async () => {
    backend.mode = 'fails'
    const { id } = await accounts.add({ ...CUSTOMERS, keepKey: 'session' })
    await accounts.remove(id)
    expect(names()).toEqual(['Embedded'])
  })

  it('puts the key back when the profile cannot be written', async () => {
    const { id } = await accounts.add(CUSTOMERS)
    const withBroken = createAccounts({
      paces: pacesOf(profile),
      store: {
        ...profile.accounts,
        remove: () => {
          throw new ZonedeskError('storage', 'The disk is full.')
        },
      },
      keychain: createKeychain({ open: () => Promise.resolve(backend), platform: 'linux' }),
      sessionKeys,
      connect: listingClient,
      embedded: EMBEDDED,
    })
    expect((await failure(withBroken.remove(id))).code).toBe('storage')
    expect([...backend.entries.values()]).toEqual([KEY])
    expect(names()).toEqual(['Embedded', 'Customers'])
  })

  it('is refused for the embedded service and for an account that is not there', async () => {
    expect((await failure(accounts.remove('embedded'))).code).toBe('refused')
    expect((await failure(accounts.remove('gone'))).code).toBe('not-found')
    expect(names()).toEqual(['Embedded'])
  })
})

describe('listing', () => {
  it('goes on without a keychain that fails or hangs', async () => {
    await accounts.add(CUSTOMERS)
    for (const mode of ['fails', 'hangs'] as const) {
      start()
      backend.mode = mode
      expect((await accounts.list()).map(({ key }) => key)).toEqual(['not-needed', 'missing'])
    }
  })
})

describe('the domains of subaccounts', () => {
  it('are listed or not, as is set, over a restart', async () => {
    const { id } = await accounts.add(CUSTOMERS)
    expect(await accounts.setIncludeSubaccounts(id, true)).toMatchObject({ id, includeSubaccounts: true })
    start()
    expect((await accounts.list())[1]).toMatchObject({ id, includeSubaccounts: true })
    expect(await accounts.setIncludeSubaccounts(id, false)).toMatchObject({ includeSubaccounts: false })
  })

  it('are listed in the embedded service too, and refused for an account that is gone', async () => {
    expect(await accounts.setIncludeSubaccounts('embedded', true)).toMatchObject({ includeSubaccounts: true })
    expect((await failure(accounts.setIncludeSubaccounts('gone', true))).code).toBe('not-found')
  })
})

describe('testing a connection', () => {
  const connection = { region: 'us' as const, baseUrl: null, apiKey: KEY }

  it('answers how many domains there are, and keeps nothing', async () => {
    domainsAt.set('https://api.mailgun.net', 42)
    expect(await accounts.testNew(connection)).toEqual({ domains: 42 })
    expect(asked).toEqual(['https://api.mailgun.net'])
    expect(backend.entries.size).toBe(0)
    expect(names()).toEqual(['Embedded'])
  })

  it.each([
    ['us', 'https://api.eu.mailgun.net', 'The key belongs to the EU region.'],
    ['eu', 'https://api.mailgun.net', 'The key belongs to the US region.'],
  ] as const)('of the %s region tells that a key belongs to the other', async (region, other, message) => {
    domainsAt.set(other, 3)
    expect(await failure(accounts.testNew({ ...connection, region }))).toMatchObject({
      code: 'unauthorized',
      message,
      field: 'region',
    })
  })

  it('tells that the key is wrong when no region knows it', async () => {
    expect((await failure(accounts.testNew(connection))).message).toBe(
      'The provider does not know this API key.',
    )
    expect(asked).toEqual(['https://api.mailgun.net', 'https://api.eu.mailgun.net'])
  })

  it('does not send the key of an own address anywhere else', async () => {
    const own = { ...connection, region: 'own' as const, baseUrl: 'https://api.example.com/' }
    expect((await failure(accounts.testNew(own))).code).toBe('unauthorized')
    expect(asked).toEqual(['https://api.example.com'])
  })

  it('works with a stored key, and for the embedded service', async () => {
    domainsAt.set('https://api.mailgun.net', 5).set(EMBEDDED.baseUrl, 1)
    const { id } = await accounts.add(CUSTOMERS)
    expect(await accounts.test(id)).toEqual({ domains: 5 })
    expect(await accounts.test('embedded')).toEqual({ domains: 1 })
    domainsAt.clear()
    domainsAt.set('https://api.eu.mailgun.net', 5)
    expect((await failure(accounts.test(id))).fix).toBe('Change the region of the account.')
    expect((await failure(accounts.test('gone'))).code).toBe('not-found')
  })
})
