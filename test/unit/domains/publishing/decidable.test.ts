import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import type { Accepted } from '../../../../src/main/domains/publishing/changes/decidable'
import type { Held } from '../../../../src/main/domains/publishing/held/held'
import {
  planDomain,
  planGiven,
  type PlannedDomain,
} from '../../../../src/main/domains/publishing/plan/plan-domain'
import { takingBack } from '../../../../src/main/domains/publishing/given/taking-back'
import { asStoredChange } from '../../../../src/main/domains/publishing/journal/settle'
import { asZoneChange } from '../../../../src/main/domains/publishing/changes/set-delta'
import {
  dataKey,
  isWritable,
  shownValues,
  type Rrset,
  type RrsetChange,
} from '../../../../src/main/zones/rrset'
import { DOMAIN, expectedRecords, healthyBut, NOW, type Row, type World } from '../../dns/diagnosis/observed'
import { OTHER_KEY } from '../../dns/diagnosis/keys'
import { changedWorld } from '../../dns/rehearsal/changed-world'
import { CURABLE, mistakenZones, UNDECIDED } from '../../dns/rehearsal/zones'
import { basisOf, CAPABILITIES, heldOf, rrsetsOf, written } from './held-of'

/** Milliseconds for hundreds of zones, each diagnosed several times, on a busy computer. */
const PATIENCE = 600_000

const LINK = `email.${DOMAIN}`
const KEY_NAME = `mx._domainkey.${DOMAIN}`

function planned(
  world: World,
  accepted: readonly Accepted[] = [],
  held: Held = heldOf(world.rows),
): PlannedDomain {
  const detail = { records: [...(world.expected ?? expectedRecords())] }
  return planDomain(detail, basisOf(world), held, CAPABILITIES, NOW, { accepted })
}

/** The records of a zone, one a line, with their TTLs. */
function lines(sets: readonly Rrset[]): string[] {
  return sets
    .flatMap((set) =>
      shownValues(set).map((value) => `${set.name} ${set.ttl} ${set.type} ${value.toLowerCase()}`),
    )
    .toSorted()
}

/** Whether a server can hold it: an alias is alone at its name (RFC 1034 section 3.6.2), so no other comes back. */
function canBe({ rows }: World): boolean {
  const names = Map.groupBy(rows, ([name]) => name.toLowerCase())
  return [...names.values()].every((at) => at.length === 1 || !at.some(([, type]) => type === 'CNAME'))
}

/** The zone after what was written there was taken back. */
function takenBack(before: readonly Rrset[], world: World, made: readonly RrsetChange[]): Rrset[] {
  const after = written(before, made)
  const stored = {
    run: { id: 1, state: 'done' as const, startedAt: NOW, undoes: null, domains: 1 },
    zones: [
      {
        ...{ position: 0, zone: 'example.com', hostedId: 'z', state: 'written' as const, at: NOW },
        connection: { id: 'c', name: 'Our host', kind: 'test' },
        domains: [{ accountId: 'a', name: DOMAIN }],
        changes: made.map((change) => ({ ...asStoredChange(change, []), is: 'after' as const })),
        ...{ message: '', fix: '', undoneBy: null, tries: 0 },
      },
    ],
  }
  const wanted = takingBack(stored, null).domains[0]?.given?.[0]?.wanted ?? []
  const held = heldFrom(after)
  const next = changedWorld(world, asZoneChange(made))
  const back = planGiven(wanted, basisOf(next), held, CAPABILITIES, { mayUndo: true })
  expect(back.decisions).toEqual([])
  expect(back.refusal).toBeNull()
  return written(after, back.made)
}

/** What was held at first, with changes. */
function heldFrom(sets: readonly Rrset[]): Held {
  const rows = sets.flatMap((set): Row[] =>
    isWritable(set) || set.type === 'CAA'
      ? shownValues(set).map((value): Row => [set.name, set.type as Row[1], value, set.ttl ?? 0])
      : [],
  )
  return heldOf(rows)
}

const NULL_MX: Row = [DOMAIN, 'MX', '0 .', 900]

