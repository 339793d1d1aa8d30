import fc from '../../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { evaluateSpf, type SpfAnswer } from '../../../../../src/main/dns/diagnosis/spf/spf-cost'
import { mergeSpf } from '../../../../../src/main/dns/diagnosis/spf/spf-merge'
import { isSpf, parseSpf } from '../../../../../src/main/dns/diagnosis/spf/spf-policy'
import { repairedVersion, splitGlued, unglued } from '../../../../../src/main/dns/diagnosis/spf/spf-repair'
import { placeOf, requiredTerms } from '../../../../../src/main/dns/diagnosis/spf/spf-terms'
import { check, DOMAIN, findingsOf, healthyBut } from '../observed'

const PROVIDER = 'v=spf1 include:provider.test ~all'

describe('reading an SPF policy', () => {
  it.each([
    ['v=spf1', true],
    ['V=SPF1 -all', true],
    ['v=spf10 -all', false],
    [' v=spf1 -all', false],
    ['v=spf1\tall', false],
  ])('takes %j for a policy: %s', (text, is) => expect(isSpf(text)).toBe(is))

  it.each([
    'v=spf1 a mx ptr -all',
    'v=spf1 a:example.com/24//64 mx/26 a//64 ~all',
    'v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ip6:::ffff:192.0.2.1 ?all',
    'v=spf1 include:%{d}.example.com exists:%{ir}.%{v}._spf.%{d2} -all',
    'v=spf1 ~exists:%{i}.%{s1}.100/86400.rate.%{d} a:mail.example.com. -all',
    'v=spf1 redirect=_spf.example.com exp=explain._spf.%{d} unknown=anything',
    'v=spf1  a   -all ',
  ])('reads %s without a fault', (text) => expect(parseSpf(text).faults).toEqual([]))

  it.each([
    ['v=spf1 ipv4:192.0.2.1 -all', 'ipv4:192.0.2.1', 7],
    ['v=spf1 a, -all', 'a,', 7],
    ['v=spf1 a include -all', 'include', 9],
    ['v=spf1 include=example.com -all', 'include=example.com', 7],
    ['v=spf1 ip4:192.0.2.256', 'ip4:192.0.2.256', 7],
    ['v=spf1 ip4:192.0.2.1/33', 'ip4:192.0.2.1/33', 7],
    ['v=spf1 ip6:2001:db8:::1', 'ip6:2001:db8:::1', 7],
    ['v=spf1 a:example.com/33', 'a:example.com/33', 7],
    ['v=spf1 include:localhost -all', 'include:localhost', 7],
    ['v=spf1 a:%{x}.example.com', 'a:%{x}.example.com', 7],
    ['v=spf1 a:50%.example.com', 'a:50%.example.com', 7],
    ['v=spf1 -all:example.com', '-all:example.com', 7],
    ['v=spf1 redirect=a.test redirect=b.test', 'redirect=b.test', 23],
    ['v=spf1 a v=spf1', 'v=spf1', 9],
    ['v=spf1 \u201call\u201d', '\u201call\u201d', 7],
  ])('names the fault of %j and its place', (text, faulty, offset) => {
    expect(parseSpf(text).faults.map((fault) => [fault.text, fault.offset])).toEqual([[faulty, offset]])
  })

  it('reads any text without throwing, and finds every fault where it says', () => {
    fc.assert(
      fc.property(fc.string(), (rest) => {
        const text = `v=spf1 ${rest}`
        const { terms, faults } = parseSpf(text)
        for (const part of [...terms, ...faults]) expect(text.startsWith(part.text, part.offset)).toBe(true)
      }),
    )
  })
})

describe('putting an SPF policy right', () => {
  it.each([
    ['include:a.com-all', ['include:a.com', '-all']],
    ['include:a.cominclude:b.com~all', ['include:a.com', 'include:b.com', '~all']],
    ['ip4:192.0.2.1ip4:192.0.2.2', ['ip4:192.0.2.1', 'ip4:192.0.2.2']],
    ['mx-all', null],
    ['-all', null],
    ['include:spf-all.example.com', null],
    ['?include:a.com', null],
    ['redirect=a.com', null],
  ])('splits %s', (token, parts) => expect(splitGlued(token)).toEqual(parts))

  it('finds no glue in a policy of any whole terms', () => {
    const term = fc.constantFrom(
      'a',
      'mx',
      '+include:a.test',
      'ip4:192.0.2.1/32',
      'ip6:2001:db8::1',
      'redirect=b.test',
    )
    fc.assert(
      fc.property(fc.array(term), fc.constantFrom('-all', '~all', '?all', 'all'), (terms, all) => {
        expect(unglued(['v=spf1', ...terms, all].join(' '))).toBeNull()
      }),
    )
  })

  it.each([
    ['"v=spf1 mx -all"', 'v=spf1 mx -all'],
    ['v=spf1mx -all', 'v=spf1 mx -all'],
    ['v=spf1include:a.test -all', 'v=spf1 include:a.test -all'],
    ['spf1 mx -all', 'v=spf1 mx -all'],
    ['v=spf mx -all', 'v=spf1 mx -all'],
    ['v=spf1; mx -all', 'v=spf1 mx -all'],
    [' v=spf1 mx -all', 'v=spf1 mx -all'],
    ['v=spf1\tmx -all', 'v=spf1 mx -all'],
    ['spf2.0/pra mx -all', null],
    ['spf', null],
    ['about spf1 and others', null],
  ])('reads %j as %j', (text, policy) => {
    expect(repairedVersion(text)).toBe(policy)
  })
})

