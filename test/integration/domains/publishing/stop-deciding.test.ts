import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPublishPlans, type PublishPlans } from '../../../../src/main/domains/publishing/plans'
import { createPublishRuns, type PublishRuns } from '../../../../src/main/domains/publishing/runs'
import type { ZoneSource } from '../../../../src/main/domains/publishing/zone-source'
import { openProfile, type Profile } from '../../../../src/main/profile/profile'
import type { DomainDetail } from '../../../../src/preload/contract/domain'
import type { PublishPlan } from '../../../../src/preload/contract/publishing'
import { APEX, expectedRecords, type Row, SURROUNDINGS } from '../../../unit/dns/diagnosis/observed'
import { basisOf, rrsetsOf } from '../../../unit/domains/publishing/held-of'
import { MemoryHost } from './memory-host'

/** Domains whose names share a label below the apex, so that a change of the first can matter for all. */
const NAMES = Array.from({ length: 12 }, (_, at) => (at === 0 ? 'mg.example.com' : `m${at}.mg.example.com`))
const SITE = '203.0.113.5'
const ROWS: Row[] = [...SURROUNDINGS, ...NAMES.map((name): Row => [`email.${name}`, 'A', SITE, 900])]
const CONNECTION = { id: 'c1', name: 'Our host', kind: 'powerdns' }

let folder: string
let profile: Profile
let host: MemoryHost
let plans: PublishPlans
let runs: PublishRuns
let faults: unknown[]
/** Told of each plan that the main process tells the window of. */
let onTold: (plan: PublishPlan) => void

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-decide-'))
  profile = openProfile(join(folder, 'profile.sqlite'))
  host = new MemoryHost()
  host.add(APEX, rrsetsOf(ROWS))
  faults = []
  onTold = () => undefined
  const zone = host.zones.get(APEX)!.zone
  const source: ZoneSource = {
    accessFor: () => Promise.resolve(host.access()),
    placeOf: () => Promise.resolve({ state: 'ready', connection: CONNECTION, zone }),
  }
  let clock = 0
  const common = {
    source,
    onFault: (error: unknown) => void faults.push(error),
    // Each look at the clock is a second later, so that everything is told.
    now: () => (clock += 1000),
  }
  plans = createPublishPlans({
    ...common,
    emit: (event, payload) => {
      if (event === 'publishPlanChanged') onTold(payload as PublishPlan)
    },
    cache: {
      get: ({ name }) => ({ records: expectedRecords({}, name) }) as DomainDetail,
      list: () => ({ items: [], total: 0, next: null, hasMore: false }) as never,
      count: () => 0 as never,
    },
    observe: ({ name }) =>
      Promise.resolve(basisOf({ domain: name, expected: expectedRecords({}, name), rows: ROWS })),
  })
  runs = createPublishRuns({
    ...common,
    ...{ emit: () => undefined, store: profile.published, watch: () => undefined },
  })
})

afterEach(async () => {
  await Promise.all([plans.close(), runs.close()])
  profile.close()
  rmSync(folder, { recursive: true })
  expect(faults).toEqual([])
})

async function ready({ id }: PublishPlan): Promise<number> {
  await vi.waitFor(() => expect(plans.get(id).state).toBe('ready'), { timeout: 20_000, interval: 5 })
  return id
}

async function planned(): Promise<number> {
  const keys = NAMES.map((name) => ({ accountId: 'a', name }))
  return ready(await plans.forScope({ kind: 'domains', keys }))
}

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
    onTold = ({ deciding }) => {
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
    onTold = () => undefined
    const decided = await plans.decide(id, { ...firstPlace(id), accept: true })
    expect(decided.deciding).toBeNull()
    expect(plans.line(decided.id, 0).decidable[0]).toMatchObject({ isAccepted: true })
    expect(() => plans.get(id)).toThrow('no longer the newest')
  })

  it('can be stopped, and the plan before be written as it was shown', async () => {
    const id = await planned()
    onTold = ({ deciding }) => {
      if (deciding?.done === 2) plans.stopDeciding(id)
    }
    await expect(plans.decide(id, { ...firstPlace(id), accept: true })).rejects.toThrow(
      'the plan is as it was',
    )
    const { zones, undoes } = plans.writes(id, new Set())
    const run = runs.start(zones, undoes)
    await vi.waitFor(() => expect(runs.get(run.id).state).toBe('done'), { timeout: 20_000, interval: 5 })
    expect(host.set(APEX, 'email.mg.example.com', 'A')).toMatchObject({ data: [{ address: SITE }] })
    expect(host.set(APEX, 'mg.example.com', 'TXT')).toBeDefined()
  })

  it('is not written, saved or decided on twice while it is planned, and lets others have the thread', async () => {
    const id = await planned()
    const refusals: unknown[] = []
    let turns = 0
    const tick = setInterval(() => (turns += 1), 0)
    onTold = () => {
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
      onTold = ({ deciding }) => {
        if (deciding?.done === 1) end(id)
      }
      await expect(plans.decide(id, { ...firstPlace(id), accept: true })).rejects.toMatchObject({
        failure: { code: 'cancelled' },
      })
      onTold = () => undefined
      expect(() => plans.get(id)).toThrow('no longer the newest')
    }
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
    host.silent = NAMES.length * 4
    const dark = await ready(plans.again(decided.id))
    expect(plans.line(dark, 0)).toMatchObject({ verdict: 'refused', decidable: [] })
    host.silent = 0
    const light = await ready(plans.again(dark))
    expect(plans.line(light, 0).decidable[0]).toMatchObject({ isAccepted: true })
  })
})