const CASES: readonly (readonly [string, World, ends: readonly string[], goes: readonly string[]])[] = [
  [
    'a web site at the name of the tracking record',
    {
      rows: healthyBut(
        [[LINK]],
        [
          [LINK, 'A', '203.0.113.5', 900],
          [LINK, 'AAAA', '2001:db8::5', 600],
        ],
      ),
    },
    ['the web site or other service at 203.0.113.5 and 2001:db8::5'],
    [`${LINK} A 203.0.113.5`, `${LINK} AAAA 2001:db8::5`],
  ],
  [
    'an alias that leads to a service',
    {
      rows: healthyBut(
        [[LINK]],
        [
          [LINK, 'CNAME', 'links.vendor.test', 900],
          ['links.vendor.test', 'A', '203.0.113.5'],
        ],
      ),
    },
    [],
    [`${LINK} CNAME links.vendor.test`],
  ],
  [
    'an alias at the domain',
    {
      rows: healthyBut(
        [[DOMAIN]],
        [
          [DOMAIN, 'CNAME', 'site.vendor.test', 900],
          ['site.vendor.test', 'A', '203.0.113.5'],
        ],
      ),
    },
    ['the alias to site.vendor.test'],
    [`${DOMAIN} CNAME site.vendor.test`],
  ],
  [
    'the word that the domain receives no mail',
    { rows: healthyBut([[DOMAIN, 'MX']], [NULL_MX]) },
    [`the declaration that ${DOMAIN} receives no mail`],
    [`${DOMAIN} MX 0 .`],
  ],
  [
    'the same word beside one of the provider’s servers',
    { rows: healthyBut([[DOMAIN, 'MX']], [NULL_MX, [DOMAIN, 'MX', '20 mxb.provider.test', 900]]) },
    [`the declaration that ${DOMAIN} receives no mail`],
    [`${DOMAIN} MX 0 .`],
  ],
  [
    'the same word beside servers of the provider in the wrong order',
    {
      rows: healthyBut(
        [[DOMAIN, 'MX']],
        [NULL_MX, [DOMAIN, 'MX', '20 mxa.provider.test', 900], [DOMAIN, 'MX', '10 mxb.provider.test', 900]],
      ),
    },
    [`the declaration that ${DOMAIN} receives no mail`],
    [`${DOMAIN} MX 0 .`, `${DOMAIN} MX 20 mxa.provider.test`],
  ],
  [
    'the same word beside a server that was entered wrongly',
    {
      rows: healthyBut([[DOMAIN, 'MX']], [NULL_MX, [DOMAIN, 'MX', '10 mxa.provider.test.example.com', 900]]),
    },
    [`the declaration that ${DOMAIN} receives no mail`],
    [`${DOMAIN} MX 0 .`, `${DOMAIN} MX 10 mxa.provider.test.example.com`],
  ],
  [
    'a whole key that is not the provider’s',
    { rows: healthyBut([[KEY_NAME]], [[KEY_NAME, 'TXT', `v=DKIM1; k=rsa; p=${OTHER_KEY}`, 900]]) },
    ['mail that is signed with the key that stands there'],
    [`${KEY_NAME} TXT v=DKIM1; k=rsa; p=${OTHER_KEY}`],
  ],
  [
    'the handling of mail, as a policy would make it stricter',
    {
      rows: healthyBut([['_dmarc.example.com']]),
      expected: [
        ...expectedRecords(),
        { ...expectedRecords()[0]!, name: `_dmarc.${DOMAIN}`, value: 'v=DMARC1; p=reject' },
      ],
    },
    ['mail that fails DMARC'],
    [],
  ],
  [
    'a mail server written as an address',
    { rows: healthyBut([], [[DOMAIN, 'MX', '5 192.0.2.5', 900]]) },
    [],
    [`${DOMAIN} MX 5 192.0.2.5`],
  ],
]

/** Records that a change removes. */
function gone(made: readonly RrsetChange[]): string[] {
  return made
    .flatMap(({ name, type, before, after }) => {
      const stays = new Set((after?.data ?? []).map(dataKey))
      const goes = (before?.data ?? []).filter((data) => !stays.has(dataKey(data)))
      return before === null
        ? []
        : shownValues({ ...before, data: goes }).map((value) => `${name} ${type} ${value}`)
    })
    .toSorted()
}

