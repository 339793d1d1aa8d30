import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWatches, type Watches } from '../../../../src/main/domains/watch/watches'
import type { WatchStore } from '../../../../src/main/profile/watch-store'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import type { DomainCheck } from '../../../../src/preload/contract/findings'
import type { Watch } from '../../../../src/preload/contract/watches'
import { checkWith, sighting } from './seen-records'

const KEY = { accountId: 'embedded', name: 'mg.example' }
const DAY = 86_400_000

let stored: Map<string, Watch>
let store: WatchStore
let notified: Watch[]
let checks: (() => Promise<DomainCheck>)[]
let verdicts: (() => Promise<boolean>)[]
let looks: (() => Promise<boolean>)[]
let readOnly: string | null
let known: boolean
let listed: boolean
let watches: Watches

const missing = () => checkWith([sighting('authoritative', 'missing', 300, Date.now())])
const published = () => checkWith([sighting('authoritative', 'published', 300, Date.now())])
const next = <T>(queue: (() => Promise<T>)[]): Promise<T> => (queue.length > 1 ? queue.shift()! : queue[0]!)()
const current = (): Watch | undefined => stored.get(KEY.name)

function make(): Watches {
  return createWatches({
    store,
    known: () => known,
    isListed: () => listed,
    check: () => next(checks),
    verify: () => next(verdicts),
    ask: () => next(looks),
    readOnly: () => readOnly,
    notify: (watch) => notified.push(watch),
    emit: () => undefined,
    random: () => 0,
  })
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
  stored = new Map()
  store = {
    list: () => [...stored.values()],
    put: (watch) => void stored.set(watch.name, watch),
    remove: ({ name }) => void stored.delete(name),
  }
  notified = []
  checks = [async () => missing()]
  verdicts = [async () => true]
  looks = [async () => false]
  readOnly = null
  known = true
  listed = true
  watches = make()
})

afterEach(async () => {
  await watches.close()
  vi.useRealTimers()
})

describe('a watch', () => {
  it('looks at once, and again while a record is missing', async () => {
    void watches.handlers.start(KEY)
    await vi.advanceTimersByTimeAsync(0)
    expect(current()).toMatchObject({ state: 'waiting', looks: 1, published: 0, records: 1 })
    await vi.advanceTimersByTimeAsync(30_000)
    expect(current()?.looks).toBe(2)
    expect(notified).toEqual([])
  })

  it('asks the provider once DNS has all, tells the person, and looks no more', async () => {
    checks = [async () => missing(), async () => published()]
    void watches.handlers.start(KEY)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(current()).toMatchObject({ state: 'done', looks: 2, published: 1, nextAt: null })
    expect(notified.map(({ state }) => state)).toEqual(['done'])
    await vi.advanceTimersByTimeAsync(DAY)
    expect(current()?.looks).toBe(2)
  })

  it('asks the provider again later when it does not see the records yet', async () => {
    checks = [async () => published()]
    verdicts = [async () => false, async () => true]
    void watches.handlers.start(KEY)
    await vi.advanceTimersByTimeAsync(0)
    expect(current()).toMatchObject({ state: 'waiting' })
    await vi.advanceTimersByTimeAsync(5 * 60_000)
    expect(current()).toMatchObject({ state: 'done', looks: 2 })
  })

  it('asks nobody to verify in an account that is read only, and waits until the provider has', async () => {
    readOnly = 'Acme'
    checks = [async () => published()]
    verdicts = [() => Promise.reject(new Error('must not be asked'))]
    looks = [async () => false, async () => true]
    void watches.handlers.start(KEY)
    await vi.advanceTimersByTimeAsync(0)
    expect(current()).toMatchObject({
      state: 'waiting',
      sentence:
        'DNS has every record. Acme is read only, so Zonedesk waits for the provider to verify by itself.',
    })
    await vi.advanceTimersByTimeAsync(5 * 60_000)
    expect(current()).toMatchObject({ state: 'done', looks: 2 })
  })

  it('says why it gives up in an account that is read only', async () => {
    readOnly = 'Acme'
    checks = [async () => published()]
    void watches.handlers.start(KEY)
    await vi.advanceTimersByTimeAsync(3 * DAY + 30 * 60_000)
    expect(current()).toMatchObject({ state: 'given-up' })
    expect(current()?.sentence).toContain('Acme is read only, so Zonedesk did not ask it to.')
  })

  it('goes on after the provider asks to wait, and after a look that failed', async () => {
    const limited = new ZonedeskError('rate-limited', 'The provider asks to wait.')
    checks = [
      () => Promise.reject(new ZonedeskError('cancelled', 'The check was stopped.')),
      async () => published(),
    ]
    verdicts = [() => Promise.reject(limited), async () => true]
    void watches.handlers.start(KEY)
    await vi.advanceTimersByTimeAsync(0)
    expect(current()?.sentence).toBe('The check was stopped. Zonedesk will try again.')
    await vi.advanceTimersByTimeAsync(5 * 60_000)
    expect(current()?.sentence).toBe('The provider asks to wait. Zonedesk will try again.')
    await vi.advanceTimersByTimeAsync(5 * 60_000)
    expect(current()?.state).toBe('done')
  })

  it('gives up after three days and says so', async () => {
    void watches.handlers.start(KEY)
    await vi.advanceTimersByTimeAsync(3 * DAY + 30 * 60_000)
    expect(current()).toMatchObject({ state: 'given-up', nextAt: null })
    expect(notified.map(({ state }) => state)).toEqual(['given-up'])
  })

  it('ends when the domain is gone', async () => {
    void watches.handlers.start(KEY)
    await vi.advanceTimersByTimeAsync(0)
    known = false
    await vi.advanceTimersByTimeAsync(30_000)
    expect(watches.handlers.list({})).toEqual([])
    expect(stored.size).toBe(0)
  })

  it('stays off the list when it is stopped during a look', async () => {
    let answer: (check: DomainCheck) => void = () => undefined
    checks = [() => new Promise((resolve) => (answer = resolve))]
    void watches.handlers.start(KEY)
    void watches.handlers.stop(KEY)
    answer(published())
    await vi.advanceTimersByTimeAsync(DAY)
    expect(stored.size).toBe(0)
    expect(notified).toEqual([])
  })

  it('looks anew when it is stopped and started again during a look', async () => {
    let answer: (check: DomainCheck) => void = () => undefined
    checks = [() => new Promise((resolve) => (answer = resolve)), async () => missing()]
    void watches.handlers.start(KEY)
    void watches.handlers.stop(KEY)
    await vi.advanceTimersByTimeAsync(1_000)
    void watches.handlers.start(KEY)
    answer(published())
    await vi.advanceTimersByTimeAsync(0)
    expect(current()).toMatchObject({ state: 'waiting', looks: 1, published: 0, since: Date.now() })
  })

  it('is not started for a domain that is not there', () => {
    known = false
    expect(() => watches.handlers.start(KEY)).toThrow(/not among the domains/)
  })

  it('begins anew when it is started again after it was done', async () => {
    checks = [async () => published()]
    void watches.handlers.start(KEY)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(current()?.state).toBe('done')
    checks = [async () => missing()]
    void watches.handlers.start(KEY)
    await vi.advanceTimersByTimeAsync(0)
    expect(current()).toMatchObject({ state: 'waiting', looks: 1, since: Date.now() })
  })
})

