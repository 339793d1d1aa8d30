import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import type { Accepted } from '../../../../src/main/domains/publishing/changes/decidable'
import type { CheckedBasis } from '../../../../src/main/domains/checks/check-domain'
import { diagnose } from '../../../../src/main/dns/diagnose'
import type { Answer } from '../../../../src/preload/contract/dns-answer'
import { planDomain, type PlannedDomain } from '../../../../src/main/domains/publishing/plan/plan-domain'
import { composed, deltaOf } from '../../../../src/main/domains/publishing/changes/set-delta'
import { shownValues, type Rrset, type WritableRrset } from '../../../../src/main/zones/rrset'
import {
  APEX,
  check,
  DOMAIN,
  expectedRecords,
  findingsOf,
  healthyBut,
  NOW,
  type Row,
  type World,
} from '../../dns/diagnosis/observed'
import { KEY, OTHER_KEY } from '../../dns/diagnosis/keys'
import { basisOf, CAPABILITIES, heldOf, heldZone, rrsetsOf } from './held-of'

/** Milliseconds for some hundred zones, each diagnosed twice, on a busy computer. */
const PATIENCE = 120_000
const KEY_NAME = `mx._domainkey.${DOMAIN}`
const LINK = `email.${DOMAIN}`
const OTHER = `v=DKIM1; k=rsa; p=${OTHER_KEY}`

function planned(world: World, held = heldOf(world.rows), accepted: readonly Accepted[] = []) {
  const records = [...(world.expected ?? expectedRecords())]
  return planDomain({ records }, basisOf(world), held, CAPABILITIES, NOW, { accepted })
}

const at = (name: string, type: Row[1], ...values: string[]): Row[] =>
  values.map((value): Row => [name, type, value])
const spf = (...values: string[]): Row[] => at(DOMAIN, 'TXT', ...values)
const words = ({ decidable }: PlannedDomain): string => decidable.map(({ reason }) => reason).join(' ')

/** Zones with what is somebody’s and has to stay, by what a person is told before it goes. */
const STAYS: readonly (readonly [
  name: string,
  without: [string, Row[1]?],
  rows: readonly Row[],
  words: string,
])[] = [
  [
    'mail that a host takes at its own address',
    [DOMAIN, 'MX'],
    at(DOMAIN, 'A', '203.0.113.5'),
    `If a server at 203.0.113.5 receives mail for ${DOMAIN}`,
  ],
  [
    'mail that a host takes at an IPv6 address',
    [DOMAIN, 'MX'],
    at(DOMAIN, 'AAAA', '2001:db8::5'),
    'If a server at 2001:db8::5 receives mail',
  ],
  [
    'a mail server behind the alias of a name without address',
    [LINK],
    [...at(LINK, 'CNAME', 'in.vendor.test'), ...at('in.vendor.test', 'MX', '10 mail.vendor.test')],
    `If ${LINK} is in use for that`,
  ],
  [
    'a text behind the alias of a name without address',
    [LINK],
    [...at(LINK, 'CNAME', 'text.vendor.test'), ...at('text.vendor.test', 'TXT', 'vendor=1')],
    'what email.mg.example.com has through the alias (TXT "vendor=1")',
  ],
  [
    'an alias for a key that is not there now',
    [KEY_NAME],
    at(KEY_NAME, 'CNAME', 's2.vendor.test'),
    'may sign',
  ],
  [
    'an alias for a key that is withdrawn now',
    [KEY_NAME],
    [...at(KEY_NAME, 'CNAME', 's2.vendor.test'), ...at('s2.vendor.test', 'TXT', 'v=DKIM1; p=')],
    'may sign with a key at s2.vendor.test later',
  ],
  [
    'another key in quotation marks',
    [KEY_NAME],
    at(KEY_NAME, 'TXT', `"${OTHER}"`),
    'Find out whose key it is',
  ],
  [
    'another key with backslashes',
    [KEY_NAME],
    at(KEY_NAME, 'TXT', OTHER.replaceAll(';', '\\;')),
    'Find out whose key it is',
  ],
  [
    'another key whose version stands last',
    [KEY_NAME],
    at(KEY_NAME, 'TXT', `k=rsa; p=${OTHER_KEY}; v=DKIM1`),
    'Find out whose key it is',
  ],
  [
    'another key in quotation marks beside a text',
    [KEY_NAME],
    at(KEY_NAME, 'TXT', `"${OTHER}"`, 'hello world'),
    'first have that service or the provider sign with another selector',
  ],
  ...(
    [
      [
        'a policy in two records',
        at('two.test', 'TXT', 'v=spf1 ip4:192.0.2.5 -all', 'v=spf1 -all'),
        'two.test',
      ],
      ['a policy with an error', at('two.test', 'TXT', 'v=spf1 ip4:192.0.2.999 -all'), 'two.test'],
      ['no policy', at('none.test', 'A', '192.0.2.5'), 'none.test'],
      ['nothing', [], 'gone.test'],
    ] as const
  ).map(([what, rows, target]): (typeof STAYS)[number] => [
    `an include that names ${what} now`,
    [DOMAIN, 'TXT'],
    [...spf(`v=spf1 include:${target} include:mail.provider.test -all`), ...rows],
    `Or, if no server that include:${target} stands for sends mail for you any more`,
  ]),
  [
    'hosts without address, of which there are too many',
    [DOMAIN, 'TXT'],
    spf('v=spf1 a:one.test a:two.test a:three.test include:mail.provider.test -all'),
    'If no server that a:one.test, a:two.test and a:three.test stand for sends mail for you any more',
  ],
]

