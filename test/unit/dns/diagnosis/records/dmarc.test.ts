import fc from '../../../../generated/cases'
import { describe, expect, it } from 'vitest'
import {
  appliedHandling,
  DMARC_HANDLINGS,
  isMeantAsDmarc,
  parseDmarc,
  repairedDmarc,
  type DmarcHandling,
} from '../../../../../src/main/dns/diagnosis/records/dmarc-policy'
import {
  decidingTag,
  discoverDmarc,
  walkedDomains,
} from '../../../../../src/main/dns/diagnosis/records/dmarc-walk'
import type { Finding } from '../../../../../src/preload/contract/findings'
import { check, DOMAIN, findingsOf, healthyBut, type Row } from '../observed'

const OBSERVED = { p: 'none', below: 'none' } as const

/** Findings on DMARC of a zone with these rows in place of the policy. */
function found(...rows: Row[]): Finding[] {
  const result = check({ rows: healthyBut([['_dmarc.example.com']], rows) })
  return findingsOf(result).filter(({ code }) => code.startsWith('dmarc'))
}
const atApex = (...texts: string[]): Finding[] =>
  found(...texts.map((text): Row => ['_dmarc.example.com', 'TXT', text]))
const codes = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code)
/** The only finding, with the values it offers. */
const only = (findings: readonly Finding[]) => {
  expect(findings).toHaveLength(1)
  const [{ code, sentence, fix }] = findings as [Finding]
  return {
    code,
    sentence,
    action: fix.action,
    cure: fix.sentence,
    values: fix.records.map(({ value }) => value),
  }
}

describe('a DMARC policy', () => {
  it('reads what counts', () => {
    expect(
      parseDmarc(
        'v=DMARC1; p=Quarantine; sp=none; t=y; psd=n; rua=mailto:a@b.test, mailto:c@d.test!10m; x=1',
      ),
    ).toEqual({
      policy: {
        written: { p: 'quarantine', sp: 'none' },
        asked: { p: 'quarantine', sp: 'none', np: 'none' },
        ...{ isAsWritten: true, isProcessed: true, isTest: true, suffix: 'n', gone: [] },
        reports: ['mailto:a@b.test', 'mailto:c@d.test!10m'],
      },
      faults: [],
    })
  })

  it.each([
    'v=DMARC1;p=none',
    'v=DMARC1;p=none;',
    'v = DMARC1 ; p = none ; ',
    'v=DMARC1; p=NONE; adkim=S; fo=1:d:s',
    'v=DMARC1; np=reject; sp=quarantine; p=none',
    'v=DMARC1; rua=mailto:d@example.com',
    'v=DMARC1; p=reject; rua=https://r.test/in',
    'v=DMARC1; p=reject; rua=mailto:d@example.com?subject=dmarc',
    'v=DMARC1; p=reject; pct=50; rf=afrf; ri=3600',
    'v=DMARC1; p=none; constructor=1; toString=2',
  ])('has no fault: %s', (text) => {
    const { policy, faults } = parseDmarc(text)
    expect(faults).toEqual([])
    expect(policy).not.toBeNull()
  })

  it.each([
    ['p=none; v=DMARC1', 'The tag v=DMARC1 is not the first one.'],
    [
      'v=dmarc1; p=none',
      'The version is dmarc1 instead of DMARC1, and receivers compare it letter by letter.',
    ],
    [
      'v=DMARC2; p=none',
      'The version is DMARC2 instead of DMARC1, and receivers compare it letter by letter.',
    ],
    ['"v=DMARC1; p=none"', 'A quotation mark stands in front of v=DMARC1.'],
    ['v=DMARC1\\; p=none', 'A backslash stands behind v=DMARC1.'],
    ['v=DMARC1, p=none', 'No semicolon stands behind v=DMARC1.'],
    ['v=DMARC1 p=none', 'No semicolon stands behind v=DMARC1.'],
    ['p=none; rua=mailto:d@example.com', 'It does not begin with v=DMARC1.'],
  ])('is ignored as a whole: %s', (text, fault) => {
    expect(parseDmarc(text)).toEqual({ policy: null, faults: [fault] })
    expect(isMeantAsDmarc(text)).toBe(true)
  })

  it.each([
    ['v=DMARC1', 'none', false],
    ['v=DMARC1; p=maybe', 'none', false],
    ['v=DMARC1; p=maybe; rua=mailto:d@example.com', 'none', true],
    ['v=DMARC1; p=reject; sp=odd; rua=mailto:d@example.com', 'none', true],
    ['v=DMARC1; p=reject; np=odd', 'none', false],
    ['v=DMARC1; p=reject; adkim=x', 'reject', true],
    ['v=DMARC1; p=reject; t=yes', 'reject', true],
    ['v=DMARC1; p=reject; rua=d@example.com', 'reject', true],
    ['v=DMARC1; p=reject; nonsense', 'reject', true],
  ] as const)('has a fault and asks for this: %s, %s', (text, asked, isProcessed) => {
    const { policy, faults } = parseDmarc(text)
    expect(faults).toHaveLength(1)
    expect(policy).toMatchObject({ asked: { p: asked }, isProcessed })
  })

  it('is applied one level less while it is tested', () => {
    expect(DMARC_HANDLINGS.map((asked) => appliedHandling(asked, { isTest: true }))).toEqual([
      'none',
      'none',
      'quarantine',
    ])
  })
})