describe('an ending with a slip in it', () => {
  it.each([
    '\u201cv=spf1 ip4:192.0.2.1 include:mail.provider.test -all\u201d',
    'v=spf1 ip4:192.0.2.1; include:mail.provider.test; -all;',
  ])('is not told as no ending: %s', (text) => {
    const rows = healthyBut([[DOMAIN, 'TXT']], [[DOMAIN, 'TXT', text]])
    expect(findingsOf(check({ rows })).map(({ code }) => code)).not.toContain('spf-no-all')
  })
})

describe('merging SPF policies', () => {
  it.each([
    [['v=spf1 mx -all'], 'v=spf1 mx include:provider.test -all'],
    // An ending that nobody wrote would be stricter.
    [['v=spf1 mx'], 'v=spf1 mx include:provider.test'],
    [[PROVIDER, 'v=spf1 mx ?all'], 'v=spf1 mx include:provider.test ?all'],
    [['v=spf1 redirect=_spf.own.test'], 'v=spf1 include:provider.test redirect=_spf.own.test'],
    [
      ['v=spf1 mx -all', 'v=spf1 redirect=_spf.own.test'],
      'v=spf1 mx include:_spf.own.test include:provider.test -all',
    ],
    [
      ['v=spf1 redirect=a.test redirect=b.test'],
      'v=spf1 include:b.test include:provider.test redirect=a.test',
    ],
    [['v=spf1 exp=a.test exp=b.test mx -all'], 'v=spf1 exp=a.test mx include:provider.test -all'],
    [['v=spf1 -include:provider.test -all'], 'v=spf1 include:provider.test -all'],
    [['v=spf1 MX mx +mx -all'], 'v=spf1 MX include:provider.test -all'],
    // What has no effect gets none.
    [['v=spf1 -all mx'], 'v=spf1 include:provider.test -all mx'],
    [['v=spf1 +all mx'], 'v=spf1 mx include:provider.test ~all'],
    [['v=spf1 ipv4:192.0.2.1, -all'], 'v=spf1 ip4:192.0.2.1 include:provider.test -all'],
    [['v=spf1 exp=why.own.test mx -all'], 'v=spf1 exp=why.own.test mx include:provider.test -all'],
  ])('makes of %j one policy', (policies, merged) => expect(mergeSpf(policies, PROVIDER).text).toBe(merged))

  it('names what it cannot read and leaves out', () => {
    expect(mergeSpf(['v=spf1 nonsense mx -all'], PROVIDER)).toMatchObject({
      text: 'v=spf1 mx include:provider.test -all',
      leftOut: ['nonsense'],
    })
  })

  it('says which ending it has, and which exp= it has not', () => {
    const { remarks, drops } = mergeSpf(
      ['v=spf1 ip4:192.0.2.1 exp=e1.own.test -all', 'v=spf1 mx exp=e2.own.test ~all'],
      PROVIDER,
    )
    expect(remarks).toEqual([
      'The endings differ (-all and ~all): the new record has the milder one, ~all.',
      'exp=e2.own.test is left out, because only one exp= is allowed. An exp= only sets the words of the answer to refused mail.',
    ])
    expect(drops).toEqual([])
  })

  it('names everybody whom no term names as dropped where +all goes', () => {
    const { text, remarks, drops } = mergeSpf(['v=spf1 mx +all'], PROVIDER)
    expect(text).toBe('v=spf1 mx include:provider.test ~all')
    expect(drops).toEqual(['every other server'])
    expect(remarks.join(' ')).toContain('every other server')
  })

  it('always has the required terms before at most one ending that a policy had, loses none of the readable ones, and stays as it is', () => {
    const term = fc.constantFrom(
      'a',
      'mx',
      '-ip4:192.0.2.1',
      'include:own.test',
      'include:provider.test',
      'exists:%{i}.x.test',
    )
    const policy = fc
      .tuple(
        fc.array(term, { maxLength: 5 }),
        fc.constantFrom([], ['-all'], ['~all'], ['?all'], ['+all'], ['redirect=r.test']),
      )
      .map(([terms, ending]) => ['v=spf1', ...terms, ...ending].join(' '))
    fc.assert(
      fc.property(fc.array(policy, { minLength: 1, maxLength: 3 }), (policies) => {
        const { text, leftOut } = mergeSpf(policies, PROVIDER)
        const { terms, faults } = parseSpf(text)
        expect([faults, leftOut]).toEqual([[], []])
        expect(requiredTerms(PROVIDER).map((required) => placeOf(required, terms))).toEqual(['present'])
        const endings = policies.map((each) => parseSpf(each).terms.at(-1)?.text ?? '')
        const alls = ['?all', '~all', '-all'].filter((all) =>
          endings.some((ending) => ending.replace('+', '~') === all),
        )
        const redirects = endings.filter((ending) => ending.startsWith('redirect')).slice(0, 1)
        expect(
          terms.filter(({ name }) => name === 'all' || name === 'redirect').map((each) => each.text),
        ).toEqual(alls.length > 0 ? alls.slice(0, 1) : redirects)
        const texts = terms.map((each) => each.text)
        for (const own of policies.flatMap((each) => parseSpf(each).terms)) {
          if (own.name !== 'all' && own.name !== 'redirect') expect(texts).toContain(own.text)
        }
        expect(mergeSpf([text], PROVIDER).text).toBe(text)
      }),
    )
  })
})

