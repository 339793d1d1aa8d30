import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import {
  planDomain,
  planGiven,
  type PlannedDomain,
} from '../../../../src/main/domains/publishing/plan/plan-domain'
import {
  asZoneChange,
  reversed,
  type WantedChange,
} from '../../../../src/main/domains/publishing/changes/set-delta'
import { advise } from '../../../../src/main/domains/advice/advise'
import { hasSameData, isWritable, shownValues, type Rrset } from '../../../../src/main/zones/rrset'
import {
  APEX,
  check,
  DOMAIN,
  expectedRecords,
  findingsOf,
  HEALTHY,
  healthyBut,
  NOW,
  NS1,
  NS2,
  SURROUNDINGS,
  type Row,
  type World,
} from '../../dns/diagnosis/observed'
import { OTHER_KEY } from '../../dns/diagnosis/keys'
import { changedWorld } from '../../dns/rehearsal/changed-world'
import { CURABLE, mistakenZones, UNDECIDED, type MistakenZone } from '../../dns/rehearsal/zones'
import { basisOf, CAPABILITIES, heldOf, heldZone, rrsetsOf, written } from './held-of'

/** Milliseconds for hundreds of zones, each diagnosed several times, on a busy computer. */
const PATIENCE = 600_000

function planned(world: World, held = heldOf(world.rows)): PlannedDomain {
  return planDomain(
    { records: [...(world.expected ?? expectedRecords())] },
    basisOf(world),
    held,
    CAPABILITIES,
    NOW,
  )
}

const LINK = `email.${DOMAIN}`
const KEY_NAME = `mx._domainkey.${DOMAIN}`

const named = (rows: readonly Row[]): string[] => rows.map((row) => row.slice(0, 3).join(' '))

function expectSound({ world, foreign, mistakes }: MistakenZone, plan: PlannedDomain): void {
  const about = mistakes.join(', ')
  const before = rrsetsOf(world.rows)
  const after = written(before, plan.made)
  const names = [...new Set(after.map(({ name }) => name))]
  for (const name of names) {
    const at = after.filter((set) => set.name === name)
    const had = before.filter((set) => set.name === name)
    // What was broken before by somebody else may stay broken; a plan never makes it so.
    const isAlone = (sets: readonly Rrset[]): boolean =>
      !sets.some(({ type }) => type === 'CNAME') || sets.length === 1
    if (isAlone(had)) expect(isAlone(at), `${about}: a CNAME beside data at ${name}`).toBe(true)
    const policies = (sets: readonly Rrset[]): number =>
      sets
        .flatMap((set) => (set.type === 'TXT' ? shownValues(set) : []))
        .filter((v) => /^v=spf1( |$)/i.test(v)).length
    expect(policies(at), `${about}: a second SPF policy at ${name}`).toBeLessThanOrEqual(
      Math.max(1, policies(had)),
    )
  }
  const stays = (type: string): unknown => after.find((set) => set.name === APEX && set.type === type)
  for (const type of ['SOA', 'NS'])
    expect(stays(type), about).toEqual(before.find((set) => set.name === APEX && set.type === type))
  const rows = new Set(
    after.flatMap((set) => shownValues(set).map((value) => `${set.name} ${set.type} ${value}`)),
  )
  const lost = named(foreign).filter((row) => row.split(' ')[0]?.endsWith(APEX) === true && !rows.has(row))
  expect(lost, `${about}: somebody else's record went`).toEqual([])
  for (const { before: was, after: is } of plan.made) {
    if (was !== null && is !== null) expect(is.ttl, `${about}: a TTL was changed`).toBe(was.ttl)
    expect(hasSameData(was, is), `${about}: a change that changes nothing`).toBe(false)
  }
  const basis = basisOf(world)
  const ending = advise({ records: [...basis.expected] }, basis.check, NOW).filter(
    ({ drops, isConditional }) => drops.length > 0 || isConditional === true,
  )
  for (const { record, goes } of ending) {
    const touched = plan.made.filter(({ name, type }) =>
      [record, ...goes].some((one) => one.name === name && one.type === type),
    )
    const gone = touched.flatMap(({ before: was, after: is }) =>
      shownValues(was ?? is!).filter(
        (value) => was !== null && (is === null || !shownValues(is).includes(value)),
      ),
    )
    expect(
      gone.filter((value) => goes.some((one) => one.value === value)),
      `${about}: something that may be in use was ended`,
    ).toEqual([])
  }
  const dmarc = plan.made.filter(({ name, before: was }) => name.startsWith('_dmarc.') && was !== null)
  expect(dmarc, `${about}: a DMARC policy was touched`).toEqual([])
}

