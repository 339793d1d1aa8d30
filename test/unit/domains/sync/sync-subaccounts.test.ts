import { describe, expect, it } from 'vitest'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import { ScriptedProvider } from '../scripted-provider'
import { serviceOver, type UnderTest } from '../service-under-test'

const ACME = { id: 's1', name: 'Acme', status: 'open' } as const
const BETA = { id: 's2', name: 'Beta', status: 'closed' } as const

function account(): { readonly a: ScriptedProvider; readonly test: UnderTest } {
  const a = new ScriptedProvider('own.example')
  a.add('acme.example', { subaccountId: 's1' })
  a.add('old.example', { subaccountId: 's3' })
  a.below = [BETA, ACME]
  const test = serviceOver({ a })
  test.subaccounts.add('a')
  return { a, test }
}

describe('the accounts below an account', () => {
  it('are listed by name with their domains, and by id where the provider does not list them', async () => {
    const { test } = account()
    await test.synced('a')
    expect(test.cache.subaccounts('a')).toEqual([
      { accountId: 'a', ...ACME, domains: 1 },
      { accountId: 'a', ...BETA, domains: 0 },
      { accountId: 'a', id: 's3', name: 's3', status: null, domains: 1 },
    ])
    expect(test.told.filter(({ name }) => name === 'subaccountsChanged')).toHaveLength(1)
    await test.synced('a')
    expect(test.told.filter(({ name }) => name === 'subaccountsChanged')).toHaveLength(1)
  })

  it('stay as they were where the provider does not list them, and the domains are listed all the same', async () => {
    const { a, test } = account()
    await test.synced('a')
    a.subaccounts.list = () => Promise.reject(new ZonedeskError('forbidden', 'This key may not list them.'))
    a.add('new.example')
    expect(await test.synced('a')).toMatchObject({ phase: 'idle', failure: null })
    expect(test.cache.subaccounts('a')).toHaveLength(3)
    expect(test.names()).toContain('new.example')
  })

  it('are no longer known once the account does not list them', async () => {
    const { test } = account()
    await test.synced('a')
    test.subaccounts.delete('a')
    await test.synced('a')
    expect(test.cache.subaccounts('a').map(({ name }) => name)).toEqual(['s1', 's3'])
  })

  it('are read from a provider that always answers the same page', async () => {
    const { a, test } = account()
    let pages = 0
    a.subaccounts.list = () => {
      pages += 1
      return Promise.resolve({ total: null, subaccounts: [ACME] })
    }
    await test.synced('a')
    expect(pages).toBe(2)
  })
})

describe('a search for the domains of a subaccount', () => {
  it.each([
    ['subaccount:acme', ['acme.example']],
    ['subaccount:AC', ['acme.example']],
    ['subaccount:s3', ['old.example']],
    ['subaccount:nobody', []],
    ['has:subaccount', ['acme.example', 'old.example']],
    ['-has:subaccount', ['own.example']],
    ['-subaccount:acme', ['old.example', 'own.example']],
    ['subaccount:acme old', []],
  ])('%s finds %j', async (search, names) => {
    const { test } = account()
    await test.synced('a')
    const request = { accountId: null, filter: 'all', sort: 'name', descending: false } as const
    const page = test.cache.list({ ...request, search, after: null, limit: 100 })
    expect(page.items.map(({ name }) => name)).toEqual(names)
  })
})

describe('a call for a subaccount', () => {
  it('adds a domain to it, which is its own from then on', async () => {
    const { a, test } = account()
    await test.synced('a')
    a.onBehalf.length = 0
    const create = { accountId: 'a', name: 'fresh.example', options: {}, subaccountId: 's1' }
    await test.service.domains.create(create)
    expect(a.onBehalf).toEqual([['create fresh.example', 's1']])
  })

  it('that is closed says so, whatever the provider says', async () => {
    const { a, test } = account()
    await test.synced('a')
    a.before = (call) => {
      if (call.startsWith('create')) throw new ZonedeskError('forbidden', 'Account inactive.')
    }
    const create = { accountId: 'a', name: 'fresh.example', options: {} }
    await expect(test.service.domains.create({ ...create, subaccountId: 's2' })).rejects.toMatchObject({
      failure: { code: 'refused', message: 'The subaccount Beta is closed at the provider.' },
    })
    await expect(test.service.domains.create({ ...create, subaccountId: 's1' })).rejects.toMatchObject({
      failure: { code: 'forbidden', message: 'Account inactive.' },
    })
  })
})
