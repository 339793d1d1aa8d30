import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ZonedeskError } from '../../../../../src/preload/contract/failure'
import { selectorNames } from '../../../../../src/main/domains/keys/rotations/selector'
import { DOMAIN, RotationWorld } from './rotation-world'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** What `random` of the world makes of the month. */
const NEW = selectorNames(Date.UTC(2026, 10, 29), new Set(), 0.5)[0]!
const [, SECOND = '', THIRD = ''] = selectorNames(Date.UTC(2026, 10, 29), new Set(), 0.5)

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

describe('a rotation', () => {
  it('goes from the old key to the new one, and names the record that can go', async () => {
    world.start()
    await after(MINUTE)
    expect(now()).toMatchObject({ state: 'under-way', step: 'publishing', newKey: { selector: NEW } })
    expect(now().sentence).toBe(
      `The record of the key ${NEW} has to be published. No name server of the zone has it.`,
    )
    world.publish(NEW, ['ns1.example.com'])
    await after(HOUR)
    expect(now().sentence).toContain('ns2.example.com does not have it')
    expect(world.writes).toEqual([`create ${NEW}`])
    world.publish(NEW)
    await after(HOUR)
    expect(now()).toMatchObject({
      step: 'keeping',
      oldKeys: [{ selector: 'old', ttl: 3600, state: 'signs' }],
    })
    await after(7 * DAY)
    expect(world.signing()).toEqual(['old', NEW])
    await after(7 * HOUR)
    expect(now()).toMatchObject({ state: 'done', sent: false })
    expect(world.writes).toEqual([`create ${NEW}`, `activate ${NEW}`, 'deactivate old', 'delete old'])
    expect(now().fix).toContain(`old._domainkey.${DOMAIN}`)
  })

  it('takes another selector where a key or DNS has the first', async () => {
    world.addKey(NEW, false)
    world.dns.get('ns2.example.com')!.set(`${SECOND}._domainkey.${DOMAIN}`, 'something')
    world.start()
    await after(MINUTE)
    expect(now().newKey?.selector).toBe(THIRD)
  })

  it('leaves a key alone that somebody else made under its name first, and takes another name', async () => {
    world.beforeWrite = (operation, selector) => {
      if (operation === 'create' && selector === NEW) world.addOthersKey(NEW)
    }
    world.start()
    await after(MINUTE)
    expect(now()).toMatchObject({ step: 'publishing', newKey: { selector: SECOND } })
    world.publish(NEW)
    await after(DAY)
    expect(world.keys.get(NEW)?.signs).toBe(false)
    expect(world.writes).toEqual([`create ${NEW}`, `create ${SECOND}`])
  })

  it.each(['publishing', 'keeping', 'deactivating'] as const)(
    'stops when somebody else made its key anew while it is %s, and leaves that key alone when it is taken back',
    async (step) => {
      const id = world.start()!
      await after(MINUTE)
      if (step !== 'publishing') {
        world.publish(NEW)
        await after(2 * HOUR)
      }
      if (step === 'deactivating') {
        world.offline = true
        await after(8 * DAY)
        world.offline = false
      }
      world.addOthersKey(NEW)
      const signs = step !== 'publishing'
      world.keys.get(NEW)!.signs = signs
      world.publish(NEW)
      await after(7 * HOUR)
      expect(now().state).toBe('needs-person')
      expect(now().sentence).toContain('somebody made it anew')
      const before = [...world.writes]
      world.engine.goOn([id])
      await after(DAY)
      expect(now().state).toBe('needs-person')
      await world.engine.takeBack([id])
      await after(DAY)
      expect(now().state).toBe('taken-back')
      expect(world.keys.get(NEW)?.signs).toBe(signs)
      expect(world.keys.get('old')?.signs).toBe(true)
      expect(world.writes).toEqual(before)
    },
  )

  it('knows its key again where the answer was lost, and compares it with the answer where there was one', async () => {
    world.fates = ['lost-after']
    world.start()
    await after(HOUR)
    expect(now()).toMatchObject({
      step: 'publishing',
      newKey: { selector: NEW, record: world.recordOf(NEW) },
    })
    expect(world.writes).toEqual([`create ${NEW}`])
  })

  it('is one at a time for a domain', async () => {
    expect(world.start()).toBe(1)
    expect(world.start()).toBeNull()
    await world.engine.stop([1])
    expect(world.start()).toBeNull()
    world.engine.dismiss([1])
    expect(world.start()).toBe(1)
  })

  it('counts a server that does not answer as one that lacks the record', async () => {
    world.start()
    await after(MINUTE)
    world.publish(NEW)
    world.silent.add('ns2.example.com')
    await after(DAY)
    expect(world.writes).toEqual([`create ${NEW}`])
    expect(now().sentence).toContain('ns2.example.com does not answer')
    world.silent.clear()
    await after(HOUR)
    expect(now().step).toBe('keeping')
  })

  it('keeps the old key no shorter when the clock is set forward', async () => {
    world.start()
    await after(MINUTE)
    world.publish(NEW)
    await after(HOUR)
    world.jumpMs = 40 * DAY
    world.engine.wake()
    await after(DAY)
    expect(now()).toMatchObject({ step: 'keeping' })
    // At most three days of what no other clock proves count.
    await after(2.5 * DAY)
    expect(now()).toMatchObject({ step: 'keeping' })
    await after(2 * DAY)
    expect(now()).toMatchObject({ state: 'done' })
  })

  it('keeps it no longer when the clock is set back', async () => {
    world.start()
    await after(MINUTE)
    world.publish(NEW)
    await after(HOUR)
    expect(now().step).toBe('keeping')
    world.jumpMs = -40 * DAY
    world.engine.goOn([1])
    await after(8 * DAY)
    expect(now()).toMatchObject({ state: 'done' })
  })

  it('does not let the old key go while the record of the new one is missing again', async () => {
    world.start()
    await after(MINUTE)
    world.publish(NEW)
    await after(HOUR)
    world.unpublish(NEW, ['ns1.example.com'])
    await after(20 * DAY)
    expect(world.signing()).toEqual(['old', NEW])
    expect(now().sentence).toContain('so the old key goes on signing')
    world.publish(NEW)
    await after(DAY)
    expect(now()).toMatchObject({ state: 'done' })
  })

  it('works where the provider stops the old key by itself', async () => {
    world.switches = true
    world.start()
    await after(MINUTE)
    world.publish(NEW)
    await after(9 * DAY)
    expect(now()).toMatchObject({ state: 'done' })
    expect(world.writes).toEqual([`create ${NEW}`, `activate ${NEW}`, 'delete old'])
  })

  it('asks a person where no key signs, or the provider does not say which', async () => {
    world.keys.get('old')!.signs = false
    world.start()
    await after(MINUTE)
    expect(now()).toMatchObject({ state: 'needs-person', nextAt: null })
    world.keys.get('old')!.signs = null
    world.engine.goOn([1])
    await after(MINUTE)
    expect(now().sentence).toContain('does not say which of its keys sign')
    expect(world.writes).toEqual([])
    world.keys.get('old')!.signs = true
    world.engine.goOn([1])
    await after(MINUTE)
    expect(now().step).toBe('publishing')
  })

  it('asks a person when somebody deletes or deactivates the new key', async () => {
    world.start()
    await after(MINUTE)
    world.publish(NEW)
    await after(HOUR)
    world.keys.get(NEW)!.signs = false
    await after(DAY)
    expect(now()).toMatchObject({ state: 'needs-person', step: 'publishing' })
    world.engine.goOn([1])
    await after(HOUR)
    expect(now()).toMatchObject({ state: 'under-way', step: 'keeping' })
    world.keys.delete(NEW)
    await after(DAY)
    expect(now()).toMatchObject({ state: 'needs-person' })
    expect(now().sentence).toContain('somebody deleted it')
    await world.engine.takeBack([1])
    await after(MINUTE)
    expect(now()).toMatchObject({ state: 'taken-back' })
    expect(world.signing()).toEqual(['old'])
  })

  it('deletes no old key that somebody has sign again', async () => {
    world.start()
    await after(MINUTE)
    world.publish(NEW)
    await after(HOUR)
    world.fates = ['killed-after']
    await after(8 * DAY)
    expect(world.writes.at(-1)).toBe('deactivate old')
    world.keys.get('old')!.signs = true
    world.restart()
    world.fates = ['killed-before']
    await after(MINUTE)
    // It was at the step of deactivating, so it is deactivated once more.
    world.restart()
    await after(MINUTE)
    expect(now()).toMatchObject({ state: 'done' })
  })

  it('asks a person about an old key that signs again before it is deleted', async () => {
    world.start()
    await after(MINUTE)
    world.publish(NEW)
    await after(HOUR)
    world.beforeRead = () => {
      if (now().step === 'deleting') world.keys.get('old')!.signs = true
    }
    // It is deactivated, and the request to delete it never arrives.
    world.fates = ['lost-after', 'lost-before']
    await after(9 * DAY)
    expect(now().oldKeys[0]?.state).not.toBe('deleted')
    expect(now()).toMatchObject({ state: 'needs-person', step: 'deactivating' })
    expect(now().sentence).toContain('signs again')
  })

  it('waits in an account that is read only, says why, and goes on by itself', async () => {
    world.readOnly = new ZonedeskError('read-only', 'Acme is read only in Zonedesk, so nothing is sent.')
    world.start()
    await after(3 * HOUR)
    expect(world.writes).toEqual([])
    expect(now()).toMatchObject({
      state: 'needs-person',
      sentence: 'Acme is read only in Zonedesk, so nothing is sent.',
    })
    world.readOnly = null
    await after(2 * HOUR)
    expect(now()).toMatchObject({ state: 'under-way', step: 'publishing' })
  })

  it('waits for a person where the provider makes no key, with no advice on what nobody typed, and goes on', async () => {
    world.fates = ['refused']
    world.start()
    await after(3 * HOUR)
    expect(now()).toMatchObject({
      ...{ state: 'needs-person', nextAt: null },
      sentence: `The provider did not make the key ${NEW}. Not now.`,
      fix: 'Mend what the provider names, at the provider. Then have the rotation go on.',
    })
    expect(world.engine.goOn([1])).toMatchObject({ done: 1, refused: 0 })
    await after(MINUTE)
    expect(now()).toMatchObject({ state: 'under-way', step: 'publishing' })
    world.publish(NEW)
    await after(3 * HOUR)
    expect(now().step).toBe('keeping')
  })

  it('goes on when the provider is reached again, and when it refused to sign at first', async () => {
    world.offline = true
    world.start()
    await after(3 * HOUR)
    expect(now().sentence).toBe('The provider cannot be reached. Zonedesk will try again.')
    world.offline = false
    await after(2 * HOUR)
    world.publish(NEW)
    world.fates = ['refused', 'refused']
    await after(3 * HOUR)
    expect(now().step).toBe('keeping')
  })
})