describe('the plan of a domain with mistakes in its zone', () => {
  it(
    'keeps what is not the domain’s, and leads to no new trouble',
    () => {
      fc.assert(
        fc.property(mistakenZones({ ...CURABLE, ...UNDECIDED }), (zone) => {
          const plan = planned(zone.world)
          expectSound(zone, plan)
          if (plan.made.length === 0) return
          const bad = (world: World): string[] =>
            findingsOf(check(world))
              .filter(({ severity }) => severity === 'bad')
              .map(({ code, subject }) => `${code} ${subject?.name ?? ''} ${subject?.type ?? ''}`)
          const was = new Set(bad(zone.world))
          const next = changedWorld(zone.world, asZoneChange(plan.made))
          const came = bad(next).filter((one) => !was.has(one))
          const stillMissing = came.filter(
            (one) => !/^(?:name-missing|type-missing|spf-missing|mx-missing)/.test(one),
          )
          expect(stillMissing, zone.mistakes.join(', ')).toEqual([])
        }),
        { numRuns: 300 },
      )
    },
    PATIENCE,
  )

  it(
    'can be taken back whole, and leaves what others added since',
    () => {
      fc.assert(
        fc.property(mistakenZones(CURABLE), (zone) => {
          const plan = planned(zone.world)
          fc.pre(plan.made.length > 0)
          const before = rrsetsOf(zone.world.rows)
          const others: Row = [DOMAIN, 'TXT', 'added-by-somebody-else']
          const after = [...written(before, plan.made)]
          const txt = after.findIndex((set) => set.name === DOMAIN && set.type === 'TXT')
          const set = after[txt]
          const hasTxt = set !== undefined && isWritable(set)
          if (hasTxt) {
            const [extra] = rrsetsOf([others]).filter(isWritable)
            after[txt] = { ...set, data: [...set.data, ...(extra?.data ?? [])] }
          }
          const held = heldZone(after)
          const wanted = reversed(plan.made).map((delta): WantedChange => ({
            deltas: [delta],
            record: delta,
            reason: '',
          }))
          const world = changedWorld(zone.world, asZoneChange(plan.made))
          const back = planGiven(wanted, basisOf(world), held, CAPABILITIES, { mayUndo: true })
          const end = written(after, back.made)
          const shown = (sets: readonly Rrset[]): string[] =>
            sets
              .flatMap((one) => shownValues(one).map((value) => `${one.name} ${one.type} ${value}`))
              .toSorted()
          const kept = hasTxt ? [`${others[0]} TXT ${others[2]}`] : []
          if (back.decisions.length === 0) {
            expect(shown(end), zone.mistakes.join(', ')).toEqual([...shown(before), ...kept].toSorted())
          }
        }),
        { numRuns: 150 },
      )
    },
    PATIENCE,
  )
})

