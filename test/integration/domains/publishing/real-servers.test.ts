import { Resolver } from 'node:dns/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { takingBack } from '../../../../src/main/domains/publishing/given/taking-back'
import { planAsJson, planFromJson } from '../../../../src/main/domains/publishing/given/plan-file'
import type { ZoneAccess } from '../../../../src/main/zones/zone-access'
import { diagnose } from '../../../../src/main/dns/diagnose'
import { exampleZone, startLab, type Lab } from '../../../dns-server/lab'
import type { PrimaryServer } from '../../../dns-server/primary'
import { KEY } from '../../../unit/dns/diagnosis/keys'
import { HOSTS } from './hosts'
import { delegations, PRIMARY, publishPlace, zoneText, type PublishPlace } from './publish-place'
import { expected, PROVIDER } from './wanted-records'

const ACCOUNT = 'a'
const LOOP = 20_000

const FOREIGN = [
  '@ TXT "google-site-verification=abc123"',
  '@ TXT "v=spf1 mx -all"',
  '@ MX 10 mail',
  'mail A 203.0.113.82',
  'www A 203.0.113.80',
  '_dmarc TXT "v=DMARC1; p=reject"',
  'mg 900 IN TXT "vendor=0f3a"',
  'mg 900 IN TXT "v=spf1 ip4:192.0.2.77 -all"',
]

