import { describe, expect, it } from 'vitest'
import { KEY, OTHER_KEY } from './keys'
import {
  check,
  DOMAIN,
  expectedRecords,
  findingsOf,
  HEALTHY,
  healthyBut,
  NS1,
  NS2,
  PUBLIC,
  SYSTEM,
} from './observed'
import type { World } from './observed'

const one = (world: World, code: string) => {
  const [found, ...more] = findingsOf(check(world)).filter((finding) => finding.code === code)
  if (found === undefined || more.length > 0)
    throw new Error(`${code} was found ${more.length} times more than once.`)
  return found
}

describe('what a finding tells', () => {
  it('merges two SPF records into one to paste, with both as what it replaces', () => {
    const { sentence, fix } = one(
      { rows: healthyBut([], [[DOMAIN, 'TXT', 'v=spf1 mx -all']]) },
      'spf-several',
    )
    expect(sentence).toBe('Two SPF records exist; receivers ignore both.')
    expect(fix.action).toBe('edit')
    // What goes into the host field is the record's to say, beside which it stands.
    expect(fix.sentence).toBe(
      'Replace these records by this one, which has the terms of all of them. The endings differ (-all and ~all): the new record has the milder one, ~all.',
    )
    expect(fix.records).toEqual([
      {
        type: 'TXT',
        name: 'mg.example.com',
        host: 'mg',
        value: 'v=spf1 mx include:mail.provider.test ~all',
        priority: null,
        replaces: ['v=spf1 include:mail.provider.test ~all', 'v=spf1 mx -all'].map((value) => ({
          ...{ type: 'TXT', name: 'mg.example.com', value, priority: null },
        })),
        blank: null,
      },
    ])
  })

  it('names the SPF terms that cost most, dearest first', () => {
    const rows = healthyBut(
      [[DOMAIN, 'TXT']],
      [
        [DOMAIN, 'TXT', 'v=spf1 include:big.test include:mail.provider.test mx ~all'],
        [
          'big.test',
          'TXT',
          `v=spf1 ${Array.from({ length: 9 }, (_, i) => `a:h${i}.big.test`).join(' ')} ~all`,
        ],
        ...Array.from({ length: 9 }, (_, i) => [`h${i}.big.test`, 'A', '192.0.2.1'] as const),
      ],
    )
    expect(one({ rows }, 'spf-too-many-lookups').sentence).toBe(
      'The SPF record needs 12 DNS lookups, and receivers stop after 10: include:big.test (10), include:mail.provider.test (1) and mx (1).',
    )
  })

  it('tells how long a stale resolver needs, from the TTL of its own answer', () => {
    const old = healthyBut([[`email.${DOMAIN}`]], [[`email.${DOMAIN}`, 'CNAME', 'old.test', 1500]])
    const { fix, evidence } = one({ rows: HEALTHY, held: new Map([[PUBLIC, old]]) }, 'stale-resolver')
    expect(fix).toEqual({
      action: 'wait',
      sentence: 'Wait about 25 minutes. Nothing has to be changed.',
      ...{ drops: [], after: null },
      records: [],
      wait: 1500,
    })
    expect(evidence.map(({ server, values, ttl }) => [server.name, values, ttl])).toEqual([
      ['Quad9', ['old.test'], 1500],
    ])
  })

  it('writes a host relative to the zone, and @ at its apex', () => {
    const records = check({ rows: HEALTHY }).records
    expect(records.map(({ host }) => host)).toEqual(['mg', 'mx._domainkey.mg', 'email.mg', 'mg', 'mg'])
    const atApex = check({ rows: HEALTHY, zone: { apex: DOMAIN } }).records
    expect(atApex.map(({ host }) => host)).toEqual(['@', 'mx._domainkey', 'email', '@', '@'])
    const unknown = check({ rows: HEALTHY, zone: { apex: null, state: 'unknown' } }).records
    expect(unknown[1]?.host).toBe(`mx._domainkey.${DOMAIN}`)
  })
})

