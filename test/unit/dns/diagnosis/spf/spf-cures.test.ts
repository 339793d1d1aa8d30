import fc from '../../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { isSoundSpf } from '../../../../../src/main/dns/diagnosis/spf/spf-merge'
import { parseSpf } from '../../../../../src/main/dns/diagnosis/spf/spf-policy'
import { termKey } from '../../../../../src/main/dns/diagnosis/spf/spf-terms'
import type { Finding } from '../../../../../src/preload/contract/findings'
import { check, DOMAIN, findingsOf, healthyBut, type Row, type World } from '../observed'

const PROVIDER = 'include:mail.provider.test'

/** Names that terms lead to; each lets somebody pass. */
const ELSEWHERE: readonly Row[] = [
  ['v1.test', 'TXT', 'v=spf1 ip4:203.0.113.0/26 -all'],
  ['v2.test', 'TXT', 'v=spf1 include:v3.test ~all'],
  ['v3.test', 'TXT', 'v=spf1 ip4:203.0.113.64/26 ip6:2001:db8:3::/48 ?all'],
  ['h1.test', 'A', '203.0.113.130'],
  ['h2.test', 'AAAA', '2001:db8::2'],
  ['m1.test', 'MX', '10 h1.test'],
  ['example.com', 'TXT', `v=spf1 ip4:192.0.2.9 ${PROVIDER} ~all`],
]
const TERMS = [
  ...['ip4:192.0.2.1', 'ip4:192.0.2.128/25', 'ip6:2001:db8:9::/64', 'include:v1.test', '+include:v2.test'],
  ...['a:h1.test', 'a:h2.test', 'mx:m1.test/30', 'exists:%{i}.list.test', '?a:h1.test', PROVIDER],
]

function world(...texts: string[]): World {
  const rows = texts.map((text) => [DOMAIN, 'TXT', text] as const)
  return { rows: healthyBut([[DOMAIN, 'TXT']], [...rows, ...ELSEWHERE]) }
}

function found(...texts: string[]): Finding[] {
  return findingsOf(check(world(...texts)))
}

/** What the cures put in the place of the SPF records, each with the finding. */
function offers(...texts: string[]): { finding: Finding; value: string }[] {
  return found(...texts).flatMap((finding) =>
    finding.fix.records
      .filter(({ name, type }) => name === DOMAIN && type === 'TXT')
      .map(({ value }) => ({ finding, value })),
  )
}

describe('whether the provider passes', () => {
  it.each([
    'v=spf1 redirect=example.com',
    'v=spf1 mx:m1.test redirect=example.com',
    'v=spf1 include:example.com -all',
    'v=spf1 ip4:198.51.100.0/24 -all',
    'v=spf1 ip4:198.51.100.0/25 ip4:198.51.100.128/25 -all',
    'v=spf1 ip4:198.51.0.0/16 ~all',
    'v=spf1 a:mxa.provider.test/24 -all',
    'v=spf1 exists:h1.test -all',
    'v=spf1 exists:%{i}.list.test include:example.com -all',
    'v=spf1 redirect=%{d}.x.test ip4:198.51.100.0/24',
  ])('is found in %s', (text) => {
    const result = check(world(text))
    expect(result.records[0]?.standing).toBe('published')
    const { bad } = result.summary.severities
    expect(bad).toBe(0)
    const [literal] = findingsOf(result).filter(({ code }) => code === 'spf-term-not-literal')
    expect(literal?.severity).toBe('info')
    expect(literal?.sentence).toContain(`exactly ${PROVIDER}`)
    expect(findingsOf(result).flatMap(({ fix }) => fix.records)).toEqual([])
  })

  it.each([
    ['v=spf1 include:%{ir}.%{v}.%{d}.vendor.test -all', 'depends on'],
    ['v=spf1 redirect=%{l}.vendor.test', 'depends on'],
    ['v=spf1 exists:%{i}.list.test -all', 'depends on'],
    ['v=spf1 include:macro.test -all', 'depends on'],
    ['v=spf1 ptr -all', 'depends on'],
  ])('is said to be not known in %s', (text, words) => {
    const result = check({
      rows: [...world(text).rows, ['macro.test', 'TXT', 'v=spf1 exists:%{i}._s.macro.test -all']],
    })
    const [unknown] = findingsOf(result).filter(({ code }) => code === 'spf-provider-unknown')
    expect(result.records[0]?.standing).toBe('unknown')
    expect(unknown?.sentence).toMatch(text.includes('include:macro') ? /not known/ : new RegExp(words))
    expect(result.summary.severities.bad).toBe(0)
    expect(
      findingsOf(result)
        .map(({ sentence }) => sentence)
        .join(' '),
    ).not.toMatch(/fails SPF/)
    expect(unknown?.fix.records).toEqual([])
    expect(result.summary.sentence).not.toContain('looked up')
  })

  it.each([
    ['v=spf1 ip4:198.51.100.0/25 -all', '198.51.100.128/25'],
    ['v=spf1 ip4:198.51.100.7 include:v1.test ~all', '198.51.100.0/30'],
  ])('is said of a part in %s', (text, network) => {
    const [missing] = found(text).filter(({ code }) => code === 'spf-include-missing')
    expect(missing?.sentence).toContain(network)
    expect(missing?.sentence).not.toContain('fails SPF')
    expect(offers(text).map(({ value }) => value)).toEqual([text.replace(/ (?=[-~]all)/, ` ${PROVIDER} `)])
  })

  it('counts a term that refuses before the one of the provider', () => {
    const text = `v=spf1 -ip4:198.51.0.0/16 ${PROVIDER} -all`
    const [refused] = found(text).filter(({ code }) => code === 'spf-include-not-pass')
    expect(refused?.sentence).toContain('-ip4:198.51.0.0/16')
    expect(offers(text).map(({ value }) => value)).toEqual([`v=spf1 ${PROVIDER} -ip4:198.51.0.0/16 -all`])
  })
})

