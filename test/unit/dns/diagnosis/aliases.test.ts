import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../../src/preload/contract/findings'
import { OTHER_KEY } from './keys'
import {
  APEX,
  check,
  DOMAIN,
  expectedRecords,
  findingsOf,
  healthyBut,
  PUBLIC,
  SURROUNDINGS,
  SYSTEM,
  type Row,
  type World,
} from './observed'

const DKIM = `mx._domainkey.${DOMAIN}`
const LINK = `email.${DOMAIN}`
const TARGET = 'there.vendor.test'
const WEB: readonly Row[] = [
  [TARGET, 'A', '203.0.113.80'],
  [TARGET, 'AAAA', '2001:db8::80'],
]
const unseen: World['failing'] = new Map([
  [SYSTEM, 'SERVFAIL'],
  [PUBLIC, 'SERVFAIL'],
])

/** What is found of the records at a name whose own were taken out. */
function at(name: string, rows: readonly Row[], more: Partial<World> = {}): Finding[] {
  const found = findingsOf(check({ rows: healthyBut([[name]], rows), ...more }))
  return found.filter(({ subject }) => subject?.name === name)
}
const one = (found: readonly Finding[], type: string): Finding => {
  const [first, ...more] = found.filter(({ subject }) => subject?.type === type)
  if (first === undefined || more.length > 0) throw new Error(`${more.length + Number(!!first)} were found.`)
  return first
}
const change = ({ fix }: Finding): string[] =>
  fix.records.flatMap(({ type, value, priority, replaces }) => [
    ...replaces.map((old) => `-${old.type} ${old.value}`),
    `+${type} ${priority ?? ''}${value}`,
  ])
const says = ({ fix }: Finding): void => {
  for (const drop of fix.drops) expect(fix.sentence).toContain(drop)
}

describe('an alias at a DKIM name', () => {
  const alias: Row = [DKIM, 'CNAME', TARGET]

  it.each<readonly [string, readonly Row[]]>([
    ['a key of another service', [[TARGET, 'TXT', `k=rsa; p=${OTHER_KEY}`]]],
    [
      'a key behind a second alias',
      [
        [TARGET, 'CNAME', 'k.deep.test'],
        ['k.deep.test', 'TXT', `p=${OTHER_KEY}`],
      ],
    ],
    [
      'a key and another text',
      [
        [TARGET, 'TXT', `p=${OTHER_KEY}`],
        [TARGET, 'TXT', 'note'],
      ],
    ],
  ])('stays where it leads to %s, and another selector is the way round', (_, rows) => {
    const found = one(at(DKIM, [alias, ...rows]), 'TXT')
    expect(found).toMatchObject({ code: 'cname-where-text', fix: { action: 'none', records: [] } })
    expect(found.sentence).toContain('another service')
    expect(found.fix.sentence).toContain('another selector')
  })

  it.each<readonly [string, readonly Row[]]>([
    ['nothing', []],
    ['a text that is no key', [[TARGET, 'TXT', 'nothing']]],
    ['a revoked key', [[TARGET, 'TXT', 'v=DKIM1; p=']]],
  ])('goes where it leads to %s', (_, rows) => {
    const found = one(at(DKIM, [alias, ...rows]), 'TXT')
    expect(change(found)[0]).toBe(`-CNAME ${TARGET}`)
    expect(found.fix.drops).toEqual([])
  })

  it('stays where nobody can say what is behind it', () => {
    const found = one(at(DKIM, [alias], { failing: unseen }), 'TXT')
    expect(found).toMatchObject({ code: 'lookup-failed', fix: { action: 'wait', records: [] } })
  })
})