describe('what is somebody’s', () => {
  it.each(STAYS)('stays until a person decides: %s', (_, [name, type], rows, told) => {
    const without = type === undefined ? ([name] as const) : ([name, type as 'TXT'] as const)
    const plan = planned({ rows: healthyBut([without], rows) })
    expect(plan.made).toEqual([])
    expect(plan.decidable).toHaveLength(1)
    expect(words(plan)).toContain(told)
  })

  it(
    'stays whatever other kinds stand beside it',
    () => {
      const kinds = fc.uniqueArray(fc.constantFrom(...STAYS), {
        selector: ([, [name]]) => name,
        minLength: 2,
        maxLength: 3,
      })
      fc.assert(
        fc.property(kinds, (some) => {
          const rows = healthyBut(
            some.map(([, [name, type]]) => [name, type as 'TXT']),
            some.flatMap(([, , added]) => added),
          )
          const plan = planned({ rows })
          expect(plan.made, some.map(([name]) => name).join(', ')).toEqual([])
          expect(plan.decidable).toHaveLength(some.length)
        }),
        { numRuns: 60 },
      )
    },
    PATIENCE,
  )

  it('goes in one piece where a person decides so', () => {
    const world: World = { rows: healthyBut([[DOMAIN, 'MX']], at(DOMAIN, 'A', '203.0.113.5')) }
    const { decidable } = planned(world)
    const plan = planned(world, undefined, decidable)
    expect(plan.made.map(({ name, type, after }) => [name, type, shownValues(after!)])).toEqual([
      [DOMAIN, 'MX', ['10 mxa.provider.test', '10 mxb.provider.test']],
    ])
  })

  it('is no address that a wildcard gives to every name', () => {
    const rows = healthyBut([[DOMAIN]], at(`*.${APEX}`, 'A', '203.0.113.5'))
    expect(words(planned({ rows }))).not.toContain('receives mail for')
  })
})

describe('senders of a policy in a record of the obsolete type', () => {
  it('are in the first TXT record, too', () => {
    const rows = healthyBut([[DOMAIN, 'TXT']], at(DOMAIN, 'SPF', 'v=spf1 ip4:192.0.2.77 -all'))
    const [change] = planned({ rows }).made
    expect(change?.type).toBe('TXT')
    expect(shownValues(change!.after!)).toEqual(['v=spf1 ip4:192.0.2.77 include:mail.provider.test -all'])
  })
})

describe('the policy of a name above that includes the domain’s', () => {
  const deep = Array.from({ length: 9 }, (_, at): Row => [
    `h${at}.deep.test`,
    'TXT',
    at < 8 ? `v=spf1 include:h${at + 1}.deep.test -all` : 'v=spf1 ip4:192.0.2.9 -all',
  ])
  const withAbove = (own: string, ...more: Row[]): World => ({
    rows: healthyBut(
      [[DOMAIN, 'TXT']],
      [...spf(own), ...at(APEX, 'TXT', `v=spf1 include:${DOMAIN} -all`), ...more],
    ),
  })

  it('is named in a note', () => {
    const plan = planned(withAbove('v=spf1 ip4:192.0.2.77 -all'))
    expect(plan.made).toHaveLength(1)
    expect(plan.notes).toEqual([
      `The SPF record of ${APEX} leads to ${DOMAIN}. So what ${DOMAIN} lets pass may send for ${APEX} too, and the SPF record of ${APEX} needs 1 more DNS lookup.`,
    ])
  })

  it('is never pushed over ten lookups', () => {
    const plan = planned(withAbove('v=spf1 include:h0.deep.test -all', ...deep))
    expect(plan.made).toEqual([])
    expect(plan.refusal?.message).toContain(
      `${APEX} leads to ${DOMAIN}, so it would need at least 11 DNS lookups`,
    )
  })
})