describe('everybody passes', () => {
  it.each([
    ['v=spf1 ip4:0.0.0.0/0 include:mail.provider.test -all', ['ip4:0.0.0.0/0'], `v=spf1 ${PROVIDER} -all`],
    ['v=spf1 ip4:0.0.0.0/0 -all', ['ip4:0.0.0.0/0'], `v=spf1 ${PROVIDER} -all`],
    ['v=spf1 ip4:203.0.113.9/0 -all', ['ip4:203.0.113.9/0'], `v=spf1 ip4:203.0.113.9 ${PROVIDER} -all`],
    ['v=spf1 ip6:::/0 include:mail.provider.test -all', ['ip6:::/0'], `v=spf1 ${PROVIDER} -all`],
    [
      `v=spf1 ip4:203.0.113.9 ip4:0.0.0.0/1 ip4:128.0.0.0/1 ${PROVIDER} -all`,
      ['ip4:0.0.0.0/1', 'ip4:128.0.0.0/1'],
      `v=spf1 ip4:203.0.113.9 ${PROVIDER} -all`,
    ],
    [
      `v=spf1 ip6:2000::/4 ip6:3000::/4 ${PROVIDER} ~all`,
      ['ip6:2000::/4', 'ip6:3000::/4'],
      `v=spf1 ${PROVIDER} ~all`,
    ],
    [
      `v=spf1 ${Array.from({ length: 16 }, (_, index) => `ip4:${index * 16}.0.0.0/4`).join(' ')} ${PROVIDER} -all`,
      ['ip4:0.0.0.0/4', 'ip4:16.0.0.0/4', 'and 11 more terms together'],
      null,
    ],
    [`v=spf1 a:h1.test/0 ${PROVIDER} -all`, ['a:h1.test/0'], `v=spf1 a:h1.test ${PROVIDER} -all`],
    [`v=spf1 a:h2.test//0 ${PROVIDER} -all`, ['a:h2.test//0'], `v=spf1 a:h2.test ${PROVIDER} -all`],
    [`v=spf1 mx:m1.test/0 ${PROVIDER} -all`, ['mx:m1.test/0'], `v=spf1 mx:m1.test ${PROVIDER} -all`],
    [
      `v=spf1 mx:m1.test/0//64 ${PROVIDER} -all`,
      ['mx:m1.test/0//64'],
      `v=spf1 mx:m1.test//64 ${PROVIDER} -all`,
    ],
    [`v=spf1 ${PROVIDER} +all`, ['+all'], `v=spf1 ${PROVIDER} ~all`],
    [`v=spf1 ${PROVIDER} all`, ['all'], `v=spf1 ${PROVIDER} ~all`],
    [`v=spf1 ip4:0.0.0.0/0 ${PROVIDER} all`, ['ip4:0.0.0.0/0'], `v=spf1 ${PROVIDER} ~all`],
  ])('by %s', (text, terms, value) => {
    const open = found(text).filter(({ code }) => code === 'spf-allows-all')
    expect(open).toHaveLength(1)
    for (const term of terms) expect(open[0]?.sentence).toContain(term)
    const [offered] = offers(text)
    if (value === null) return
    expect(offered?.value).toBe(value)
    for (const drop of offered?.finding.fix.drops ?? []) expect(offered?.finding.fix.sentence).toContain(drop)
    expect(offered?.finding.fix.drops).not.toEqual([])
    expect(found(value).filter(({ code }) => code === 'spf-allows-all')).toEqual([])
  })

  it.each([
    ['include:open.test', 'v=spf1 ip4:0.0.0.0/0 -all'],
    ['include:open.test', 'v=spf1 +all'],
    ['include:open.test', 'v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/2 ip4:192.0.0.0/2 ?all'],
    ['include:open.test', 'v=spf1 a:h1.test/0 -all'],
    ['include:outer.test', 'v=spf1 ip4:0.0.0.0/0 -all'],
  ])('by %s, whose policy is %s', (term, policy) => {
    const rows: Row[] = [
      ['open.test', 'TXT', policy],
      ['outer.test', 'TXT', 'v=spf1 include:open.test -all'],
    ]
    const result = check({ rows: [...world(`v=spf1 ${term} ${PROVIDER} -all`).rows, ...rows] })
    const [open] = findingsOf(result).filter(({ code }) => code === 'spf-allows-all')
    expect(open?.sentence).toContain(term)
    expect(open?.sentence).toContain('in the policy of open.test')
    expect(open?.fix).toMatchObject({ action: 'none', records: [] })
    expect(open?.fix.sentence).toContain('open.test')
  })

  it('by a redirect', () => {
    const rows: Row[] = [['open.test', 'TXT', 'v=spf1 ip4:0.0.0.0/0 -all']]
    const result = check({ rows: [...world('v=spf1 redirect=open.test').rows, ...rows] })
    expect(findingsOf(result).map(({ code }) => code)).toContain('spf-allows-all')
  })

  it.each([
    `v=spf1 exists:h1.test ${PROVIDER} -all`,
    `v=spf1 ip4:0.0.0.0/1 ${PROVIDER} -all`,
    `v=spf1 -ip4:0.0.0.0/0 ${PROVIDER} -all`,
    `v=spf1 ?ip4:0.0.0.0/0 ${PROVIDER} -all`,
    `v=spf1 -all ip4:0.0.0.0/0`,
    `v=spf1 ptr exists:%{i}.x.test ${PROVIDER} -all`,
    `v=spf1 a:gone.test/0 ${PROVIDER} -all`,
  ])('is not said of %s', (text) => {
    expect(found(text).map(({ code }) => code)).not.toContain('spf-allows-all')
  })
})

