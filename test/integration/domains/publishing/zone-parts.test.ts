import { Resolver } from 'node:dns/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { offerFor } from '../../../../src/main/domains/publishing/offer'
import { planAsJson, planFromJson } from '../../../../src/main/domains/publishing/given/plan-file'
import { takingBack } from '../../../../src/main/domains/publishing/given/taking-back'
import type { ZoneAccess } from '../../../../src/main/zones/zone-access'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import type { DomainPlan, JournalEntry } from '../../../../src/preload/contract/publishing'
import { exampleZone, LAB, startLab, type Lab } from '../../../dns-server/lab'
import type { PrimaryServer } from '../../../dns-server/primary'
import { KEY } from '../../../unit/dns/diagnosis/keys'
import { HOSTS } from './hosts'
import { delegations, PRIMARY, publishPlace, zoneText, type PublishPlace } from './publish-place'

const ACCOUNT = 'a'
const LOOP = 20_000
const KEY_TEXT = `k=rsa; p=${KEY}`

const APEXES = ['keys.com', 'away.com', 'up.com', 'part.com', 'late.com']
/** DNS asks a server for these that is not the one under test. */
const ELSEWHERE = ['part.com', 'late.com']
const here = (name: string): string[] => [`${name} NS ns.here`, `ns.here A ${PRIMARY}`]
const third = (name: string): string[] => [`${name} NS ns.vendor`, `ns.vendor A ${LAB.third}`]

/** What the server under test holds. In `up.com`, the domain is a zone of its own; its key is in the zone above. */
const HELD: Readonly<Record<string, readonly string[]>> = {
  'keys.com': ['www A 203.0.113.80', ...here('_domainkey.mg')],
  '_domainkey.mg.keys.com': ['other TXT "of somebody else"'],
  'away.com': ['www A 203.0.113.80', ...third('_domainkey.mg')],
  'up.com': ['_dmarc TXT "v=DMARC1; p=reject"', ...here('mg')],
  'mg.up.com': ['www A 203.0.113.80'],
  '_domainkey.mg.part.com': ['other TXT "of somebody else"'],
  'late.com': ['www A 203.0.113.80', ...here('_domainkey.mg')],
  '_domainkey.mg.late.com': ['other TXT "of somebody else"'],
}

/** A part has its name server in the zone that delegates it. */
function serverOf(apex: string): string {
  const [, parent] = /([^.]+\.com)$/.exec(apex) ?? []
  return parent === apex ? `ns.${apex}` : `ns.here.${parent}`
}

function expected(name: string): DnsRecord[] {
  const record = (type: DnsRecord['type'], owner: string, value: string): DnsRecord => ({
    ...{ purpose: 'sending', type, name: owner, value, priority: null },
    ...{ valid: 'unknown', cached: [], isActive: true },
  })
  // A domain may sign with the key of the domain above it.
  const signer = name === 'mg.up.com' ? 'up.com' : name
  return [
    record('TXT', name, 'v=spf1 include:spf.example.com ~all'),
    record('TXT', `k1._domainkey.${signer}`, KEY_TEXT),
    record('CNAME', `email.${name}`, 'track.example.com'),
  ]
}