describe('what the zone holds and its servers do not answer', () => {
  const site = at('site.vendor.test', 'A', '203.0.113.80')

  it('is an alias that stays, for nobody looked up what it leads to', () => {
    const without: [string, 'TXT' | 'MX'][] = [
      [DOMAIN, 'TXT'],
      [DOMAIN, 'MX'],
    ]
    const rows = healthyBut(without, site)
    const plan = planned({ rows }, heldOf([...rows, ...at(DOMAIN, 'CNAME', 'site.vendor.test')]))
    expect(plan.made).toEqual([])
    const said = [...plan.decisions, ...plan.decidable].map(({ reason }) => reason).join(' ')
    expect(said).toContain('it is not known what is at site.vendor.test')
    expect(said).not.toContain('There is nothing at')
  })

  it('is an address, which may receive mail', () => {
    const rows = healthyBut([[DOMAIN, 'MX']])
    const held = heldOf([...rows, ...at(DOMAIN, 'A', '203.0.113.5')])
    const seen = planned({ rows }, held)
    expect(seen.made).toEqual([])
    expect(words(seen)).toContain('If a server at 203.0.113.5 receives mail')
    // Nobody asked for addresses, because the servers still answer with MX records.
    const unseen = planned({ rows: healthyBut([]) }, held)
    expect(unseen.made).toEqual([])
    expect(unseen.decisions[0]?.reason).toContain('senders deliver its mail to that address')
  })
})

describe('a text whose octets are no UTF-8', () => {
  const raw = '\u00fc and more'
  const utf8 = Buffer.from(raw, 'utf8').toString('latin1')
  const left = (...texts: string[]): string[] => {
    const data = texts.map((text) => ({ type: 'TXT' as const, strings: [text] }))
    const held = heldZone([{ name: KEY_NAME, type: 'TXT', ttl: 300, data }])
    // Both read the same.
    const delta = deltaOf({ type: 'TXT', name: KEY_NAME, value: raw, priority: null }, 'removes')
    const [change] = composed(held, [delta], CAPABILITIES)
    return (change?.after?.data ?? []).flatMap((one) => ('strings' in one ? one.strings : []))
  }

  it('goes where what a person reads is to go, so that no second record comes beside it', () => {
    expect(left(raw)).toEqual([])
    expect(left(raw, 'other')).toEqual(['other'])
  })

  it('stays where the one that is UTF-8 is there, too', () => {
    expect(left(raw, utf8)).toEqual([raw])
  })
})

describe('an address that nobody told of', () => {
  const isAddress = (type: string): boolean => type === 'A' || type === 'AAAA'
  const silent = (types: (type: string) => boolean): CheckedBasis => {
    const basis = basisOf({ rows: healthyBut([[DOMAIN, 'MX']]) })
    const answers = basis.observation.answers.map((answer): Answer => {
      const { name, type } = answer.question
      return name === DOMAIN && types(type)
        ? { ...answer, outcome: { kind: 'none', reason: 'timeout', message: 'Nothing came.' } }
        : answer
    })
    const observation = { ...basis.observation, answers }
    return { ...basis, observation, check: diagnose(observation, basis.expected) }
  }
  const exchangesOf = (basis: CheckedBasis): PlannedDomain => {
    const rows = healthyBut([[DOMAIN, 'MX']])
    const held = heldZone(
      rrsetsOf(rows).filter(({ name }) => name !== DOMAIN),
      [`email.${DOMAIN}`],
    )
    return planDomain({ records: expectedRecords() }, basis, held, CAPABILITIES, NOW)
  }

  it('leaves the MX records to a person', () => {
    const { check: told } = silent(isAddress)
    const cures = findingsOf(told).filter(({ subject }) => subject?.type === 'MX')
    expect(cures.map(({ fix }) => fix.isConditional)).toEqual([true, true])
    expect(cures[0]?.sentence).toContain(`It is not known whether ${DOMAIN} has an address of its own`)
    expect(exchangesOf(silent(isAddress)).made.filter(({ type }) => type === 'MX')).toEqual([])
  })

  it('leaves them to a person where only the IPv6 address is not known', () => {
    const cures = findingsOf(silent((type) => type === 'AAAA').check).filter(
      ({ subject }) => subject?.type === 'MX',
    )
    expect(cures.map(({ fix }) => fix.isConditional)).toEqual([true, true])
  })

  it('does not where everybody says that there is none', () => {
    const cures = findingsOf(silent(() => false).check).filter(({ subject }) => subject?.type === 'MX')
    expect(cures.map(({ fix }) => fix.isConditional)).toEqual([undefined, undefined])
  })
})

