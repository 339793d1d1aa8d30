import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { shownValues } from '../../../../src/main/zones/rrset'
import type { ZoneAccess } from '../../../../src/main/zones/zone-access'
import { exampleZone, startLab, type Lab } from '../../../dns-server/lab'
import type { PrimaryServer } from '../../../dns-server/primary'
import { APEX, SURROUNDINGS, type Row } from '../../../unit/dns/diagnosis/observed'
import { Receiver } from '../../../unit/domains/publishing/receiver'
import { HOSTS } from './hosts'
import { memoryPlace, type MemoryPlace } from './memory-place'
import { delegations, PRIMARY, publishPlace, zoneText, type PublishPlace } from './publish-place'
import { expected, PROVIDER } from './wanted-records'

const NEWS = 'news.example.com'
const DOMAINS = Array.from({ length: 8 }, (_, at) => `d${at}.example.com`)

describe('a policy that leads to several domains of one plan', () => {
  let place: MemoryPlace

  const rowsWith = (news: string): Row[] => [
    ...SURROUNDINGS,
    [NEWS, 'TXT', news],
    ['two.other.test', 'TXT', 'v=spf1 include:one.other.test -all'],
    ['one.other.test', 'TXT', 'v=spf1 ip4:192.0.2.1 -all'],
    ...DOMAINS.map((name, at): Row => [name, 'TXT', `v=spf1 ip4:192.0.2.${10 + at} -all`]),
  ]

  const includes = (some: readonly string[], ...more: string[]): string =>
    ['v=spf1', ...more, ...some.map((name) => `include:${name}`), '-all'].join(' ')

  beforeEach(() => {
    place = memoryPlace([])
  })

  afterEach(async () => {
    await place.close()
    expect(place.faults).toEqual([])
  })

  async function planned(rows: Row[], names: readonly string[] = DOMAINS): Promise<number> {
    await place.close()
    place = memoryPlace(rows)
    return place.planned(names)
  }

  function held(): Row[] {
    const sets = place.host.zones.get(APEX)?.rrsets ?? []
    const rows = sets.flatMap((set) =>
      shownValues(set).map((value): Row => [set.name, set.type as Row[1], value]),
    )
    return [...rows, ...place.rows.filter(([name]) => !name.endsWith(APEX))]
  }

  it('gets as many lookups as it has room for, and no more', async () => {
    // 6 of 10 lookups; each domain that is planned needs one more.
    const id = await planned(rowsWith(includes(DOMAINS.slice(0, 6))))
    const verdicts = DOMAINS.map((_, at) => place.plans.line(id, at).verdict)
    expect(verdicts.filter((verdict) => verdict === 'refused')).toHaveLength(2)
    expect(verdicts.slice(6)).toEqual(['change', 'change'])
    const refused = verdicts.indexOf('refused')
    expect(place.plans.line(id, refused).message).toContain(
      `The SPF record of ${NEWS} leads to ${DOMAINS[refused]!}, so it would need at least 11 DNS lookups`,
    )
    await place.write(id)
    const receiver = new Receiver(held())
    expect(receiver.check(NEWS, '203.0.113.9')).toBe('fail')
    expect(receiver.lookups).toBe(10)
  })

  it('is counted with what it leads to elsewhere, which is asked', async () => {
    const id = await planned(
      rowsWith(includes(DOMAINS.slice(0, 4), 'include:two.other.test', 'include:two.other.test')),
    )
    const verdicts = DOMAINS.map((_, at) => place.plans.line(id, at).verdict)
    expect(verdicts.filter((verdict) => verdict === 'refused')).toHaveLength(2)
    await place.write(id)
    expect(new Receiver(held()).check(NEWS, '203.0.113.9')).toBe('fail')
  })

  it('is rehearsed as it will be, in whichever order its domains are planned', async () => {
    const [first, second] = DOMAINS
    const rows = rowsWith('v=spf1 -all').map((row): Row =>
      row[0] === first
        ? [first, 'TXT', `v=spf1 ip4:192.0.2.10 include:${second!} include:two.other.test -all`]
        : row,
    )
    const lines: unknown[] = []
    for (const names of [
      [first!, second!],
      [second!, first!],
    ]) {
      const id = await planned(rows, names)
      const { rehearsal } = place.plans.line(id, names.indexOf(first!))
      lines.push(rehearsal?.lookups, rehearsal?.sentence)
      await place.write(id)
      const receiver = new Receiver(held())
      expect(receiver.check(first!, '203.0.113.9')).toBe('fail')
      if (rehearsal !== null) expect(rehearsal.lookups).toBe(receiver.lookups)
    }
    expect(lines[0]).toBe(5)
    expect(lines[1]).toContain('SPF 5 of 10 lookups')
  })
})

describe('a policy beside a domain, in a zone at BIND', () => {
  let lab: Lab
  let server: PrimaryServer
  let access: ZoneAccess
  let place: PublishPlace

  beforeAll(async () => {
    const lines = [
      'news TXT "v=spf1 include:mg.one.com include:l8.example.com -all"',
      'shop TXT "v=spf1 include:mg.one.com include:l3.example.com -all"',
      'mg TXT "v=spf1 ip4:192.0.2.7 -all"',
      'mk TXT "v=spf1 ip4:192.0.2.8 -all"',
      'info TXT "v=spf1 include:mk.one.com include:l3.example.com -all"',
    ]
    const ladder = Array.from({ length: 9 }, (_, at) =>
      at === 0 ? 'l0 TXT "v=spf1 -all"' : `l${at} TXT "v=spf1 include:l${at - 1}.example.com -all"`,
    )
    lab = await startLab({
      com: delegations(['one.com']),
      stubs: { 'one.com': [PRIMARY] },
      first: { 'example.com': exampleZone([...PROVIDER, ...ladder]) },
    })
    const [bind] = HOSTS
    const started = await bind!.start({ 'one.com': zoneText('one.com', lines) }, lab.port)
    server = started.server
    access = started.access
    place = publishPlace({ lab, access, expected })
  })

  afterAll(async () => {
    expect(place.faults).toEqual([])
    await place.close()
    await server.stop()
    await lab.stop()
  })

  it('is not pushed over ten lookups, of which a resolver tells those of other zones', async () => {
    const keys = ['mg.one.com', 'mk.one.com'].map((name) => ({ accountId: 'a', name }))
    const { id } = await place.plans.forScope({ kind: 'domains', keys })
    await vi.waitFor(() => expect(place.plans.get(id).state).toBe('ready'), { timeout: 20_000, interval: 20 })
    const [over, well] = [place.plans.line(id, 0), place.plans.line(id, 1)]
    expect(over.verdict).toBe('refused')
    expect(over.message).toContain(
      'The SPF record of news.one.com leads to mg.one.com, so it would need at least 11 DNS lookups',
    )
    expect(well.verdict).toBe('change')
    expect(well.notes).toEqual([
      'The SPF record of info.one.com leads to mk.one.com. So what mk.one.com lets pass may send for info.one.com too, and the SPF record of info.one.com needs 1 more DNS lookup.',
    ])
  })
})
