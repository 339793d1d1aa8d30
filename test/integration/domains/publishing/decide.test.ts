import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { planAsJson, planFromJson } from '../../../../src/main/domains/publishing/given/plan-file'
import { takingBack } from '../../../../src/main/domains/publishing/given/taking-back'
import type { ZoneAccess } from '../../../../src/main/zones/zone-access'
import type { PublishPlan } from '../../../../src/preload/contract/publishing'
import { exampleZone, startLab, type Lab } from '../../../dns-server/lab'
import type { PrimaryServer } from '../../../dns-server/primary'
import { HOSTS } from './hosts'
import { delegations, PRIMARY, publishPlace, zoneText, type PublishPlace } from './publish-place'
import { expected, PROVIDER } from './wanted-records'

const ACCOUNT = 'a'
const LOOP = 20_000

/** A web site at the name of the tracking record, and the word that the domain receives no mail beside a server. */
const LINES = [
  'email.mg 900 IN A 203.0.113.5',
  'email.mg 900 IN A 203.0.113.6',
  'mg 700 IN MX 0 .',
  'mg 700 IN MX 20 mxb.example.com.',
  'email.other 900 IN A 203.0.113.7',
]

describe.each(HOSTS)('what a person decides on, at $name', ({ start }) => {
  let lab: Lab
  let server: PrimaryServer
  let access: ZoneAccess
  let place: PublishPlace
  const apexes = ['one.com', 'two.com', 'three.com']

  beforeAll(async () => {
    lab = await startLab({
      com: delegations(apexes),
      stubs: Object.fromEntries(apexes.map((apex) => [apex, [PRIMARY]])),
      first: { 'example.com': exampleZone(PROVIDER) },
    })
    const zones = Object.fromEntries(apexes.map((apex) => [apex, zoneText(apex, LINES)]))
    const started = await start(zones, lab.port)
    server = started.server
    access = started.access
    place = publishPlace({ lab, access, expected })
  })

  afterEach(() => expect(place.faults).toEqual([]))

  afterAll(async () => {
    await place.close()
    await server.stop()
    await lab.stop()
  })

  async function ready({ id }: PublishPlan): Promise<number> {
    await vi.waitFor(() => expect(place.plans.get(id).state).toBe('ready'), { timeout: LOOP, interval: 20 })
    return id
  }

  async function planFor(names: readonly string[]): Promise<number> {
    const keys = names.map((name) => ({ accountId: ACCOUNT, name }))
    return ready(await place.plans.forScope({ kind: 'domains', keys }))
  }

  /** Decides on every change of a domain that waits for that. */
  async function acceptAll(id: number, position: number): Promise<number> {
    let last = id
    for (;;) {
      const open = place.plans.line(last, position).decidable.find(({ isAccepted }) => !isAccepted)
      if (open === undefined) return last
      last = (await place.plans.decide(last, { position, change: open.id, accept: true })).id
    }
  }

  async function write(id: number): Promise<number> {
    const { zones, undoes } = place.plans.writes(id, new Set())
    const run = place.runs.start(zones, undoes)
    await vi.waitFor(() => expect(place.runs.get(run.id).state).not.toBe('running'), {
      timeout: LOOP,
      interval: 20,
    })
    return run.id
  }

  async function wholeZone(apex: string): Promise<string[]> {
    const [zone] = await access.find(apex, AbortSignal.timeout(LOOP))
    const { rrsets } = await access.read(zone!, [apex], AbortSignal.timeout(LOOP))
    return rrsets
      .filter(({ type }) => type !== 'SOA')
      .flatMap((set) =>
        ('data' in set ? set.data.map((data) => JSON.stringify(data)) : set.values).map(
          (value) => `${set.name} ${set.ttl} ${set.type} ${value}`,
        ),
      )
      .toSorted()
  }

  it('is written with the plan, and comes back whole when it is taken back', async () => {
    const before = await wholeZone('one.com')
    const id = await planFor(['mg.one.com'])
    expect(place.plans.line(id, 0)).toMatchObject({ verdict: 'change', removes: 0, leftOut: 2 })
    expect(place.plans.line(id, 0).changes.map(({ type }) => type)).not.toContain('MX')
    const decided = await acceptAll(id, 0)
    expect(() => place.plans.get(id)).toThrow('no longer the newest')
    const line = place.plans.line(decided, 0)
    expect(line).toMatchObject({ verdict: 'change', leftOut: 0, decisions: [] })
    expect(line.sentence).toMatch(/^After this: all 5 published/)
    const writes = place.plans.writes(decided, new Set())
    // Two addresses and the empty MX record.
    expect(writes).toMatchObject({ removes: 3 })
    const runId = await write(decided)
    expect(place.runs.get(runId)).toMatchObject({ state: 'done', zones: { written: 1 } })
    const after = await wholeZone('one.com')
    expect(after.filter((row) => row.startsWith('email.mg.one.com ')).join()).toContain('track.example.com')
    expect(after.join()).not.toContain('203.0.113.5')
    expect(after.filter((row) => row.includes(' MX ') && row.includes('"exchange":""'))).toEqual([])
    const undo = place.plans.start(takingBack(place.runs.stored(runId), null))
    await ready(undo)
    expect(place.plans.line(undo.id, 0)).toMatchObject({ verdict: 'change', decisions: [] })
    const undoId = await write(undo.id)
    expect(place.runs.get(undoId)).toMatchObject({ state: 'done', zones: { written: 1 } })
    expect(await wholeZone('one.com')).toEqual(before)
  })

  it('is left out again, and refused where the plan has no such change', async () => {
    const id = await planFor(['mg.two.com', 'other.two.com'])
    const plain = place.plans.line(id, 0)
    const beside = place.plans.line(id, 1)
    await expect(
      place.plans.decide(id, { position: 0, change: beside.decidable[0]!.id, accept: true }),
    ).rejects.toThrow('This plan has no such change to decide on.')
    await expect(
      place.plans.decide(id, { position: 7, change: plain.decidable[0]!.id, accept: true }),
    ).rejects.toThrow('This plan has no such change to decide on.')
    const decided = await acceptAll(id, 0)
    // Nobody decided for the other domain.
    expect(place.plans.line(decided, 1)).toEqual(beside)
    let last = decided
    for (const { id: change } of place.plans.line(decided, 0).decidable) {
      last = (await place.plans.decide(last, { position: 0, change, accept: false })).id
    }
    const { decidable, ...again } = place.plans.line(last, 0)
    const { decidable: before, ...first } = plain
    expect(again).toEqual(first)
    expect(decidable).toEqual(expect.arrayContaining(before))
    const anew = await ready(place.plans.again(await acceptAll(last, 0)))
    expect(place.plans.line(anew, 0).decidable.every(({ isAccepted }) => isAccepted)).toBe(true)
  })

  it('is not written over another editor, neither from the plan nor from its file', async () => {
    const decided = await acceptAll(await planFor(['mg.three.com']), 0)
    const file = planAsJson(place.plans.whole(decided).domains, Date.now())
    // A second person sees what was decided, and can leave it out.
    const opened = place.plans.start(planFromJson(file, Date.now(), (key) => key))
    await ready(opened)
    const line = place.plans.line(opened.id, 0)
    expect(line.decidable.map(({ isAccepted }) => isAccepted)).toEqual([true, true])
    expect(place.plans.writes(opened.id, new Set())).toMatchObject({ removes: 3 })
    const [site] = line.decidable.filter(({ type }) => type === 'CNAME')
    const without = await place.plans.decide(opened.id, { position: 0, change: site!.id, accept: false })
    expect(place.plans.writes(without.id, new Set())).toMatchObject({ removes: 1 })
    const again = await place.plans.decide(without.id, { position: 0, change: site!.id, accept: true })

    const [zone] = await access.find('three.com', AbortSignal.timeout(LOOP))
    const owners = ['email.mg.three.com']
    const { rrsets } = await access.read(zone!, owners, AbortSignal.timeout(LOOP))
    const set = rrsets.find(({ name, type }) => name === owners[0] && type === 'A')
    if (set === undefined || !('data' in set)) throw new Error('there is no such RRset')
    const edited = { ...set, data: [...set.data, { type: 'A' as const, address: '203.0.113.99' }] }
    const edit = await access.write(
      zone!,
      [{ name: set.name, type: set.type, before: set, after: edited }],
      AbortSignal.timeout(LOOP),
    )
    expect(edit.state).toBe('written')
    const before = await wholeZone('three.com')
    const runId = await write(again.id)
    expect(place.runs.zones(runId, null, 0, 10).items[0]).toMatchObject({ state: 'conflict' })
    expect(await wholeZone('three.com')).toEqual(before)
    // The file says that two addresses go, and there are three now.
    const late = await ready(place.plans.start(planFromJson(file, Date.now(), (key) => key)))
    const left = place.plans.line(late, 0)
    expect(left.changes.filter(({ name }) => name === owners[0])).toEqual([])
    expect(left.decisions.map(({ reason }) => reason).join(' ')).toContain(
      'have changed since the plan was saved',
    )
  })
})