describe('what is offered to copy', () => {
  const dmarc = (text: string): World => ({
    rows: healthyBut([['_dmarc.example.com']], [['_dmarc.example.com', 'TXT', text]]),
  })
  const spf = (text: string, rows: World['rows'] = []): World => ({
    rows: healthyBut([[DOMAIN, 'TXT']], [[DOMAIN, 'TXT', text], ...rows]),
  })
  const value = (world: World, code: string) => one(world, code).fix.records.map((record) => record.value)

  it('leaves blank what only the user knows, and invents no address', () => {
    const reports = one({ rows: healthyBut([[`_smtp._tls.${DOMAIN}`]]) }, 'tls-rpt-missing').fix.records
    expect(reports).toMatchObject([
      {
        ...{ name: `_smtp._tls.${DOMAIN}`, value: 'v=TLSRPTv1; rua=mailto:[your mailbox]' },
        blank: { mark: '[your mailbox]', kind: 'mailbox' },
      },
    ])
    const logo = one({ rows: healthyBut([['default._bimi.example.com']]) }, 'bimi-missing').fix.records
    expect(logo).toMatchObject([
      {
        value: 'v=BIMI1; l=[address of your logo];',
        blank: { mark: '[address of your logo]', kind: 'web-address' },
      },
    ])
  })

  it('takes the mailbox of the user where a wrong record names one', () => {
    const name = `_smtp._tls.${DOMAIN}`
    const wrong = (text: string): World => ({ rows: healthyBut([[name]], [[name, 'TXT', text]]) })
    const [right] = one(wrong('v=TLSRPTv1; rua=me@example.com'), 'tls-rpt-syntax').fix.records
    expect(right).toMatchObject({ value: 'v=TLSRPTv1; rua=mailto:me@example.com', blank: null })
    const [open] = one(wrong('v=TLSRPTv1; rua='), 'tls-rpt-syntax').fix.records
    expect(open?.blank?.kind).toBe('mailbox')
  })

  it('is an MTA-STS record with the time as its version, after the file that belongs to it', () => {
    const { fix } = one({ rows: healthyBut([[`_mta-sts.${DOMAIN}`]]) }, 'mta-sts-missing')
    expect(fix.records.map((record) => record.value)).toEqual(['v=STSv1; id=20260115T120000Z;'])
    expect(fix.sentence).toContain('https://mta-sts.mg.example.com/.well-known/mta-sts.txt')
    expect(fix.sentence).toContain(
      '"version: STSv1", "mode: testing", "mx: mxa.provider.test", "mx: mxb.provider.test", "max_age: 86400"',
    )
  })

  it('are only the wrong ones of several DKIM keys where the right one is among them', () => {
    const name = `mx._domainkey.${DOMAIN}`
    const at = (...texts: string[]): World => ({
      rows: healthyBut(
        [[name]],
        texts.map((text) => [name, 'TXT', text] as const),
      ),
    })
    const other = `k=rsa; p=${OTHER_KEY}`
    const beside = one(at(`k=rsa; p=${KEY}`, other), 'dkim-several').fix
    expect(beside).toMatchObject({ action: 'remove', records: [{ value: other }] })
    const none = one(at(other, `v=DKIM1; ${other}`), 'dkim-several').fix
    expect(none).toMatchObject({ action: 'edit', records: [{ value: `k=rsa; p=${KEY}` }] })
  })

  it('is no MX record where another system receives the mail', () => {
    const rows = healthyBut([[DOMAIN, 'MX']], [[DOMAIN, 'MX', '1 aspmx.other.test']])
    const found = findingsOf(check({ rows })).filter(({ code }) => code === 'mx-missing')
    expect(found.flatMap(({ fix }) => fix.records)).toEqual([])
  })

  it('is the record that the owner of another domain has to add, under that domain', () => {
    const { fix } = one(dmarc('v=DMARC1; p=reject; rua=mailto:in@reports.test'), 'dmarc-reports-refused')
    expect(fix.records).toMatchObject([
      { name: 'example.com._report._dmarc.reports.test', host: 'example.com._report._dmarc.reports.test' },
    ])
    expect(fix.sentence).toContain('it does not go into your own DNS')
  })

  const provider = 'include:mail.provider.test'
  const ten = Array.from({ length: 10 }, (_, i) => `include:s${i}.test`)
  const tenRows = ten.map((_, i) => [`s${i}.test`, 'TXT', 'v=spf1 ip4:203.0.113.1 ~all'] as const)

  it('is an SPF record with few enough lookups only where that takes nothing from anybody', () => {
    const twice = spf(`v=spf1 ${provider} ${ten.slice(0, 9).join(' ')} ${ten[0]} ~all`, tenRows)
    expect(value(twice, 'spf-too-many-lookups')).toEqual([
      `v=spf1 ${provider} ${ten.slice(0, 9).join(' ')} ~all`,
    ])
    const choice = one(spf(`v=spf1 ${provider} ${ten.join(' ')} ~all`, tenRows), 'spf-too-many-lookups').fix
    expect(choice.records).toEqual([])
    expect(choice.sentence).toMatch(/ It is enough to remove any one of include:s0\.test, .*\.$/)
    // The provider's own term is none of those.
    expect(choice.sentence).not.toContain(provider)
  })

  it('is an SPF record without terms that break it, never without the one of the provider', () => {
    const broken = spf(`v=spf1 include:none.test ${provider} ~all`)
    expect(value(broken, 'spf-include-broken')).toEqual([`v=spf1 ${provider} ~all`])
    expect(value(spf(`v=spf1 a mx:gone.test ${provider} ~all`), 'spf-void-term')).toEqual([
      `v=spf1 ${provider} ~all`,
    ])
    const theirs = { rows: healthyBut([['mail.provider.test']]) }
    expect(value(theirs, 'spf-include-broken')).toEqual([])
    const deep = spf(`v=spf1 include:outer.test ${provider} ~all`, [
      ['outer.test', 'TXT', 'v=spf1 include:none.test ~all'],
    ])
    // A decision: the term of one's own goes, and with it whatever else that policy lets pass.
    expect(value(deep, 'spf-include-broken')).toEqual([`v=spf1 ${provider} ~all`])
    expect(one(deep, 'spf-include-broken').fix.drops).toEqual(['include:outer.test'])
  })
})