describe('an alias at the sending domain', () => {
  const alias: Row = [DOMAIN, 'CNAME', TARGET]

  it('is replaced with the addresses behind it, and what it ends is said', () => {
    const found = one(at(DOMAIN, [alias, ...WEB]), 'TXT')
    expect(change(found)).toEqual([
      `-CNAME ${TARGET}`,
      '+TXT v=spf1 include:mail.provider.test ~all',
      ...['+A 203.0.113.80', '+AAAA 2001:db8::80'],
    ])
    expect(found.fix.drops).toEqual([`the alias to ${TARGET}`])
    says(found)
    expect(found.fix.sentence).toMatch(/today.*When that changes/)
    expect(found.fix.sentence).toContain('a name of its own')
  })

  it('keeps the policy behind it, whose senders go on passing', () => {
    const policy: Row = [TARGET, 'TXT', 'v=spf1 ip4:203.0.113.0/24 -all']
    expect(change(one(at(DOMAIN, [alias, ...WEB, policy]), 'TXT'))).toContain(
      '+TXT v=spf1 ip4:203.0.113.0/24 include:mail.provider.test -all',
    )
  })

  it('leaves it to a person who receives, where mail is received behind it', () => {
    const rows: readonly Row[] = [
      alias,
      ...WEB,
      [TARGET, 'MX', '10 mx.vendor.test'],
      ['mx.vendor.test', 'A', '203.0.113.81'],
    ]
    const found = at(DOMAIN, rows)
    for (const { fix } of found.filter(({ subject }) => subject?.type === 'MX')) {
      expect(fix).toMatchObject({ action: 'none', records: [] })
      expect(fix.sentence).toMatch(/^Decide/)
    }
    expect(change(one(found, 'TXT'))).toContain('+MX 10mx.vendor.test')
  })

  it('is replaced alone where nothing is behind it', () => {
    const found = one(at(DOMAIN, [alias]), 'TXT')
    expect(change(found)).toEqual([`-CNAME ${TARGET}`, '+TXT v=spf1 include:mail.provider.test ~all'])
    expect(found.fix.drops).toEqual([])
  })

  it('stays where nobody can say what is behind it', () => {
    const found = at(DOMAIN, [alias, ...WEB], { failing: unseen })
    expect(found.length).toBeGreaterThan(0)
    expect(found.flatMap(({ fix }) => fix.records)).toEqual([])
  })

  it('stays where more is behind it than is copied', () => {
    const many = Array.from({ length: 20 }, (_, i): Row => [TARGET, 'A', `203.0.113.${i}`])
    expect(one(at(DOMAIN, [alias, ...many]), 'TXT').fix).toMatchObject({ action: 'none', records: [] })
  })

  it('stays, to a person’s eye, where it is another sending domain’s in another account', () => {
    const record = { type: 'CNAME', name: DOMAIN, value: TARGET, priority: null } as const
    const found = at(DOMAIN, [alias, ...WEB], { neighbours: [{ domain: DOMAIN, records: [record] }] })
    expect(found.flatMap(({ fix }) => fix.records)).toEqual([])
  })

  it('at the top of the zone may be an ALIAS of the DNS host', () => {
    const expected = expectedRecords({}, APEX)
    const rows: readonly Row[] = [[APEX, 'CNAME', TARGET], ...WEB, ...SURROUNDINGS]
    const found = findingsOf(check({ domain: APEX, expected, rows }))
    const top = found.filter(({ code }) => code === 'cname-at-apex')
    expect(top.length).toBeGreaterThan(0)
    for (const { fix } of top) expect(fix.sentence).toContain('ALIAS')
  })
})

describe('another target of the tracking name', () => {
  const alias: Row = [LINK, 'CNAME', TARGET]

  it('is replaced with what ends named, where it is alive', () => {
    const found = one(at(LINK, [alias, ...WEB]), 'CNAME')
    expect(change(found)).toEqual([`-CNAME ${TARGET}`, '+CNAME track.provider.test'])
    expect(found.fix.drops).toEqual([`what ${TARGET} serves at ${LINK}`])
    says(found)
    expect(found.fix.sentence).toContain('another web prefix')
  })

  it('is replaced plainly where nothing is there, or it was mistyped', () => {
    expect(one(at(LINK, [alias]), 'CNAME').fix).toMatchObject({ action: 'edit', drops: [] })
    const typed: Row = [LINK, 'CNAME', 'trakc.provider.test']
    expect(one(at(LINK, [typed], { failing: unseen }), 'CNAME').fix).toMatchObject({ action: 'edit' })
  })

  it('is replaced plainly where it is the provider’s of another region', () => {
    const expected = expectedRecords().map((record) =>
      record.type === 'CNAME' ? { ...record, value: 'provider.test' } : record,
    )
    const rows: readonly Row[] = [
      [LINK, 'CNAME', 'eu.provider.test'],
      ['eu.provider.test', 'A', '203.0.113.5'],
    ]
    expect(one(at(LINK, rows, { expected }), 'CNAME').fix).toMatchObject({
      ...{ action: 'edit', drops: [], records: [{ value: 'provider.test' }] },
    })
  })

  it('stays where nobody can say what is there', () => {
    expect(one(at(LINK, [alias], { failing: unseen }), 'CNAME').fix).toMatchObject({ action: 'none' })
  })

  it('stays where another account’s domain of the same name needs it', () => {
    const record = { type: 'CNAME', name: LINK, value: TARGET, priority: null } as const
    const found = at(LINK, [alias, ...WEB], { neighbours: [{ domain: DOMAIN, records: [record] }] })
    expect(found.flatMap(({ fix }) => fix.records)).toEqual([])
  })
})