describe.each(HOSTS)('publishing at $name', ({ start }) => {
  let lab: Lab
  let server: PrimaryServer
  let access: ZoneAccess
  let place: PublishPlace
  const apexes = ['one.com', 'two.com', 'three.com', 'four.com']

  beforeAll(async () => {
    lab = await startLab({
      com: delegations(apexes),
      stubs: Object.fromEntries(apexes.map((apex) => [apex, [PRIMARY]])),
      first: { 'example.com': exampleZone(PROVIDER) },
    })
    const zones = Object.fromEntries(apexes.map((apex) => [apex, zoneText(apex, FOREIGN)]))
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

  async function ready(id: number): Promise<void> {
    await vi.waitFor(() => expect(place.plans.get(id).state).toBe('ready'), { timeout: LOOP, interval: 20 })
  }

  async function planFor(names: readonly string[]): Promise<number> {
    const keys = names.map((name) => ({ accountId: ACCOUNT, name }))
    const { id } = await place.plans.forScope({ kind: 'domains', keys })
    await ready(id)
    return id
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

  /** What the server itself answers, asked by a client of the system's. */
  async function texts(name: string): Promise<string[]> {
    const client = new Resolver()
    client.setServers([server.address])
    const found = await client.resolveTxt(name).catch(() => [])
    return found.map((strings) => strings.join('')).toSorted()
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

  it('goes from a check over plan, rehearsal and write to a zone that passes, and back', async () => {
    const before = await wholeZone('one.com')
    const id = await planFor(['mg.one.com'])
    const line = place.plans.line(id, 0)
    expect(line).toMatchObject({ verdict: 'change', zone: 'one.com', removes: 1, message: '' })
    expect(line.sentence).toMatch(/^After this: all 5 published, SPF \d of 10 lookups\.$/)
    const spf = line.changes.find(({ type, name }) => type === 'TXT' && name === 'mg.one.com')
    expect(spf?.before?.ttl).toBe(900)
    expect(spf?.after?.ttl).toBe(900)
    expect(spf?.after?.values).toContain('vendor=0f3a')
    const runId = await write(id)
    expect(place.runs.get(runId)).toMatchObject({ state: 'done', zones: { written: 1 } })
    expect(place.watched).toContainEqual({ accountId: ACCOUNT, name: 'mg.one.com' })
    // Somebody else's client reads what was written.
    expect(await texts('k1._domainkey.mg.one.com')).toEqual([`k=rsa; p=${KEY}`])
    expect(await texts('mg.one.com')).toContain('vendor=0f3a')
    expect(await texts('one.com')).toEqual(['google-site-verification=abc123', 'v=spf1 mx -all'])
    expect(await texts('_dmarc.one.com')).toEqual(['v=DMARC1; p=reject'])
    const {
      observation,
      expected: wanted,
      neighbours,
    } = await place.observe({ accountId: ACCOUNT, name: 'mg.one.com' })
    const check = diagnose(observation, wanted, neighbours)
    expect(check.records.map(({ standing }) => standing)).toEqual(Array(5).fill('published'))

    const again = await planFor(['mg.one.com'])
    expect(place.plans.line(again, 0)).toMatchObject({ verdict: 'same', changes: [] })

    const undo = place.plans.start(takingBack(place.runs.stored(runId), null))
    await ready(undo.id)
    expect(place.plans.line(undo.id, 0)).toMatchObject({ verdict: 'change', decisions: [] })
    const undoId = await write(undo.id)
    expect(place.runs.get(undoId)).toMatchObject({ state: 'done', zones: { written: 1 } })
    expect(await wholeZone('one.com')).toEqual(before)
    expect(place.runs.zones(runId, null, 0, 10).items[0]).toMatchObject({ undoneBy: undoId })
    expect(() => takingBack(place.runs.stored(runId), null)).toThrow(/Nothing of this is left/)
  })

  it('plans two domains of one zone together, and writes them at once', async () => {
    const id = await planFor(['mg.two.com', 'two.com', 'news.two.com'])
    const { zones } = place.plans.writes(id, new Set())
    expect(zones).toHaveLength(1)
    const runId = await write(id)
    expect(place.runs.get(runId)).toMatchObject({ zones: { written: 1 }, domains: zones[0]?.domains.length })
    expect((await texts('two.com')).filter((text) => text.startsWith('v=spf1'))).toHaveLength(1)
    expect(await texts('two.com')).toContain('google-site-verification=abc123')
  })

  it('writes nothing where another editor came between plan and write', async () => {
    const id = await planFor(['mg.three.com'])
    const [zone] = await access.find('three.com', AbortSignal.timeout(LOOP))
    const owners = ['mg.three.com']
    const held = await access.read(zone!, owners, AbortSignal.timeout(LOOP))
    const set = held.rrsets.find(({ name, type }) => name === 'mg.three.com' && type === 'TXT')
    if (set === undefined || !('data' in set)) throw new Error('there is no such RRset')
    const edited = { ...set, data: [...set.data, { type: 'TXT' as const, strings: ['by somebody else'] }] }
    const edit = await access.write(
      zone!,
      [{ name: set.name, type: set.type, before: set, after: edited }],
      AbortSignal.timeout(LOOP),
    )
    expect(edit.state).toBe('written')
    const zoneBefore = await wholeZone('three.com')
    const runId = await write(id)
    const [entry] = place.runs.zones(runId, null, 0, 10).items
    expect(entry).toMatchObject({ state: 'conflict', zone: 'three.com' })
    expect(entry?.message).toContain('Somebody changed three.com since the plan was made.')
    expect(await wholeZone('three.com')).toEqual(zoneBefore)
    const anew = await planFor(['mg.three.com'])
    expect(
      place.plans.line(anew, 0).changes.find(({ type, name }) => type === 'TXT' && name === 'mg.three.com')
        ?.after?.values,
    ).toContain('by somebody else')
  })

  it('opens a saved plan for the zone as it is, and leaves out what is no longer so', async () => {
    const id = await planFor(['mg.four.com'])
    const { domains } = place.plans.whole(id)
    const file = planAsJson(domains, Date.now())
    const opened = place.plans.start(planFromJson(file, Date.now(), (key) => key))
    await ready(opened.id)
    expect(place.plans.line(opened.id, 0).changes.map(({ name, type }) => `${name} ${type}`)).toEqual(
      domains[0]?.shown.changes.map(({ name, type }) => `${name} ${type}`),
    )
    const runId = await write(opened.id)
    expect(place.runs.get(runId)).toMatchObject({ zones: { written: 1 } })
    const late = place.plans.start(planFromJson(file, Date.now(), (key) => key))
    await ready(late.id)
    expect(place.plans.line(late.id, 0)).toMatchObject({ verdict: 'refused', changes: [] })
    expect(place.plans.line(late.id, 0).decisions[0]?.reason).toContain(
      'have changed since the plan was saved',
    )
  })
})
