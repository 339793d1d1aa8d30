import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import type { Finding, RecordCheck } from '../../../../src/preload/contract/findings'
import { check, DOMAIN, expectedRecords, findingsOf, healthyBut, type Row } from './observed'

const OWN = `_dmarc.${DOMAIN}`
const ABOVE = '_dmarc.example.com'

interface Judged {
  readonly record: RecordCheck
  readonly findings: readonly Finding[]
  readonly all: readonly Finding[]
}

/** Judges a policy that the provider wants, with these texts at its name. */
function judged(name: string, wanted: string, rows: readonly Row[], change: Partial<DnsRecord> = {}): Judged {
  const expected = [...expectedRecords(), { ...expectedRecords()[0]!, name, value: wanted, ...change }]
  const result = check({ expected, rows: healthyBut([[name]], rows) })
  const record = result.records.at(-1)!
  return { record, findings: record.findings, all: findingsOf(result) }
}
const withTexts = (name: string, wanted: string, ...texts: string[]): Judged =>
  judged(
    name,
    wanted,
    texts.map((text): Row => [name, 'TXT', text]),
  )
const codes = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code)
const values = (findings: readonly Finding[]): string[] =>
  findings.flatMap(({ fix }) => fix.records.map(({ value }) => value))

describe('a DMARC policy that the provider wants', () => {
  it.each([
    ['v=DMARC1; p=none', 'v=DMARC1;p=none;', []],
    ['v=DMARC1; p=none', 'v=DMARC1; p=quarantine; rua=mailto:d@example.com', ['policy-there']],
    ['v=DMARC1; p=none;', 'v=DMARC1; p=reject; sp=none; adkim=s', ['policy-there']],
    ['v=DMARC1; p=quarantine; pct=100; fo=1', 'v=DMARC1; p=reject', ['policy-there']],
    ['v=DMARC1; p=none; adkim=r', 'v=DMARC1; p=none', ['policy-there']],
    [
      'v=DMARC1; p=none; rua=mailto:in@example.com',
      'v=DMARC1; p=reject; rua=mailto:d@example.com,mailto:IN@example.com',
      ['policy-there'],
    ],
  ])('is there by what it asks for: %s, %s', (wanted, there, expected) => {
    const { record, findings } = withTexts(OWN, wanted, there)
    expect(record.standing).toBe('published')
    expect(codes(findings)).toEqual(expected)
    expect(values(findings)).toEqual([])
  })

  it.each([
    ['v=DMARC1; p=reject', 'v=DMARC1; p=none'],
    ['v=DMARC1; p=reject', 'v=DMARC1; p=reject; t=y'],
    ['v=DMARC1; p=none; sp=reject', 'v=DMARC1; p=none'],
    ['v=DMARC1; p=none; adkim=r', 'v=DMARC1; p=none; adkim=s'],
    ['v=DMARC1; p=reject; rua=mailto:in@example.com', 'v=DMARC1; p=none'],
    ['v=DMARC1; p=none', 'v=dmarc1; p=none'],
  ])('is not there and may only come by a decision: %s, %s', (wanted, there) => {
    const { record, findings } = withTexts(OWN, wanted, there)
    expect(record.standing).toBe('different')
    expect(codes(findings)).toEqual(['policy-different'])
    expect(findings[0]?.fix).toMatchObject({ action: 'none', records: [] })
  })

  it('is read of none of several, be the wanted one among them', () => {
    const { record, findings } = withTexts(OWN, 'v=DMARC1; p=none', 'v=DMARC1; p=none', 'v=DMARC1; p=reject')
    expect(record.standing).toBe('different')
    expect(codes(findings)).toEqual(['policy-different'])
    expect(values(findings)).toEqual([])
  })

  it('gets the address for reports added to the policy that is there', () => {
    const { findings } = withTexts(
      OWN,
      'v=DMARC1; p=none; rua=mailto:in@example.com',
      'v=DMARC1; p=reject; rua=mailto:d@example.com; adkim=s',
    )
    expect(findings[0]).toMatchObject({ code: 'policy-different', fix: { action: 'edit' } })
    expect(values(findings)).toEqual([
      'v=DMARC1; p=reject; rua=mailto:d@example.com,mailto:in@example.com; adkim=s',
    ])
    const none = withTexts(OWN, 'v=DMARC1; p=none; rua=mailto:in@example.com', 'v=DMARC1; p=none')
    expect(values(none.findings)).toEqual(['v=DMARC1; p=none; rua=mailto:in@example.com'])
  })

  it('is not added where it would ask for less than the policy above', () => {
    const { record, findings, all } = judged(OWN, 'v=DMARC1; p=none', [])
    expect(record.standing).toBe('missing')
    expect(codes(findings)).toEqual(['policy-different'])
    expect(findings[0]?.fix).toMatchObject({ action: 'none', records: [] })
    expect(findings[0]?.sentence).toContain(
      `the policy at ${ABOVE} applies to ${DOMAIN}: receivers follow p=reject`,
    )
    expect(codes(all)).not.toContain('dmarc-missing')
  })

  it('is added where it asks for the same, and the policy above is never renamed to it', () => {
    const same = judged(OWN, 'v=DMARC1; p=reject', [], { valid: 'invalid' })
    expect(codes(same.findings)).toEqual(['name-missing'])
    expect(same.findings[0]?.fix).toMatchObject({ action: 'add', drops: [] })
    expect(values(same.findings)).toEqual(['v=DMARC1; p=reject'])
  })

  it('names what starts to hold where nothing holds today', () => {
    const expected = [
      ...expectedRecords(),
      { ...expectedRecords()[0]!, name: OWN, value: 'v=DMARC1; p=reject' },
    ]
    const result = check({ expected, rows: healthyBut([[ABOVE]]) })
    const [finding] = result.records.at(-1)!.findings
    expect(finding?.fix).toMatchObject({ action: 'add', drops: ['mail that fails DMARC'] })
    expect(finding?.fix.sentence).toContain('they refuse mail that fails DMARC')
    // One place, one record to add.
    expect(codes(findingsOf(result))).not.toContain('dmarc-missing')
  })

  it('may be wanted above the sending domain', () => {
    const { findings } = judged(ABOVE, 'v=DMARC1; p=quarantine', [])
    expect(codes(findings)).toEqual(['name-missing'])
    expect(findings[0]?.fix).toMatchObject({ action: 'add', drops: ['mail that fails DMARC'] })
    expect(codes(withTexts(ABOVE, 'v=DMARC1; p=none', 'v=DMARC1; p=reject').findings)).toEqual([
      'policy-there',
    ])
  })

  it('is not added beside an alias', () => {
    const alias: Row = [OWN, 'CNAME', 'policy.vendor.test']
    const there = judged(OWN, 'v=DMARC1; p=none', [
      alias,
      ['policy.vendor.test', 'TXT', 'v=DMARC1; p=reject'],
    ])
    expect(there.record.standing).toBe('published')
    expect(values(there.findings)).toEqual([])
    const none = judged(OWN, 'v=DMARC1; p=none', [alias, ['policy.vendor.test', 'TXT', 'other']])
    expect(codes(none.findings)).toEqual(['policy-different'])
    expect(values(none.findings)).toEqual([])
  })

  it('may stand beside texts that are no policies', () => {
    const { findings } = withTexts(OWN, 'v=DMARC1; p=reject', 'some-verification=1')
    expect(codes(findings)).toEqual(['value-different'])
    expect(findings[0]?.fix).toMatchObject({ action: 'add' })
  })
})

