import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { intendedSpf } from '../../../../src/main/dns/diagnosis/spf/spf-intended'
import { planDomain, type PlannedDomain } from '../../../../src/main/domains/publishing/plan/plan-domain'
import { shownValues, type Rrset } from '../../../../src/main/zones/rrset'
import {
  check,
  DOMAIN,
  expectedRecords,
  findingsOf,
  healthyBut,
  NOW,
  type Row,
  type World,
} from '../../dns/diagnosis/observed'
import { basisOf, CAPABILITIES, heldOf, rrsetsOf, written } from './held-of'

/** Milliseconds for some hundred zones, each planned twice, on a busy computer. */
const PATIENCE = 120_000
/** Of the provider as it is when it has not looked yet. */
const EXPECTED = expectedRecords({ valid: 'unknown' })
/** What only the Sender ID text names. */
const NAMED = '192.0.2.99'

const world = (texts: readonly string[]): World => ({
  expected: EXPECTED,
  rows: [...healthyBut([[DOMAIN, 'TXT']]), ...texts.map((text): Row => [DOMAIN, 'TXT', text])],
})

function planned({ rows }: World, accepted: PlannedDomain['decidable'] = []): PlannedDomain {
  const basis = basisOf({ rows, expected: EXPECTED })
  return planDomain({ records: EXPECTED }, basis, heldOf(rows), CAPABILITIES, NOW, { accepted })
}

const textsIn = (sets: readonly Rrset[]): string[] =>
  sets.flatMap((set) => (set.name === DOMAIN && set.type === 'TXT' ? shownValues(set) : []))

/** RFC 4406 section 3.1: a version, scopes, and terms as SPF has them; with the slips that people make. */
const senderId = fc
  .record({
    start: fc.constantFrom('', '', '', ' ', '"', 'v='),
    version: fc.constantFrom('spf2.0', 'SPF2.0', 'spf2.1'),
    scope: fc.constantFrom('/pra', '/mfrom', '/mfrom,pra', '/pra,mfrom', '/PRA', '/pra/mfrom'),
    terms: fc.array(
      fc.constantFrom(
        `ip4:${NAMED}`,
        'mx',
        'include:mail.provider.test',
        'a:own.test',
        '?a',
        'v=spf1',
        'exp=e.test',
      ),
      { maxLength: 3 },
    ),
    end: fc.constantFrom(' -all', ' ~all', ' ?all', ''),
  })
  .map(({ start, version, scope, terms, end }) =>
    [`${start}${version}${scope}`, ...terms].join(' ').concat(end, start === '"' ? '"' : ''),
  )
const policies = fc.constantFrom<readonly string[]>(
  [],
  ['v=spf1 ip4:192.0.2.1 -all'],
  ['v=spf1 include:mail.provider.test ~all'],
  ['v=spf1 ip4:192.0.2.1 -all', 'v=spf1 ip4:192.0.2.2 ~all'],
  ['"v=spf1 ip4:192.0.2.1 -all"'],
  ['v=spf1 ip4:192.0.2.1include:other.test -all'],
)

describe('a Sender ID record', () => {
  it(
    'is no SPF record, stays to the letter, and gives none of its terms to one',
    () => {
      fc.assert(
        fc.property(fc.array(senderId, { minLength: 1, maxLength: 2 }), policies, (ids, own) => {
          const texts = [...new Set([...ids, ...own])]
          const about = JSON.stringify(texts)
          for (const id of ids) expect(intendedSpf(id), about).toBeNull()
          const codes = (some: readonly string[]): string[] =>
            findingsOf(check(world(some))).map(({ code }) => code)
          const extra = codes(texts).filter((code) => !codes(own).includes(code))
          expect(
            extra.filter((code) => code !== 'spf-missing'),
            about,
          ).toEqual([])
          const first = planned(world(texts))
          for (const plan of [first, planned(world(texts), first.decidable)]) {
            const after = textsIn(written(rrsetsOf(world(texts).rows), plan.made))
            expect(after, about).toEqual(expect.arrayContaining(ids))
            const spf = after.filter((text) => !ids.includes(text))
            expect(spf.join(' '), about).not.toMatch(/192\.0\.2\.99|own\.test|exp=/)
          }
        }),
        { numRuns: 300, seed: 4406 },
      )
    },
    PATIENCE,
  )

  it('alone is told as what it is, and as no SPF record that differs', () => {
    const { records } = check(world([`spf2.0/pra ip4:${NAMED} -all`]))
    expect(records[0]).toMatchObject({ standing: 'missing' })
    expect(records[0]!.findings[0]).toMatchObject({
      code: 'spf-missing',
      sentence: `${DOMAIN} has a Sender ID record ("spf2.0/pra ip4:${NAMED} -all"), and no SPF record (one that begins with v=spf1 and lists who may send mail). Receivers that check SPF do not look at Sender ID.`,
    })
  })

  it.each([
    `spf2.0/mfrom,pra ip4:${NAMED} -all`,
    'spf2.0/pra mx ~all',
    'spf2.0 mx -all',
    'spf2.0/pra redirect=a.test',
  ])('that names other servers leaves it to a person whether these still send: %s', (text) => {
    const plan = planned(world([text]))
    expect(plan.made).toEqual([])
    expect(plan.decidable[0]?.reason).toContain(
      `If none of the servers that the Sender ID record names sends mail for ${DOMAIN} any more`,
    )
    const decided = planned(world([text]), plan.decidable)
    expect(decided.made.flatMap(({ after }) => shownValues(after!))).toEqual(
      [text, EXPECTED[0]!.value].toSorted(),
    )
  })

  it.each([
    'spf2.0/pra',
    'spf2.0/pra ?all',
    'spf2.0/pra -all',
    'spf2.0/mfrom include:mail.provider.test ~all',
  ])('that names none but the provider stands in no way: %s', (text) => {
    const { made, decidable } = planned(world([text]))
    expect(decidable).toEqual([])
    expect(made.flatMap(({ after }) => shownValues(after!))).toEqual([text, EXPECTED[0]!.value].toSorted())
  })

  it('is not meant by a version that somebody typed wrong', () => {
    const plan = planned(world(['v=spf2.0 ip4:192.0.2.1 -all']))
    expect(plan.made.flatMap(({ after }) => shownValues(after!))).toEqual([
      'v=spf1 ip4:192.0.2.1 include:mail.provider.test -all',
    ])
  })
})
