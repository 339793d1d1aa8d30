import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { decidable } from '../../../../src/main/domains/publishing/changes/decidable'
import { planDomain, planGiven } from '../../../../src/main/domains/publishing/plan/plan-domain'
import { planAsJson, planFromJson } from '../../../../src/main/domains/publishing/given/plan-file'
import type { WholeDomainPlan } from '../../../../src/main/domains/publishing/plan/planned-row'
import type { RrsetChange } from '../../../../src/main/zones/rrset'
import type { DomainKey } from '../../../../src/preload/contract/domain'
import type { PlannedZone } from '../../../../src/preload/contract/publishing'
import { DOMAIN as SENDING, expectedRecords, healthyBut, NOW as CHECKED } from '../../dns/diagnosis/observed'
import { basisOf, CAPABILITIES, heldOf } from './held-of'

const NOW = Date.UTC(2026, 5, 1)
const DAY = 24 * 60 * 60 * 1000
const KEY: DomainKey = { accountId: 'a', name: 'mg.example.com' }
const same = (key: DomainKey): DomainKey => key

/** A text that is no UTF-8, beside one that is. */
const CHANGE: RrsetChange = {
  name: 'mg.example.com',
  type: 'TXT',
  before: {
    name: 'mg.example.com',
    type: 'TXT',
    ttl: 900,
    data: [{ type: 'TXT', strings: ['\xff\xfe', 'b'] }],
  },
  after: {
    ...{ name: 'mg.example.com', type: 'TXT', ttl: 900 },
    data: [
      { type: 'TXT', strings: ['\xff\xfe', 'b'] },
      { type: 'TXT', strings: ['v=spf1 -all'] },
    ],
  },
}

const HOST = { id: 'c', name: 'Our host', kind: 'powerdns' }
const OWN: PlannedZone = {
  ...{ apex: 'example.com', connection: HOST, sets: 1, candidates: [], byHand: [], message: '', fix: '' },
}
const DOMAIN: WholeDomainPlan = {
  parts: [{ zone: 'example.com', hostedId: 'z1', made: [CHANGE], accepted: [] }],
  shown: {
    ...{ position: 0, ...KEY, unicodeName: KEY.name, zone: 'example.com', verdict: 'change' },
    zones: [OWN],
    connection: { id: 'c', name: 'Our host', kind: 'powerdns' },
    ...{
      adds: 1,
      removes: 0,
      sets: 1,
      sentence: 'After this: all 5 published.',
      leftOut: 1,
      byHand: 0,
      message: '',
      fix: '',
    },
    changes: [
      {
        ...{
          zone: 'example.com',
          name: 'mg.example.com',
          type: 'TXT',
          reasons: ['The name has no SPF policy.'],
        },
        before: { ttl: 900, values: ['ÿþb'] },
        after: { ttl: 900, values: ['v=spf1 -all', 'ÿþb'] },
      },
    ],
    beside: [],
    decidable: [],
    decisions: [{ name: 'email.mg.example.com', type: 'CNAME', reason: 'It is a web site.' }],
    ...{ notes: ['A note.'], rehearsal: null, mends: [] },
  },
}

const FILE = planAsJson([DOMAIN], NOW)

describe('a saved plan', () => {
  it('reads back as the same change, octet by octet, for the same zone', () => {
    const { domains, savedAt } = planFromJson(FILE, NOW + DAY, same)
    expect(savedAt).toBe(NOW)
    expect(domains).toMatchObject([
      { key: KEY, given: [{ at: { connectionId: null, hostedId: 'z1', zone: 'example.com' } }] },
    ])
    const [wanted] = domains[0]?.given?.[0]?.wanted ?? []
    expect(wanted?.deltas).toEqual([
      { name: 'mg.example.com', type: 'TXT', adds: [{ type: 'TXT', strings: ['v=spf1 -all'] }], removes: [] },
    ])
  })

  it('objects where the zone is no longer as it was', () => {
    const [wanted] = planFromJson(FILE, NOW, same).domains[0]?.given?.[0]?.wanted ?? []
    expect(wanted?.objection?.(heldOf([['mg.example.com', 'TXT', 'other']]))).toContain('have changed since')
    expect(wanted?.objection?.(heldOf([]))).toContain('have changed since')
  })

  it('has no connection and no account’s name in it', () => {
    expect(FILE).not.toContain('Our host')
  })

  it('is for the account here that has the domain', () => {
    const { domains } = planFromJson(FILE, NOW, ({ name }) => ({ accountId: 'other', name }))
    expect(domains[0]?.key).toEqual({ accountId: 'other', name: KEY.name })
  })

  it.each([
    ['a value was edited', FILE.replace('v=spf1 -all', 'v=spf1 +all'), /was edited/],
    [
      'a domain was edited',
      FILE.replaceAll('"name": "mg.example.com"', '"name": "xx.example.com"'),
      /was edited/,
    ],
    ['it is cut off', FILE.slice(0, -40), /is not a plan/],
    ['it is empty', '', /is not a plan/],
    ['it is another file', '{"a":1}', /is not a plan/],
    ['it is of a later version', FILE.replace('"version": 2', '"version": 3'), /is not a plan/],
    ['it is of a type that is not written', FILE.replaceAll('"TXT"', '"NS"'), /is not a plan/],
    ['it has nothing to write', planAsJson([], NOW), /is not a plan/],
  ])('is refused where %s', (_, text, sentence) => {
    expect(() => planFromJson(text, NOW, same)).toThrow(sentence)
  })

  it('is refused once it is more than a month old, and opens on its last day', () => {
    expect(() => planFromJson(FILE, NOW + 365 * DAY, same)).toThrow('This plan is 365 days old.')
    expect(planFromJson(FILE, NOW + 30 * DAY, same).domains).toHaveLength(1)
  })

  it('has each zone of a domain once, where a file names it twice', () => {
    const [part] = DOMAIN.parts
    const { domains } = planFromJson(planAsJson([{ ...DOMAIN, parts: [part!, part!] }], NOW), NOW, same)
    expect(domains.map(({ given }) => given?.map(({ at, wanted }) => [at.hostedId, wanted.length]))).toEqual([
      [['z1', 2]],
    ])
  })

  it('keeps the zones of a domain apart, and the domain one', () => {
    const [part] = DOMAIN.parts
    const inOther = { ...part!, zone: 'mg.example.com', hostedId: 'z2' }
    const { domains } = planFromJson(planAsJson([{ ...DOMAIN, parts: [part!, inOther] }], NOW), NOW, same)
    expect(domains).toMatchObject([
      { key: KEY, given: [{ at: { hostedId: 'z1' } }, { at: { hostedId: 'z2', zone: 'mg.example.com' } }] },
    ])
  })
})