describe('other policies that the provider wants', () => {
  const STS = `_mta-sts.${DOMAIN}`
  const TLS = `_smtp._tls.${DOMAIN}`
  const LOGO = `default._bimi.${DOMAIN}`

  it.each([
    [STS, 'v=STSv1; id=1;', 'v=STSv1;id=1'],
    [STS, 'v=STSv1; id=1;', 'v=STSv1; id=1; ext=2'],
    [TLS, 'v=TLSRPTv1; rua=mailto:a@p.test', 'v=TLSRPTv1; rua=mailto:us@example.com,mailto:a@p.test'],
    [TLS, 'v=TLSRPTv1; rua=mailto:a@p.test', 'v=TLSRPTv1; rua=mailto:us@example.com; rua=mailto:a@p.test;'],
    [LOGO, 'v=BIMI1; l=https://p.test/a.svg', 'v=BIMI1; l=https://p.test/a.svg; a=;'],
  ])('are there by what they say: %s, %s', (name, wanted, there) => {
    const { record, findings } = withTexts(name, wanted, there)
    expect(record.standing).toBe('published')
    expect(values(findings)).toEqual([])
  })

  it.each([
    [STS, 'v=STSv1; id=1;', 'v=STSv1; id=2;'],
    [STS, 'v=STSv1; id=1;', 'v=stsv1; id=1;'],
    [LOGO, 'v=BIMI1; l=https://p.test/a.svg', 'v=BIMI1; l=https://example.com/a.svg'],
  ])('are never added beside one: %s, %s', (name, wanted, there) => {
    const { record, findings } = withTexts(name, wanted, there)
    expect(record.standing).toBe('different')
    expect(codes(findings)).toEqual(['policy-different'])
    expect(values(findings)).toEqual([])
  })

  it('get the addresses of both where reports are wanted', () => {
    const { findings } = withTexts(
      TLS,
      'v=TLSRPTv1; rua=mailto:a@p.test',
      'v=TLSRPTv1; rua=mailto:us@example.com; ext=1',
    )
    expect(values(findings)).toEqual(['v=TLSRPTv1; rua=mailto:us@example.com,mailto:a@p.test; ext=1'])
  })

  it('are added where there is none, and offered once', () => {
    for (const [name, wanted] of [
      [STS, 'v=STSv1; id=1;'],
      [TLS, 'v=TLSRPTv1; rua=mailto:a@p.test'],
      [LOGO, 'v=BIMI1; l=https://p.test/a.svg'],
    ] as const) {
      const without = healthyBut([[name], ['default._bimi.example.com']])
      const expected = [...expectedRecords(), { ...expectedRecords()[0]!, name, value: wanted }]
      const all = findingsOf(check({ expected, rows: without }))
      const adds = all.filter(({ fix }) => fix.records.some((record) => record.name === name))
      expect(adds.map(({ fix }) => [fix.action, ...fix.records.map(({ value }) => value)])).toEqual([
        ['add', wanted],
      ])
    }
  })

  it('leave a name to a CNAME that the provider wants there', () => {
    const expected = [
      ...expectedRecords(),
      { ...expectedRecords()[2]!, name: STS, value: 'sts.provider.test' },
    ]
    const all = findingsOf(check({ expected, rows: healthyBut([[STS]]) }))
    expect(codes(all)).not.toContain('mta-sts-missing')
  })
})