describe('the walk up the tree', () => {
  it('asks at most eight names, and leaves out those behind the seventh label', () => {
    expect(walkedDomains('mg.example.com')).toEqual(['mg.example.com', 'example.com', 'com'])
    // The example of RFC 9989 section 4.10.
    expect(walkedDomains('a.b.c.d.e.f.g.h.i.j.mail.example.com')).toEqual([
      'a.b.c.d.e.f.g.h.i.j.mail.example.com',
      'g.h.i.j.mail.example.com',
      'h.i.j.mail.example.com',
      'i.j.mail.example.com',
      'j.mail.example.com',
      'mail.example.com',
      'example.com',
      'com',
    ])
    for (let count = 1; count < 40; count++) {
      const domain = Array.from({ length: count }, (_, index) => `l${index}`).join('.')
      expect(walkedDomains(domain).length).toBe(Math.min(count, 8))
    }
  })

  const walk = (domain: string, rows: Readonly<Record<string, string | readonly string[] | null>>) =>
    discoverDmarc(domain, (name) => {
      const texts = rows[name.replace('_dmarc.', '')]
      return texts === undefined ? [] : texts === null ? null : [texts].flat()
    })

  it.each([
    ['its own', { 'a.b.test': 'v=DMARC1; p=none', 'b.test': 'v=DMARC1; p=reject' }, 'a.b.test', 'b.test'],
    ['that of the organization', { 'b.test': 'v=DMARC1; p=reject' }, 'b.test', 'b.test'],
    ['that of the public suffix', { test: 'v=DMARC1; p=reject; psd=y' }, 'test', 'b.test'],
    [
      'that of the organization below a public suffix',
      { test: 'v=DMARC1; p=reject; psd=y', 'b.test': 'v=DMARC1; p=none' },
      'b.test',
      'b.test',
    ],
    [
      'nothing where only the organization has a broken one',
      { 'b.test': 'v=dmarc1; p=reject' },
      null,
      'a.b.test',
    ],
    ['nothing of several', { 'b.test': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] }, null, 'a.b.test'],
    [
      'its own as the organization where it says so',
      { 'a.b.test': 'v=DMARC1; p=none; psd=n', 'b.test': 'v=DMARC1; p=reject' },
      'a.b.test',
      'a.b.test',
    ],
  ] as const)('finds %s', (_, rows, at, organizational) => {
    const discovery = walk('a.b.test', rows)
    expect(discovery?.holding?.at ?? null).toBe(at)
    expect(discovery?.organizational).toBe(organizational)
  })

  it('passes over a policy between the domain and its organization', () => {
    const rows = { 'b.c.test': 'v=DMARC1; p=none', 'c.test': 'v=DMARC1; p=reject' }
    expect(walk('a.b.c.test', rows)?.holding?.at).toBe('c.test')
  })

  it('does not look above psd=n', () => {
    const rows = { 'b.c.test': 'v=DMARC1; p=none; psd=n', 'c.test': 'v=DMARC1; p=reject' }
    expect(walk('a.b.c.test', rows)).toMatchObject({
      holding: { at: 'b.c.test' },
      organizational: 'b.c.test',
    })
  })

  it('says nothing where a name below the registry does not answer, unless the domain has its own', () => {
    expect(walk('a.b.test', { 'b.test': null })).toBeNull()
    expect(walk('a.b.test', { test: null })).toMatchObject({ holding: null })
    expect(walk('a.b.test', { 'a.b.test': 'v=DMARC1; p=none', 'b.test': null })).toMatchObject({
      ...{ holding: { at: 'a.b.test' }, organizational: null },
    })
  })

  it('takes np= for a domain that does not exist, sp= for one that does, and p= for its own', () => {
    const text = 'v=DMARC1; p=none; sp=quarantine; np=reject'
    const { policy } = parseDmarc(text)
    const holding = { at: 'b.test', text, policy: policy! }
    expect(decidingTag(holding, 'b.test', true)).toBe('p')
    expect(decidingTag(holding, 'a.b.test', true)).toBe('sp')
    expect(decidingTag(holding, 'a.b.test', false)).toBe('np')
    const { policy: plain } = parseDmarc('v=DMARC1; p=reject')
    expect(decidingTag({ ...holding, policy: plain! }, 'a.b.test', false)).toBe('p')
  })
})

