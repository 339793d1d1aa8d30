import { describe, expect, it } from 'vitest'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import { sampleRecord } from '../sample-domains'
import { gate, offline, ScriptedProvider } from '../scripted-provider'
import { serviceOver } from '../service-under-test'

const KEY = { accountId: 'a', name: 'm.example' }

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `d${String(i).padStart(5, '0')}.example`)
}

describe('a sync', () => {
  it('fills an empty cache with domains and records and notes when', async () => {
    const a = new ScriptedProvider('one.example', 'two.example')
    const test = serviceOver({ a })
    expect(await test.synced('a')).toEqual({
      accountId: 'a',
      phase: 'idle',
      done: 2,
      total: 2,
      rate: null,
      lastSyncedAt: test.clock.now,
      offlineSince: null,
      failure: null,
    })
    expect(test.names()).toEqual(['one.example', 'two.example'])
    expect(test.cache.get({ accountId: 'a', name: 'one.example' })?.records).toHaveLength(1)
  })

  it('ends well for an account without domains', async () => {
    const test = serviceOver({ a: new ScriptedProvider() })
    expect(await test.synced('a')).toMatchObject({
      phase: 'idle',
      failure: null,
      lastSyncedAt: test.clock.now,
    })
  })

  it('reads several pages, each one domain beyond the page before', async () => {
    const a = new ScriptedProvider(...numbered(2500))
    a.before = (call) => {
      if (call.startsWith('get')) throw offline()
    }
    const test = serviceOver({ a })
    await test.synced('a')
    expect(a.calls.filter((call) => call.startsWith('list'))).toEqual(['list 0', 'list 999', 'list 1998'])
    expect(test.cache.counts('a').all).toBe(2500)
  })

  it('removes what was deleted at the provider and adds what is new there', async () => {
    const a = new ScriptedProvider('gone.example', 'stays.example')
    const test = serviceOver({ a })
    await test.synced('a')
    a.domains.delete('gone.example')
    a.add('new.example')
    await test.synced('a')
    expect(test.names()).toEqual(['new.example', 'stays.example'])
    expect(test.changes().flat()).toContain('gone.example')
  })

  it('reads the list again when its rows shift while the total stays', async () => {
    const names = numbered(1500)
    const a = new ScriptedProvider(...names)
    const test = serviceOver({ a })
    let shifted = false
    a.before = (call) => {
      if (call !== 'list 999' || shifted) return
      shifted = true
      // A row before the page's end goes and one after it comes: without the overlap, one row is never seen.
      a.domains.delete('d00000.example')
      a.add('zz.example')
    }
    const status = await test.synced('a')
    expect(status.failure).toBeNull()
    expect(a.calls.filter((call) => call === 'list 0')).toHaveLength(2)
    expect(test.cache.counts('a').all).toBe(1500)
    expect(test.cache.has({ accountId: 'a', name: 'd00000.example' })).toBe(false)
    expect(test.cache.has({ accountId: 'a', name: 'd01000.example' })).toBe(true)
  })

  it('reads the list again when its total changes, and when a row comes twice', async () => {
    const a = new ScriptedProvider(...numbered(1500))
    const test = serviceOver({ a })
    let round = 0
    a.before = (call) => {
      if (call !== 'list 999') return
      round += 1
      if (round === 1) a.add('zz.example')
      if (round === 2) a.add('aa.example')
    }
    expect((await test.synced('a')).failure).toBeNull()
    expect(test.cache.counts('a').all).toBe(1502)
  })

  it('removes nothing when the list never stands still, says so, and still fetches records', async () => {
    const a = new ScriptedProvider(...numbered(1200))
    const test = serviceOver({ a })
    await test.synced('a')
    const before = (await test.service.sync.status({}))[0]?.lastSyncedAt
    test.clock.now += 1
    a.domains.delete('d00500.example')
    a.add('unseen.example')
    let round = 0
    a.before = (call) => {
      if (call.startsWith('list') && call !== 'list 0') a.add(`zz${round++}.example`)
    }
    const status = await test.synced('a')
    expect(status).toMatchObject({ phase: 'idle', failure: { code: 'bad-answer', retryable: true } })
    expect(status.lastSyncedAt).toBe(before)
    expect(test.cache.has({ accountId: 'a', name: 'd00500.example' })).toBe(true)
    expect(test.cache.get({ accountId: 'a', name: 'unseen.example' })?.fetchedAt).toBe(test.clock.now)
  })

  it('removes nothing when the provider answers fewer rows than its total', async () => {
    const a = new ScriptedProvider('one.example', 'two.example')
    const test = serviceOver({ a })
    await test.synced('a')
    const list = a.list.bind(a)
    a.list = async (query, signal) => ({ ...(await list(query, signal)), items: [] })
    expect((await test.synced('a')).failure?.code).toBe('bad-answer')
    expect(test.names()).toEqual(['one.example', 'two.example'])
  })

  it.each([
    ['verified', 'before', 'well'],
    ['verified', 'before', 'offline'],
    ['verified', 'after', 'well'],
    ['verified', 'after', 'offline'],
    ['updated', 'before', 'well'],
    ['updated', 'after', 'offline'],
    ['asked for its keys', 'before', 'well'],
    ['asked for its keys', 'before', 'offline'],
    ['asked for its keys', 'after', 'well'],
    ['asked for its keys', 'after', 'offline'],
    ['refreshed', 'before', 'offline'],
    ['refreshed', 'after', 'well'],
  ] as const)(
    'removes no domain that is %s %s a page is answered, when that ends %s',
    async (what, when, how) => {
      const names = numbered(3)
      const a = new ScriptedProvider(...names)
      const test = serviceOver({ a })
      await test.synced('a')
      const ended: Promise<unknown>[] = []
      const ask = async (name: string): Promise<unknown> => {
        const key = { accountId: 'a', name }
        if (what === 'verified') return test.service.domains.verify(key)
        if (what === 'updated') return test.service.domains.update({ ...key, changes: { requireTls: true } })
        if (what === 'refreshed') return test.service.domains.refresh(key)
        return test.service.keys.refresh(key)
      }
      const answers = (call: string): void => {
        if (how === 'offline' && !call.startsWith('list')) throw offline()
      }
      Object.assign(a.dkimKeys, {
        ofDomain: async () => {
          await Promise.resolve()
          answers('keys')
          return { keys: [], unread: 0 }
        },
      })
      const meanwhile = async (call: string): Promise<void> => {
        if (!call.startsWith('list') || ended.length > 0) return
        for (const name of names) ended.push(ask(name).catch(() => undefined))
        if (when === 'after') await Promise.all(ended)
      }
      a.before = async (call) => {
        if (when === 'before') await meanwhile(call)
        answers(call)
      }
      a.after = async (call) => {
        if (when === 'after') await meanwhile(call)
      }
      await test.synced('a')
      await Promise.all(ended)
      expect(ended).toHaveLength(3)
      expect(test.names()).toEqual(names)
      const changes = names.flatMap((name) => test.cache.history({ accountId: 'a', name }, null, 50).items)
      expect(changes.flatMap((entry) => entry.changes)).not.toContainEqual({
        what: 'domain',
        change: 'removed',
      })
    },
  )

  it('tells progress at its start and its end and at most ten times a second between', async () => {
    const a = new ScriptedProvider(...numbered(300))
    const test = serviceOver({ a })
    a.before = (call) => {
      if (call.startsWith('get')) test.clock.now += 1
    }
    await test.synced('a')
    const told = test.progress()
    expect(told[0]).toMatchObject({ phase: 'listing', done: 0, total: null })
    expect(told.at(-1)).toMatchObject({ phase: 'idle', done: 300, total: 300 })
    const between = told.filter((status) => status.phase === 'details')
    expect(between.length).toBeGreaterThanOrEqual(3)
    expect(between.length).toBeLessThanOrEqual(5)
  })

  it('keeps one run an account at a time and several accounts apart', async () => {
    const [a, b] = [new ScriptedProvider('one.example'), new ScriptedProvider('two.example')]
    const test = serviceOver({ a, b })
    const held = gate()
    a.before = () => held.passed
    await test.service.sync.start({ accountId: null })
    await test.service.sync.start({ accountId: 'a' })
    expect((await test.settled('b')).phase).toBe('idle')
    held.open()
    await test.settled('a')
    expect(a.calls).toEqual(['list 0', 'get one.example'])
    expect(test.names('b')).toEqual(['two.example'])
  })

  it('fails with not-found for an unknown account', () => {
    const test = serviceOver({})
    expect(() => test.service.sync.start({ accountId: 'x' })).toThrow(ZonedeskError)
  })

  it('ends as failed when the account has no usable key', async () => {
    const a = new ScriptedProvider()
    a.before = () => {
      throw new ZonedeskError('unauthorized', 'The API key is missing.')
    }
    const test = serviceOver({ a })
    expect(await test.synced('a')).toMatchObject({ phase: 'failed', failure: { code: 'unauthorized' } })
  })

  it('ends as failed and reports it when something unforeseen breaks', async () => {
    const a = new ScriptedProvider()
    const fault = new TypeError('unforeseen')
    a.before = () => {
      throw fault
    }
    const test = serviceOver({ a })
    expect(await test.synced('a')).toMatchObject({ phase: 'failed', failure: { code: 'internal' } })
    expect(test.faults).toEqual([fault])
  })
})