describe.each(HOSTS)('publishing into several zones at $name', ({ start }) => {
  let lab: Lab
  let server: PrimaryServer
  let access: ZoneAccess
  let place: PublishPlace

  beforeAll(async () => {
    const stubs = Object.keys(HELD).map((apex) => [apex, [PRIMARY]] as const)
    lab = await startLab({
      com: [
        delegations(APEXES.filter((apex) => !ELSEWHERE.includes(apex))),
        ...third('part'),
        ...third('late'),
      ].join('\n'),
      stubs: {
        ...Object.fromEntries(stubs),
        ...{ 'part.com': [LAB.third], 'late.com': [LAB.third], '_domainkey.mg.away.com': [LAB.third] },
      },
      first: {
        'example.com': exampleZone(['spf TXT "v=spf1 ip4:198.51.100.0/24 ~all"', 'track A 198.51.100.3']),
      },
      third: {
        'part.com': zoneText('part.com', here('_domainkey.mg'), 'ns.vendor.com'),
        // A secondary that lags behind: it does not know yet that the keys are delegated.
        'late.com': zoneText('late.com', ['www A 203.0.113.80'], 'ns.vendor.com'),
        '_domainkey.mg.away.com': zoneText('_domainkey.mg.away.com', [], 'ns.vendor.away.com'),
      },
    })
    const zones = Object.fromEntries(
      Object.entries(HELD).map(([apex, lines]) => [apex, zoneText(apex, lines, serverOf(apex))]),
    )
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

  async function ready(id: number): Promise<DomainPlan> {
    await vi.waitFor(() => expect(place.plans.get(id).state).toBe('ready'), { timeout: LOOP, interval: 20 })
    return place.plans.line(id, 0)
  }

  async function planFor(name: string): Promise<{ readonly id: number; readonly line: DomainPlan }> {
    const { id } = await place.plans.forScope({
      kind: 'domains',
      keys: [{ accountId: ACCOUNT, name }],
    })
    return { id, line: await ready(id) }
  }

  async function write(id: number): Promise<{ readonly id: number; readonly entries: JournalEntry[] }> {
    const { zones, undoes } = place.plans.writes(id, new Set())
    const run = place.runs.start(zones, undoes)
    await vi.waitFor(() => expect(place.runs.get(run.id).state).not.toBe('running'), {
      timeout: LOOP,
      interval: 20,
    })
    return { id: run.id, entries: place.runs.zones(run.id, null, 0, 10).items }
  }

  async function texts(name: string): Promise<string[]> {
    const client = new Resolver()
    client.setServers([server.address])
    const found = await client.resolveTxt(name).catch(() => [])
    return found.map((strings) => strings.join('')).toSorted()
  }

  async function whole(apex: string): Promise<string[]> {
    const [zone] = await access.find(apex, AbortSignal.timeout(LOOP))
    const { rrsets } = await access.read(zone!, [apex], AbortSignal.timeout(LOOP))
    return rrsets
      .filter(({ type }) => type !== 'SOA')
      .map((set) => JSON.stringify([set.name, set.type, 'data' in set ? set.data : set.values]))
      .toSorted()
  }

  const placesOf = ({ changes }: DomainPlan): string[] =>
    changes.map(({ zone, type, name }) => `${zone}: ${type} ${name}`)

  it('writes each record into the zone that is delegated, each zone by itself, and takes all back', async () => {
    const before = [await whole('keys.com'), await whole('_domainkey.mg.keys.com')]
    const { id, line } = await planFor('mg.keys.com')
    expect(line).toMatchObject({ verdict: 'change', byHand: 0, decisions: [], zone: 'keys.com' })
    expect(placesOf(line).toSorted()).toEqual([
      '_domainkey.mg.keys.com: TXT k1._domainkey.mg.keys.com',
      'keys.com: CNAME email.mg.keys.com',
      'keys.com: TXT mg.keys.com',
    ])
    expect(line.sentence).toMatch(/^After this: all 3 published/)
    expect(place.plans.get(id).totals).toMatchObject({ zones: 2, domains: 1, adds: 3 })
    const { entries, id: runId } = await write(id)
    expect(entries.map(({ zone, state, sets }) => [zone, state, sets.length]).toSorted()).toEqual([
      ['_domainkey.mg.keys.com', 'written', 1],
      ['keys.com', 'written', 2],
    ])
    expect(await texts('k1._domainkey.mg.keys.com')).toEqual([KEY_TEXT])
    expect(await texts('other._domainkey.mg.keys.com')).toEqual(['of somebody else'])
    expect(await whole('keys.com')).not.toContainEqual(expect.stringContaining('k1._domainkey'))
    expect((await planFor('mg.keys.com')).line).toMatchObject({ verdict: 'same', changes: [] })

    const undo = place.plans.start(takingBack(place.runs.stored(runId), null))
    expect((await ready(undo.id)).zones.map(({ apex, sets }) => [apex, sets])).toEqual([
      ['keys.com', 2],
      ['_domainkey.mg.keys.com', 1],
    ])
    expect(place.plans.get(undo.id)).toMatchObject({ total: 1, totals: { domains: 1, zones: 2, removes: 3 } })
    expect((await write(undo.id)).entries.map(({ state }) => state)).toEqual(['written', 'written'])
    expect([await whole('keys.com'), await whole('_domainkey.mg.keys.com')]).toEqual(before)
  })

  it('opens a saved plan for both zones, as one domain', async () => {
    const { id } = await planFor('mg.keys.com')
    const file = planAsJson(place.plans.whole(id).domains, Date.now())
    const opened = place.plans.start(planFromJson(file, Date.now(), (key) => key))
    const line = await ready(opened.id)
    expect(place.plans.get(opened.id)).toMatchObject({ total: 1, totals: { zones: 2 } })
    expect(placesOf(line)).toHaveLength(3)
    expect(line.sentence).toMatch(/^After this: all 3 published/)
  })

  it('writes the rest where a zone is held by nobody, and says what to copy where', async () => {
    const { id, line } = await planFor('mg.away.com')
    expect(line).toMatchObject({ verdict: 'change', byHand: 1, leftOut: 0, decisions: [] })
    expect(placesOf(line).toSorted()).toEqual([
      'away.com: CNAME email.mg.away.com',
      'away.com: TXT mg.away.com',
    ])
    expect(line.zones.map(({ apex, byHand }) => [apex, byHand.length])).toEqual([
      ['away.com', 0],
      ['_domainkey.mg.away.com', 1],
    ])
    expect(line.zones[1]?.message).toBe(
      'Copy TXT at k1._domainkey.mg.away.com by hand into the zone _domainkey.mg.away.com, which ns.vendor.away.com serves, because no connection holds that zone.',
    )
    expect(line.sentence).toMatch(/^After this: 2 of 3 published/)
    await write(id)
    expect(await whole('away.com')).not.toContainEqual(expect.stringContaining('k1._domainkey'))
  })

  it('writes a record of the zone above, where the domain is a zone of its own', async () => {
    const { id, line } = await planFor('mg.up.com')
    expect(placesOf(line).toSorted()).toEqual([
      'mg.up.com: CNAME email.mg.up.com',
      'mg.up.com: TXT mg.up.com',
      'up.com: TXT k1._domainkey.up.com',
    ])
    const { entries } = await write(id)
    expect(entries.map(({ zone, state }) => [zone, state]).toSorted()).toEqual([
      ['mg.up.com', 'written'],
      ['up.com', 'written'],
    ])
    expect(await texts('k1._domainkey.up.com')).toEqual([KEY_TEXT])
    expect(await texts('_dmarc.up.com')).toEqual(['v=DMARC1; p=reject'])
  })

  it('writes the delegated part alone, where nobody holds the domain’s own zone', async () => {
    const { check } = await place.observe({ accountId: ACCOUNT, name: 'mg.part.com' })
    const inDns = { apex: check.zone, delegation: null }
    const offer = await offerFor('mg.part.com', inDns, check.records, place.source, AbortSignal.timeout(LOOP))
    expect(offer).toMatchObject({ state: 'none', zone: 'part.com' })
    expect(offer.others.map(({ zone, records }) => [zone, records])).toEqual([
      ['_domainkey.mg.part.com', [{ name: 'k1._domainkey.mg.part.com', type: 'TXT' }]],
    ])
    const { id, line } = await planFor('mg.part.com')
    expect(line).toMatchObject({ verdict: 'change', byHand: 2, zone: '_domainkey.mg.part.com' })
    expect(placesOf(line)).toEqual(['_domainkey.mg.part.com: TXT k1._domainkey.mg.part.com'])
    expect(line.zones[0]?.message).toContain(
      'Copy TXT at mg.part.com and CNAME at email.mg.part.com by hand into the zone part.com, which ns.vendor.com serves, because',
    )
    const { entries } = await write(id)
    expect(entries).toMatchObject([{ zone: '_domainkey.mg.part.com', state: 'written' }])
    expect(await texts('k1._domainkey.mg.part.com')).toEqual([KEY_TEXT])
  })

  it('writes below a cut that only the zone at the host shows, and takes that back', async () => {
    const before = [await whole('late.com'), await whole('_domainkey.mg.late.com')]
    const { id, line } = await planFor('mg.late.com')
    expect(line).toMatchObject({ verdict: 'change', byHand: 0, decisions: [] })
    expect(placesOf(line).toSorted()).toEqual([
      '_domainkey.mg.late.com: TXT k1._domainkey.mg.late.com',
      'late.com: CNAME email.mg.late.com',
      'late.com: TXT mg.late.com',
    ])
    const { entries, id: runId } = await write(id)
    expect(entries.map(({ zone, state, sets }) => [zone, state, sets.length]).toSorted()).toEqual([
      ['_domainkey.mg.late.com', 'written', 1],
      ['late.com', 'written', 2],
    ])
    expect(await texts('k1._domainkey.mg.late.com')).toEqual([KEY_TEXT])
    expect(await whole('late.com')).not.toContainEqual(expect.stringContaining('k1._domainkey'))
    // DNS still shows the zone without the cut.
    expect((await planFor('mg.late.com')).line).toMatchObject({ verdict: 'same', changes: [] })

    const undo = place.plans.start(takingBack(place.runs.stored(runId), null))
    expect((await ready(undo.id)).zones.map(({ apex, sets }) => [apex, sets])).toEqual([
      ['late.com', 2],
      ['_domainkey.mg.late.com', 1],
    ])
    expect((await write(undo.id)).entries.map(({ state }) => state)).toEqual(['written', 'written'])
    expect([await whole('late.com'), await whole('_domainkey.mg.late.com')]).toEqual(before)
  })
})
