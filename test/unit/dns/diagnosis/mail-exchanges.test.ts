import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { isOtherRegionOf, isSlipOf } from '../../../../src/main/dns/diagnosis/comparison/slips'
import type { Finding, Fix } from '../../../../src/preload/contract/findings'
import { check, DOMAIN, findingsOf, HEALTHY, healthyBut, observe, type Row } from './observed'

const [A, B] = ['mxa.provider.test', 'mxb.provider.test'] as const
const OTHER_ADDRESS: readonly Row[] = [
  ['aspmx.other.test', 'A', '203.0.113.25'],
  ['mxa.eu.provider.test', 'A', '203.0.113.26'],
  ['mxb.eu.provider.test', 'A', '203.0.113.27'],
]

function checked(values: readonly string[], rows: readonly Row[] = []) {
  const mx = values.map((value): Row => [DOMAIN, 'MX', value])
  return check({ rows: healthyBut([[DOMAIN, 'MX']], [...mx, ...OTHER_ADDRESS, ...rows]) })
}
const found = (values: readonly string[], rows: readonly Row[] = []): Finding[] =>
  findingsOf(checked(values, rows)).filter(({ subject }) => subject?.type === 'MX')
const codes = (values: readonly string[], rows: readonly Row[] = []): string[] =>
  found(values, rows).map(({ code }) => code)
const standings = (values: readonly string[], rows: readonly Row[] = []): string[] =>
  checked(values, rows)
    .records.filter(({ type }) => type === 'MX')
    .map(({ standing }) => standing)
/** What the zone has after a change. */
function after(values: readonly string[], { action, records }: Fix): string[] {
  if (action === 'none' || action === 'wait') return [...values]
  const text = (priority: number | null, value: string): string =>
    `${priority ?? ''} ${value === '' || value === '.' ? '.' : value.toLowerCase().replace(/\.$/, '')}`
  const named = records.map(({ priority, value }) => text(priority, value))
  const gone =
    action === 'remove'
      ? named
      : records.flatMap(({ replaces }) => replaces.map(({ priority, value }) => text(priority, value)))
  const kept = values.filter((value) => !gone.includes(value.toLowerCase()))
  return action === 'remove' ? kept : [...new Set([...kept, ...named])]
}
const mended = (values: readonly string[], rows: readonly Row[] = []): string[] =>
  found(values, rows).reduce((zone, { fix }) => after(zone, fix), [...values])

describe('the provider’s own mail servers', () => {
  it.each([
    ['as wanted', [`10 ${A}`, `10 ${B}`]],
    ['in capitals', ['10 MXA.Provider.TEST', `10 ${B}`]],
    ['with another number for both', [`1 ${A}`, `1 ${B}`]],
    ['one of them twice', [`10 ${A}`, `20 ${A}`, `10 ${B}`]],
  ])('are right %s', (_, values) => {
    expect(codes(values)).toEqual([])
    expect(standings(values)).toEqual(['published', 'published'])
  })

  it('are right with any number of a lone one, and the other joins with the same', () => {
    expect(standings([`50 ${A}`])).toEqual(['published', 'missing'])
    expect(mended([`50 ${A}`])).toEqual([`50 ${A}`, `50 ${B}`])
    expect(codes(mended([`50 ${A}`]))).toEqual([])
  })

  it('are told of another order as a warning alone', () => {
    expect(found([`10 ${A}`, `20 ${B}`]).map(({ code, severity }) => [code, severity])).toEqual([
      ['mx-priority', 'warn'],
    ])
    expect(mended([`5 ${A}`, `20 ${B}`])).toEqual([`10 ${A}`, `10 ${B}`])
  })

  it('are never wrong for being aliases themselves', () => {
    const rows = healthyBut(
      [[A], [B]],
      [
        [A, 'CNAME', 'in-1.cloud.test'],
        [B, 'CNAME', 'in-2.cloud.test'],
        ['in-1.cloud.test', 'A', '198.51.100.1'],
        ['in-2.cloud.test', 'A', '198.51.100.2'],
      ],
    )
    expect(findingsOf(check({ rows }))).toEqual([])
  })

  it('have no cure in the user’s DNS where they have no address', () => {
    const [only, ...more] = findingsOf(check({ rows: healthyBut([[A]]) }))
    expect(more).toEqual([])
    expect(only).toMatchObject({ code: 'mx-no-address', fix: { action: 'none', records: [] } })
  })
})