describe('an offline provider', () => {
  it('leaves the cache as it is and says since when', async () => {
    const a = new ScriptedProvider('one.example')
    const test = serviceOver({ a })
    await test.synced('a')
    a.before = () => {
      throw offline()
    }
    const since = ++test.clock.now
    expect(await test.synced('a')).toMatchObject({
      phase: 'failed',
      offlineSince: since,
      failure: { code: 'offline', message: 'api.mailgun.net cannot be reached.' },
    })
    test.clock.now += 1
    expect((await test.synced('a')).offlineSince).toBe(since)
    expect(test.names()).toEqual(['one.example'])
    a.before = () => {}
    expect(await test.synced('a')).toMatchObject({ phase: 'idle', offlineSince: null, failure: null })
  })

  it('stops the fetching of records at once', async () => {
    const a = new ScriptedProvider(...numbered(50))
    a.before = (call) => {
      if (call.startsWith('get')) throw offline()
    }
    const test = serviceOver({ a })
    expect((await test.synced('a')).phase).toBe('failed')
    expect(a.calls.filter((call) => call.startsWith('get')).length).toBeLessThanOrEqual(4)
  })
})

describe('cancelling', () => {
  it('ends a listing without removing anything, and the next run starts over', async () => {
    const a = new ScriptedProvider(...numbered(1500))
    const test = serviceOver({ a })
    await test.synced('a')
    a.domains.clear()
    a.add('d00000.example')
    const held = gate()
    const reached = gate()
    a.before = (call) => {
      if (!call.startsWith('list')) return
      reached.open()
      return held.passed
    }
    await test.service.sync.start({ accountId: 'a' })
    await reached.passed
    await test.service.sync.cancel({ accountId: null })
    expect(await test.settled('a')).toMatchObject({ phase: 'cancelled', failure: null })
    expect(test.cache.counts('a').all).toBe(1500)
    held.open()
    await test.synced('a')
    expect(test.names()).toEqual(['d00000.example'])
  })

  it('ends the fetching of records, which the next run takes up', async () => {
    const a = new ScriptedProvider(...numbered(20))
    const test = serviceOver({ a })
    const held = gate()
    const reached = gate()
    a.before = (call) => {
      if (call !== 'get d00010.example') return undefined
      reached.open()
      return held.passed
    }
    await test.service.sync.start({ accountId: 'a' })
    await reached.passed
    await test.service.sync.cancel({ accountId: 'a' })
    expect((await test.settled('a')).phase).toBe('cancelled')
    held.open()
    const before = a.calls.length
    await test.synced('a')
    const again = a.calls.slice(before)
    expect(again).toContain('get d00010.example')
    expect(again).not.toContain('get d00000.example')
  })

  it('does not swallow a start that follows at once', async () => {
    const a = new ScriptedProvider('one.example')
    const test = serviceOver({ a })
    await test.service.sync.start({ accountId: 'a' })
    await test.service.sync.cancel({ accountId: 'a' })
    await test.service.sync.start({ accountId: 'a' })
    await expect.poll(() => test.progress().at(-1)?.phase).toBe('idle')
    expect(test.names()).toEqual(['one.example'])
  })
})