describe('a fault in the policy of somebody else', () => {
  const faulty = (rows: readonly Row[], text: string): Finding[] =>
    findingsOf(check({ rows: [...world(text).rows, ...rows] }))

  it('is told with the chain that leads to it, and the cure names the term of one’s own', () => {
    const rows: Row[] = [
      ['one.test', 'TXT', 'v=spf1 ip4:203.0.113.200 include:two.test -all'],
      ['two.test', 'TXT', 'v=spf1 include:gone.test -all'],
    ]
    const [broken] = faulty(rows, `v=spf1 include:one.test ${PROVIDER} -all`).filter(
      ({ code }) => code === 'spf-include-broken',
    )
    expect(broken?.sentence).toBe(
      'include:gone.test, in the policy of two.test, which your own term include:one.test leads to by way of include:two.test, names gone.test, which has no SPF record. Receivers then treat the whole SPF record as broken.',
    )
    expect(broken?.fix).toMatchObject({ action: 'edit', drops: ['include:one.test'] })
    expect(broken?.fix.sentence).toContain('Ask whoever keeps the SPF record of two.test')
    expect(broken?.fix.records.map(({ value }) => value)).toEqual([`v=spf1 ${PROVIDER} -all`])
  })

  it('is the provider’s where its own term leads to it', () => {
    const rows: Row[] = [['mail.provider.test', 'TXT', 'v=spf1 ip4:198.51.100.0/24 include:gone.test ~all']]
    const result = findingsOf(
      check({
        rows: [
          ...world(`v=spf1 ${PROVIDER} -all`).rows.filter(([name]) => name !== 'mail.provider.test'),
          ...rows,
        ],
      }),
    )
    const [broken] = result.filter(({ code }) => code === 'spf-include-broken')
    expect(broken?.fix).toMatchObject({ action: 'none', records: [] })
    expect(broken?.fix.sentence).toContain('Tell the provider')
    expect(broken?.fix.sentence).toContain('include:gone.test')
  })

  it('is not cured by taking away a redirect', () => {
    const rows: Row[] = [['one.test', 'TXT', `v=spf1 ${PROVIDER} include:gone.test -all`]]
    const [broken] = faulty(rows, 'v=spf1 redirect=one.test').filter(
      ({ code }) => code === 'spf-include-broken',
    )
    expect(broken?.sentence).toContain(
      'in the policy of one.test, which your own term redirect=one.test leads to',
    )
    expect(broken?.fix.records).toEqual([])
    expect(broken?.fix.sentence).toContain('Ask whoever keeps the SPF record of one.test')
  })

  it('may be a circle', () => {
    const rows: Row[] = [
      ['one.test', 'TXT', 'v=spf1 include:two.test -all'],
      ['two.test', 'TXT', 'v=spf1 include:one.test -all'],
    ]
    const [loop] = faulty(rows, `v=spf1 include:one.test ${PROVIDER} -all`).filter(
      ({ code }) => code === 'spf-loop',
    )
    expect(loop?.sentence).toContain(
      'include:one.test, in the policy of two.test, which your own term include:one.test leads to by way of include:two.test',
    )
    expect(loop?.fix.drops).toEqual(['include:one.test'])
  })

  it('of several terms names each', () => {
    const rows: Row[] = [
      ['one.test', 'TXT', 'v=spf1 ip4:203.0.113.201 include:gone1.test -all'],
      ['two.test', 'TXT', 'v=spf1 ip4:203.0.113.202 include:gone2.test -all'],
    ]
    const [broken] = faulty(rows, `v=spf1 include:one.test include:two.test ${PROVIDER} -all`).filter(
      ({ code }) => code === 'spf-include-broken',
    )
    for (const term of ['include:one.test', 'include:two.test']) {
      expect(broken?.sentence).toContain(term)
      expect(broken?.fix.sentence).toContain(term)
    }
    expect(broken?.fix.drops).toEqual(['include:one.test', 'include:two.test'])
  })

  it('may be three names that do not exist', () => {
    const rows: Row[] = [['one.test', 'TXT', 'v=spf1 a:g1.test a:g2.test a:g3.test ip4:203.0.113.9 -all']]
    const [voids] = faulty(rows, `v=spf1 include:one.test ${PROVIDER} -all`).filter(
      ({ code }) => code === 'spf-too-many-void-lookups',
    )
    expect(voids?.sentence).toContain(
      'a:g1.test (in the policy of one.test, which your own term include:one.test leads to)',
    )
    expect(voids?.fix.drops).toEqual(['include:one.test'])
  })

  it('may be a crowd of mail servers', () => {
    const rows: Row[] = [
      ['one.test', 'TXT', 'v=spf1 mx:many.test -all'],
      ...Array.from({ length: 11 }, (_, index) => ['many.test', 'MX', `10 m${index}.many.test`] as const),
    ]
    const [crowd] = faulty(rows, `v=spf1 include:one.test ${PROVIDER} -all`).filter(
      ({ code }) => code === 'spf-too-many-mx',
    )
    expect(crowd?.sentence).toContain('in the policy of one.test')
    expect(crowd?.fix.records).toEqual([])
    expect(crowd?.fix.sentence).toContain('Ask whoever keeps the SPF record of one.test')
  })
})