describe('names that stand in for the provider’s mail servers', () => {
  const alias = (label: string, target: string): Row => [`${label}.${DOMAIN}`, 'CNAME', target]
  const address = (label: string, value: string): Row => [`${label}.${DOMAIN}`, 'A', value]

  it.each<readonly [string, readonly string[], readonly Row[], readonly string[]]>([
    [
      'aliases',
      [`10 mx1.${DOMAIN}`, `10 mx2.${DOMAIN}`],
      [alias('mx1', A), alias('mx2', B)],
      [`10 ${A}`, `10 ${B}`],
    ],
    ['one alias', [`10 mx1.${DOMAIN}`], [alias('mx1', A)], [`10 ${A}`, `10 ${B}`]],
    [
      'aliases with numbers of their own',
      [`7 mx1.${DOMAIN}`, `7 mx2.${DOMAIN}`],
      [alias('mx1', A), alias('mx2', B)],
      [`7 ${A}`, `7 ${B}`],
    ],
    [
      'aliases in another order',
      [`5 mx1.${DOMAIN}`, `7 mx2.${DOMAIN}`],
      [alias('mx1', A), alias('mx2', B)],
      [`10 ${A}`, `10 ${B}`],
    ],
    [
      'two aliases of one',
      [`10 mx1.${DOMAIN}`, `20 mx2.${DOMAIN}`],
      [alias('mx1', A), alias('mx2', A)],
      [`10 ${A}`, `10 ${B}`],
    ],
    [
      'an alias beside its own server',
      [`10 ${A}`, `10 ${B}`, `20 mx1.${DOMAIN}`],
      [alias('mx1', A)],
      [`10 ${A}`, `10 ${B}`],
    ],
    [
      'an alias beside the other one',
      [`10 ${A}`, `10 mx2.${DOMAIN}`],
      [alias('mx2', B)],
      [`10 ${A}`, `10 ${B}`],
    ],
    [
      'a chain of aliases',
      [`10 mx1.${DOMAIN}`],
      [alias('mx1', `in.${DOMAIN}`), alias('in', A)],
      [`10 ${A}`, `10 ${B}`],
    ],
    [
      'aliases and a null MX',
      ['0 .', `10 mx1.${DOMAIN}`, `10 mx2.${DOMAIN}`],
      [alias('mx1', A), alias('mx2', B)],
      [`10 ${A}`, `10 ${B}`],
    ],
    [
      'an alias in another domain',
      ['10 in.friend.test', `10 ${B}`],
      [['in.friend.test', 'CNAME', A]],
      [`10 ${A}`, `10 ${B}`],
    ],
    [
      'own names with its addresses',
      [`10 mx1.${DOMAIN}`, `10 mx2.${DOMAIN}`],
      [address('mx1', '198.51.100.1'), address('mx2', '198.51.100.2')],
      [`10 ${A}`, `10 ${B}`],
    ],
    [
      'an alias and an own name',
      [`10 mx1.${DOMAIN}`, `10 mx2.${DOMAIN}`],
      [alias('mx1', A), address('mx2', '198.51.100.2')],
      [`10 ${A}`, `10 ${B}`],
    ],
    ['an address of its own', ['10 198.51.100.1', `10 ${B}`], [], [`10 ${A}`, `10 ${B}`]],
  ])('are replaced at once: %s', (_, values, rows, right) => {
    expect(mended(values, rows).toSorted()).toEqual(right)
    const said = found(values, rows)
      .map(({ sentence, fix }) => `${sentence} ${fix.sentence}`)
      .join(' ')
    expect(said).not.toMatch(/(another|other|two) systems?/)
    expect(codes(mended(values, rows), rows)).toEqual([])
  })

  it('are replaced alone where another system receives too', () => {
    const values = [`10 mx1.${DOMAIN}`, '10 aspmx.other.test']
    expect(codes(values, [alias('mx1', A)]).toSorted()).toEqual(['mx-extra', 'mx-missing', 'mx-to-cname'])
    expect(mended(values, [alias('mx1', A)]).toSorted()).toEqual(['10 aspmx.other.test', `10 ${A}`])
  })

  it('of another system are named by what they lead to, which receives as before', () => {
    const values = [`10 mx1.${DOMAIN}`]
    const rows = [alias('mx1', 'aspmx.other.test')]
    expect(codes(values, rows).toSorted()).toEqual(['mx-missing', 'mx-missing', 'mx-to-cname'])
    expect(mended(values, rows)).toEqual(['10 aspmx.other.test'])
  })
})

