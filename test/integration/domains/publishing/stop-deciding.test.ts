import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PublishPlan } from '../../../../src/preload/contract/publishing'
import { APEX, type Row, SURROUNDINGS } from '../../../unit/dns/diagnosis/observed'
import { type MemoryPlace, memoryPlace } from './memory-place'

/** Domains whose names share a label below the apex, so that a change of the first can matter for all. */
const NAMES = Array.from({ length: 12 }, (_, at) => (at === 0 ? 'mg.example.com' : `m${at}.mg.example.com`))
const SITE = '203.0.113.5'
const ROWS: Row[] = [...SURROUNDINGS, ...NAMES.map((name): Row => [`email.${name}`, 'A', SITE, 900])]

let place: MemoryPlace
let plans: MemoryPlace['plans']

beforeEach(() => {
  place = memoryPlace(ROWS)
  plans = place.plans
})

afterEach(async () => {
  await place.close()
  expect(place.faults).toEqual([])
})

const planned = (): Promise<number> => place.planned(NAMES)

/** All that a plan says and writes. */
function whole(id: number): unknown {
  return {
    plan: plans.get(id),
    lines: NAMES.map((_, at) => plans.line(id, at)),
    writes: plans.writes(id, new Set()),
  }
}

/** The place that was planned first, so that all others were planned on top of it. */
function firstPlace(id: number): { readonly position: number; readonly change: string } {
  const [one] = plans.line(id, 0).decidable
  if (one === undefined) throw new Error('there is nothing to decide on')
  return { position: 0, change: one.id }
}

describe('a decision in a large plan', () => {
  it('is told while it is planned, and leaves the plan as it was when it is stopped in the middle', async () => {
    const id = await planned()
    const before = whole(id)
    const told: NonNullable<PublishPlan['deciding']>[] = []
    place.onTold = ({ deciding }) => {
      if (deciding === null) return
      told.push(deciding)
      if (deciding.done === 1) plans.stopDeciding(id)
    }
    await expect(plans.decide(id, { ...firstPlace(id), accept: true })).rejects.toMatchObject({
      failure: { code: 'cancelled' },
    })
    expect(told[0]).toMatchObject({ done: 0 })
    expect(told.at(-1)!.done).toBe(1)
    expect(told.at(-1)!.total).toBeGreaterThan(2)
    expect(whole(id)).toEqual(before)
    // The plan that is there can be decided on again, and written.
    place.onTold = () => undefined
    const decided = await plans.decide(id, { ...firstPlace(id), accept: true })
    expect(decided.deciding).toBeNull()
    expect(plans.line(decided.id, 0).decidable[0]).toMatchObject({ isAccepted: true })
    expect(() => plans.get(id)).toThrow('no longer the newest')
  })

  it('can be stopped, and the plan before be written as it was shown', async () => {
    const id = await planned()
    place.onTold = ({ deciding }) => {
      if (deciding?.done === 2) plans.stopDeciding(id)
    }
    await expect(plans.decide(id, { ...firstPlace(id), accept: true })).rejects.toThrow(
      'the plan is as it was',
    )
    await place.write(id)
    expect(place.host.set(APEX, 'email.mg.example.com', 'A')).toMatchObject({ data: [{ address: SITE }] })
    expect(place.host.set(APEX, 'mg.example.com', 'TXT')).toBeDefined()
  })

  it('is not written, saved or decided on twice while it is planned, and lets others have the thread', async () => {
    const id = await planned()
    const refusals: unknown[] = []
    let turns = 0
    const tick = setInterval(() => (turns += 1), 0)
    place.onTold = () => {
      for (const act of [() => plans.writes(id, new Set()), () => plans.whole(id)]) {
        try {
          act()
        } catch (error) {
          refusals.push(error)
        }
      }
    }
    const deciding = plans.decide(id, { ...firstPlace(id), accept: true })
    await expect(plans.decide(id, { ...firstPlace(id), accept: true })).rejects.toThrow('not ready yet')
    await deciding
    clearInterval(tick)
    expect(refusals.length).toBeGreaterThan(2)
    for (const refusal of refusals) expect(refusal).toMatchObject({ failure: { code: 'refused' } })
    expect(turns).toBeGreaterThan(0)
  })

  it('is stopped by a plan that begins, and by one that is given up', async () => {
    for (const end of [(id: number) => plans.drop(id), (id: number) => void plans.again(id)]) {
      const id = await planned()
      place.onTold = ({ deciding }) => {
        if (deciding?.done === 1) end(id)
      }
      await expect(plans.decide(id, { ...firstPlace(id), accept: true })).rejects.toMatchObject({
        failure: { code: 'cancelled' },
      })
      place.onTold = () => undefined
      expect(() => plans.get(id)).toThrow('no longer the newest')
    }
  })

  it('is refused, and the plan stays as it was, where a domain cannot be planned any more', async () => {
    const id = await planned()
    const before = whole(id)
    place.isListed = (name) => name !== NAMES[0]
    await expect(plans.decide(id, { ...firstPlace(id), accept: true })).rejects.toThrow(
      `${NAMES[0]} could not be planned anew, so the plan is as it was.`,
    )
    expect(whole(id)).toEqual(before)
  })

  it('stops nothing where nothing is decided', async () => {
    const id = await planned()
    const before = whole(id)
    plans.stopDeciding(id)
    plans.stopDeciding(id + 7)
    expect(whole(id)).toEqual(before)
  })

  it('is still known where the zone cannot be read for a while', async () => {
    const id = await planned()
    const decided = await plans.decide(id, { ...firstPlace(id), accept: true })
    place.host.silent = NAMES.length * 4
    const dark = await place.ready(plans.again(decided.id))
    expect(plans.line(dark, 0)).toMatchObject({ verdict: 'refused', decidable: [] })
    place.host.silent = 0
    const light = await place.ready(plans.again(dark))
    expect(plans.line(light, 0).decidable[0]).toMatchObject({ isAccepted: true })
  })
})