describe('a person', () => {
  it('stops it, has it go on, and takes it off the list', async () => {
    world.start()
    await after(MINUTE)
    expect(world.engine.dismiss([1])).toMatchObject({ done: 0, refused: 1 })
    await world.engine.stop([1])
    expect(now()).toMatchObject({ state: 'stopped', nextAt: null })
    expect(now().sentence).toBe(
      `Stopped. The old key old signs. The new key ${NEW} is at the provider and does not sign, as last seen.`,
    )
    world.publish(NEW)
    await after(30 * DAY)
    expect(world.writes).toEqual([`create ${NEW}`])
    world.engine.goOn([1])
    await after(MINUTE)
    expect(now().step).toBe('keeping')
    await world.engine.stop([1])
    expect(world.engine.dismiss([1])).toMatchObject({ done: 1 })
    expect(world.stored()).toEqual([])
  })

  it('takes it back while the old key is kept', async () => {
    world.start()
    await after(MINUTE)
    world.publish(NEW)
    await after(DAY)
    await world.engine.takeBack([1])
    await after(MINUTE)
    expect(now()).toMatchObject({ state: 'taken-back' })
    expect(world.writes.slice(2)).toEqual([`deactivate ${NEW}`, `delete ${NEW}`])
    expect(now().fix).toContain(`${NEW}._domainkey.${DOMAIN}`)
  })

  it('takes it back after the old key was deactivated, once its record is there again', async () => {
    world.switches = true
    world.start()
    await after(MINUTE)
    world.publish(NEW)
    await after(DAY)
    world.unpublish('old')
    await world.engine.takeBack([1])
    await after(DAY)
    expect(now().sentence).toContain('has to be published again')
    expect(world.signing()).toEqual([NEW])
    world.publish('old')
    await after(HOUR)
    expect(now()).toMatchObject({ state: 'taken-back' })
    expect(world.signing()).toEqual(['old'])
  })

  it('has the new key sign on while DNS lacks the old one', async () => {
    world.start()
    await after(MINUTE)
    world.publish(NEW)
    await after(DAY)
    world.unpublish('old', ['ns2.example.com'])
    await world.engine.takeBack([1])
    await after(DAY)
    expect(world.signing()).toEqual(['old', NEW])
    expect(now()).toMatchObject({ state: 'under-way', step: 'withdrawing' })
    world.publish('old')
    await after(HOUR)
    expect(now()).toMatchObject({ state: 'taken-back' })
  })

  it('takes back what was not begun yet, and a key that was only made', async () => {
    world.offline = true
    world.start()
    await after(MINUTE)
    await world.engine.takeBack([1])
    world.offline = false
    await after(HOUR)
    expect(now()).toMatchObject({ state: 'taken-back', fix: '' })
    expect(now().sentence).toContain('nothing was changed')
    expect(world.writes).toEqual([])
  })

  it('cannot take it back at the end', async () => {
    world.start()
    await after(MINUTE)
    world.publish(NEW)
    await after(9 * DAY)
    expect(await world.engine.takeBack([1])).toMatchObject({ done: 0, refused: 1 })
    expect(now()).toMatchObject({ state: 'done' })
  })
})
