import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import { manualTimer } from '../manual-timer'
import { gate, offline, ScriptedProvider } from '../scripted-provider'
import { serviceOver, type UnderTest } from '../service-under-test'

const KEY = { accountId: 'a', name: 'm.example' }

const failureOf = (call: unknown): Promise<unknown> =>
  Promise.resolve(call).then(
    () => null,
    (error: unknown) => (error instanceof ZonedeskError ? error.failure : error),
  )

/** An account that was synced and is out of reach since. */
async function unreachable(): Promise<{ a: ScriptedProvider; test: UnderTest }> {
  const a = new ScriptedProvider('m.example')
  const test = serviceOver({ a })
  await test.synced('a')
  a.before = () => {
    throw offline()
  }
  await test.synced('a')
  a.calls.length = 0
  return { a, test }
}

describe('a write to a provider known to be out of reach', () => {
  it.each<[string, (test: UnderTest) => unknown]>([
    [
      'create',
      (test) => test.service.domains.create({ accountId: 'a', name: 'new.example.com', options: {} }),
    ],
    ['update', (test) => test.service.domains.update({ ...KEY, changes: { wildcard: true } })],
    ['verify', (test) => test.service.domains.verify(KEY)],
    ['delete', (test) => test.service.domains.delete({ ...KEY, confirmation: KEY.name })],
  ])('%s: is refused with a sentence and a fix, and is not sent', async (_, write) => {
    const { a, test } = await unreachable()
    expect(await failureOf(write(test))).toMatchObject({
      code: 'offline',
      message: 'api.mailgun.net cannot be reached. Nothing was sent.',
      fix: 'Check the network.',
    })
    expect(a.calls).toEqual(['list 0'])
    expect(test.cache.get(KEY)).toBeDefined()
  })

  it('is sent when the provider turns out to be back, and a sync follows', async () => {
    const { a, test } = await unreachable()
    a.before = () => {}
    a.add('later.example')
    await test.service.domains.verify(KEY)
    expect(a.calls).toContain('verify m.example')
    await expect.poll(() => test.names()).toEqual(['later.example', 'm.example'])
    expect((await test.settled('a')).offlineSince).toBeNull()
  })

  it('is refused once for many at a time', async () => {
    const { a, test } = await unreachable()
    const held = gate()
    a.before = async () => {
      await held.passed
      throw offline()
    }
    const writes = Array.from({ length: 20 }, () => failureOf(test.service.domains.verify(KEY)))
    await expect.poll(() => a.calls.length).toBe(1)
    held.open()
    const failures = await Promise.all([...writes, failureOf(test.service.domains.verify(KEY))])
    expect(failures.every((failure) => (failure as { code: string }).code === 'offline')).toBe(true)
    expect(a.calls).toEqual(['list 0'])
  })

  it('gets the answer of the provider itself when it is back and refuses', async () => {
    const { a, test } = await unreachable()
    a.before = () => {
      throw new ZonedeskError('unauthorized', 'The provider does not know this API key.')
    }
    expect(await failureOf(test.service.domains.verify(KEY))).toMatchObject({ code: 'unauthorized' })
    expect(a.calls).toContain('verify m.example')
  })
})

describe('since when a provider is out of reach', () => {
  it('outlasts a restart, until the first answer', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zonedesk-offline-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const there = { cachePath: join(folder, 'cache.sqlite') }
    const a = new ScriptedProvider('m.example')
    a.before = () => {
      throw offline()
    }
    const since = (await serviceOver({ a }, there).synced('a')).offlineSince
    expect(since).not.toBeNull()

    const later = { ...there, clock: { now: (since ?? 0) + 3_600_000 } }
    const second = serviceOver({ a }, later)
    expect((await second.service.sync.status({}))[0]?.offlineSince).toBe(since)
    expect((await second.synced('a')).offlineSince).toBe(since)
    a.before = () => {}
    expect((await second.synced('a')).offlineSince).toBeNull()
    await expect.poll(() => second.cache.syncState('a').offlineSince).toBeNull()
  })
})

describe('a network that comes back', () => {
  it('is found by itself, and a sync follows', async () => {
    const { clock, timer, pass } = manualTimer()
    const a = new ScriptedProvider('m.example')
    const test = serviceOver({ a }, { clock, timer, syncEveryMinutes: () => 0 })
    a.before = () => {
      throw offline()
    }
    await test.synced('a')
    await pass(60_000)
    a.before = () => {}
    await pass(180_000)
    await expect.poll(() => test.names()).toEqual(['m.example'])
    expect(await test.settled('a')).toMatchObject({ phase: 'idle', offlineSince: null, failure: null })
  })

  it('is found at once on a hint', async () => {
    const { clock, timer, pass } = manualTimer()
    const a = new ScriptedProvider('m.example')
    const test = serviceOver({ a }, { clock, timer, syncEveryMinutes: () => 15 })
    a.before = () => {
      throw offline()
    }
    await test.synced('a')
    await pass(30 * 60_000)
    a.before = () => {}
    await pass(10_000)
    await test.service.sync.networkChanged({ online: true })
    await pass(1_000)
    await expect.poll(() => test.names()).toEqual(['m.example'])
  })

  it('that goes is noticed on a hint, before anyone asks for anything', async () => {
    const { clock, timer, pass } = manualTimer()
    const a = new ScriptedProvider('m.example')
    const test = serviceOver({ a }, { clock, timer, syncEveryMinutes: () => 15 })
    await test.synced('a')
    a.before = () => {
      throw offline()
    }
    await test.service.sync.networkChanged({ online: false })
    await pass(1_000)
    await expect.poll(async () => (await test.service.sync.status({}))[0]?.offlineSince).not.toBeNull()
    expect(test.progress().at(-1)?.offlineSince).not.toBeNull()
  })
})

describe('the history', () => {
  it('is pruned soon after the start, once a day, to as many days as are set', async () => {
    const { clock, timer, pass } = manualTimer(Date.UTC(2026, 0, 1))
    const test = serviceOver({}, { clock, timer, historyDays: () => days })
    let days = 30
    const pruned: number[] = []
    Object.assign(test.cache, {
      pruneHistory: (before: number) => {
        pruned.push((clock.now - before) / 86_400_000)
        return Promise.resolve(0)
      },
    })
    await pass(60_000)
    expect(pruned).toEqual([30])
    days = 7
    await pass(25 * 3_600_000)
    expect(pruned).toEqual([30, 7])
    days = 0
    await pass(48 * 3_600_000)
    expect(pruned).toEqual([30, 7])
  })
})