describe('addresses in place of a CNAME', () => {
  const link = `email.${DOMAIN}`
  const at = (rows: World['rows'], more: Partial<World> = {}): World => ({
    rows: healthyBut([[link]], rows),
    ...more,
  })
  const cloudflare = { zone: { nameServers: ['ada.ns.cloudflare.com'], delegation: null } }

  it('are a proxy where they are Cloudflare’s and not those of the target', () => {
    const found = one(at([[link, 'A', '104.21.33.7']]), 'cname-proxied')
    expect(found.sentence).toContain('the proxy (orange cloud) is on for this record')
    expect(found.fix.sentence).toContain('"DNS only"')
  })

  it('are probably that where the target was not seen', () => {
    const world = at([[link, 'A', '104.21.33.7']], {
      failing: new Map([
        [SYSTEM, 'SERVFAIL'],
        [PUBLIC, 'SERVFAIL'],
      ]),
    })
    expect(one(world, 'cname-proxied').sentence).toContain('is probably on')
  })

  it('are flattening where they are those of the target, be that at Cloudflare too', () => {
    const rows = healthyBut(
      [[link], ['track.provider.test']],
      [
        [link, 'A', '104.21.33.7'],
        [link, 'AAAA', '2606:4700::1'],
        ['track.provider.test', 'A', '104.21.33.7'],
        ['track.provider.test', 'AAAA', '2606:4700::1'],
      ],
    )
    const { sentence, fix } = one({ rows, ...cloudflare }, 'cname-flattened')
    expect(sentence).toContain('with the addresses of track.provider.test')
    expect(fix.sentence).toContain('turn off "CNAME flattening"')
  })

  it('were entered by somebody where they are neither', () => {
    const { sentence } = one(at([[link, 'A', '192.0.2.9']], cloudflare), 'cname-flattened')
    expect(sentence).toContain('track.provider.test has other addresses. Most likely A records')
  })
})