describe('the plan of a domain', () => {
  it('publishes what is missing, with the host’s usual TTL, and says what mail does then', () => {
    const world: World = { rows: healthyBut([[`mx._domainkey.${DOMAIN}`], [`email.${DOMAIN}`]]) }
    const plan = planned(world)
    expect(plan.made.map(({ name, type, before }) => [name, type, before])).toEqual([
      [`mx._domainkey.${DOMAIN}`, 'TXT', null],
      [`email.${DOMAIN}`, 'CNAME', null],
    ])
    expect(plan.made.every(({ after }) => after?.ttl === 3600)).toBe(true)
    expect(plan.rehearsal?.sentence).toMatch(/^After this: all 5 published, SPF 1 of 10 lookups/)
    expect(plan.mends.length).toBeGreaterThan(0)
  })

  it('does nothing where the zone has everything, however it is written there', () => {
    const rows = HEALTHY.map(([name, type, value]): Row => {
      const isHost = type === 'CNAME' || type === 'MX'
      return [name, type, isHost ? `${value.toUpperCase()}.` : value]
    })
    const plan = planned({ rows: HEALTHY }, heldOf(rows))
    expect(plan.made).toEqual([])
    expect(plan.decisions).toEqual([])
    expect(plan.notes).toEqual([])
  })

  it('plans on what the zone holds, not on what its servers still answer', () => {
    const key = `mx._domainkey.${DOMAIN}`
    const plan = planned({ rows: healthyBut([[key]]) }, heldOf(HEALTHY))
    expect(plan.made).toEqual([])
    expect(plan.notes.join(' ')).toContain(`do not answer with what this zone holds at ${key}`)
  })

  it('plans a record that the servers still answer and the zone no longer holds', () => {
    const key = `mx._domainkey.${DOMAIN}`
    const plan = planned({ rows: HEALTHY }, heldOf(healthyBut([[key]])))
    expect(plan.made.map(({ name }) => name)).toEqual([key])
  })

  it('merges SPF into the one that is there, beside the other texts of the name', () => {
    const rows = healthyBut(
      [[DOMAIN, 'TXT']],
      [
        [DOMAIN, 'TXT', 'v=spf1 ip4:192.0.2.77 -all'],
        [DOMAIN, 'TXT', 'vendor-verification=0f3a'],
      ],
    )
    const [change] = planned({ rows }).changes
    expect(change?.before?.values).toEqual(['v=spf1 ip4:192.0.2.77 -all', 'vendor-verification=0f3a'])
    expect(change?.after?.values).toContain('vendor-verification=0f3a')
    const policies = change?.after?.values.filter((value) => value.startsWith('v=spf1')) ?? []
    expect(policies).toHaveLength(1)
    expect(policies[0]).toContain('ip4:192.0.2.77')
    expect(policies[0]).toContain('include:mail.provider.test')
    expect(change?.after?.ttl).toBe(300)
  })

  it.each<readonly [string, World, string]>([
    [
      'a web site at the name of the tracking record',
      {
        rows: healthyBut(
          [[LINK]],
          [
            [LINK, 'A', '203.0.113.5'],
            [LINK, 'AAAA', '2001:db8::5'],
          ],
        ),
      },
      'If any of that is in use, leave the records as they are',
    ],
    [
      'texts beside the tracking record',
      { rows: healthyBut([], [[LINK, 'TXT', 'vendor-verification=0f3a']]) },
      'If any of that is in use, leave the records as they are',
    ],
    [
      'an alias that leads to a service',
      {
        rows: healthyBut(
          [[LINK]],
          [
            [LINK, 'CNAME', 'links.vendor.test'],
            ['links.vendor.test', 'A', '203.0.113.5'],
          ],
        ),
      },
      `If another service uses ${LINK}, leave the record`,
    ],
    [
      'an alias at the domain',
      {
        rows: healthyBut(
          [[DOMAIN]],
          [
            [DOMAIN, 'CNAME', 'site.vendor.test'],
            ['site.vendor.test', 'A', '203.0.113.5'],
          ],
        ),
      },
      'That ends the alias to site.vendor.test',
    ],
    [
      'the word that the domain receives no mail',
      { rows: healthyBut([[DOMAIN, 'MX']], [[DOMAIN, 'MX', '0 .']]) },
      'If nobody is to receive mail, leave the empty MX record',
    ],
    [
      'a whole key that is not the provider’s',
      { rows: healthyBut([[KEY_NAME]], [[KEY_NAME, 'TXT', `v=DKIM1; k=rsa; p=${OTHER_KEY}`]]) },
      'Find out whose key it is',
    ],
    [
      'the handling of mail, as a policy would make it stricter',
      {
        rows: healthyBut([['_dmarc.example.com']]),
        expected: [
          ...expectedRecords(),
          {
            ...expectedRecords()[0]!,
            name: `_dmarc.${DOMAIN}`,
            value: 'v=DMARC1; p=reject',
          },
        ],
      },
      'when reports show that your own mail passes',
    ],
    [
      'a site behind Cloudflare at the name of the tracking record',
      { rows: healthyBut([[LINK]], [[LINK, 'A', '104.16.1.1']]) },
      'If the name is a web site of yours, leave the record as it is',
    ],
    [
      'senders that do not count today',
      {
        rows: healthyBut(
          [[DOMAIN, 'TXT']],
          [
            [DOMAIN, 'TXT', 'v=spf1 include:mail.provider.test -all include:spf.vendor.test'],
            ['spf.vendor.test', 'TXT', 'v=spf1 ip4:203.0.113.0/24 -all'],
          ],
        ),
      },
      'If they send mail for you',
    ],
    [
      'a mail server written as an address',
      { rows: healthyBut([], [[DOMAIN, 'MX', '5 192.0.2.5']]) },
      'If a server of your own is meant',
    ],
    [
      'a mail server that has no address now',
      { rows: healthyBut([], [[DOMAIN, 'MX', '5 backup.example.com']]) },
      'If another server is meant',
    ],
  ])('leaves to a person what ends something, or is right only under a condition: %s', (_, world, words) => {
    const plan = planned(world)
    expect(plan.made).toEqual([])
    expect(plan.decidable.map(({ reason }) => reason).join(' ')).toContain(words)
  })

  it('leaves a name alone whose CNAME somebody else needs', () => {
    const rows = healthyBut([[`email.${DOMAIN}`]], [[`email.${DOMAIN}`, 'A', '203.0.113.5']])
    const held = heldOf([...rows, [`email.${DOMAIN}`, 'CAA' as Row[1], '0 issue "ca.example.net"']])
    const plan = planned({ rows }, held)
    expect(plan.made.filter(({ name }) => name === `email.${DOMAIN}`)).toEqual([])
    expect(plan.decisions.map(({ name }) => name)).toContain(`email.${DOMAIN}`)
  })

  it('does not write below a zone cut that only the host knows', () => {
    const rows = healthyBut([[`mx._domainkey.${DOMAIN}`]])
    const held = heldOf([...rows, [`_domainkey.${DOMAIN}`, 'NS', 'ns1.keys.example.net']])
    const plan = planned({ rows }, held)
    expect(plan.made).toEqual([])
    expect(plan.decisions).toEqual([])
    expect(plan.byHand).toEqual([
      { name: `mx._domainkey.${DOMAIN}`, type: 'TXT', zone: `_domainkey.${DOMAIN}` },
    ])
  })

  it('does not touch a set that the host locks', () => {
    const rows = healthyBut([[`email.${DOMAIN}`]], [[`email.${DOMAIN}`, 'CNAME', 'trakc.provider.test']])
    const sets = rrsetsOf(rows).map((set) =>
      set.name === `email.${DOMAIN}` && isWritable(set)
        ? { ...set, locked: 'It answers by weight, which Zonedesk leaves alone.' }
        : set,
    )
    const held = heldZone(sets)
    const plan = planned({ rows }, held)
    expect(plan.made).toEqual([])
    expect(plan.decisions.map(({ reason }) => reason).join(' ')).toContain('answers by weight')
  })

  it('takes the proxy off an alias that must be seen', () => {
    const email = `email.${DOMAIN}`
    const rows = healthyBut([[email]], [[email, 'A', '104.16.1.1']])
    const sets = rrsetsOf(healthyBut([])).map((set) =>
      set.name === email && isWritable(set) ? { ...set, ttl: null, isProxied: true as const } : set,
    )
    const held = heldZone(sets)
    const plan = planned({ rows }, held)
    expect(plan.made).toHaveLength(1)
    expect(plan.made[0]?.before?.isProxied).toBe(true)
    expect(plan.made[0]?.after?.isProxied).toBeUndefined()
    expect(plan.made[0]?.after?.ttl).toBeNull()
  })

  it.each<readonly [string, Row]>([
    ['a web site', [LINK, 'A', '203.0.113.5']],
    ['an alias that leads elsewhere', [LINK, 'CNAME', 'site.vendor.test']],
  ])('leaves %s behind a proxy where it is', (_, row) => {
    const rows = healthyBut([[LINK]], [[LINK, 'A', '104.16.1.1']])
    const sets = rrsetsOf(healthyBut([[LINK]], [row])).map((set) =>
      set.name === LINK && isWritable(set) ? { ...set, ttl: null, isProxied: true as const } : set,
    )
    const held = heldZone(sets)
    const plan = planned({ rows }, held)
    expect(plan.made).toEqual([])
    expect(plan.decisions.map(({ name }) => name)).toEqual([LINK])
  })

  it('says which wildcard will no longer answer', () => {
    const rows = healthyBut([[`email.${DOMAIN}`]], [[`*.${DOMAIN}`, 'A', '203.0.113.9']])
    const plan = planned({ rows })
    if (plan.made.some(({ name }) => name === `email.${DOMAIN}`)) {
      expect(plan.notes.join(' ')).toContain(`*.${DOMAIN} answers for email.${DOMAIN} now`)
    } else expect(plan.decisions.map(({ name }) => name)).toContain(`email.${DOMAIN}`)
  })

  it.each<readonly [type: Row[1], values: readonly string[]]>([
    ['A', ['203.0.113.9']],
    ['A', ['203.0.113.9', '203.0.113.10']],
    ['AAAA', ['2001:db8::9']],
    ['MX', ['10 mx.example.org']],
    ['TXT', ['vendor=0f3a']],
  ])('says why a name keeps the %s records that a wildcard gives it', (type, values) => {
    const wildcard = `*.${APEX}`
    const rows = SURROUNDINGS.filter(([name]) => name.endsWith('.test') || name === `_dmarc.${APEX}`)
    const given = values.map((value): Row => [wildcard, type, value])
    const expected = expectedRecords().filter((record) => record.type === 'TXT')
    const { changes } = planned({ rows: [...rows, ...given], expected })
    const kept = changes.find((set) => set.name === DOMAIN && set.type === type)
    const which = values.length === 1 ? `this ${type} record` : `these ${type} records`
    const why = `The wildcard ${wildcard} gives ${DOMAIN} ${which} now, and no longer does once ${DOMAIN} or a name below it has a record of its own.`
    expect(kept?.after?.values).toEqual(expect.arrayContaining([...values]))
    expect(kept?.reasons).toContain(why)
    const [own] = changes.flatMap((set) => (set.name.startsWith('mx._domainkey.') ? [set.reasons] : []))
    expect(own).toHaveLength(1)
    expect(own).not.toContain(why)
    // Of another RRset, the reason of the policy would be a wrong one.
    expect(kept?.reasons).toHaveLength(type === 'TXT' ? 2 : 1)
  })

  it('says so of an alias, too', () => {
    const wildcard = `*.${APEX}`
    const others = SURROUNDINGS.filter(([name]) => name.endsWith('.test') || name === `_dmarc.${APEX}`)
    const rows: Row[] = [
      ...others,
      [wildcard, 'CNAME', 'www.example.org'],
      ['www.example.org', 'A', '203.0.113.9'],
    ]
    const expected = expectedRecords().filter(({ name }) => name.startsWith('mx._domainkey.'))
    const { changes } = planned({ rows, expected }, heldOf(rows))
    expect(changes.find(({ type }) => type === 'CNAME')).toMatchObject({
      name: DOMAIN,
      reasons: [expect.stringMatching(/^The wildcard .* gives mg\.example\.com this CNAME record now/)],
    })
  })

  it('does not take a server that lags behind for the zone', () => {
    const key = `mx._domainkey.${DOMAIN}`
    const held = new Map([[NS2, healthyBut([[key]])]])
    const plan = planned({ rows: HEALTHY, held }, heldOf(HEALTHY))
    expect(plan.made).toEqual([])
    expect(held.has(NS1)).toBe(false)
  })

  it('keeps out what is not known of the zone', () => {
    const rows = healthyBut([[`mx._domainkey.${DOMAIN}`]])
    const held = heldZone(rrsetsOf(rows), [DOMAIN])
    const plan = planned({ rows }, held)
    expect(plan.made).toEqual([])
    expect(plan.decisions.map(({ reason }) => reason).join(' ')).toContain('not known what the zone holds')
  })
})