describe('fetching records', () => {
  it('takes what is not active first and has at most four requests under way', async () => {
    const a = new ScriptedProvider(...numbered(30))
    a.add('zz.example', { state: 'unverified' })
    a.before = () => new Promise((resolve) => setImmediate(resolve))
    const test = serviceOver({ a })
    await test.synced('a')
    expect(a.calls.filter((call) => call.startsWith('get'))[0]).toBe('get zz.example')
    expect(a.mostUnderWay).toBe(4)
  })

  it('leaves active domains alone that were fetched within a day', async () => {
    const a = new ScriptedProvider('active.example')
    a.add('waiting.example', { state: 'unverified' })
    const test = serviceOver({ a })
    await test.synced('a')
    const gets = (): number => a.calls.filter((call) => call.startsWith('get active')).length
    test.clock.now += 23 * 3_600_000
    await test.synced('a')
    expect(gets()).toBe(1)
    expect(a.calls.filter((call) => call.startsWith('get waiting'))).toHaveLength(2)
    test.clock.now += 2 * 3_600_000
    await test.synced('a')
    expect(gets()).toBe(2)
  })

  it('removes a domain that is gone by then', async () => {
    const a = new ScriptedProvider('gone.example', 'one.example')
    a.before = (call) => {
      if (call === 'get gone.example') a.domains.delete('gone.example')
    }
    const test = serviceOver({ a })
    expect((await test.synced('a')).failure).toBeNull()
    expect(test.names()).toEqual(['one.example'])
  })

  it('passes over a domain whose records cannot be had and says how many', async () => {
    const a = new ScriptedProvider('bad.example', 'one.example')
    a.before = (call) => {
      if (call === 'get bad.example') throw new ZonedeskError('bad-answer', 'The answer is not JSON.')
    }
    const test = serviceOver({ a })
    const status = await test.synced('a')
    expect(status).toMatchObject({ phase: 'idle', lastSyncedAt: null })
    expect(status.failure?.message).toBe('The records of 1 domain could not be fetched.')
    expect(test.cache.get({ accountId: 'a', name: 'one.example' })?.fetchedAt).not.toBeNull()
  })

  it('gives up after ten failures in a row', async () => {
    const a = new ScriptedProvider(...numbered(100))
    a.before = (call) => {
      if (call.startsWith('get')) throw new ZonedeskError('timeout', 'No answer in time.')
    }
    const test = serviceOver({ a })
    expect(await test.synced('a')).toMatchObject({ phase: 'failed', failure: { code: 'timeout' } })
    expect(a.calls.filter((call) => call.startsWith('get')).length).toBeLessThan(20)
  })
})