describe('after a restart', () => {
  it('goes on with what was under way, even in the middle of a look, and not with what had ended', async () => {
    void watches.handlers.start(KEY)
    await watches.close()
    stored.set(KEY.name, { ...current()!, state: 'looking', nextAt: null, looks: 3 })
    stored.set('b.example', { ...current()!, name: 'b.example', state: 'done', nextAt: null })
    watches = make()
    watches.resume()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(current()).toMatchObject({ state: 'waiting', looks: 4 })
    expect(stored.get('b.example')).toMatchObject({ state: 'done', looks: 3 })
  })

  it('forgets the watches of an account that is removed', async () => {
    void watches.handlers.start(KEY)
    watches.forgetAccount('embedded')
    await vi.advanceTimersByTimeAsync(DAY)
    expect(stored.size).toBe(0)
  })
})

describe('a watch that came from another computer', () => {
  const FROM_THERE: Watch = {
    ...KEY,
    ...{ state: 'waiting', since: 1_799_999_000_000, looks: 3, lastAt: null, nextAt: null, expectedBy: null },
    ...{ published: 1, records: 4, sentence: 'Three records are not seen yet.' },
  }

  it('goes on once it is in the store, and one that is here stays as it is', async () => {
    stored.set(KEY.name, FROM_THERE)
    watches.reload()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(current()).toMatchObject({ state: 'waiting', looks: 4 })
    stored.set(KEY.name, { ...FROM_THERE, looks: 90 })
    watches.reload()
    await vi.advanceTimersByTimeAsync(60 * 60_000)
    expect(current()?.looks).toBeLessThan(90)
  })

  it('waits for the first sync of its account, and goes when the domain is not in it', async () => {
    known = false
    listed = false
    stored.set(KEY.name, FROM_THERE)
    watches.reload()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(current()).toMatchObject({ state: 'waiting', looks: 3 })
    expect(current()?.sentence).toBe('The watch continues once the domains of the account have been fetched.')
    listed = true
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    expect(current()).toBeUndefined()
  })
})