describe('what the zone holds and DNS does not show', () => {
  /** What stands at the name, too, and is answered by the host in a way of its own. */
  const BESIDE: readonly (readonly [string, Rrset | null])[] = [
    ['nothing', null],
    ...['ALIAS', 'ANAME', 'LUA', 'DNAME'].map((type): readonly [string, Rrset] => [
      type,
      { name: DOMAIN, type, ttl: 300, values: ['site.vendor.test.'] },
    ]),
    ['a proxied address', { ...address(), isProxied: true }],
    ['weighted addresses', { ...address(), locked: 'It answers by weight, which Zonedesk leaves alone.' }],
  ]
  const seen = healthyBut(
    [
      [DOMAIN, 'MX'],
      [DOMAIN, 'TXT'],
    ],
    at(DOMAIN, 'MX', '10 mxa.provider.test'),
  )
  const others = [
    ...at(DOMAIN, 'MX', `10 in.${APEX}`),
    ...at(`in.${APEX}`, 'AAAA', '2001:db8::44'),
    ...spf('v=spf1 ip4:203.0.113.9 -all'),
  ]
  const isOther = ([name, type]: Row): boolean => name === DOMAIN && (type === 'MX' || type === 'TXT')
  const inZone = rrsetsOf([...seen.filter((row) => !isOther(row)), ...others])

  function address(): WritableRrset {
    return { name: DOMAIN, type: 'A', ttl: 300, data: [{ type: 'A', address: '203.0.113.80' }] }
  }

  it.each(BESIDE)('counts beside %s', (_, own) => {
    const held = heldZone([...inZone, ...(own === null ? [] : [own])])
    const plan = planned({ rows: seen }, held)
    expect(plan.made.filter(({ name, type }) => name === DOMAIN && type === 'MX')).toEqual([])
    const [policy] = plan.made.filter(({ name, type }) => name === DOMAIN && type === 'TXT')
    const values = shownValues(policy?.after ?? { ...address(), data: [] })
    expect(values.filter((value) => value.startsWith('v=spf1'))).toHaveLength(1)
    expect(values.join(' ')).toContain('ip4:203.0.113.9')
  })
})

describe('the words', () => {
  const said = (world: World): string =>
    findingsOf(check(world))
      .flatMap(({ sentence, fix }) => [sentence, fix.sentence])
      .join(' ')

  it('count no semicolons in an empty key record', () => {
    const rows = healthyBut([[KEY_NAME]], at(KEY_NAME, 'TXT', ''))
    expect(said({ rows })).toContain('The DKIM record is empty: it has no key.')
    expect(said({ rows })).not.toContain('semicolons')
  })

  it.each([
    ['an address', '10 192.0.2.44'],
    ['a single label', '10 localhost'],
  ])('offer no MTA-STS policy for %s', (_, exchange) => {
    const rows = healthyBut([[DOMAIN, 'MX'], [`_mta-sts.${DOMAIN}`]], at(DOMAIN, 'MX', exchange))
    expect(said({ rows })).toContain('"mx: and the name of a mail server')
    expect(said({ rows })).not.toContain(`"mx: ${exchange.slice(3)}"`)
  })

  it('show an empty text and the dot of no mail server where servers differ', () => {
    const rows = healthyBut([[DOMAIN, 'TXT']], [...spf('v=spf1 include:mail.provider.test -all', '')])
    const other = rows.filter(([name, , value]) => name !== DOMAIN || value !== '')
    const servers = basisOf({ rows }).observation.zone.servers
    expect(servers).toHaveLength(2)
    const [, second] = basisOf({ rows }).observation.answers.map(({ server }) => server)
    const text = said({ rows, held: new Map([[second!, other]]) })
    expect(text).toContain('has an empty text and v=spf1')
  })

  it('show characters that nobody sees as zone files do', () => {
    const rows = healthyBut([[KEY_NAME]], at(KEY_NAME, 'TXT', 'a\u0007b'))
    expect(said({ rows })).toContain('"a\\007b"')
  })

  it('say of a whole key in quotation marks that it is whole', () => {
    expect(said({ rows: healthyBut([[KEY_NAME]], at(KEY_NAME, 'TXT', `"${OTHER}"`)) })).toContain(
      'The key in it is whole, but it is not the key the provider signs with.',
    )
    expect(said({ rows: healthyBut([[KEY_NAME]], at(KEY_NAME, 'TXT', `"k=rsa; p=${KEY}"`)) })).not.toContain(
      'it is not the key the provider signs with',
    )
  })
})