describe('a write while a sync is under way', () => {
  it('creates a domain that the sync does not remove again', async () => {
    const a = new ScriptedProvider('one.example')
    const test = serviceOver({ a })
    const list = a.list.bind(a)
    a.list = async (query, signal) => {
      const page = await list(query, signal)
      await test.service.domains.create({ accountId: 'a', name: 'm.example.com', options: {} })
      a.list = list
      return page
    }
    expect((await test.synced('a')).failure).toBeNull()
    expect(test.names()).toEqual(['m.example.com', 'one.example'])
  })

  it('creates a domain that survives even when the list has to be read again', async () => {
    const a = new ScriptedProvider(...numbered(1500))
    const test = serviceOver({ a })
    let created = false
    const list = a.list.bind(a)
    a.list = async (query, signal) => {
      if (query.skip > 0 && !created) {
        created = true
        await test.service.domains.create({ accountId: 'a', name: 'm.example.com', options: {} })
      }
      return list(query, signal)
    }
    expect((await test.synced('a')).failure).toBeNull()
    expect(a.calls.filter((call) => call === 'list 0')).toHaveLength(2)
    expect(test.cache.counts('a').all).toBe(1501)
  })

  it('creates a domain that survives even when it came just before the listing', async () => {
    const a = new ScriptedProvider('one.example')
    const test = serviceOver({ a })
    const held = gate()
    test.hold.beforeClient = () => {
      test.hold.beforeClient = () => {}
      return held.passed
    }
    const syncing = test.synced('a')
    await test.service.domains.create({ accountId: 'a', name: 'm.example.com', options: {} })
    held.open()
    expect((await syncing).failure).toBeNull()
    expect(test.names()).toEqual(['m.example.com', 'one.example'])
  })

  it('deletes a domain that a page asked for earlier does not bring back', async () => {
    const a = new ScriptedProvider('m.example', 'one.example')
    const test = serviceOver({ a })
    await test.synced('a')
    const list = a.list.bind(a)
    a.list = async (query, signal) => {
      const page = await list(query, signal)
      if (a.domains.has('m.example')) await test.service.domains.delete({ ...KEY, confirmation: 'm.example' })
      return page
    }
    await test.synced('a')
    expect(test.names()).toEqual(['one.example'])
  })

  it('deletes a domain that a page asked for earlier does not bring back, not even for a moment', async () => {
    const a = new ScriptedProvider('m.example', 'one.example')
    const test = serviceOver({ a })
    await test.synced('a')
    a.after = async (call) => {
      if (call !== 'list 0' || !a.domains.has('m.example')) return
      await test.service.domains.delete({ ...KEY, confirmation: 'm.example' })
    }
    // Fetching records would find out that it is gone, and hide that the page brought it back.
    a.before = (call) => {
      if (call.startsWith('get')) throw offline()
    }
    await test.synced('a')
    expect(test.names()).toEqual(['one.example'])
  })

  it('verifies a domain that a page asked for earlier does not set back', async () => {
    const a = new ScriptedProvider('one.example')
    a.add('m.example', { state: 'unverified' })
    const test = serviceOver({ a })
    await test.synced('a')
    let verified = false
    a.after = async (call) => {
      if (call !== 'list 0' || verified) return
      verified = true
      await test.service.domains.verify(KEY)
    }
    a.before = (call) => {
      if (call.startsWith('get')) throw offline()
    }
    await test.synced('a')
    expect(verified).toBe(true)
    expect(test.cache.get(KEY)?.domain.state).toBe('active')
  })

  it('is newer than an answer that was asked for earlier', async () => {
    const a = new ScriptedProvider()
    a.add('m.example', { state: 'unverified' }, [sampleRecord({ valid: 'invalid' })])
    const test = serviceOver({ a })
    const get = a.get.bind(a)
    a.get = async (name, signal) => {
      const old = await get(name, signal)
      await test.service.domains.verify(KEY)
      return old
    }
    await test.synced('a')
    expect(test.cache.get(KEY)).toMatchObject({
      domain: { state: 'active' },
      records: [{ valid: 'valid' }],
      verifiedAt: test.clock.now,
    })
  })
})

