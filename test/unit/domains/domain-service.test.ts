import { describe, expect, it } from 'vitest'
import { ZonedeskError, type Failure } from '../../../src/preload/contract/failure'
import { sampleRecord } from './sample-domains'
import { gate, offline, ScriptedProvider } from './scripted-provider'
import { serviceOver } from './service-under-test'

const KEY = { accountId: 'a', name: 'mg.example.com' }

/** What a call fails with. */
async function failureOf(call: () => unknown): Promise<Failure> {
  try {
    await call()
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
  throw new Error('The call succeeded.')
}

describe('reading', () => {
  it('answers from the cache without a word to the provider', async () => {
    const a = new ScriptedProvider('mg.example.com')
    const test = serviceOver({ a })
    await test.synced('a')
    const calls = a.calls.length
    const { service } = test
    expect((await service.domains.get(KEY)).domain.name).toBe('mg.example.com')
    expect((await service.domains.counts({ accountId: null })).all).toBe(1)
    expect(a.calls).toHaveLength(calls)
  })

  it('fails with not-found for a domain that is not cached', async () => {
    const test = serviceOver({ a: new ScriptedProvider() })
    expect(await failureOf(() => test.service.domains.get(KEY))).toMatchObject({ code: 'not-found' })
  })

  it('names whose DKIM key a domain signs with, and who signs with its own', async () => {
    const a = new ScriptedProvider()
    const key = sampleRecord({ name: 'mx._domainkey.example.com' })
    for (const name of ['example.com', 'mg.example.com']) a.add(name, {}, [key])
    a.add('away.example', {}, [sampleRecord({ name: 'mx._domainkey.elsewhere.example' })])
    a.add('silent.example', {}, [])
    const test = serviceOver({ a })
    await test.synced('a')
    const signer = { name: 'mg.example.com', unicodeName: 'mg.example.com' }
    const none = { total: 0, items: [] }
    const authorityOf = (name: string): unknown => test.service.domains.authority({ accountId: 'a', name })
    expect(await authorityOf('mg.example.com')).toEqual({
      name: 'example.com',
      unicodeName: 'example.com',
      known: true,
      signers: none,
    })
    expect(await authorityOf('example.com')).toMatchObject({
      name: 'example.com',
      signers: { total: 1, items: [signer] },
    })
    expect(await authorityOf('away.example')).toMatchObject({ name: 'elsewhere.example', known: false })
    expect(await authorityOf('silent.example')).toEqual({
      ...{ name: null, unicodeName: '', known: false },
      signers: none,
    })
  })

  it('refreshes one domain from the provider and tells the window', async () => {
    const a = new ScriptedProvider('mg.example.com')
    const test = serviceOver({ a })
    expect(await test.service.domains.refresh(KEY)).toMatchObject({
      fetchedAt: test.clock.now,
      verifiedAt: null,
    })
    expect(test.changes()).toEqual([['mg.example.com']])
  })
})

describe('checking a name', () => {
  it('answers the name as it will be sent', async () => {
    const test = serviceOver({ a: new ScriptedProvider() })
    expect(await test.service.domains.checkName({ accountId: 'a', name: 'MG.Example.com.' })).toMatchObject({
      name: 'mg.example.com',
    })
  })

  it('refuses a name the account already has, however it is written', async () => {
    const test = serviceOver({ a: new ScriptedProvider('mg.example.com'), b: new ScriptedProvider() })
    await test.synced('a')
    const check = (accountId: string) =>
      test.service.domains.checkName({ accountId, name: 'MG.example.com.' })
    expect(await failureOf(() => check('a'))).toMatchObject({ code: 'already-exists', field: 'name' })
    expect((await check('b')).name).toBe('mg.example.com')
  })

  it('refuses what is no domain name, with the field', async () => {
    const test = serviceOver({ a: new ScriptedProvider() })
    for (const name of ['', 'a b.example', '192.0.2.1', 'co.uk', `${'a'.repeat(64)}.example.com`]) {
      expect(await failureOf(() => test.service.domains.checkName({ accountId: 'a', name }))).toMatchObject({
        code: 'invalid',
        field: 'name',
      })
    }
  })
})

describe('creating', () => {
  it('sends the converted name, stores the answer and then tells the window', async () => {
    const a = new ScriptedProvider()
    const test = serviceOver({ a })
    const detail = await test.service.domains.create({ accountId: 'a', name: 'MG.Example.com', options: {} })
    expect(a.calls).toEqual(['create mg.example.com'])
    expect(detail).toMatchObject({ domain: { state: 'unverified' }, records: [{ valid: 'unknown' }] })
    expect(test.cache.get(KEY)).toEqual(detail)
    expect(test.changes()).toEqual([['mg.example.com']])
  })

  it('passes the SMTP password on and keeps it nowhere', async () => {
    const a = new ScriptedProvider()
    const test = serviceOver({ a })
    const options = { smtpPassword: 'a-secret-word' }
    const created = await test.service.domains.create({ accountId: 'a', name: KEY.name, options })
    const updated = await test.service.domains.update({ ...KEY, changes: options })
    expect(a.passwords).toEqual(['a-secret-word', 'a-secret-word'])
    const kept = JSON.stringify([created, updated, test.cache.get(KEY), test.told])
    expect(kept).not.toContain('a-secret-word')
  })

  it('refuses a name that is there and options that break a rule, before anything is sent', async () => {
    const a = new ScriptedProvider('mg.example.com')
    const test = serviceOver({ a })
    await test.synced('a')
    const calls = a.calls.length
    const create = (name: string, options: { smtpPassword?: string }) => () =>
      test.service.domains.create({ accountId: 'a', name, options })
    expect(await failureOf(create('mg.example.com', {}))).toMatchObject({ code: 'already-exists' })
    expect(await failureOf(create('new.example.com', { smtpPassword: 'four' }))).toMatchObject({
      code: 'invalid',
      field: 'smtpPassword',
    })
    expect(a.calls).toHaveLength(calls)
  })

  it('stores nothing when the provider refuses', async () => {
    const a = new ScriptedProvider()
    const test = serviceOver({ a })
    a.before = () => {
      throw new ZonedeskError('refused', 'Your plan has no more domains.')
    }
    const create = () => test.service.domains.create({ accountId: 'a', name: KEY.name, options: {} })
    expect((await failureOf(create)).message).toBe('Your plan has no more domains.')
    expect(test.names()).toEqual([])
    expect(test.changes()).toEqual([])
  })

  it('stores nothing when the account was removed before the answer came', async () => {
    const a = new ScriptedProvider()
    const test = serviceOver({ a })
    const held = gate()
    a.before = () => held.passed
    const creating = failureOf(() =>
      test.service.domains.create({ accountId: 'a', name: KEY.name, options: {} }),
    )
    test.providers.delete('a')
    await test.service.forgetAccount('a')
    held.open()
    expect((await creating).code).toBe('not-found')
    expect(test.names()).toEqual([])
  })
})

describe('verifying', () => {
  it('stores the new state and the moment', async () => {
    const a = new ScriptedProvider()
    const test = serviceOver({ a })
    await test.service.domains.create({ accountId: 'a', name: KEY.name, options: {} })
    expect(test.cache.counts('a')).toMatchObject({ failing: 1, unverified: 1 })
    test.clock.now += 5
    expect(await test.service.domains.verify(KEY)).toMatchObject({
      domain: { state: 'active' },
      verifiedAt: test.clock.now,
    })
    expect(test.cache.counts('a')).toMatchObject({ failing: 0, active: 1 })
    await test.service.domains.refresh(KEY)
    expect((await test.service.domains.get(KEY)).verifiedAt).toBe(test.clock.now)
  })
})

describe('a domain that is gone at the provider', () => {
  it.each(['refresh', 'verify', 'update'] as const)(
    'leaves the cache on %s, and this is said',
    async (call) => {
      const a = new ScriptedProvider('mg.example.com')
      const test = serviceOver({ a })
      await test.synced('a')
      a.domains.clear()
      const failure = await failureOf(() => test.service.domains[call]({ ...KEY, changes: {} }))
      expect(failure).toMatchObject({
        code: 'not-found',
        message: 'mg.example.com is no longer at the provider and was removed from the list.',
      })
      expect(test.names()).toEqual([])
      expect(test.changes().at(-1)).toEqual(['mg.example.com'])
    },
  )

  it('counts as deleted when it was to be deleted', async () => {
    const a = new ScriptedProvider('mg.example.com')
    const test = serviceOver({ a })
    await test.synced('a')
    a.domains.clear()
    const { message } = await test.service.domains.delete({ ...KEY, confirmation: KEY.name })
    expect(message).toBe('mg.example.com was already deleted at the provider.')
    expect(test.names()).toEqual([])
  })
})

describe('deleting', () => {
  it('asks the provider and then removes the row', async () => {
    const a = new ScriptedProvider('mg.example.com')
    const test = serviceOver({ a })
    await test.synced('a')
    const { message } = await test.service.domains.delete({ ...KEY, confirmation: KEY.name })
    expect(message).toBe('Domain will be deleted in the background')
    expect(a.domains.size).toBe(0)
    expect(test.names()).toEqual([])
  })

  it.each(['', 'mg.example.co', ' mg.example.com', 'MG.EXAMPLE.COM'])(
    'refuses the confirmation "%s" before anything is sent',
    async (confirmation) => {
      const a = new ScriptedProvider('mg.example.com')
      const test = serviceOver({ a })
      const failure = await failureOf(() => test.service.domains.delete({ ...KEY, confirmation }))
      expect(failure).toMatchObject({ code: 'invalid', field: 'confirmation' })
      expect(a.calls).toEqual([])
    },
  )

  it('takes the name with U-labels as confirmation too', async () => {
    const a = new ScriptedProvider('xn--mnchen-3ya.example')
    const test = serviceOver({ a })
    const key = { accountId: 'a', name: 'xn--mnchen-3ya.example' }
    await test.service.domains.delete({ ...key, confirmation: 'münchen.example' })
    expect(a.domains.size).toBe(0)
  })

  it('keeps the row when the provider refuses', async () => {
    const a = new ScriptedProvider('mg.example.com')
    const test = serviceOver({ a })
    await test.synced('a')
    a.before = () => {
      throw new ZonedeskError('refused', 'The domain is used as the authority of another.')
    }
    expect(
      (await failureOf(() => test.service.domains.delete({ ...KEY, confirmation: KEY.name }))).code,
    ).toBe('refused')
    expect(test.names()).toEqual(['mg.example.com'])
  })
})

describe('writing while offline', () => {
  it('tries, fails with the sentence of the provider, and marks the account', async () => {
    const a = new ScriptedProvider('mg.example.com')
    const test = serviceOver({ a })
    await test.synced('a')
    a.before = () => {
      throw offline()
    }
    expect(await failureOf(() => test.service.domains.verify(KEY))).toMatchObject({
      code: 'offline',
      message: 'api.mailgun.net cannot be reached.',
    })
    expect(test.progress().at(-1)?.offlineSince).toBe(test.clock.now)
    a.before = () => {}
    await test.service.domains.verify(KEY)
    expect(test.progress().at(-1)?.offlineSince).toBeNull()
  })
})