describe('records of which one may stand', () => {
  const kinds = {
    [OWN]: ['v=DMARC1; p=none', 'v=DMARC1; p=reject; rua=mailto:a@p.test', 'v=dmarc1; p=none', 'p=none'],
    [`_mta-sts.${DOMAIN}`]: ['v=STSv1; id=1;', 'v=STSv1; id=2', 'v=STSv1', 'v=stsv1; id=3'],
    [`_smtp._tls.${DOMAIN}`]: [
      'v=TLSRPTv1; rua=mailto:a@p.test',
      'v=TLSRPTv1; rua=https://r.test',
      'v=TLSRPTv1; rua=x@y.test',
    ],
    [`default._bimi.${DOMAIN}`]: ['v=BIMI1; l=https://a.test/a.svg', 'v=BIMI1; l=', 'v=BIMI1; l=x'],
  }
  const world = fc.constantFrom(...Object.entries(kinds)).chain(([name, texts]) =>
    fc.record({
      name: fc.constant(name),
      wanted: fc.option(fc.constantFrom(...texts.slice(0, 2)), { nil: null }),
      there: fc.uniqueArray(fc.constantFrom(...texts, 'something else'), { maxLength: 3 }),
    }),
  )

  it('are never added where one is meant to be', () => {
    fc.assert(
      fc.property(world, ({ name, wanted, there }) => {
        const expected = expectedRecords()
        if (wanted !== null) expected.push({ ...expected[0]!, name, value: wanted })
        const rows = healthyBut(
          [[name], ['default._bimi.example.com']],
          there.map((text): Row => [name, 'TXT', text]),
        )
        const all = findingsOf(check({ rows, expected }))
        const adds = all.filter(
          ({ fix }) => fix.action === 'add' && fix.records.some((record) => record.name === name),
        )
        if (there.some((text) => text !== 'something else')) expect(adds).toEqual([])
        expect(adds.length).toBeLessThan(2)
      }),
      { numRuns: 200 },
    )
  })
})