describe('what is said of a DMARC policy', () => {
  it.each([
    'v=DMARC1; p=reject; x=1; fo=1',
    'v=DMARC1; p=reject; np=none; sp=quarantine',
    'v=DMARC1; sp=quarantine; p=none',
    'V=DMARC1; P=reject',
  ])('is nothing where nothing is wrong: %s', (text) => expect(atApex(text)).toEqual([]))

  it('is that it observes, without a stricter one to paste', () => {
    expect(only(atApex('v=DMARC1; p=None; adkim=s'))).toMatchObject({
      ...{ code: 'dmarc-none', action: 'none', values: [] },
      sentence:
        'The DMARC policy at _dmarc.example.com asks receivers to do nothing with mail that fails (p=none).',
    })
    expect(only(atApex('v=DMARC1; p=reject; sp=none')).sentence).toContain('(sp=none)')
  })

  it('is that p= may be left out, and never that receivers cannot read the record', () => {
    expect(only(atApex('v=DMARC1; rua=mailto:d@example.com'))).toMatchObject({
      ...{ code: 'dmarc-none', action: 'none', values: [] },
      sentence: expect.stringContaining('has no p=, so receivers act as if it said p=none') as string,
    })
  })

  it('is that t=y marks a test, with what receivers do', () => {
    expect(only(atApex('v=DMARC1; p=reject; t=y; rua=mailto:d@example.com'))).toMatchObject({
      ...{ code: 'dmarc-testing', action: 'none', values: [] },
      sentence: expect.stringContaining('as with p=quarantine although the policy says p=reject') as string,
    })
    expect(codes(atApex('v=DMARC1; p=none; t=y'))).toEqual(['dmarc-none'])
    expect(codes(atApex('v=DMARC1; p=none; np=reject; t=y'))).toEqual(['dmarc-testing'])
  })

  it('is that pct, rf and ri are no more, mildly, and the rest is judged as ever', () => {
    const [finding] = atApex('v=DMARC1; p=reject; pct=20; ri=3600')
    expect(finding).toMatchObject({ code: 'dmarc-tags-gone', severity: 'info', fix: { records: [] } })
    expect(finding?.sentence).toContain('pct=20 and ri=3600')
    expect(codes(atApex('v=DMARC1; p=none; pct=100'))).toEqual(['dmarc-none', 'dmarc-tags-gone'])
  })

  it('names every error with a cure that keeps the rest', () => {
    const text = 'v=DMARC1; p=none; sp=none; np=reject; rua=reports@example.com; adkim=s'
    const found = atApex(text)
    expect(codes(found)).toEqual(['dmarc-syntax', 'dmarc-none'])
    expect(found[0]?.sentence).toContain('The report address reports@example.com lacks mailto:.')
    expect(found[0]?.fix.records.map(({ value }) => value)).toEqual([
      'v=DMARC1; p=none; sp=none; np=reject; rua=mailto:reports@example.com; adkim=s',
    ])
  })

  it('starts no enforcement with the cure of a record that nobody reads, and names its author’s as the next step', () => {
    const { code, action, values, cure } = only(
      atApex('v=dmarc1; p=reject; rua=mailto:d@example.com; adkim=s'),
    )
    expect({ code, action, values }).toEqual({
      ...{ code: 'dmarc-syntax', action: 'edit' },
      values: ['v=DMARC1; p=none; rua=mailto:d@example.com; adkim=s'],
    })
    expect(cure).toContain('says p=reject, but no receiver has acted on it so far')
  })

  it('leaves what holds as it is where a policy above stands in for a broken one', () => {
    const rows = (own: string): Row[] => [
      [`_dmarc.${DOMAIN}`, 'TXT', own],
      ['_dmarc.example.com', 'TXT', 'v=DMARC1; p=reject; sp=quarantine'],
    ]
    expect(only(found(...rows('v=DMARC-1; p=none; sp=none'))).values).toEqual([
      'v=DMARC1; p=quarantine; sp=none',
    ])
    expect(only(found(...rows('v=dmarc1; p=quarantine'))).values).toEqual(['v=DMARC1; p=quarantine'])
  })

  it('leaves the choice to a person where a stricter handling would start', () => {
    expect(only(atApex('v=DMARC1; p=reject; sp=odd; rua=mailto:d@example.com'))).toMatchObject({
      ...{ code: 'dmarc-syntax', action: 'none', values: [] },
    })
    expect(only(atApex('v=DMARC1; p=reject; p=none'))).toMatchObject({ code: 'dmarc-syntax', values: [] })
  })

  it('names the choice between several, and offers none of them', () => {
    const { code, action, values, sentence, cure } = only(atApex('v=DMARC1; p=reject', 'v=DMARC1; p=none'))
    expect({ code, action, values }).toEqual({ code: 'dmarc-several', action: 'none', values: [] })
    expect(sentence).toContain('Receivers ignore all of them, so no policy applies to mg.example.com')
    expect(cure).toContain('"v=DMARC1; p=reject", which asks receivers to refuse failing mail')
    expect(cure).toContain('"v=DMARC1; p=none", which asks receivers to do nothing')
  })

  it('counts no text that receivers discard', () => {
    expect(atApex('v=DMARC1; p=reject', 'v=dmarc1; p=none', 'google-site-verification=1')).toEqual([])
  })

  it('is nothing where the registry’s own policy holds, and never an observing one against it', () => {
    expect(found(['_dmarc.com', 'TXT', 'v=DMARC1; p=reject; psd=y'])).toEqual([])
    expect(found(['_dmarc.com', 'TXT', 'v=DMARC1; p=none; rua=x'])).toEqual([])
    // What stands there and cannot be read is none of the user's business either.
    expect(only(found(['_dmarc.com', 'TXT', 'v=dmarc1; p=reject']))).toMatchObject({
      ...{ code: 'dmarc-missing', values: ['v=DMARC1; p=none'] },
    })
  })

  it('changes nothing behind an alias that leads out of the zone', () => {
    const at: Row[] = [['_dmarc.example.com', 'CNAME', 'example.policy.test']]
    expect(found(...at, ['example.policy.test', 'TXT', 'v=DMARC1; p=reject'])).toEqual([])
    expect(only(found(...at, ['example.policy.test', 'TXT', 'v=dmarc1; p=reject']))).toMatchObject({
      ...{ code: 'dmarc-syntax', action: 'none', values: [] },
      cure: expect.stringContaining('is an alias (CNAME) for example.policy.test') as string,
    })
    // Beside a CNAME nothing can be added.
    expect(only(found(...at, ['example.policy.test', 'TXT', 'other']))).toMatchObject({
      ...{ code: 'dmarc-missing', action: 'none', values: [] },
    })
  })

  it('is mended where the alias leads to inside the zone', () => {
    const [finding] = found(
      ['_dmarc.example.com', 'CNAME', 'policy.example.com'],
      ['policy.example.com', 'TXT', 'v=dmarc1; p=none'],
    )
    expect(finding?.fix.records).toMatchObject([
      { name: 'policy.example.com', host: 'policy', replaces: [{ name: 'policy.example.com' }] },
    ])
    expect(finding?.fix.sentence).toContain('so the record is at policy.example.com. Replace the record')
  })
})

