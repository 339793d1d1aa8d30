import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { rotationHandlers } from '../../../../../src/main/domains/keys/rotations/rotation-handlers'
import { recordsToRemove } from '../../../../../src/main/domains/keys/rotations/rotation-records'
import { selectorNames } from '../../../../../src/main/domains/keys/rotations/selector'
import { shown } from '../../../../../src/main/domains/keys/rotations/shown'
import { ACCOUNT, DOMAIN, RotationWorld } from './rotation-world'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NEW = selectorNames(Date.UTC(2026, 10, 29), new Set(), 0.5)[0]!
const OLD_NAME = `old._domainkey.${DOMAIN}`
const KEY = { accountId: ACCOUNT, name: DOMAIN }

let world: RotationWorld
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 29, 12) })
  world = new RotationWorld()
})
afterEach(() => {
  vi.clearAllTimers()
  vi.useRealTimers()
  expect(world.broken).toEqual([])
  expect(world.faults).toEqual([])
})

const after = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const now = () => world.stored()[0]!
const left = () => shown(now()).left
const canGo = () => recordsToRemove(now(), Date.now()) !== null

/** As the window is told it: how many that ended have a record that was not seen gone. */
const told = async () => {
  const { list } = rotationHandlers({
    ...{ rotations: world.engine, keysOf: () => [], detailOf: () => undefined },
    ...{ signersOf: () => 0, readOnly: () => null },
  })
  return (await list({ accountId: null, waitsFor: null, search: '', skip: 0, limit: 10 })).left
}

/** Rotates until the old key is deleted, which is before its record may go. */
async function untilDone(): Promise<void> {
  world.start()
  await after(MINUTE)
  world.publish(NEW)
  await after(HOUR)
  for (let hours = 0; now().state !== 'done' && hours < 24 * 10; hours++) await after(HOUR)
  expect(now().state).toBe('done')
}

/** And until the day of its record has come. */
async function untilDue(): Promise<void> {
  await untilDone()
  await after(left()[0]!.from - Date.now() + MINUTE)
}

describe('a rotation that has ended', () => {
  it('looks for no record before its day, and then says that it can go', async () => {
    await untilDone()
    world.unpublish('old')
    expect(left()).toMatchObject([{ name: OLD_NAME, seen: null }])
    expect(await told()).toBe(1)
    expect(now().fix).toContain(`Leave the TXT record at ${OLD_NAME} in the zone until the day`)
    await after(left()[0]!.from - Date.now() - MINUTE)
    expect(left()).toMatchObject([{ seen: null }])
    // It came back meanwhile.
    world.dns.get('ns1.example.com')!.set(OLD_NAME, now().oldKeys[0]!.record.value)
    await after(2 * MINUTE)
    expect(left()).toMatchObject([{ seen: { standing: 'there' } }])
    expect(now()).toMatchObject({
      state: 'done',
      sentence: `The key ${NEW} signs, and the old key is deleted. Its record can go from the zone now.`,
      fix: `Remove the TXT record at ${OLD_NAME} from the zone.`,
    })
    expect(canGo()).toBe(true)
  })

  it('notices within hours that somebody removed the record by hand, and is over then', async () => {
    await untilDue()
    world.unpublish('old', ['ns1.example.com'])
    await after(8 * HOUR)
    expect(left()).toMatchObject([{ seen: { standing: 'there' } }])
    world.unpublish('old')
    await after(8 * HOUR)
    expect(left()).toMatchObject([{ seen: { standing: 'gone' } }])
    expect(now()).toMatchObject({ state: 'done', fix: '', nextAt: null })
    expect(now().sentence).toBe(
      `The key ${NEW} signs, and the old key is deleted. No name server has its record any more: the rotation is over.`,
    )
    expect(canGo()).toBe(false)
    expect(await told()).toBe(0)
  })

  it('notices at once when it is asked to look, and a minute later where a server lags behind', async () => {
    await untilDue()
    world.unpublish('old', ['ns1.example.com'])
    world.engine.lookSoon([KEY])
    await after(1)
    expect(left()).toMatchObject([{ seen: { standing: 'there' } }])
    world.unpublish('old')
    await after(MINUTE)
    expect(left()).toMatchObject([{ seen: { standing: 'gone' } }])
    // A plan that took the removal back: somebody wrote the zone again.
    world.dns.get('ns2.example.com')!.set(OLD_NAME, now().oldKeys[0]!.record.value)
    world.engine.lookSoon([KEY])
    await after(1)
    expect(left()).toMatchObject([{ seen: { standing: 'there' } }])
    expect(now().sentence).not.toContain('over')
    world.unpublish('old')
    expect(world.engine.look([1])).toMatchObject({ done: 1, refused: 0 })
    await after(1)
    expect(left()).toMatchObject([{ seen: { standing: 'gone' } }])
  })

  it('takes no silence for a record that is gone, and nothing else for the record', async () => {
    await untilDue()
    world.unpublish('old')
    world.silent.add('ns2.example.com')
    world.engine.look([1])
    await after(1)
    expect(left()).toMatchObject([{ seen: { standing: 'unknown' } }])
    expect(now().fix).toContain('Not every name server answered, so Zonedesk does not know.')
    expect(canGo()).toBe(true)
    world.silent.clear()
    world.dns.get('ns2.example.com')!.set(OLD_NAME, 'v=DKIM1; p=somebodyelse')
    world.engine.look([1])
    await after(1)
    expect(left()).toMatchObject([{ seen: { standing: 'different' } }])
    expect(now().fix).toBe(
      `Something else stands at ${OLD_NAME} now. Find out whose it is before you remove it.`,
    )
  })

  it('goes on looking after a restart, also where an older version kept it without a next look', async () => {
    await untilDue()
    expect(now().nextAt).toBeGreaterThan(Date.now())
    world.unpublish('old')
    world.restart()
    await after(8 * HOUR)
    expect(now()).toMatchObject({ state: 'done', nextAt: null })
    world.forget((row) => ({ ...row, leftSeen: undefined, nextAt: null }))
    world.restart()
    await after(MINUTE)
    expect(left()).toMatchObject([{ seen: { standing: 'gone' } }])
  })

  it('stays at its end whatever is ordered, and still looks', async () => {
    await untilDone()
    const refused = world.engine.look([1])
    expect(refused).toMatchObject({ done: 0, refused: 1 })
    expect(refused.fix).toContain('day')
    expect(await world.engine.stop([1])).toMatchObject({ done: 0, refused: 1 })
    expect(await world.engine.takeBack([1])).toMatchObject({ done: 0, refused: 1 })
    expect(world.engine.goOn([1])).toMatchObject({ done: 0, refused: 1 })
    world.unpublish('old')
    world.offline = true
    await after(left()[0]!.from - Date.now() + MINUTE)
    expect(now()).toMatchObject({ state: 'done', fix: '' })
    expect(left()).toMatchObject([{ seen: { standing: 'gone' } }])
  })

  it('that was taken back says so of the record of its new key', async () => {
    world.start()
    await after(MINUTE)
    await world.engine.takeBack([1])
    await after(MINUTE)
    expect(now()).toMatchObject({ state: 'taken-back', fix: '', nextAt: null })
    expect(now().sentence).toContain('No name server has its record any more: the rotation is over.')
    expect(world.engine.dismiss([1])).toMatchObject({ done: 1 })
  })
})
