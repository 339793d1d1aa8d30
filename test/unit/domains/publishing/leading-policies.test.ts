import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { planDomain, type PlannedDomain } from '../../../../src/main/domains/publishing/plan/plan-domain'
import type { Held } from '../../../../src/main/domains/publishing/held/held'
import type { Answer } from '../../../../src/preload/contract/dns-answer'
import {
  answer,
  APEX,
  DOMAIN,
  expectedRecords,
  healthyBut,
  NOW,
  SYSTEM,
  type Row,
  type World,
} from '../../dns/diagnosis/observed'
import { basisOf, CAPABILITIES, heldOf, heldZone, rrsetsOf } from './held-of'
import { Receiver } from './receiver'

/** Milliseconds for some hundred zones, each planned in several rounds, on a busy computer. */
const PATIENCE = 240_000

/** Policies of others that need so many lookups below them: `l3.test` needs 3, and its end lets `192.0.2.3` pass. */
const LADDER: readonly Row[] = Array.from({ length: 11 }, (_, at): Row => [
  `l${at}.test`,
  'TXT',
  at === 0 ? 'v=spf1 ip4:192.0.2.100 -all' : `v=spf1 ip4:192.0.2.${100 + at} include:l${at - 1}.test -all`,
])
const OWN = '192.0.2.7'
const STRANGER = '203.0.113.250'
const ADDRESSES = [STRANGER, OWN, ...Array.from({ length: 11 }, (_, at) => `192.0.2.${100 + at}`)]

const txt = (name: string, ...values: string[]): Row[] => values.map((value): Row => [name, 'TXT', value])

/** Zones in which the domain has the records, and the policy that is given; with the records of others. */
function worldOf(own: readonly string[], others: readonly Row[]): World {
  return { rows: [...healthyBut([[DOMAIN, 'TXT']]), ...txt(DOMAIN, ...own), ...LADDER, ...others] }
}

/** Plans as the planner does: what is needed besides is asked, until nothing is. */
function planned(world: World, { beside = [], held = heldOf(world.rows) }: Partial<Planning> = {}) {
  const around: Answer[] = []
  const records = [...(world.expected ?? expectedRecords())]
  const basis = basisOf(world)
  for (;;) {
    const plan = planDomain({ records }, basis, held, CAPABILITIES, NOW, { beside, around })
    if (plan.needed.length === 0) return plan
    around.push(...plan.needed.map((question) => answer(world, SYSTEM, question)))
    if (around.length > 200) throw new Error('It asks without end.')
  }
}

interface Planning {
  readonly beside: readonly Held[]
  readonly held: Held
}

/** The rows once a plan is written; for one that is refused, had it been. */
function rowsAfter({ rows }: World, { changes }: Pick<PlannedDomain, 'changes'>): Row[] {
  const touched = new Set(changes.map(({ name, type }) => `${name} ${type}`))
  return [
    ...rows.filter(([name, type]) => !touched.has(`${name} ${type}`)),
    ...changes.flatMap(({ name, type, after }) =>
      (after?.values ?? []).map((value): Row => [name, type as Row[1], value]),
    ),
  ]
}

/** Names other than the domain whose mail some receiver gives up on after, and did not before. */
function harmed(before: readonly Row[], after: readonly Row[]): string[] {
  const [was, is] = [new Receiver(before), new Receiver(after)]
  const names = [...new Set(before.flatMap(([name, type]) => (type === 'TXT' ? name : [])))]
  return names
    .filter((name) => name.endsWith(APEX) && name !== DOMAIN)
    .map((name) => name.replace(/^\*/, 'any'))
    .filter((name) =>
      ADDRESSES.some(
        (address) => was.check(name, address) !== 'permerror' && is.check(name, address) === 'permerror',
      ),
    )
}

const NAMES = ['news.example.com', 'shop.example.com', 'a.mg.example.com', 'b.a.mg.example.com', APEX]
const ALIAS = 'alias.example.com'
const WILD = '*.wild.example.com'

const term = fc.oneof(
  { weight: 4, arbitrary: fc.constant(`include:${DOMAIN}`) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...NAMES, ALIAS, 'x.wild.example.com').map((name) => `include:${name}`),
  },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 8 }).map((at) => `include:l${at}.test`) },
  { weight: 2, arbitrary: fc.constantFrom('mx', 'a', `a:${DOMAIN}`, `mx:${DOMAIN}`, 'a:nothing.test') },
)
const policy = fc
  .record({
    terms: fc.array(term, { maxLength: 3 }),
    end: fc.constantFrom('-all', '~all', `redirect=${DOMAIN}`, 'redirect=news.example.com'),
  })
  .map(({ terms, end }) => ['v=spf1', ...terms, end].join(' '))
const others = fc
  .record({
    policies: fc.array(fc.tuple(fc.constantFrom(...NAMES, WILD), policy), { minLength: 1, maxLength: 5 }),
    alias: fc.constantFrom(DOMAIN, 'news.example.com'),
  })
  .map(({ policies, alias }): Row[] => [
    ...new Map(policies.map(([name, value]): [string, Row] => [name, [name, 'TXT', value]])).values(),
    [ALIAS, 'CNAME', alias],
  ])
