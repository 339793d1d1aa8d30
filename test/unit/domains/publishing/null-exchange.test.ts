import { describe, expect, it } from 'vitest'
import { nullsForPerson } from '../../../../src/main/domains/publishing/rules/null-exchange'
import {
  planDomain,
  planGiven,
  type PlannedDomain,
} from '../../../../src/main/domains/publishing/plan/plan-domain'
import { planAsJson, planFromJson } from '../../../../src/main/domains/publishing/given/plan-file'
import { reversed, type WantedChange } from '../../../../src/main/domains/publishing/changes/set-delta'
import type { Accepted } from '../../../../src/main/domains/publishing/changes/decidable'
import { isNullExchange } from '../../../../src/main/domains/publishing/rules/zone-rules'
import { type Rrset, type RrsetChange, shownValues } from '../../../../src/main/zones/rrset'
import type { DomainPlan } from '../../../../src/preload/contract/publishing'
import {
  APEX,
  DOMAIN,
  expectedRecords,
  NOW,
  type Row,
  SURROUNDINGS,
  type World,
} from '../../dns/diagnosis/observed'
import { basisOf, CAPABILITIES, heldOf, heldZone, rrsetsOf, written } from './held-of'

const MXA = '10 mxa.provider.test'
const MXB = '10 mxb.provider.test'

/** What stands at the name beside the empty record, and whether a plan has anything to do with the empty one. */
const BESIDE: readonly (readonly [string, beside: readonly string[], isOffered: boolean])[] = [
  ['alone', [], true],
  ['beside both servers of the provider', [MXA, MXB], true],
  ['beside one server of the provider', [MXA], true],
  ['beside a server of the provider with a number of its own', ['20 mxa.provider.test', MXB], true],
  [
    'beside the provider’s servers in the wrong order',
    ['20 mxa.provider.test', '10 mxb.provider.test'],
    true,
  ],
  ['beside a server of another system', ['10 mail.other.test'], false],
  ['beside a server of the provider and one of another system', [MXA, MXB, '5 mail.other.test'], true],
  ['beside a server that was entered wrongly', [`10 mxa.provider.test.${APEX}`], true],
]

const CASES = [DOMAIN, APEX].flatMap((name) =>
  BESIDE.map(([words, beside, isOffered]) => ({ name, words, beside, isOffered })),
)

describe.each(CASES)('an empty MX record at $name $words', ({ name, beside, isOffered }) => {
  const expected = expectedRecords({}, name)
  const world: World = {
    domain: name,
    expected,
    rows: [
      ...SURROUNDINGS,
      ...expected
        .filter(({ type }) => type !== 'MX')
        .map(({ name: owner, type, value }): Row => [owner, type, value]),
      [name, 'MX', '0 .', 900],
      ...beside.map((value): Row => [name, 'MX', value, 900]),
    ],
  }
  const planned = (accepted: readonly Accepted[] = []): PlannedDomain =>
    planDomain({ records: expected }, basisOf(world), heldOf(world.rows), CAPABILITIES, NOW, { accepted })
  const open = planned().decidable
  const decided = planned(open)

  it('stays until a person decides', () => {
    expect(nullsGone(planned().made)).toBe(false)
    expect(planned().made.filter(({ type }) => type === 'MX')).toEqual([])
  })

  it(isOffered ? 'can be decided on, once and whole' : 'is nothing that a plan can decide on', () => {
    expect(open.map(({ ends }) => ends)).toEqual(
      isOffered ? [[`the declaration that ${name} receives no mail`]] : [],
    )
    if (!isOffered) return
    expect(decided.refusal).toBeNull()
    expect(decided.decidable).toMatchObject([{ id: open[0]!.id, isAccepted: true }])
    expect(nullsGone(decided.made)).toBe(true)
    expect(open[0]!.reason).not.toContain('The host field')
    // Nothing of another system goes with it.
    const after = decided.made.flatMap((change) => (change.after === null ? [] : shownValues(change.after)))
    for (const value of beside.filter((one) => one.includes('other.test'))) expect(after).toContain(value)
  })

  it('goes by a saved plan only with that decision', () => {
    if (!isOffered) return
    const file = fileOf(name, decided)
    const opened = (text: string, isListed: boolean): PlannedDomain => {
      const [domain] = planFromJson(text, NOW, (key) => key).domains
      const [given] = domain?.given ?? []
      const today = { today: { detail: { records: expected }, now: NOW } }
      return planGiven(
        given?.wanted ?? [],
        isListed ? basisOf(world) : null,
        heldOf(world.rows),
        CAPABILITIES,
        {
          ...{ mayUndo: false, decidable: given?.decidable ?? [], accepted: domain?.accepted ?? [] },
          ...(isListed && today),
        },
      )
    }
    for (const isListed of [true, false]) {
      const again = opened(file, isListed)
      expect(again.made).toEqual(decided.made)
      expect(again.decidable).toMatchObject([{ isAccepted: true, ends: open[0]!.ends }])
    }
    // A file that says nothing of a decision, as one of an earlier version.
    const silent = fileOf(name, { ...decided, accepted: [] })
    expect(nullsGone(opened(silent, true).made)).toBe(false)
    const unlisted = opened(silent, false)
    expect(nullsGone(unlisted.made)).toBe(false)
    expect(unlisted.decidable).toMatchObject([
      { isAccepted: false, ends: [`the declaration that ${name} receives no mail`] },
    ])
  })

  it('comes back when that is taken back, and then goes only by another decision', () => {
    if (!isOffered) return
    const before = rrsetsOf(world.rows)
    const after = written(before, decided.made)
    const back = takenBack(decided.made, after)
    expect(back.decidable).toEqual([])
    const restored = written(after, back.made)
    expect(mxAt(restored, name)).toEqual(mxAt(before, name))
    const again = takenBack(back.made, restored)
    expect(nullsGone(again.made)).toBe(false)
    const [change] = again.decidable
    expect(change).toMatchObject({ isAccepted: false })
    const once = takenBack(back.made, restored, [change!])
    expect(mxAt(written(restored, once.made), name)).toEqual(mxAt(after, name))
  })
})