describe('mail servers of others', () => {
  it.each<readonly [string, readonly string[], readonly Row[]]>([
    ['instead', ['1 aspmx.other.test'], []],
    ['beside', [`10 ${A}`, `10 ${B}`, '1 aspmx.other.test'], []],
    ['beside one', [`10 ${A}`, '1 aspmx.other.test'], []],
    ['behind', [`10 ${A}`, `10 ${B}`, '50 aspmx.other.test'], []],
    ['with a null MX', ['0 .', '1 aspmx.other.test'], []],
    ['below the domain itself', [`10 mail.${DOMAIN}`], [[`mail.${DOMAIN}`, 'A', '203.0.113.9']]],
    ['below the domain, beside', [`10 ${A}`, `10 mail.${DOMAIN}`], [[`mail.${DOMAIN}`, 'A', '203.0.113.9']]],
    ['with IPv6 alone', [`10 mail.${DOMAIN}`], [[`mail.${DOMAIN}`, 'AAAA', '2001:db8::9']]],
    ['whose address is not there now', ['1 mx.gone.test'], []],
    ['whose address is not there now, beside', [`10 ${A}`, `10 ${B}`, '1 mx.gone.test'], []],
    ['by address', ['10 203.0.113.25'], []],
    ['of the provider in another region, beside', [`10 ${A}`, `10 ${B}`, '20 mxa.eu.provider.test'], []],
  ])('stay, and nothing is added to them: %s', (_, values, rows) => {
    expect(mended(values, rows)).toEqual(values)
    const all = found(values, rows)
    expect(all.length).toBeGreaterThan(0)
    expect(all.flatMap(({ fix }) => fix.records)).toEqual([])
    for (const { fix } of all) expect(fix.sentence).toMatch(/Decide|Find out/)
  })

  it('are told apart where they are tried after the provider’s alone', () => {
    expect(found([`10 ${A}`, `10 ${B}`, '50 aspmx.other.test'])[0]?.sentence).toContain('cannot be reached')
    expect(found([`10 ${A}`, `10 ${B}`, '1 aspmx.other.test'])[0]?.sentence).toContain('split')
  })

  it('are the provider’s of another region where they stand alone, and its cure says what ends', () => {
    const values = ['10 mxa.eu.provider.test', '10 mxb.eu.provider.test']
    expect(mended(values)).toEqual([`10 ${A}`, `10 ${B}`])
    for (const { fix } of found(values)) {
      expect(fix.drops).toHaveLength(1)
      expect(fix.sentence).toContain(fix.drops[0])
    }
  })
})