describe('a cure that needs more than ten lookups', () => {
  it('is not offered, and the words say what to do first', () => {
    const names = Array.from({ length: 10 }, (_, index) => `s${index}.test`)
    const rows = names.map((name, index) => [name, 'TXT', `v=spf1 ip4:10.0.0.${index} -all`] as const)
    const text = `v=spf1 ${names.map((name) => `include:${name}`).join(' ')} -all`
    const [missing] = findingsOf(check({ rows: [...world(text).rows, ...rows] })).filter(
      ({ code }) => code === 'spf-include-missing',
    )
    expect(missing?.fix).toMatchObject({ action: 'none', records: [] })
    expect(missing?.fix.sentence).toContain('it would need 11 DNS lookups')
  })
})

describe('a name that no host can have', () => {
  it('is a slip that is told once, with the record where it is put right', () => {
    const text = `v=spf1 include::v1.test ${PROVIDER} -all`
    const findings = found(text)
    expect(findings.map(({ code }) => code)).toEqual(['spf-syntax'])
    expect(offers(text).map(({ value }) => value)).toEqual([`v=spf1 include:v1.test ${PROVIDER} -all`])
  })
})

describe('no cure is stricter than what was there', () => {
  it.each([
    [`v=spf1 ip4:192.0.2.1 ${PROVIDER} ?all`, 'spf-neutral-all'],
    [`v=spf1 ip4:192.0.2.1 ${PROVIDER}`, 'spf-no-all'],
  ])('%s is told as advice, without a record', (text, code) => {
    const findings = found(text)
    expect(findings.map((finding) => [finding.code, finding.severity, finding.fix.records])).toEqual([
      [code, 'info', []],
    ])
  })

  it('a missing provider is added without an ending where there was none', () => {
    expect(offers('v=spf1 ip4:192.0.2.1').map(({ value }) => value)).toEqual([
      `v=spf1 ip4:192.0.2.1 ${PROVIDER}`,
    ])
    expect(offers('v=spf1 ip4:192.0.2.1 ?all').map(({ value }) => value)).toEqual([
      `v=spf1 ip4:192.0.2.1 ${PROVIDER} ?all`,
    ])
  })
})

