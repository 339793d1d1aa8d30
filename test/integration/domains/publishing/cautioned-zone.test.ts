import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPublishingHandlers } from '../../../../src/main/domains/publishing/publishing-handlers'
import type { Handlers } from '../../../../src/preload/contract/index'
import { APEX, DOMAIN, SURROUNDINGS } from '../../../unit/dns/diagnosis/observed'
import { type MemoryPlace, memoryPlace } from './memory-place'

const CAUTION = 'The zone is signed, and it is not known whether its server signs what is written.'

let place: MemoryPlace
let publishing: Handlers['publishing']

beforeEach(() => {
  place = memoryPlace(SURROUNDINGS)
  publishing = createPublishingHandlers({
    ...{ plans: place.plans, runs: place.runs, now: Date.now, rotation: () => undefined },
    ...{ rotations: () => [], zoneInDns: () => ({ apex: null, delegation: null }), recordsInDns: () => [] },
    ...{ askAbove: () => 1000, known: (key) => key, isListed: () => true },
    source: {
      placeOf: () => Promise.reject(new Error('the plan knows its zone')),
      accessFor: () => Promise.resolve(place.host.access()),
    },
    dialogs: { save: () => Promise.resolve(null), open: () => Promise.resolve(null) },
  })
})

afterEach(async () => {
  await place.close()
  expect(place.faults).toEqual([])
})

/** Has the zone be one that a write may break. */
function caution(): void {
  Object.assign(place.host.zones.get(APEX)!.zone, { caution: CAUTION })
}

describe('a zone that a write may break', () => {
  it('is written only once a person has seen that', async () => {
    caution()
    const id = await place.planned([DOMAIN])
    const { removes, sets, cautions } = await publishing.writes({ id, without: [] })
    expect(removes).toBe(0)
    expect(cautions).toEqual([{ zone: APEX, sentence: CAUTION }])
    const apply = (agreed: Parameters<typeof publishing.apply>[0]['agreed']): unknown =>
      publishing.apply({ id, without: [], agreed })
    for (const agreed of [null, { removes, sets, cautions: 0 }]) {
      expect(() => apply(agreed)).toThrow('You did not confirm that yet.')
    }
    expect(place.host.writes).toBe(0)
    apply({ removes, sets, cautions: 1 })
    await expect.poll(() => place.host.writes).toBe(1)
    await expect.poll(() => place.runs.list()[0]?.state).toBe('done')
  })

  it('is not asked about elsewhere', async () => {
    const id = await place.planned([DOMAIN])
    expect((await publishing.writes({ id, without: [] })).cautions).toEqual([])
    await publishing.apply({ id, without: [], agreed: null })
    await expect.poll(() => place.runs.list()[0]?.state).toBe('done')
    expect(place.host.writes).toBe(1)
  })
})