describe.each(CASES)('a change that ends %s', (_, world, ends, goes) => {
  it('is left out, with what goes, what that ends, and the condition', () => {
    const plan = planned(world)
    expect(plan.made).toEqual([])
    expect(plan.decidable).toHaveLength(1)
    const [one] = plan.decidable
    expect(one?.isAccepted).toBe(false)
    expect(one?.ends.join()).toContain(ends.join())
    const shown = one?.sets.flatMap(({ name, type, before, after }) =>
      (before?.values ?? [])
        .filter((value) => after?.values.includes(value) !== true)
        .map((value) => `${name} ${type} ${value}`),
    )
    expect(shown?.toSorted()).toEqual(goes)
    expect(one?.reason).toMatch(/\.$/)
  })

  it('is planned, rehearsed and marked once a person decided on it, and nothing else goes', () => {
    const [one] = planned(world).decidable
    const plan = planned(world, [one!])
    expect(plan.refusal).toBeNull()
    expect(plan.decidable).toEqual([
      expect.objectContaining({ id: one!.id, isAccepted: true, sets: one!.sets }),
    ])
    expect(gone(plan.made)).toEqual(goes)
    expect(
      plan.changes.filter(({ isDecided }) => isDecided === true).map(({ name, type }) => `${name} ${type}`),
    ).toEqual(one!.sets.map(({ name, type }) => `${name} ${type}`))
    expect(plan.rehearsal?.comes).toEqual([])
  })

  it('comes back whole, with its TTL, when that is taken back', () => {
    const [one] = planned(world).decidable
    const plan = planned(world, [one!])
    const before = rrsetsOf(world.rows)
    expect(lines(takenBack(before, world, plan.made))).toEqual(lines(before))
  })

  it('no longer counts when the change became another one', () => {
    const [one] = planned(world).decidable
    const plan = planned(world, [{ ...one!, id: 'another' }])
    expect(plan.made).toEqual([])
    expect(plan.decidable).toMatchObject([{ id: one!.id, isAccepted: false }])
    expect(plan.notes.join(' ')).toContain('no longer counts')
  })
})

describe('what a person decided on', () => {
  it('is another change once something else would go', () => {
    const site = (address: string): World => ({ rows: healthyBut([[LINK]], [[LINK, 'A', address]]) })
    const [one] = planned(site('203.0.113.5')).decidable
    const [other] = planned(site('203.0.113.6')).decidable
    expect(other?.id).not.toBe(one?.id)
    expect(planned(site('203.0.113.6'), [one!]).made).toEqual([])
  })

  it('is no decision where the zone speaks against it', () => {
    const rows = healthyBut([[LINK]], [[LINK, 'A', '203.0.113.5']])
    const held = heldOf([...rows, [LINK, 'CAA' as Row[1], '0 issue "ca.example.net"']])
    const [one] = planned({ rows }).decidable
    const plan = planned({ rows }, [one!], held)
    expect(plan.made).toEqual([])
    expect(plan.decidable).toEqual([])
    expect(plan.decisions.map(({ reason }) => reason).join(' ')).toContain('must be alone')
  })

  it('is offered once, where several records need the same to go', () => {
    const [, , alias] = CASES
    const [one, ...others] = planned(alias![1]).decidable
    expect(others).toEqual([])
    expect(one?.sets.map(({ type }) => type)).toEqual(expect.arrayContaining(['CNAME', 'TXT', 'MX', 'A']))
  })

  it(
    'leads to no other loss, whatever of it they decide on, and is taken back whole',
    () => {
      fc.assert(
        fc.property(mistakenZones({ ...CURABLE, ...UNDECIDED }), fc.nat(), ({ world, mistakes }, bits) => {
          const about = mistakes.join(', ')
          fc.pre(canBe(world))
          const plain = planned(world)
          fc.pre(plain.decidable.length > 0)
          const chosen = plain.decidable.filter((_, at) => ((bits >> at) & 1) === 1)
          const plan = planned(world, chosen)
          // What a person did not decide on is no different from before.
          const taken = plan.decidable.filter(({ isAccepted }) => isAccepted).map(({ id }) => id)
          expect(
            chosen.map(({ id }) => id),
            about,
          ).toEqual(expect.arrayContaining(taken))
          const may = new Set([
            ...gone(plain.made),
            ...chosen.flatMap(({ sets }) =>
              sets.flatMap(({ name, type, before, after }) =>
                (before?.values ?? [])
                  .filter((value) => after?.values.includes(value) !== true)
                  .map((value) => `${name} ${type} ${value}`),
              ),
            ),
          ])
          expect(
            gone(plan.made).filter((row) => !may.has(row)),
            about,
          ).toEqual([])
          const mixed = plan.made.filter(({ type, after }) => {
            const nulls = (after?.data ?? []).filter((data) => data.type === 'MX' && data.exchange === '')
            return type === 'MX' && nulls.length > 0 && nulls.length < (after?.data.length ?? 0)
          })
          expect(mixed, `${about}: an MX record beside an empty one`).toEqual([])
          if (plan.made.length === 0) return
          const before = rrsetsOf(world.rows)
          expect(lines(takenBack(before, world, plan.made)), about).toEqual(lines(before))
        }),
        { numRuns: 60 },
      )
    },
    PATIENCE,
  )
})