const own = fc.oneof(
  fc.constant<string[]>([]),
  fc.integer({ min: 0, max: 8 }).map((at) => [`v=spf1 ip4:${OWN} include:l${at}.test -all`]),
  fc.constant([`v=spf1 ip4:${OWN} -all`]),
)

describe('policies of other names that lead to a domain', () => {
  it(
    'are never pushed over what receivers look up, and stop nothing else',
    () => {
      let refused = 0
      let made = 0
      fc.assert(
        fc.property(own, others, (policies, rows) => {
          const world = worldOf(policies, rows)
          const plan = planned(world)
          const after = rowsAfter(world, plan)
          const hurt = harmed(world.rows, after)
          const why = JSON.stringify([policies, rows, plan.refusal, plan.notes])
          if (plan.made.length > 0) {
            made += 1
            expect(hurt, why).toEqual([])
          }
          const [, named] = /The SPF record of (\S+) leads to/.exec(plan.refusal?.message ?? '') ?? []
          if (named === undefined) return
          refused += 1
          const name = named.replace(/^\*/, 'any')
          // What every other sender already fails at is told, too, where it would come earlier.
          if (plan.refusal?.message.includes('even earlier') === true)
            expect(new Receiver(world.rows).check(name, STRANGER), why).toBe('permerror')
          else expect(hurt, why).toContain(name)
        }),
        { numRuns: 400, seed: 7208 },
      )
      expect(refused).toBeGreaterThan(20)
      expect(made).toBeGreaterThan(100)
    },
    PATIENCE,
  )
})