describe('consent to reports', () => {
  const reported = (rua: string, ...rows: Row[]): Finding[] =>
    found(['_dmarc.example.com', 'TXT', `v=DMARC1; p=reject; rua=${rua}`], ...rows)

  it('is not needed inside the organization', () => {
    expect(reported('mailto:d@mail.example.com')).toEqual([])
    expect(
      found(
        [`_dmarc.${DOMAIN}`, 'TXT', 'v=DMARC1; p=reject; rua=mailto:d@example.com'],
        ['_dmarc.example.com', 'TXT', 'v=DMARC1; p=reject'],
      ),
    ).toEqual([])
  })

  it('is needed elsewhere, and begins with v=DMARC1', () => {
    const name = 'example.com._report._dmarc.reports.test'
    expect(codes(reported('mailto:d@reports.test'))).toEqual(['dmarc-reports-refused'])
    expect(
      codes(reported('mailto:d@reports.test', [name, 'TXT', 'rua=mailto:x@reports.test; v=DMARC1'])),
    ).toEqual(['dmarc-reports-refused'])
    expect(reported('mailto:d@reports.test', [name, 'TXT', 'v=DMARC1; rua=mailto:x@reports.test'])).toEqual(
      [],
    )
  })

  it('is looked for where p= is missing or cannot be read', () => {
    const text = 'v=DMARC1; rua=mailto:d@reports.test'
    expect(codes(atApex(text))).toEqual(['dmarc-none', 'dmarc-reports-refused'])
  })
})