describe('another target of a DKIM name', () => {
  const expected = expectedRecords().map((record) =>
    record.name === DKIM ? { ...record, type: 'CNAME' as const, value: 'k1.provider.test' } : record,
  )
  const alias: Row = [DKIM, 'CNAME', TARGET]

  it('stays where a live key is there', () => {
    const found = one(at(DKIM, [alias, [TARGET, 'TXT', `p=${OTHER_KEY}`]], { expected }), 'CNAME')
    expect(found.fix).toMatchObject({ action: 'none', records: [] })
    expect(found.fix.sentence).toContain('another selector')
  })

  it('is replaced where none is', () => {
    expect(one(at(DKIM, [alias], { expected }), 'CNAME').fix).toMatchObject({ action: 'edit', drops: [] })
  })
})

describe('other records where the tracking CNAME belongs', () => {
  it('are named with what ends, and another web prefix is the way round', () => {
    const rows: readonly Row[] = [
      [LINK, 'A', '203.0.113.80'],
      [LINK, 'TXT', 'site-verification=abc'],
    ]
    const found = one(at(LINK, rows), 'CNAME')
    expect(found.fix.drops).toEqual([
      'the web site or other service at 203.0.113.80',
      'the TXT record "site-verification=abc"',
    ])
    says(found)
    expect(found.fix.sentence).toContain('another web prefix')
  })

  it.each<readonly [string, readonly Row[], Partial<World>]>([
    ['it receives mail', [[LINK, 'MX', '10 mx.other.test']], {}],
    ['it has an SPF policy', [[LINK, 'TXT', 'v=spf1 include:other.test ~all']], {}],
    [
      'it is a sending domain',
      [[LINK, 'A', '203.0.113.80']],
      { neighbours: [{ domain: LINK, records: [] }] },
    ],
  ])('stay where %s', (_, rows, more) => {
    const found = one(at(LINK, rows, more), 'CNAME')
    expect(found.fix).toMatchObject({ action: 'none', records: [] })
    expect(found.fix.sentence).toContain('another web prefix')
  })

  it('go without a word where they are the target itself, as text or as addresses', () => {
    for (const row of [
      [LINK, 'TXT', 'track.provider.test.'],
      [LINK, 'A', '198.51.100.3'],
    ] as const) {
      expect(one(at(LINK, [row]), 'CNAME').fix).toMatchObject({ action: 'edit', drops: [] })
    }
  })

  it('beside it are named with what ends', () => {
    const found = findingsOf(check({ rows: healthyBut([], [[LINK, 'TXT', 'site-verification=abc']]) }))
    const beside = found.find(({ code }) => code === 'cname-beside-other')!
    expect(beside.fix).toMatchObject({ action: 'remove', drops: ['the TXT record "site-verification=abc"'] })
    says(beside)
    const mail = findingsOf(check({ rows: healthyBut([], [[LINK, 'MX', '10 mx.other.test']]) }))
    expect(mail.find(({ code }) => code === 'cname-beside-other')?.fix.records).toEqual([])
  })
})

it('offers no CNAME at the top of a zone, where none can be', () => {
  const expected = [{ ...expectedRecords({}, APEX)[2]!, name: APEX }]
  const [only] = findingsOf(check({ domain: APEX, expected, rows: [] })).filter(
    ({ subject }) => subject?.index === 0,
  )
  expect(only).toMatchObject({ code: 'cname-at-apex', fix: { action: 'none', records: [] } })
})