describe('mail servers that cannot be reached', () => {
  it('may go where they are the user’s own and the provider’s are all there', () => {
    const values = [`10 ${A}`, `10 ${B}`, `20 gone.${DOMAIN}`, '30 192.0.2.25']
    expect(codes(values).toSorted()).toEqual(['mx-no-address', 'mx-to-address'])
    expect(mended(values)).toEqual([`10 ${A}`, `10 ${B}`])
  })

  it('are mistyped where a character or two are wrong, and are corrected', () => {
    expect(mended(['10 mxa.provder.test', `10 ${B}`]).toSorted()).toEqual([`10 ${A}`, `10 ${B}`])
    expect(mended([`10 ${A}`, `10 ${B}`, '10 mxb.provider.tset'])).not.toContain(`10 ${A} ${A}`)
  })

  it('are no slip where they have an address', () => {
    const values = ['10 mxc.provider.test', `10 ${B}`]
    expect(mended(values, [['mxc.provider.test', 'A', '203.0.113.8']])).toEqual(values)
  })
})

describe('a name without MX records, whose own address would get its mail (RFC 5321 section 5.1)', () => {
  it.each([
    ['exists', healthyBut([[DOMAIN, 'MX']])],
    ['does not', HEALTHY.filter(([name]) => !name.endsWith(DOMAIN))],
  ])('is asked for both kinds of address at once, whether it %s', (_, rows) => {
    const questions = observe({ rows, rounds: 1 }).answers.map(({ question }) => question)
    const own = questions.filter(({ name, type }) => name === DOMAIN && (type === 'A' || type === 'AAAA'))
    expect(new Set(own.map(({ type }) => type))).toEqual(new Set(['A', 'AAAA']))
  })

  it.each([
    ['A', '203.0.113.9'],
    ['AAAA', '2001:db8::9'],
  ] as const)('loses it only where a person decides so: %s', (type, address) => {
    const mx = found([], [[DOMAIN, type, address]])
    expect(mx.flatMap(({ fix }) => fix.drops)).toContain(`mail for ${DOMAIN} at ${address}`)
  })
})

describe('a null MX', () => {
  it('goes alone where the provider’s servers are beside it', () => {
    const [only, ...more] = found(['0 .', `10 ${A}`, `10 ${B}`])
    expect(more).toEqual([])
    expect(only?.fix).toMatchObject({
      action: 'remove',
      records: [{ type: 'MX', name: DOMAIN, value: '.', priority: 0 }],
    })
    expect(mended(['0 .', `10 ${A}`]).toSorted()).toEqual([`10 ${A}`, `10 ${B}`])
  })

  it('alone is a decision: what is offered says what it ends', () => {
    const [only, ...more] = found(['0 .'])
    expect(more).toEqual([])
    expect(only?.fix.sentence).toMatch(/^If nobody is to receive mail, leave the empty MX record/)
    expect(only?.fix.drops).toEqual([`the declaration that ${DOMAIN} receives no mail`])
    expect(only?.fix.sentence).toContain(only?.fix.drops[0])
    expect(mended(['0 .'])).toEqual([`10 ${A}`, `10 ${B}`])
  })
})

