import fc from '../../../../generated/cases'
import { describe, expect, it } from 'vitest'
import {
  ALL_OF,
  common,
  covers,
  EVERYBODY,
  networkOf,
  networksOf,
  sampleAddresses,
  together,
  without,
  type AddressSet,
} from '../../../../../src/main/dns/diagnosis/spf/address-set'
import { addressesWith, checkHost, checkHosts } from '../../../../../src/main/dns/diagnosis/spf/spf-check'
import type { SpfAnswer } from '../../../../../src/main/dns/diagnosis/spf/spf-cost'
import type { Question } from '../../../../../src/preload/contract/dns-answer'

const ROWS: Readonly<Record<string, readonly string[]>> = {
  'own.test TXT': ['unused'],
  'own.test A': ['192.0.2.1'],
  'own.test AAAA': ['2001:db8::1'],
  'own.test MX': ['10 mail.own.test', '20 mail2.own.test.'],
  'mail.own.test A': ['192.0.2.10'],
  'mail2.own.test A': ['192.0.2.20'],
  'vendor.test TXT': ['something else', 'v=spf1 ip4:203.0.113.0/24 ip6:2001:db8:1::/48 -all'],
  'nested.test TXT': ['v=spf1 include:vendor.test ~all'],
  'refusing.test TXT': ['v=spf1 -ip4:203.0.113.5 include:vendor.test -all'],
  'neutral.test TXT': ['v=spf1 ip4:198.51.100.1'],
  'broken.test TXT': ['v=spf1 nonsense -all'],
  'two.test TXT': ['v=spf1 -all', 'v=spf1 ~all'],
  'none.test TXT': ['no policy'],
  'null.test MX': ['0 .'],
  'many.test MX': Array.from({ length: 11 }, (_, index) => `10 m${index}.many.test`),
  'loop.test TXT': ['v=spf1 ip4:198.51.100.7 include:loop2.test -all'],
  'loop2.test TXT': ['v=spf1 include:loop.test -all'],
  'macro.test TXT': ['v=spf1 ip4:198.51.100.9 exists:%{i}.list.test -all'],
  'all.test TXT': ['v=spf1 +all'],
  'always.test A': ['127.0.0.2'],
  'in-addr.own.test TXT': ['v=spf1 ip4:198.51.100.4 -all'],
  'ip6.own.test TXT': ['v=spf1 ip6:2001:db8:4::4 -all'],
  'slow.test TXT': ['failed'],
}

function answerTo({ name, type }: Question): SpfAnswer {
  const values = ROWS[`${name} ${type}`]
  if (values?.[0] === 'failed') return { kind: 'failed' }
  return values === undefined ? { kind: 'void' } : { kind: 'data', values }
}

function result(policy: string, address: string): string {
  return checkHost({ address, domain: 'own.test', policy, answerTo }).result
}

describe('sets of addresses', () => {
  const range = fc.tuple(fc.nat(60), fc.nat(12)).map(([start, length]) => ({ start, length }))
  const set = fc
    .array(range, { maxLength: 5 })
    .map((ranges) =>
      ranges.flatMap(({ start, length }) =>
        Array.from({ length: length + 1 }, (_, index) => `192.0.2.${start + index}`),
      ),
    )
  const built = (addresses: readonly string[]): AddressSet =>
    addresses.reduce<AddressSet>((all, address) => together(all, networkOf(address)), [])

  it('joins, crosses and takes away as sets of single addresses do', () => {
    fc.assert(
      fc.property(set, set, (left, right) => {
        const [a, b] = [new Set(left), new Set(right)]
        const [x, y] = [built(left), built(right)]
        expect(together(x, y)).toEqual(built([...a.union(b)]))
        expect(common(x, y)).toEqual(built([...a.intersection(b)]))
        expect(without(x, y)).toEqual(built([...a.difference(b)]))
        expect(covers(x, y)).toBe(b.isSubsetOf(a))
      }),
    )
  })

  it('writes a set as networks that are that set again', () => {
    fc.assert(
      fc.property(set, (addresses) => {
        const written = networksOf(built(addresses), 1000).map((network) => {
          const [address = '', length] = network.split('/')
          return networkOf(address, length === undefined ? null : Number(length))
        })
        expect(written.reduce(together, [])).toEqual(built(addresses))
      }),
    )
  })

  it.each([
    ['192.0.2.77', 24, '192.0.2.0/24'],
    ['0.0.0.0', 0, '0.0.0.0/0'],
    ['2001:db8::1', 32, '2001:db8::/32'],
    ['::ffff:192.0.2.1', null, '::ffff:c000:201'],
    ['1:0:0:2:0:0:0:3', null, '1:0:0:2::3'],
    ['::', 0, '::/0'],
    ['::1', null, '::1'],
    ['2001:db8::', 128, '2001:db8::'],
  ])('writes %s/%s as %s', (address, length, written) => {
    expect(networksOf(networkOf(address, length), 9)).toEqual([written])
  })

  it('takes no text for an address that is none', () => {
    for (const text of ['', '1.2.3', '1.2.3.256', '::1::', '1:2:3', ':::', 'host', '1:2:3:4:5:6:7:8:9']) {
      expect(networkOf(text)).toEqual([])
    }
  })

  it('keeps both families apart, and together they are everybody', () => {
    expect(together(ALL_OF[4], ALL_OF[6])).toEqual(EVERYBODY)
    expect(common(ALL_OF[4], ALL_OF[6])).toEqual([])
    expect(sampleAddresses(EVERYBODY)).toEqual([
      '::',
      'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      '0.0.0.0',
      '255.255.255.255',
    ])
  })
})