describe('several accounts', () => {
  it('take turns page by page, so that a small one does not wait for the whole of large ones', async () => {
    const large = [new ScriptedProvider(...numbered(60)), new ScriptedProvider(...numbered(60))]
    const small = new ScriptedProvider('one.example')
    for (const each of large) each.pageSize = 10
    const [a, b] = large as [ScriptedProvider, ScriptedProvider]
    const test = serviceOver({ a, b, small })
    let pages = 0
    for (const each of large) {
      each.before = (call) => {
        if (call.startsWith('list') && small.calls.length === 0) pages += 1
        return new Promise((resolve) => setImmediate(resolve))
      }
    }
    await test.service.sync.start({ accountId: null })
    const first = await test.service.sync.status({})
    expect(first.map(({ phase }) => phase)).toEqual(['listing', 'listing', 'listing'])
    for (const accountId of ['a', 'b', 'small']) {
      expect((await test.settled(accountId)).failure).toBeNull()
    }
    expect(pages).toBeLessThanOrEqual(4)
  })

  it('wait, and say so, while others have their turn', async () => {
    const [a, b, c] = [new ScriptedProvider(), new ScriptedProvider(), new ScriptedProvider('one.example')]
    const test = serviceOver({ a, b, c })
    const held = gate()
    for (const each of [a, b]) each.before = () => held.passed
    await test.service.sync.start({ accountId: 'a' })
    await test.service.sync.start({ accountId: 'b' })
    await expect.poll(() => a.underWay + b.underWay).toBe(2)
    await test.service.sync.start({ accountId: 'c' })
    const statusOf = async () => (await test.service.sync.status({})).find((each) => each.accountId === 'c')
    expect(await statusOf()).toMatchObject({ phase: 'waiting', done: 0, total: null, rate: null })
    await new Promise((resolve) => setImmediate(resolve))
    expect(c.calls).toEqual([])
    held.open()
    expect((await test.settled('c')).phase).toBe('idle')
    const phases = test.progress().flatMap(({ accountId, phase }) => (accountId === 'c' ? [phase] : []))
    expect(phases).toEqual(['waiting', 'listing', 'details', 'idle'])
  })
})

describe('removing an account', () => {
  it('stops its sync and leaves nothing of it', async () => {
    const a = new ScriptedProvider('one.example')
    const test = serviceOver({ a })
    const held = gate()
    a.before = (call) => (call.startsWith('get') ? held.passed : undefined)
    await test.service.sync.start({ accountId: 'a' })
    await expect.poll(() => test.names()).toEqual(['one.example'])
    test.providers.delete('a')
    await test.service.forgetAccount('a')
    held.open()
    expect(test.names()).toEqual([])
    expect(test.cache.syncState('a').run).toBe(0)
    expect(await test.service.sync.status({})).toEqual([])
  })
})