describe('what a person decides about an empty MX record', () => {
  it('is nothing where no MX record is touched', () => {
    const held = heldOf([[DOMAIN, 'MX', '0 .']])
    const text: WantedChange = {
      deltas: [{ name: DOMAIN, type: 'TXT', adds: [{ type: 'TXT', strings: ['a'] }], removes: [] }],
      ...{ record: { name: DOMAIN, type: 'TXT' }, reason: 'It is missing.' },
    }
    expect(nullsForPerson({ changes: [text], decidable: [] }, held)).toEqual({
      ...{ changes: [text], decidable: [] },
    })
  })

  it('keeps what the zone says against the change', () => {
    const held = heldOf([[DOMAIN, 'MX', '0 .']])
    const change: WantedChange = {
      deltas: [
        {
          ...{ name: DOMAIN, type: 'MX', adds: [] },
          removes: [{ type: 'MX', preference: 0, exchange: '' }],
        },
      ],
      ...{ record: { name: DOMAIN, type: 'MX' }, reason: 'So says a file.', objection: () => 'It changed.' },
    }
    const { changes, decidable } = nullsForPerson({ changes: [change], decidable: [] }, held)
    expect(changes).toEqual([])
    expect(decidable[0]?.change.objection?.(held)).toBe('It changed.')
  })
})

function nullsGone(made: readonly RrsetChange[]): boolean {
  return made.some(
    ({ before, after }) =>
      before?.data.some(isNullExchange) === true && after?.data.some(isNullExchange) !== true,
  )
}

function mxAt(sets: readonly Rrset[], owner: string): string[] {
  return sets
    .filter(({ name, type }) => name === owner && type === 'MX')
    .flatMap((set) => shownValues(set).map((value) => `${set.ttl} ${value}`))
    .toSorted()
}

function takenBack(
  made: readonly RrsetChange[],
  held: readonly Rrset[],
  accepted: readonly Accepted[] = [],
): PlannedDomain {
  const wanted = made.map((change): WantedChange => ({
    deltas: reversed([change]),
    record: { name: change.name, type: change.type },
    reason: 'This is how it was before Zonedesk wrote it.',
  }))
  return planGiven(wanted, null, heldZone(held), CAPABILITIES, { mayUndo: true, accepted })
}

function fileOf(name: string, plan: Pick<PlannedDomain, 'made' | 'accepted' | 'changes'>): string {
  const shown = { accountId: 'a', name, changes: [...plan.changes] } as DomainPlan
  const part = { zone: APEX, hostedId: 'z', made: plan.made, accepted: plan.accepted }
  return planAsJson([{ shown, parts: [part] }], NOW)
}