describe('what a plan says of policies that lead to the domain', () => {
  const ladder = (at: number): string => `include:l${at}.test`
  const news = (...terms: string[]): Row[] => txt('news.example.com', ['v=spf1', ...terms, '-all'].join(' '))

  it('names one that is below the domain, through more steps and by redirect', () => {
    const rows = [
      ...txt('x.mg.example.com', `v=spf1 redirect=${DOMAIN}`),
      ...news('include:x.mg.example.com'),
    ]
    const { made, notes } = planned(worldOf([`v=spf1 ip4:${OWN} -all`], rows))
    expect(made).not.toEqual([])
    expect(notes).toEqual(
      ['news.example.com', 'x.mg.example.com'].map(
        (name) =>
          `The SPF record of ${name} leads to ${DOMAIN}. So what ${DOMAIN} lets pass may send for ${name} too, and the SPF record of ${name} needs 1 more DNS lookup.`,
      ),
    )
  })

  it('finds one through a wildcard, and at one', () => {
    const rows = [
      ...news('include:x.wild.example.com', ladder(6)),
      ...txt('*.wild.example.com', `v=spf1 include:${DOMAIN} -all`),
    ]
    expect(planned(worldOf([`v=spf1 ip4:${OWN} -all`], rows)).notes.join(' ')).toContain('news.example.com')
    const over = planned(worldOf([`v=spf1 ip4:${OWN} -all`], [...rows, ...news(`include:${DOMAIN}`)]))
    expect(over.made).not.toEqual([])
    const full = rows.map((row): Row =>
      row[0] === 'news.example.com' ? [row[0], 'TXT', row[2].replace('l6', 'l7')] : row,
    )
    expect(planned(worldOf([`v=spf1 ip4:${OWN} -all`], full)).refusal?.message).toContain('news.example.com')
  })

  it('counts what the other leads to in DNS, and says what nobody answered', () => {
    const own = [`v=spf1 ip4:${OWN} -all`]
    const over = planned(worldOf(own, news(`include:${DOMAIN}`, ladder(8))))
    expect(over.made).toEqual([])
    expect(over.refusal?.message).toContain(
      `news.example.com leads to ${DOMAIN}, so it would need at least 11 DNS lookups`,
    )
    const world = worldOf(own, news(`include:${DOMAIN}`, ladder(8)))
    const plan = planDomain(
      { records: expectedRecords() },
      basisOf(world),
      heldOf(world.rows),
      CAPABILITIES,
      NOW,
    )
    expect(plan.made).not.toEqual([])
    expect(plan.notes.join(' ')).toContain(
      'How many it needs in all is not known, because Zonedesk does not know what l8.test has.',
    )
  })

  it('counts a policy in another zone of the plan, and what is planned there', () => {
    const elsewhere = (value: string): Held => heldOf(txt('news.other.org', value), 'other.org')
    const world = worldOf([`v=spf1 ip4:${OWN} -all`], [])
    const beside = [elsewhere(`v=spf1 include:${DOMAIN} ${ladder(8)} -all`)]
    expect(planned(world, { beside }).refusal?.message).toContain('news.other.org')
    // One step goes through the other zone.
    const through = worldOf([`v=spf1 ip4:${OWN} -all`], news('include:news.other.org', ladder(6)))
    expect(planned(through, { beside }).refusal?.message).toContain('The SPF record of')
    const shorter = [elsewhere(`v=spf1 include:${DOMAIN} -all`)]
    expect(planned(through, { beside: shorter }).made).not.toEqual([])
  })

  it('asks DNS at other sending domains whose zones are not held, and at no others', () => {
    const cut = 'part.example.com'
    const rows = (value: string): Row[] => [
      [cut, 'NS', 'ns1.example.net'],
      ...txt(`news.${cut}`, value),
      ...txt('shop.example.com', `v=spf1 -all`),
    ]
    const neighbours = [`news.${cut}`, 'shop.example.com'].map((domain) => ({ domain, records: [] }))
    const at = (value: string): World => ({ ...worldOf([`v=spf1 ip4:${OWN} -all`], rows(value)), neighbours })
    // What stands below the cut is no part of the zone.
    const heldIn = ({ rows: all }: World): Held => heldOf(all.filter(([name]) => !name.endsWith(`.${cut}`)))
    const over = at(`v=spf1 include:${DOMAIN} ${ladder(8)} -all`)
    expect(planned(over, { held: heldIn(over) }).refusal?.message).toContain(
      `The SPF record of news.${cut} leads to`,
    )
    const well = at(`v=spf1 include:${DOMAIN} ${ladder(7)} -all`)
    expect(planned(well, { held: heldIn(well) }).notes).toEqual([
      `The SPF record of news.${cut} leads to ${DOMAIN}. So what ${DOMAIN} lets pass may send for news.${cut} too, and the SPF record of news.${cut} needs 1 more DNS lookup.`,
    ])
    const none = at(`v=spf1 ${ladder(8)} -all`)
    expect(planned(none, { held: heldIn(none) }).notes).toEqual([])
    const basis = basisOf(over)
    const { needed } = planDomain({ records: expectedRecords() }, basis, heldIn(over), CAPABILITIES, NOW)
    expect(needed).toEqual([{ name: `news.${cut}`, type: 'TXT' }])
    // A plan that lets nobody pass besides asks nothing.
    const same = { ...worldOf([expectedRecords()[0]!.value], rows('v=spf1 -all')), neighbours }
    const quiet = planDomain({ records: expectedRecords() }, basisOf(same), heldIn(same), CAPABILITIES, NOW)
    expect(quiet.needed).toEqual([])
  })

  it('is little where many do', () => {
    const many = Array.from({ length: 9 }, (_, at) =>
      txt(`n${at}.example.com`, `v=spf1 include:${DOMAIN} -all`),
    )
    const { notes } = planned(worldOf([`v=spf1 ip4:${OWN} -all`], many.flat()))
    expect(notes).toHaveLength(4)
    expect(notes.at(-1)).toBe('The same holds for the SPF records of 6 more names.')
  })

  it('is nothing where nobody does, whatever else stands in the zone', () => {
    const rows = [...news(ladder(8)), ...txt('shop.example.com', 'v=spf1 include:mk.example.com -all')]
    const plan = planned(worldOf([`v=spf1 ip4:${OWN} -all`], rows))
    expect(plan.notes).toEqual([])
    expect(plan.made).not.toEqual([])
  })

  it('is what it does not know, only where the zone was read in part and no room is left', () => {
    const partly = (own: string): PlannedDomain => {
      const world = worldOf([own], [])
      const names = [...new Set(world.rows.map(([name]) => name)), APEX, 'news.example.com']
      return planned(world, { held: heldZone(rrsetsOf(world.rows), names) })
    }
    const said = (plan: PlannedDomain): string[] => plan.notes.filter((note) => note.includes('did not read'))
    expect(said(partly(`v=spf1 ${ladder(7)} -all`))).toEqual([
      `Zonedesk did not read every name of the zone ${APEX}. If the SPF record of another name leads to ${DOMAIN}, it needs 10 DNS lookups for that alone, and receivers stop after 10.`,
    ])
    expect(said(partly(`v=spf1 ${ladder(6)} -all`))).toEqual([])
    expect(said(planned(worldOf([`v=spf1 ${ladder(7)} -all`], [])))).toEqual([])
  })

  it('is not that the zone lags behind, where another domain of the plan comes first', () => {
    const world = worldOf(
      [`v=spf1 ip4:${OWN} include:mk.example.com -all`],
      [...txt('mk.example.com', 'v=spf1 -all'), ...txt('part.example.com', 'v=spf1 ip4:192.0.2.8 -all')],
    )
    const [asRead, held] = ['v=spf1 -all', 'v=spf1 include:part.example.com -all'].map((value) =>
      heldOf(world.rows.map((row): Row => (row[0] === 'mk.example.com' ? [row[0], 'TXT', value] : row))),
    )
    const asked = basisOf(world)
    const plan = (given: { readonly asRead?: Held }): PlannedDomain =>
      planDomain({ records: expectedRecords() }, asked, held!, CAPABILITIES, NOW, given)
    expect(plan({ asRead: asRead! }).notes.join(' ')).not.toContain('do not answer')
    expect(plan({}).notes.join(' ')).toContain('do not answer with what this zone holds at mk.example.com')
  })
})