describe('where a record stands', () => {
  it('takes a failed lookup for unknown, never for missing', () => {
    const failing = new Map([
      [NS1, 'timeout'],
      [NS2, 'SERVFAIL'],
      [SYSTEM, 'SERVFAIL'],
      [PUBLIC, 'timeout'],
    ] as const)
    const { records, summary } = check({ rows: [], failing })
    expect(records.map(({ standing }) => standing)).toEqual(Array(5).fill('unknown'))
    expect(records.flatMap(({ findings }) => findings).map(({ code }) => code)).toEqual(
      Array(5).fill('lookup-failed'),
    )
    expect(summary.sentence).toBe('No record could be looked up.')
    expect(records[0]?.findings[0]?.sentence).toBe(
      'It is not known whether the record is there. ns1.example.net did not answer; ns2.example.net answered with an error (SERVFAIL); System resolver answered with an error (SERVFAIL); Quad9 did not answer.',
    )
  })

  it('goes by the servers of the zone against every resolver', () => {
    const empty = new Map([
      [SYSTEM, []],
      [PUBLIC, []],
    ] as const)
    expect(check({ rows: HEALTHY, held: empty }).records.map(({ standing }) => standing)).toEqual(
      Array(5).fill('published'),
    )
  })

  it('goes by resolvers when no server of the zone answers', () => {
    const failing = new Map([
      [NS1, 'timeout'],
      [NS2, 'not-authoritative'],
    ] as const)
    expect(check({ rows: HEALTHY, failing }).records.map(({ standing }) => standing)).toEqual(
      Array(5).fill('published'),
    )
  })

  it('shows for each server what it has', () => {
    const rows = healthyBut([[`email.${DOMAIN}`]])
    const [record] = check({ rows: HEALTHY, held: new Map([[NS2, rows]]) }).records.slice(2, 3)
    expect(record?.standing).toBe('partly')
    expect(record?.where.map(({ server, standing, outcome }) => [server.id, standing, outcome])).toEqual([
      ['ns1.example.net', 'published', 'NOERROR'],
      ['ns2.example.net', 'missing', 'NXDOMAIN'],
      ['system', 'published', 'NOERROR'],
      ['quad9', 'published', 'NOERROR'],
    ])
  })

  it('takes any split of a TXT record, and white space inside the key', () => {
    const spaced = `v=DKIM1;k=rsa;  p=${KEY.slice(0, 100)} ${KEY.slice(100)}`
    const rows = healthyBut([[`mx._domainkey.${DOMAIN}`]], [[`mx._domainkey.${DOMAIN}`, 'TXT', spaced]])
    expect(findingsOf(check({ rows }))).toEqual([])
  })

  it('says nothing of a record whose value the provider did not name', () => {
    const expected = expectedRecords().map((record) => ({
      ...record,
      value: record.type === 'CNAME' ? '' : record.value,
    }))
    const [alias] = check({ rows: HEALTHY, expected }).records.slice(2, 3)
    expect(alias).toMatchObject({ standing: 'unknown', findings: [] })
  })

  it('does not blame servers that this network does not let us ask', () => {
    const servers = [NS1, NS2].map(({ name, address }) => ({
      ...{
        host: name,
        address,
        inParent: true,
        inChild: true,
        lame: 'no-answer' as const,
        serial: null,
        names: null,
      },
    }))
    const failing = new Map([
      [NS1, 'timeout'],
      [NS2, 'timeout'],
    ] as const)
    expect(findingsOf(check({ rows: HEALTHY, failing, zone: { servers, direct: false } }))).toEqual([])
  })
})

describe('a hostile zone', () => {
  it.each([
    ['a policy of 30,000 terms', `v=spf1 ${'a '.repeat(30_000)}`],
    ['a policy of 7,000 faults', `v=spf1 ${'nonsense '.repeat(7_000)}`],
    ['a policy of one term', `v=spf1 include:${'a-all'.repeat(12_000)}`],
    ['a policy of glue', `v=spf1 ${'include:a.test'.repeat(4_000)}`],
    ['60,000 quotes', `${'"'.repeat(60_000)}x`],
    ['60,000 spaces', `v=spf1${' '.repeat(60_000)}x`],
    [
      'octets of all kinds',
      Buffer.from(Array.from({ length: 60_000 }, (_, i) => i % 256)).toString('latin1'),
    ],
  ])('is diagnosed in few words when it has %s', (_, text) => {
    for (const name of [DOMAIN, `mx._domainkey.${DOMAIN}`]) {
      const rows = healthyBut([[name, 'TXT']], [[name, 'TXT', text]])
      for (const { sentence } of findingsOf(check({ rows }))) expect(sentence.length).toBeLessThan(2000)
    }
  })

  it('is diagnosed in few words when it has 2,000 mail servers', () => {
    const many = Array.from({ length: 2000 }, (_, i) => [DOMAIN, 'MX', `10 m${i}.evil.test`] as const)
    const found = findingsOf(check({ rows: healthyBut([], many) }))
    expect(found.map(({ code }) => code)).toEqual(['mx-extra', 'mx-no-address'])
    expect(found[0]?.sentence.length).toBeLessThan(1000)
    expect(found[0]?.fix.records).toEqual([])
  })
})
