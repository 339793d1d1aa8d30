import { describe, expect, it } from 'vitest'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import { ScriptedProvider } from '../scripted-provider'
import { serviceOver, type UnderTest } from '../service-under-test'

const KEY = { accountId: 'a', name: 'sub.example' }

/** A provider whose list has a subaccount's domain that its key does not read. */
async function listing(): Promise<UnderTest & { readonly a: ScriptedProvider }> {
  const a = new ScriptedProvider('own.example')
  a.add('sub.example', { subaccountId: 's1' })
  a.before = (call) => {
    if (/^(get|delete) sub/.test(call)) throw new ZonedeskError('not-found', 'Domain not found')
  }
  const test = serviceOver({ a })
  test.subaccounts.add('a')
  await test.synced('a')
  return { ...test, a }
}

describe('the domains of subaccounts', () => {
  it('are asked for only when the account is set so', async () => {
    const a = new ScriptedProvider('own.example')
    const test = serviceOver({ a })
    await test.synced('a')
    expect(a.queries.map((query) => query.includeSubaccounts)).toEqual([undefined])
    test.subaccounts.add('a')
    await test.synced('a')
    expect(a.queries.map((query) => query.includeSubaccounts)).toEqual([undefined, true])
  })

  it('stay in the list when the key does not read them', async () => {
    const test = await listing()
    expect(test.names()).toEqual(['own.example', 'sub.example'])
    expect(test.cache.get(KEY)).toMatchObject({ domain: { subaccountId: 's1' }, fetchedAt: null })
    expect(await test.settled('a')).toMatchObject({ phase: 'idle', failure: null })
  })

  it('are not taken for gone when they are refreshed or deleted', async () => {
    const test = await listing()
    const { service } = test
    const said = /belongs to a subaccount, and this key does not reach it/
    await expect(Promise.resolve(service.domains.refresh(KEY))).rejects.toThrow(said)
    const deletion = { ...KEY, confirmation: KEY.name }
    await expect(Promise.resolve(service.domains.delete(deletion))).rejects.toThrow(said)
    expect(test.names()).toContain('sub.example')
  })

  it('are asked about and changed on behalf of the subaccount, and the others are not', async () => {
    const test = await listing()
    const { service, a } = test
    a.before = () => {}
    expect(a.onBehalf).toEqual([['get sub.example', 's1']])
    a.onBehalf.length = 0
    await service.domains.refresh(KEY)
    await service.domains.update({ ...KEY, changes: { webPrefix: 'go' } })
    await service.domains.verify(KEY)
    await service.domains.refresh({ accountId: 'a', name: 'own.example' })
    await service.domains.delete({ ...KEY, confirmation: KEY.name })
    expect(a.onBehalf).toEqual([
      ['get sub.example', 's1'],
      ['update sub.example', 's1'],
      ['verify sub.example', 's1'],
      ['delete sub.example', 's1'],
    ])
  })

  it('are asked about as the account itself while it does not list subaccounts: it may be one', async () => {
    const test = await listing()
    test.a.before = () => {}
    test.a.onBehalf.length = 0
    test.subaccounts.delete('a')
    await test.service.domains.refresh(KEY)
    expect(test.a.onBehalf).toEqual([])
  })

  it('leave the list at the sync after the account is set otherwise', async () => {
    const test = await listing()
    test.subaccounts.delete('a')
    test.a.domains.delete('sub.example')
    await test.synced('a')
    expect(test.names()).toEqual(['own.example'])
  })
})
