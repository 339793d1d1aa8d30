import { describe, expect, it } from 'vitest'
import { planDomain } from '../../../../src/main/domains/publishing/plan/plan-domain'
import type { PlannedRow } from '../../../../src/main/domains/publishing/plan/planned-row'
import { writesOf } from '../../../../src/main/domains/publishing/plan/plan-writes'
import type { SetDelta } from '../../../../src/main/domains/publishing/changes/set-delta'
import { ZoneDraft } from '../../../../src/main/domains/publishing/zones/zone-draft'
import type { ZoneAccess } from '../../../../src/main/zones/zone-access'
import { APEX, DOMAIN, expectedRecords, healthyBut, NOW, type Row } from '../../dns/diagnosis/observed'
import { basisOf, CAPABILITIES, rrsetsOf } from './held-of'

const ZONE = { id: 'z', apex: APEX, nameServers: null, notWritable: null }
const OTHER = `other.${APEX}`
const TOOK_PART = 'The rest cannot be written without the domains that you left out'

async function draftOf(rows: readonly Row[]): Promise<ZoneDraft> {
  const read = { zone: ZONE, rrsets: rrsetsOf(rows), extent: 'whole', serial: null, at: 0 } as const
  const access = { capabilities: CAPABILITIES, read: () => Promise.resolve(read) } as unknown as ZoneAccess
  const draft = new ZoneDraft({ id: 'c', name: 'Our host', kind: 'test' }, ZONE, access)
  await draft.turn([], new AbortController().signal, () => undefined)
  return draft
}

/** A domain planned in the draft, on top of those before. */
function rowOf(draft: ZoneDraft, turn: number, deltas: readonly SetDelta[], more: object = {}): PlannedRow {
  const changes = deltas.map(({ name, type }) => ({ name, type, reasons: [] }))
  const shown = { accountId: 'a', name: `d${turn}.${APEX}`, changes } as unknown as PlannedRow['shown']
  draft.add(deltas)
  return {
    shown,
    parts: deltas.length === 0 ? [] : [{ draft, deltas, made: [], domains: [], accepted: [] }],
    ...{ drafts: [draft], names: deltas.map(({ name }) => name), turn, basis: null, ...more },
  }
}

const txt = (...texts: string[]) => texts.map((text) => ({ type: 'TXT' as const, strings: [text] }))

describe('a plan without domains that are left out', () => {
  it('does not put a text beside an alias that would have gone', async () => {
    const draft = await draftOf([[OTHER, 'CNAME', 'elsewhere.test']])
    const alias = { type: 'CNAME' as const, target: 'elsewhere.test' }
    const rows = [
      rowOf(draft, 1, [{ name: OTHER, type: 'CNAME', adds: [], removes: [alias] }]),
      rowOf(draft, 2, [{ name: OTHER, type: 'TXT', adds: txt('hello'), removes: [] }]),
    ]
    expect(writesOf(rows, new Set(), null).zones[0]?.changes).toHaveLength(2)
    expect(() => writesOf(rows, new Set([0]), null)).toThrow(TOOK_PART)
    expect(writesOf(rows, new Set([1]), null).zones[0]?.changes).toHaveLength(1)
  })

  /** The policy of the zone's apex leads to the domain's and to another one, which has room for one lookup more. */
  async function counted(before: string, after: string) {
    const texts: Row[] = [
      [APEX, 'TXT', `v=spf1 include:${DOMAIN} include:${OTHER} -all`],
      [DOMAIN, 'TXT', 'v=spf1 ip4:192.0.2.7 -all'],
      [OTHER, 'TXT', before],
    ]
    const rows = [
      ...healthyBut([
        [DOMAIN, 'TXT'],
        [APEX, 'TXT'],
      ]),
      ...texts,
    ]
    const draft = await draftOf(rows)
    const first = rowOf(draft, 1, [{ name: OTHER, type: 'TXT', adds: txt(after), removes: txt(before) }])
    const world = { rows }
    const plan = planDomain(
      { records: [...expectedRecords()] },
      basisOf(world),
      draft.planned(),
      CAPABILITIES,
      NOW,
    )
    const second = rowOf(draft, 2, plan.deltas, { dependsOn: plan.dependsOn })
    return { plan, rows: [first, second] }
  }

  it('is not written where an SPF policy was counted with lookups that they take away', async () => {
    const six = Array.from({ length: 6 }, (_, at) => `a:h${at}.test`).join(' ')
    const { plan, rows } = await counted(`v=spf1 ${six} a:gone.test -all`, `v=spf1 ${six} -all`)
    expect(plan.refusal).toBeNull()
    expect(plan.deltas).not.toEqual([])
    expect(() => writesOf(rows, new Set([0]), null)).toThrow(
      `${TOOK_PART}: Other SPF records lead to the SPF record of ${OTHER}`,
    )
    expect(writesOf(rows, new Set(), null).sets).toBeGreaterThan(1)
    expect(writesOf(rows, new Set([1]), null).sets).toBe(1)
  })

  it.each([
    ['add a lookup', 'v=spf1 a:h0.test -all', 'v=spf1 a:h0.test a:h1.test -all'],
    ['write the same ones otherwise', 'v=spf1 A:H0.test ?mx -all', 'v=spf1 mx a:h0.test. -all'],
    ['take an address away', 'v=spf1 ip4:192.0.2.1 a:h0.test -all', 'v=spf1 a:h0.test -all'],
  ])('is written where they %s', async (_, before, after) => {
    const { plan, rows } = await counted(before, after)
    expect(plan.deltas).not.toEqual([])
    expect(writesOf(rows, new Set([0]), null).sets).toBeGreaterThan(0)
  })

  it('is written where the domain that is left out was planned later', async () => {
    const { rows } = await counted('v=spf1 a:h0.test a:h1.test -all', 'v=spf1 a:h0.test -all')
    const turned = rows.map((row, at) => ({ ...row, turn: 2 - at }))
    expect(writesOf(turned, new Set([0]), null).sets).toBeGreaterThan(0)
  })

  it('writes nothing where nothing is left', async () => {
    const { rows } = await counted('v=spf1 -all', 'v=spf1 ~all')
    expect(() => writesOf(rows, new Set([0, 1]), null)).toThrow('Nothing is left to write.')
  })
})