describe('what an SPF policy costs', () => {
  const answers = new Map<string, SpfAnswer>([
    ['one.test TXT', { kind: 'data', values: ['v=spf1 a:x.test redirect=two.test'] }],
    ['two.test TXT', { kind: 'data', values: ['other text', 'v=spf1 mx exists:%{i}.rbl.test ptr -all'] }],
    ['x.test A', { kind: 'data', values: ['192.0.2.1'] }],
    ['two.test MX', { kind: 'void' }],
  ])

  it('asks round by round for what it needs, and counts a, mx, ptr, exists, include and redirect', () => {
    const known = new Map<string, SpfAnswer>()
    const rounds: string[][] = []
    for (;;) {
      const result = evaluateSpf('own.test', 'v=spf1 include:one.test ip4:192.0.2.1 -all', ({ name, type }) =>
        known.get(`${name} ${type}`),
      )
      if (result.needed.length === 0) {
        expect(result).toMatchObject({ lookups: 6, voidLookups: 1, complete: true })
        break
      }
      expect(result.complete).toBe(false)
      const keys = result.needed.map(({ name, type }) => `${name} ${type}`)
      rounds.push(keys)
      for (const key of keys) known.set(key, answers.get(key) ?? { kind: 'failed' })
    }
    expect(rounds).toEqual([['one.test TXT'], ['x.test A', 'two.test TXT'], ['two.test MX']])
  })

  it('does not count exp, ip4, ip6, terms after all, or redirect beside all', () => {
    const none = evaluateSpf(
      'own.test',
      'v=spf1 ip4:192.0.2.1 ip6::: exp=e.test redirect=r.test -all mx',
      () => undefined,
    )
    expect(none).toMatchObject({ lookups: 0, needed: [], complete: true })
  })

  it('ends in a tree without an end', () => {
    let asked = 0
    const result = evaluateSpf('own.test', 'v=spf1 include:a.test include:b.test -all', ({ name }) => {
      asked += 1
      return { kind: 'data', values: [`v=spf1 include:a.${name} include:b.${name} -all`] }
    })
    expect(asked).toBe(40)
    expect(result.lookups).toBeGreaterThan(40)
  })

  it('does not take a failed lookup for one that found nothing', () => {
    const result = evaluateSpf('own.test', 'v=spf1 a mx -all', () => ({ kind: 'failed' }))
    expect(result).toMatchObject({ lookups: 2, voidLookups: 0, complete: false, needed: [] })
  })

  it('needs AAAA before it takes a name for empty', () => {
    const lookup = (type: string): SpfAnswer =>
      type === 'A' ? { kind: 'void' } : { kind: 'data', values: ['2001:db8::1'] }
    expect(evaluateSpf('own.test', 'v=spf1 a -all', ({ type }) => lookup(type))).toMatchObject({
      voidLookups: 0,
    })
    expect(evaluateSpf('own.test', 'v=spf1 a -all', () => ({ kind: 'void' }))).toMatchObject({
      voidLookups: 1,
    })
  })
})
