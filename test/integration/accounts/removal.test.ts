import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { accountHandlers, FORGET_ORDER, type OnForget } from '../../../src/main/accounts/account-handlers'
import { createAccounts } from '../../../src/main/accounts/accounts'
import { createKeychain } from '../../../src/main/accounts/keychain'
import { createSessionKeys } from '../../../src/main/accounts/session-keys'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import { fakeKeychainBackend, type FakeKeychainBackend } from '../../unit/accounts/fake-keychain-backend'
import { pacesOf } from './paces-of'

type Step = keyof OnForget

let folder: string
let profile: Profile
let backend: FakeKeychainBackend
let handlers: ReturnType<typeof accountHandlers>
/** What happened, in order. */
let seen: string[]
/** What does not forget an account, and why. */
let broken: Map<Step, Error>
/** Whether the account still had its row or its key when it was to be forgotten. */
let leftAtForgetting: { row: boolean; keys: number }[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-removal-'))
  profile = openProfile(join(folder, 'profile.sqlite'))
  backend = fakeKeychainBackend()
  seen = []
  broken = new Map()
  leftAtForgetting = []
  const step = (what: Step) => async (accountId: string) => {
    leftAtForgetting.push({ row: profile.accounts.get(accountId) !== undefined, keys: backend.entries.size })
    await Promise.resolve()
    seen.push(what)
    const error = broken.get(what)
    if (error !== undefined) throw error
  }
  const starts = (what: string) => () => {
    seen.push(what)
    return Promise.resolve([])
  }
  handlers = accountHandlers({
    accounts: createAccounts({
      paces: pacesOf(profile),
      store: profile.accounts,
      keychain: createKeychain({ open: () => Promise.resolve(backend), platform: 'linux' }),
      sessionKeys: createSessionKeys(),
      connect: () => {
        throw new Error('no connection is made here')
      },
      embedded: {
        kind: 'embedded',
        baseUrl: 'http://embedded.invalid',
        apiKey: () => Promise.resolve('unused'),
      },
    }),
    sync: { start: starts('sync'), cancel: starts('cancel') },
    // In another order than the one to be kept.
    confirmWrite: () => undefined,
    onForget: {
      domains: step('domains'),
      jobs: step('jobs'),
      watches: step('watches'),
      client: step('client'),
    },
    onChange: () => seen.push('told'),
    onFault: (what) => seen.push(`fault: ${what}`),
  })
})

afterEach(() => {
  profile.close()
  rmSync(folder, { recursive: true })
})

async function added(): Promise<string> {
  const { id } = await handlers.add({
    ...{ name: 'Customers', region: 'us', baseUrl: null, apiKey: 'key-of-customers', keepKey: 'keychain' },
    writeMode: 'normal',
    ceiling: null,
  })
  expect(seen.splice(0)).toEqual(['told', 'sync'])
  return id
}

describe('removing an account', () => {
  it('takes its key and its row away, then has it forgotten in one order, then tells the window', async () => {
    const accountId = await added()
    expect(backend.entries.size).toBe(1)
    await handlers.remove({ accountId })
    expect(seen).toEqual(['client', 'watches', 'jobs', 'domains', 'told'])
    expect(FORGET_ORDER).toEqual(['client', 'watches', 'jobs', 'domains'])
    expect(leftAtForgetting).toEqual(FORGET_ORDER.map(() => ({ row: false, keys: 0 })))
  })

  it.each(FORGET_ORDER)('leaves no key, skips nothing and says so when this fails: %s', async (what) => {
    const accountId = await added()
    const full = new ZonedeskError('storage', 'The disk is full.')
    broken.set(what, full)
    await expect(handlers.remove({ accountId })).rejects.toBe(full)
    expect(seen.filter((one) => !one.startsWith('fault'))).toEqual([...FORGET_ORDER, 'told'])
    expect(seen).toContain(`fault: ${what}`)
    expect(backend.entries.size).toBe(0)
    expect(profile.accounts.get(accountId)).toBeUndefined()
  })

  it('has every failure logged, and answers with the first', async () => {
    const accountId = await added()
    const first = new ZonedeskError('storage', 'The disk is full.')
    broken.set('watches', first).set('domains', new Error('a fault'))
    await expect(handlers.remove({ accountId })).rejects.toBe(first)
    expect(seen.filter((one) => one.startsWith('fault'))).toEqual(['fault: watches', 'fault: domains'])
  })

  it('forgets nothing of an account whose key cannot be taken out of the keychain', async () => {
    const accountId = await added()
    backend.mode = 'fails'
    await expect(handlers.remove({ accountId })).rejects.toMatchObject({ failure: { code: 'keychain' } })
    expect(seen).toEqual([])
    expect(profile.accounts.get(accountId)).toBeDefined()
  })
})

describe('changing the region of an account', () => {
  it('has the region before forgotten in the same order, then tells the window and syncs', async () => {
    const accountId = await added()
    await handlers.setRegion({ accountId, region: 'eu' })
    expect(seen).toEqual([...FORGET_ORDER, 'told', 'sync'])
    expect(leftAtForgetting).toEqual(FORGET_ORDER.map(() => ({ row: true, keys: 1 })))
  })

  it('syncs the new region and says so when something was not forgotten', async () => {
    const accountId = await added()
    const full = new ZonedeskError('storage', 'The disk is full.')
    broken.set('domains', full)
    await expect(handlers.setRegion({ accountId, region: 'eu' })).rejects.toBe(full)
    expect(seen).toEqual([...FORGET_ORDER, 'fault: domains', 'told', 'sync'])
    expect(profile.accounts.get(accountId)).toMatchObject({ region: 'eu' })
  })
})