describe('a saved plan with what a person decided on', () => {
  const LINK = `email.${SENDING}`
  const world = { rows: healthyBut([[LINK]], [[LINK, 'A', '203.0.113.5', 900]]) }
  const detail = { records: expectedRecords() }
  const held = heldOf(world.rows)
  const accepted = planDomain(detail, basisOf(world), held, CAPABILITIES, CHECKED).decidable
  const plan = planDomain(detail, basisOf(world), held, CAPABILITIES, CHECKED, { accepted })
  const whole: WholeDomainPlan = {
    parts: [{ zone: 'example.com', hostedId: 'z1', made: plan.made, accepted: plan.accepted }],
    shown: { ...DOMAIN.shown, name: SENDING, changes: [...plan.changes], decidable: [...plan.decidable] },
  }
  const file = planAsJson([whole], NOW)

  /** The file with other content and a sum that fits it. */
  function edited(
    change: (content: { domains: { decided?: unknown; changes: unknown[] }[] }) => void,
  ): string {
    const { content, ...rest } = JSON.parse(file) as {
      content: { domains: { decided?: unknown; changes: unknown[] }[] }
    }
    change(content)
    const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex')
    return JSON.stringify({ ...rest, sha256, content })
  }

  function opened(text: string, rows = world.rows): ReturnType<typeof planGiven> {
    const [domain] = planFromJson(text, NOW, same).domains
    const [given] = domain?.given ?? []
    const options = { mayUndo: false, today: { detail, now: CHECKED } }
    return planGiven(given?.wanted ?? [], basisOf({ rows }), heldOf(rows), CAPABILITIES, {
      ...options,
      decidable: given?.decidable ?? [],
      accepted: domain?.accepted ?? [],
    })
  }

  it('plans the same again, says who decided, and lets it be left out', () => {
    const again = opened(file)
    expect(again.made).toEqual(plan.made)
    expect(again.decidable).toMatchObject([
      { id: accepted[0]!.id, isAccepted: true, ends: accepted[0]!.ends },
    ])
    expect(again.changes.every(({ isDecided }) => isDecided === true)).toBe(true)
    const [domain] = planFromJson(file, NOW, same).domains
    const [given] = domain?.given ?? []
    const without = planGiven(given!.wanted, basisOf(world), held, CAPABILITIES, {
      ...{ mayUndo: false, decidable: given!.decidable ?? [], accepted: [] },
    })
    expect(without.made).toEqual([])
    expect(without.decidable).toMatchObject([{ id: accepted[0]!.id, isAccepted: false }])
  })

  it('writes nothing that a person has to decide on, where it does not say that anybody did', () => {
    const again = opened(edited(({ domains: [first] }) => delete first!.decided))
    expect(again.made).toEqual([])
    expect(again.decisions.map(({ reason }) => reason).join(' ')).toContain(
      'the plan in the file does not say that anybody did',
    )
  })

  it('writes nothing of a decision about what the zone no longer has', () => {
    const again = opened(file, healthyBut([[LINK]], [[LINK, 'A', '203.0.113.6', 900]]))
    expect(again.made).toEqual([])
    expect(again.decisions.map(({ reason }) => reason).join(' ')).toContain('have changed since')
  })

  it('does not open where a decision is no part of its changes', () => {
    const other = decidable(
      {
        ...{ record: { name: LINK, type: 'CNAME' }, reason: 'So it is.' },
        deltas: [{ name: LINK, type: 'A', adds: [], removes: [{ type: 'A', address: '203.0.113.99' }] }],
      },
      [],
    )
    const { record, deltas, reason } = other.change
    const text = edited(({ domains: [first] }) => {
      first!.decided = [{ ...record, ends: [], reason, deltas }]
    })
    expect(() => planFromJson(text, NOW, same)).toThrow(/was edited/)
    const gone = edited(({ domains: [first] }) => {
      first!.changes = first!.changes.slice(1)
    })
    expect(() => planFromJson(gone, NOW, same)).toThrow(/was edited/)
  })
})
