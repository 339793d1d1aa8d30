import { describe, expect, it } from 'vitest'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import { gate, offline, ScriptedProvider } from '../scripted-provider'
import { serviceOver, type UnderTest } from '../service-under-test'

const keysOf = (...names: string[]) => names.map((name) => ({ accountId: 'a', name }))
const gets = (a: ScriptedProvider): string[] => a.calls.filter((call) => call.startsWith('get'))

/** An account with its list in the cache, but not the records. */
async function listed(...names: string[]): Promise<{ a: ScriptedProvider; test: UnderTest }> {
  const a = new ScriptedProvider(...names)
  const test = serviceOver({ a })
  a.before = (call) => {
    if (call.startsWith('get')) throw new ZonedeskError('timeout', 'No answer in time.')
  }
  await test.synced('a')
  a.before = () => {}
  a.calls.length = 0
  return { a, test }
}

describe('what is on screen', () => {
  it('has its records fetched when they are missing, and told of', async () => {
    const { a, test } = await listed('one.example', 'two.example', 'three.example')
    await test.service.sync.see({ keys: keysOf('two.example') })
    await expect.poll(() => test.cache.get(keysOf('two.example')[0]!)?.fetchedAt).not.toBeNull()
    await expect.poll(() => test.changes().at(-1)).toEqual(['two.example'])
    expect(gets(a)).toEqual(['get two.example'])
    expect(a.urgencies.get('get two.example')).toBe('seen')
  })

  it('is left alone while its records are new, and asked again when they are old', async () => {
    const { a, test } = await listed('one.example')
    a.add('new.example', { state: 'unverified' })
    await test.synced('a')
    a.calls.length = 0
    await test.service.sync.see({ keys: keysOf('new.example', 'one.example') })
    test.clock.now += 16 * 60_000
    await test.service.sync.see({ keys: keysOf('new.example', 'one.example') })
    await expect.poll(() => a.underWay + gets(a).length).toBe(1)
    expect(gets(a)).toEqual(['get new.example'])
  })

  it('stands for what was on screen before', async () => {
    const { a, test } = await listed(...['a', 'b', 'c', 'd', 'e'].map((letter) => `${letter}.example`))
    const held = gate()
    a.before = () => held.passed
    await test.service.sync.see({ keys: keysOf('a.example', 'b.example', 'c.example') })
    await expect.poll(() => gets(a)).toHaveLength(2)
    await test.service.sync.see({ keys: keysOf('e.example') })
    held.open()
    await expect.poll(() => gets(a)).toEqual(['get a.example', 'get b.example', 'get e.example'])
  })

  it('goes before the background of a sync, which then leaves it out', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `d${String(i).padStart(2, '0')}.example`)
    const a = new ScriptedProvider(...names)
    const test = serviceOver({ a })
    const held = gate()
    a.before = (call) => (call.startsWith('get') ? held.passed : undefined)
    await test.service.sync.start({ accountId: 'a' })
    await expect.poll(() => a.calls).toContain('get d00.example')
    await test.service.sync.see({ keys: keysOf('d29.example') })
    await expect.poll(() => a.calls).toContain('get d29.example')
    held.open()
    await test.settled('a')
    expect(gets(a).filter((call) => call === 'get d29.example')).toHaveLength(1)
    expect(a.urgencies.get('get d29.example')).toBe('seen')
    expect(a.urgencies.get('get d05.example')).toBe('background')
    expect(a.urgencies.get('list 0')).toBe('background')
  })

  it('is not newer than what a call of the app stored meanwhile', async () => {
    const { a, test } = await listed('one.example')
    a.add('m.example', { state: 'unverified' })
    await test.synced('a')
    test.clock.now += 16 * 60_000
    const key = keysOf('m.example')[0]!
    const arrived = gate()
    a.after = async (call) => {
      if (call !== 'get m.example') return
      await test.service.domains.verify(key)
      arrived.open()
    }
    await test.service.sync.see({ keys: [key] })
    await arrived.passed
    await expect.poll(() => a.underWay).toBe(0)
    expect(test.cache.get(key)?.domain.state).toBe('active')
  })

  it('leaves the list when the provider no longer has it', async () => {
    const { a, test } = await listed('one.example', 'two.example')
    a.domains.delete('one.example')
    await test.service.sync.see({ keys: keysOf('one.example') })
    await expect.poll(() => test.names()).toEqual(['two.example'])
  })

  it('is asked for once a minute at most when it fails, and not at all while offline', async () => {
    const { a, test } = await listed('one.example', 'two.example')
    a.before = () => {
      throw new ZonedeskError('bad-answer', 'No.')
    }
    await test.service.sync.see({ keys: keysOf('one.example') })
    await expect.poll(() => gets(a)).toHaveLength(1)
    await expect.poll(() => a.underWay).toBe(0)
    a.before = () => {
      throw offline()
    }
    await test.service.sync.see({ keys: keysOf('one.example', 'two.example') })
    await expect.poll(() => gets(a)).toEqual(['get one.example', 'get two.example'])
    await expect.poll(async () => (await test.service.sync.status({}))[0]?.offlineSince).not.toBeNull()
    test.clock.now += 61_000
    await test.service.sync.see({ keys: keysOf('two.example') })
    expect(gets(a)).toHaveLength(2)
    expect(test.faults).toEqual([])
  })
})