describe('check_host', () => {
  it.each([
    ['v=spf1', '192.0.2.1', 'neutral'],
    ['v=spf1 all', '192.0.2.1', 'pass'],
    ['v=spf1 -all', '192.0.2.1', 'fail'],
    ['v=spf1 ~all', '2001:db8::1', 'softfail'],
    ['v=spf1 ip4:192.0.2.0/25 -all', '192.0.2.127', 'pass'],
    ['v=spf1 ip4:192.0.2.0/25 -all', '192.0.2.128', 'fail'],
    ['v=spf1 ip6:2001:db8::/33 -all', '2001:db8:7fff::', 'pass'],
    ['v=spf1 ip6:2001:db8::/33 -all', '2001:db8:8000::', 'fail'],
    ['v=spf1 a -all', '192.0.2.1', 'pass'],
    ['v=spf1 a -all', '2001:db8::1', 'pass'],
    ['v=spf1 a/24//64 -all', '192.0.2.99', 'pass'],
    ['v=spf1 a/24//64 -all', '2001:db8::ffff', 'pass'],
    ['v=spf1 a//64 -all', '192.0.2.99', 'fail'],
    ['v=spf1 mx -all', '192.0.2.20', 'pass'],
    ['v=spf1 mx/28 -all', '192.0.2.15', 'pass'],
    ['v=spf1 mx:null.test -all', '192.0.2.20', 'fail'],
    ['v=spf1 mx:many.test -all', '192.0.2.20', 'permerror'],
    ['v=spf1 include:vendor.test -all', '203.0.113.255', 'pass'],
    ['v=spf1 include:vendor.test -all', '203.0.114.0', 'fail'],
    ['v=spf1 ?include:vendor.test -all', '203.0.113.1', 'neutral'],
    ['v=spf1 include:nested.test ~all', '2001:db8:1::7', 'pass'],
    ['v=spf1 include:refusing.test ?all', '203.0.113.5', 'neutral'],
    ['v=spf1 include:refusing.test ?all', '203.0.113.6', 'pass'],
    ['v=spf1 redirect=vendor.test', '203.0.113.6', 'pass'],
    ['v=spf1 redirect=vendor.test', '203.0.114.6', 'fail'],
    ['v=spf1 redirect=vendor.test ?all', '203.0.113.6', 'neutral'],
    ['v=spf1 redirect=none.test', '203.0.113.6', 'permerror'],
    ['v=spf1 ip4:203.0.113.6 redirect=none.test', '203.0.113.6', 'pass'],
    ['v=spf1 redirect=gone.test', '203.0.113.6', 'permerror'],
    ['v=spf1 include:neutral.test -all', '198.51.100.2', 'fail'],
    ['v=spf1 include:broken.test +all', '198.51.100.2', 'permerror'],
    ['v=spf1 ip4:198.51.100.2 include:broken.test +all', '198.51.100.2', 'pass'],
    ['v=spf1 include:two.test +all', '198.51.100.2', 'permerror'],
    ['v=spf1 include:none.test +all', '198.51.100.2', 'permerror'],
    ['v=spf1 include:slow.test +all', '198.51.100.2', 'temperror'],
    ['v=spf1 include:loop.test +all', '198.51.100.2', 'permerror'],
    ['v=spf1 include:loop.test +all', '198.51.100.7', 'pass'],
    ['v=spf1 include:own.test +all', '198.51.100.7', 'permerror'],
    ['v=spf1 nonsense +all', '198.51.100.7', 'permerror'],
    ['v=spf1 exists:always.test -all', '198.51.100.7', 'pass'],
    ['v=spf1 exists:gone.test -all', '198.51.100.7', 'fail'],
    ['v=spf1 a:g1.test exists:g2.test +all', '198.51.100.7', 'pass'],
    ['v=spf1 a:g1.test exists:g2.test mx:g3.test +all', '198.51.100.7', 'permerror'],
    ['v=spf1 -all ip4:198.51.100.7', '198.51.100.7', 'fail'],
    ['v=spf1 ptr -all', '198.51.100.7', 'unknown'],
    ['v=spf1 ptr +all', '198.51.100.7', 'pass'],
    ['v=spf1 exists:%{i}.list.test -all', '198.51.100.7', 'unknown'],
    ['v=spf1 include:macro.test -all', '198.51.100.9', 'pass'],
    ['v=spf1 include:macro.test -all', '198.51.100.8', 'unknown'],
    ['v=spf1 -include:macro.test +all', '198.51.100.8', 'unknown'],
    ['v=spf1 redirect=%{l}.test', '198.51.100.8', 'unknown'],
    ['v=spf1 a:%{d} -all', '192.0.2.1', 'pass'],
    ['v=spf1 include:%{v}.%{d} -all', '198.51.100.4', 'pass'],
    ['v=spf1 include:%{v}.%{d2} -all', '2001:db8:4::4', 'pass'],
    ['v=spf1 include:%{dr}.own.test -all', '192.0.2.1', 'permerror'],
    ['v=spf1 exp=why.test later=on IP4:192.0.2.9 -ALL', '192.0.2.9', 'pass'],
  ])('%s: %s gets %s', (policy, address, expected) => {
    expect(result(policy, address)).toBe(expected)
  })

  it.each([
    [10, 'pass'],
    [11, 'permerror'],
  ])('stops after ten lookups: %s', (count, expected) => {
    const policy = `v=spf1 ${Array.from({ length: count }, (_, index) => `a:h${index}.test`).join(' ')} +all`
    const found = (question: Question): SpfAnswer =>
      question.type === 'A' ? { kind: 'data', values: ['192.0.2.200'] } : { kind: 'void' }
    expect(checkHost({ address: '198.51.100.1', domain: 'own.test', policy, answerTo: found }).result).toBe(
      expected,
    )
    expect(checkHost({ address: '192.0.2.200', domain: 'own.test', policy, answerTo: found }).result).toBe(
      'pass',
    )
  })

  it('names the terms that led to a result', () => {
    const { chain } = checkHost({
      ...{ address: '203.0.113.1', domain: 'own.test', policy: 'v=spf1 mx redirect=nested.test', answerTo },
    })
    expect(chain.map(({ domain, term }) => `${domain} ${term.text}`)).toEqual([
      'own.test redirect=nested.test',
      'nested.test include:vendor.test',
      'vendor.test ip4:203.0.113.0/24',
    ])
  })

  it('asks for what it needs, round by round, and for the addresses of both families', () => {
    const policy = 'v=spf1 a mx include:nested.test -all'
    const known = new Map<string, SpfAnswer>()
    const rounds: string[][] = []
    for (let round = 0; round < 9; round++) {
      const { needed, outcomes } = checkHosts(
        { domain: 'own.test', policy, answerTo: ({ name, type }) => known.get(`${name} ${type}`) },
        EVERYBODY,
      )
      if (needed.length === 0) break
      expect(addressesWith(outcomes, 'fail')).toEqual([])
      rounds.push(needed.map(({ name, type }) => `${name} ${type}`))
      for (const question of needed) known.set(`${question.name} ${question.type}`, answerTo(question))
    }
    expect(rounds).toEqual([
      ['own.test A', 'own.test AAAA', 'own.test MX', 'nested.test TXT'],
      [
        ...['mail.own.test A', 'mail.own.test AAAA', 'mail2.own.test A', 'mail2.own.test AAAA'],
        'vendor.test TXT',
      ],
    ])
  })

  it('says of a set of senders what it says of each', () => {
    const term = fc.constantFrom(
      ...[
        'a',
        'mx',
        '?mx',
        '-ip4:203.0.113.5',
        'ip4:203.0.113.0/25',
        'include:refusing.test',
        'include:macro.test',
      ],
      ...['~include:nested.test', 'exists:gone.test', 'exists:%{i}.x', 'ptr', '-all', 'redirect=nested.test'],
      ...['include:broken.test', 'include:loop.test', '-include:macro.test'],
    )
    const address = fc.constantFrom(
      ...[
        '203.0.113.5',
        '203.0.113.6',
        '203.0.113.200',
        '192.0.2.1',
        '192.0.2.10',
        '198.51.100.7',
        '198.51.100.9',
      ],
      ...['2001:db8::1', '2001:db8:1::9', '::'],
    )
    fc.assert(
      fc.property(fc.uniqueArray(term, { maxLength: 6 }), address, (terms, sender) => {
        const policy = ['v=spf1', ...terms].join(' ')
        const { outcomes } = checkHosts({ domain: 'own.test', policy, answerTo }, EVERYBODY)
        const results = outcomes
          .filter(({ addresses }) => covers(addresses, networkOf(sender)))
          .map((outcome) => outcome.result)
        expect(results).toEqual([result(policy, sender)])
        expect(outcomes.map(({ addresses }) => addresses).reduce(together, [])).toEqual(EVERYBODY)
      }),
      { numRuns: 1000 },
    )
  })

  it('ends in policies without an end, whatever is meant', () => {
    const endless = ({ name }: Question): SpfAnswer => ({
      ...{
        kind: 'data',
        values: [`v=spf1 -ip4:${name.length % 256}.0.0.0/8 include:a.${name} include:b.${name} -all`],
      },
    })
    for (const reading of ['receiver', 'meaning'] as const) {
      const started = performance.now()
      checkHosts(
        { domain: 'own.test', policy: 'v=spf1 include:x.test -all', answerTo: endless, reading },
        EVERYBODY,
      )
      expect(performance.now() - started).toBeLessThan(2_000)
    }
  })
})
