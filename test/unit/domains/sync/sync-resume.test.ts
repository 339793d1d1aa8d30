import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { manualTimer } from '../manual-timer'
import { offline, ScriptedProvider } from '../scripted-provider'
import { serviceOver, type UnderTest } from '../service-under-test'

let folder: string
let clock: { now: number }
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-resume-'))
  clock = { now: 1_000_000 }
  return () => rmSync(folder, { recursive: true })
})

const start = (a: ScriptedProvider): UnderTest =>
  serviceOver({ a }, { cachePath: join(folder, 'cache.sqlite'), clock })

function numbered(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, i) => `d${String(i + from).padStart(5, '0')}.example`)
}

function provider(names: readonly string[]): ScriptedProvider {
  const a = new ScriptedProvider(...names)
  a.pageSize = 10
  return a
}

const lists = (a: ScriptedProvider): string[] => a.calls.filter((call) => call.startsWith('list'))

/** Begins a sync and leaves it while it asks for a page, as a killed process does: nothing tells it to end. */
async function abandonAt(a: ScriptedProvider, call: string): Promise<void> {
  const reached = new Promise<void>((resolve) => {
    a.before = (made) => {
      if (made !== call) return undefined
      resolve()
      return new Promise(() => {})
    }
  })
  await start(a).service.sync.start({ accountId: 'a' })
  await reached
}

/** The same list, asked anew. */
function again(a: ScriptedProvider): ScriptedProvider {
  const next = new ScriptedProvider()
  for (const [name, found] of a.domains) next.domains.set(name, found)
  next.pageSize = a.pageSize
  return next
}

describe('a listing that was cut off', () => {
  it('goes on where it was, and removes what is gone only then', async () => {
    const all = provider([...numbered(35), 'zz-gone.example'])
    const first = start(all)
    await first.synced('a')
    all.domains.delete('zz-gone.example')
    clock.now += 60_000
    await abandonAt(again(all), 'list 18')
    expect(first.names()).toContain('zz-gone.example')

    const later = again(all)
    const test = start(later)
    const status = await test.synced('a')
    expect(status).toMatchObject({ phase: 'idle', failure: null, lastSyncedAt: clock.now })
    // The last one shows that no row follows, before what is gone is removed.
    expect(lists(later)).toEqual(['list 18', 'list 27', 'list 34'])
    expect(test.names()).toEqual(numbered(35))
  })

  it('goes on after its last page too, before what is gone was removed', async () => {
    const all = provider(numbered(12))
    await abandonAt(all, 'get d00000.example')
    const test = start(again(all))
    await test.synced('a')
    expect(test.names()).toEqual(numbered(12))
  })

  it('begins anew when the total is another', async () => {
    const all = provider(numbered(35))
    await abandonAt(all, 'list 18')
    const later = again(all)
    later.add('a-new.example')
    const test = start(later)
    expect((await test.synced('a')).failure).toBeNull()
    expect(lists(later).slice(0, 2)).toEqual(['list 18', 'list 0'])
    expect(test.names()).toEqual(['a-new.example', ...numbered(35)])
  })

  it('begins anew when its rows shifted while the total stayed', async () => {
    const all = provider(numbered(35))
    await abandonAt(all, 'list 18')
    const later = again(all)
    later.domains.delete('d00003.example')
    later.add('zz.example')
    const test = start(later)
    expect((await test.synced('a')).failure).toBeNull()
    expect(lists(later).slice(0, 2)).toEqual(['list 18', 'list 0'])
    expect(test.names()).not.toContain('d00003.example')
    expect(test.names()).toContain('zz.example')
  })

  it('is read as a whole soon after, for what moved before the cut while the total stayed', async () => {
    const all = provider(numbered(35))
    await abandonAt(all, 'list 18')
    const later = again(all)
    later.domains.delete('d00003.example')
    later.add('d00004-new.example')
    const time = manualTimer(clock.now)
    const test = serviceOver(
      { a: later },
      {
        cachePath: join(folder, 'cache.sqlite'),
        clock: time.clock,
        timer: time.timer,
        syncEveryMinutes: () => 0,
      },
    )
    await test.synced('a')
    expect(test.names()).not.toContain('d00004-new.example')
    await time.pass(2 * 60_000)
    await test.settled('a')
    expect(test.names()).toEqual([...later.domains.keys()].toSorted())
  })

  it('begins anew after a quarter of an hour', async () => {
    const all = provider(numbered(35))
    await abandonAt(all, 'list 18')
    clock.now += 16 * 60_000
    const later = again(all)
    await start(later).synced('a')
    expect(lists(later)[0]).toBe('list 0')
  })

  it('shows at once how far it is', async () => {
    const all = provider(numbered(35))
    await abandonAt(all, 'list 18')
    const later = again(all)
    later.before = () => {
      clock.now += 200
    }
    const test = start(later)
    await test.synced('a')
    const listing = test.progress().filter(({ phase }) => phase === 'listing')
    expect(listing.map(({ done }) => done)).toContain(28)
    expect(listing.map(({ done }) => done)).not.toContain(10)
  })

  it('goes on after the network was gone in between', async () => {
    const all = provider(numbered(35))
    const test = start(all)
    all.before = (call) => {
      if (call === 'list 18') throw offline()
    }
    expect(await test.synced('a')).toMatchObject({ phase: 'failed', offlineSince: clock.now })
    all.before = () => {}
    all.calls.length = 0
    await test.synced('a')
    // One row, to look whether the provider is back.
    expect(all.queries.filter(({ limit }) => limit === 1)).toHaveLength(1)
    expect(lists(all)).toEqual(['list 0', 'list 18', 'list 27'])
    expect(test.names()).toEqual(numbered(35))
  })

  it('keeps what a call of the app created meanwhile', async () => {
    const all = provider(numbered(35))
    await abandonAt(all, 'list 18')
    const later = again(all)
    const test = start(later)
    let created = false
    later.before = async (call) => {
      if (call !== 'list 27' || created) return
      created = true
      await test.service.domains.create({ accountId: 'a', name: 'a-first.example.com', options: {} })
    }
    expect((await test.synced('a')).failure).toBeNull()
    expect(test.names()).toEqual(['a-first.example.com', ...numbered(35)])
  })
})

describe('records that were being fetched', () => {
  it('are not fetched twice after a restart', async () => {
    const all = provider(numbered(9))
    await abandonAt(all, 'get d00008.example')
    await expect
      .poll(() => start(again(all)).cache.countWantingDetail('a', { activeBefore: 0, othersBefore: 0 }))
      .toBe(1)
    const later = again(all)
    await start(later).synced('a')
    expect(later.calls.filter((call) => call.startsWith('get'))).toEqual(['get d00008.example'])
  })
})