describe('a cure of a DMARC policy', () => {
  it.each([
    ['v=DMARC1; p=none; rua=mailto: d@example.com', 'v=DMARC1; p=none; rua=mailto:d@example.com'],
    ['v=DMARC1; p=none; rua=mailto://d@example.com', 'v=DMARC1; p=none; rua=mailto:d@example.com'],
    ['v=DMARC1; p=none; rua=<d@example.com>', 'v=DMARC1; p=none; rua=mailto:d@example.com'],
    ['v=DMARC1; p=none; rua="mailto:d@example.com"', 'v=DMARC1; p=none; rua=mailto:d@example.com'],
    [
      'v=DMARC1; p=none; rua=mailto:d@example.com mailto:e@example.com',
      'v=DMARC1; p=none; rua=mailto:d@example.com,mailto:e@example.com',
    ],
    [
      'v=DMARC1; p=none; rua=mailto:d@example.com; mailto:e@example.com',
      'v=DMARC1; p=none; rua=mailto:d@example.com,mailto:e@example.com',
    ],
    [
      'v=DMARC1; p=none; rua=mailto:d@example.com; rua=mailto:e@example.com',
      'v=DMARC1; p=none; rua=mailto:d@example.com,mailto:e@example.com',
    ],
    ['v=DMARC1; p=none; ruf=d@example.com!10m; fo=1', 'v=DMARC1; p=none; ruf=mailto:d@example.com!10m; fo=1'],
    ['v=DMARC1; p=none; p=none', 'v=DMARC1; p=none'],
    ['v=DMARC1; p=none; adkim=strict; aspf=s', 'v=DMARC1; p=none; adkim=r; aspf=s'],
    ['v=DMARC1; p=reject; t=yes', 'v=DMARC1; p=reject; t=n'],
    ['v=DMARC1; p=none rua=mailto:d@example.com', 'v=DMARC1; p=none; rua=mailto:d@example.com'],
    ['v=DMARC1; p=none, sp=none', 'v=DMARC1; p=none; sp=none'],
    ['v=DMARC1; rua=d@example.com', 'v=DMARC1; p=none; rua=mailto:d@example.com'],
    ['v=DMARC1; policy=reject', 'v=DMARC1; p=none; policy=reject'],
    ['"v=DMARC1; p=none; rua=mailto:d@example.com"', 'v=DMARC1; p=none; rua=mailto:d@example.com'],
    ['v=DMARC1\\; p=none\\; x=1', 'v=DMARC1; p=none; x=1'],
    ['v=DMARC1 p=none rua=mailto:d@example.com', 'v=DMARC1; p=none; rua=mailto:d@example.com'],
    ['p=none; v=DMARC1; np=none', 'v=DMARC1; p=none; np=none'],
    ['DMARC1; p=none', 'v=DMARC1; p=none'],
  ])('of %s is %s', (text, right) => expect(repairedDmarc(text, OBSERVED)).toBe(right))

  const space = fc.constantFrom('', ' ', '  ')
  const handling = fc.constantFrom<DmarcHandling>(...DMARC_HANDLINGS)
  const address = fc
    .tuple(fc.stringMatching(/^[a-z][a-z0-9.]{0,8}[a-z]$/), fc.constantFrom('example.com', 'mg.example.com'))
    .map(([local, host]) => `mailto:${local}@${host}`)
  const option = fc.constantFrom(
    ...['adkim=r', 'adkim=s', 'aspf=s', 'fo=1', 'fo=d:s', 'psd=u', 't=n', 'x=1', 'note=hello there'],
  )
  /** Tags of a right policy behind its version, in any order. */
  const tags = fc
    .record({
      p: handling,
      sp: fc.option(handling, { nil: null }),
      np: fc.option(handling, { nil: null }),
      rua: fc.array(address, { maxLength: 3 }),
      ruf: fc.array(address, { maxLength: 2 }),
      options: fc.uniqueArray(option, { maxLength: 4, selector: (text) => text.split('=')[0] }),
    })
    .chain(({ p, sp, np, rua, ruf, options }) => {
      const all = [
        `p=${p}`,
        ...(sp === null ? [] : [`sp=${sp}`]),
        ...(np === null ? [] : [`np=${np}`]),
        ...(rua.length === 0 ? [] : [`rua=${rua.join(',')}`]),
        ...(ruf.length === 0 ? [] : [`ruf=${ruf.join(',')}`]),
        ...options,
      ]
      return fc.shuffledSubarray(all, { minLength: all.length })
    })

  it('is not needed for any right policy', () => {
    fc.assert(
      fc.property(tags, space, space, (parts, before, after) => {
        const text = ['v=DMARC1', ...parts].join(`${before};${after}`)
        expect(parseDmarc(text).faults).toEqual([])
        const alarms = codes(atApex(text)).filter((code) => code !== 'dmarc-none')
        expect(alarms).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  /** Mistakes in one place: what becomes of the parts, and whether receivers then read the record at all. */
  const mistakes: readonly ((parts: readonly string[]) => { text: string; isVoid: boolean })[] = [
    (parts) => ({ text: ['v=dmarc1', ...parts].join('; '), isVoid: true }),
    (parts) => ({ text: [...parts, 'v=DMARC1'].join('; '), isVoid: true }),
    (parts) => ({ text: `"${['v=DMARC1', ...parts].join('; ')}"`, isVoid: true }),
    (parts) => ({ text: ['v=DMARC1', ...parts].join('\\; '), isVoid: true }),
    (parts) => ({ text: ['v=DMARC1', ...parts].join('; ').replaceAll('mailto:', ''), isVoid: false }),
    (parts) => ({ text: ['v=DMARC1', ...parts, 'adkim'].join('; '), isVoid: false }),
    (parts) => ({ text: ['v=DMARC1', 'nonsense', ...parts].join('; '), isVoid: false }),
    (parts) => ({
      text: ['v=DMARC1', ...parts.filter((part) => !part.startsWith('aspf=')), 'aspf=x'].join('; '),
      isVoid: false,
    }),
  ]

  it('parses, keeps every other tag as it is written, and leaves the handling as it is', () => {
    fc.assert(
      fc.property(tags, fc.constantFrom(...mistakes), (parts, mistake) => {
        const { text, isVoid } = mistake(parts)
        const before = parseDmarc(text)
        if (before.faults.length === 0) return
        const right = repairedDmarc(text, OBSERVED)
        expect(right).not.toBeNull()
        const after = parseDmarc(right ?? '')
        expect(after.faults).toEqual([])
        expect(after.policy?.asked).toEqual(
          isVoid ? { p: 'none', sp: 'none', np: 'none' } : before.policy?.asked,
        )
        const kept = (right ?? '').split('; ')
        for (const part of parts) {
          if (/^(?:p|sp|np)=/.test(part) && isVoid) continue
          if (part.startsWith('aspf=') && text.endsWith('aspf=x')) continue
          expect(kept).toContain(part)
        }
        const order = parts.filter((part) => kept.includes(part))
        expect(kept.filter((part) => order.includes(part))).toEqual(order)
      }),
    )
  })

  it('is tried on any text without throwing, and parses where there is one', () => {
    const noise = fc.array(
      fc.constantFrom(
        ...['v=DMARC1', ';', ' ', 'p=', 'none', 'rua=', 'mailto:', 'a@b.c', ',', '"', '\\', '=', 'sp'],
        ...['@', '?', '#', '!', '10m', ':', '/', '<', '%', 'ä', 'https:'],
      ),
      { maxLength: 14 },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          noise.map((words) => words.join('')),
        ),
        (text) => {
          const right = repairedDmarc(text, OBSERVED)
          if (right !== null) expect(parseDmarc(right)).toMatchObject({ faults: [], policy: {} })
        },
      ),
    )
  })
})