describe('any set of MX records', () => {
  const EXCHANGES = [
    ...[A, B, A.toUpperCase(), `mx1.${DOMAIN}`, `mx2.${DOMAIN}`, `own.${DOMAIN}`, 'aspmx.other.test'],
    ...['mxa.eu.provider.test', `mail.${DOMAIN}`, `gone.${DOMAIN}`, 'mx.gone.test', '203.0.113.25'],
    ...['mxa.provder.test', `${B}.example.com`, '.', `web.${DOMAIN}`],
  ]
  const ROWS: readonly Row[] = [
    [`mx1.${DOMAIN}`, 'CNAME', A],
    [`mx2.${DOMAIN}`, 'CNAME', B],
    [`own.${DOMAIN}`, 'A', '198.51.100.2'],
    [`mail.${DOMAIN}`, 'A', '203.0.113.9'],
    [`web.${DOMAIN}`, 'CNAME', 'aspmx.other.test'],
  ]
  const OTHERS = new Set(['aspmx.other.test', 'mxa.eu.provider.test', `mail.${DOMAIN}`, 'mx.gone.test'])
  const OURS = new Set<string>([A, B])
  const STAND_INS = new Set([
    ...[...OURS, `mx1.${DOMAIN}`, `mx2.${DOMAIN}`, `own.${DOMAIN}`, 'mxa.provder.test', `${B}.example.com`],
  ])
  const values = fc.uniqueArray(
    fc
      .tuple(fc.constantFrom(...EXCHANGES), fc.constantFrom(0, 5, 10, 20))
      .map(([host, number]) => (host === '.' ? '0 .' : `${number} ${host}`)),
    { minLength: 1, maxLength: 5, selector: (value) => value.toLowerCase() },
  )
  const hosts = (zone: readonly string[]): string[] => zone.map((value) => value.split(' ')[1]!.toLowerCase())

  it('keeps who receives through every single cure, and every cure does what it is for', () => {
    fc.assert(
      fc.property(values, (zone) => {
        const before = hosts(zone)
        const others = before.filter((host) => OTHERS.has(host))
        const isOurs = before.some((host) => STAND_INS.has(host))
        for (const { code, fix, severity } of found(zone, ROWS)) {
          const is = hosts(after(zone, fix))
          // Nobody else's server goes, unless the sentence says what ends.
          if (fix.drops.length === 0) for (const host of others) expect(is).toContain(host)
          // The provider's that are there stay, and none comes where others receive and it does not.
          for (const host of before.filter((item) => OURS.has(item))) expect(is).toContain(host)
          if (others.length > 0 && !isOurs && fix.drops.length === 0) {
            expect(is.filter((host) => OURS.has(host))).toEqual([])
          }
          // No server of the provider's comes a second time.
          for (const host of OURS) {
            const count = before.filter((item) => item === host).length
            expect(is.filter((item) => item === host).length).toBeLessThanOrEqual(Math.max(count, 1))
          }
          if (code === 'mx-priority') expect(severity).not.toBe('bad')
          if (fix.action !== 'none' && fix.action !== 'wait') expect(after(zone, fix)).not.toEqual(zone)
        }
      }),
      { numRuns: 400, seed: 11 },
    )
  })

  it('ends after some cures, and nothing is offered any more', () => {
    fc.assert(
      fc.property(values, (zone) => {
        let now = zone
        for (let round = 0; round < 12; round++) {
          const offered = found(now, ROWS).find(({ fix }) => fix.records.length > 0)
          if (offered === undefined) return
          now = after(now, offered.fix)
        }
        throw new Error(`It does not end: ${zone.join(', ')}.`)
      }),
      { numRuns: 200, seed: 12 },
    )
  })
})

describe('names that differ by little', () => {
  it.each([
    ['mxa.mailgun.or', 'mxa.mailgun.org', true],
    ['mxa.mailgnu.org', 'mxa.mailgun.org', true],
    ['mailgun.org.', 'mailgun.org', false],
    ['mailgun.com', 'mailgun.org', false],
    ['mail.example.com', 'mailgun.org', false],
  ])('%s is a slip of %s: %s', (seen, meant, is) => expect(isSlipOf(seen, meant)).toBe(is))

  it.each([
    ['eu.mailgun.org', 'mailgun.org', true],
    ['mailgun.org', 'eu.mailgun.org', true],
    ['mxa.eu.mailgun.org', 'mxa.mailgun.org', true],
    ['us.track.test', 'eu.track.test', true],
    ['u1.wl.sender.test', 'u2.wl.sender.test', false],
    ['eu.mailgun.net', 'mailgun.org', false],
    ['www.mailgun.org', 'mailgun.org', false],
  ])('%s is %s of another region: %s', (seen, meant, is) => expect(isOtherRegionOf(seen, meant)).toBe(is))
})