/** Slips that only an app that reads carefully puts right without losing a term. */
const SLIPS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `"${text}"`,
  (text) => text.replaceAll(' ', '; '),
  (text) => text.replace(/ip4:/, ''),
  (text) => text.replace(/include:/, 'include: '),
  (text) => text.replace(/ip6:/, 'ip4:'),
  (text) => text.replace('v=spf1', 'V=SPF1\u00a0'),
  (text) => text.replace(/(include|a):/, '$1::'),
  (text) => text.replace(/ ([-~?]all)/, '$1'),
  (text) => `${text} exp=one.test exp=two.test`,
]
const STRICTNESS = ['?all', '~all', '-all']

describe('the cures of any SPF record', () => {
  const terms = fc.uniqueArray(fc.constantFrom(...TERMS), {
    maxLength: 4,
    selector: (text) => text.replace(/^[+?]/, ''),
  })
  const ending = fc.constantFrom('', '?all', '~all', '-all', 'redirect=example.com')
  const policy = fc
    .tuple(terms, ending)
    .map(([own, end]) => ['v=spf1', ...own, ...(end === '' ? [] : [end])].join(' '))
  const slip = fc.constantFrom(...SLIPS)

  it('keep every term, are sound, no stricter, and lead to nothing bad', () => {
    fc.assert(
      fc.property(policy, fc.option(policy, { freq: 2 }), slip, (first, second, slipped) => {
        const texts = [slipped(first), ...(second === null ? [] : [second])]
        let now = texts
        for (let step = 0; step < 6; step++) {
          const [offered] = offers(...now)
          if (offered === undefined) break
          const { value, finding } = offered
          expect(isSoundSpf(value), value).toBe(true)
          expect(finding.fix.drops).toEqual([])
          const kept = new Set(
            parseSpf(value).terms.map((term) => termKey(term).replace('redirect=', 'include:')),
          )
          const own = [first, ...(second === null || texts.length < 2 ? [] : [second])].filter(
            (_, place) => !(place === 0 && !/v=spf/i.test(texts[0] ?? '')),
          )
          // A text that receivers do not take for a policy stays as it is beside one that they do.
          const read = texts.some((text) => /^v=spf1(?: |$)/i.test(text))
            ? own.filter((_, place) => /^v=spf1(?: |$)/i.test(texts[place] ?? ''))
            : own
          for (const term of read.flatMap((text) => parseSpf(text).terms)) {
            if (term.name === 'all') continue
            const key = termKey(term).replace('redirect=', 'include:')
            expect([...kept], `${now.join(' | ')} => ${value}`).toContain(key)
          }
          const alls = read.flatMap((text) => STRICTNESS.filter((all) => text.endsWith(all)))
          const after = STRICTNESS.findIndex((all) => value.endsWith(all))
          if (alls.length === 0) expect(after).toBe(-1)
          else expect(after).toBeLessThanOrEqual(Math.min(...alls.map((all) => STRICTNESS.indexOf(all))))
          // The texts that the record takes the place of go.
          const gone = new Set(
            finding.fix.records.flatMap(({ replaces }) => replaces.map((record) => record.value)),
          )
          now = [...now.filter((text) => !gone.has(text)), value]
          expect(step).toBeLessThan(5)
        }
        const left = found(...now).filter(({ severity, fix }) => severity === 'bad' && fix.records.length > 0)
        expect(left).toEqual([])
      }),
      { numRuns: 400, seed: 11 },
    )
  }, 120_000)
})
