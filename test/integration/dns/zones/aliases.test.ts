import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DomainCheck, SpfNode } from '../../../../src/preload/contract/findings'
import type { Lab } from '../../../dns-server/lab'
import { findingsOf } from '../../../unit/dns/diagnosis/observed'
import { clientFor, resolver } from '../clients'
import { checkIn, healthy, KEY_TEXT, startWorld, zoneText, type Zones } from './world'

/** What a vendor has, in another zone. */
const VENDOR = [
  'spf.vendor TXT "v=spf1 ip4:203.0.113.0/24 ~all"',
  'chain.vendor CNAME link.vendor',
  'link.vendor CNAME spf.vendor',
  'host.vendor A 203.0.113.9',
  'six.vendor AAAA 2001:db8::9',
  'set.vendor MX 10 host.vendor',
  'key.vendor TXT ' + KEY_TEXT,
  'dmarc.vendor TXT "v=DMARC1; p=reject"',
  'sts.vendor TXT "v=STSv1; id=20260101T000000;"',
  'tls.vendor TXT "v=TLSRPTv1; rua=mailto:tls@vendor.net"',
  'bimi.vendor TXT "v=BIMI1; l=https://vendor.net/logo.svg"',
  'yes.vendor TXT "v=DMARC1;"',
  'spf.tree.vendor TXT "v=spf1 ip4:203.0.113.0/24 ~all"',
  'circle.vendor CNAME circle.across.com.',
  ...['reports.com', 'mg.reports.com'].map(
    (at) => `${at}._report._dmarc.vendor CNAME consent.elsewhere.org.`,
  ),
]

const policy = (terms: string): string => `mg TXT "v=spf1 ${terms} include:mailgun.org ~all"`
const spf = (terms: string, ...more: string[]): string[] => healthy(['mg TXT'], [policy(terms), ...more])

const ZONES: Zones = {
  'include.com': spf('include:own.include.com', 'own CNAME spf.vendor.net.'),
  'chained.com': spf('include:own.chained.com', 'own CNAME second', 'second CNAME chain.vendor.net.'),
  'redirect.com': healthy(
    ['mg TXT'],
    ['mg TXT "v=spf1 include:mailgun.org redirect=own.redirect.com"', 'own CNAME spf.vendor.net.'],
  ),
  'address.com': spf('a:own.address.com', 'own CNAME host.vendor.net.'),
  'six.com': spf('a:own.six.com', 'own CNAME six.vendor.net.'),
  'exchange.com': spf('mx:own.exchange.com', 'own CNAME set.vendor.net.'),
  'exists.com': spf('exists:own.exists.com', 'own CNAME host.vendor.net.'),
  'redirected.com': spf('include:spf.tree.redirected.com', 'tree DNAME tree.vendor.net.'),
  'gone.com': spf('include:own.gone.com', 'own CNAME nothing.vendor.net.'),
  'gonehost.com': spf('a:own.gonehost.com', 'own CNAME nothing.vendor.net.'),
  'dead.com': spf(
    'include:own.dead.com a:host.dead.com',
    'own CNAME spf.dead.net.',
    'host CNAME host.dead.net.',
  ),
  'round.com': spf('include:own.round.com', 'own CNAME other', 'other CNAME own'),
  'across.com': spf('include:circle.across.com', 'circle CNAME circle.vendor.net.'),
  'policies.com': healthy(
    ['_dmarc TXT', '_mta-sts.mg TXT', '_smtp._tls.mg TXT', 'default._bimi TXT'],
    [
      ...['_dmarc CNAME dmarc.vendor.net.', '_mta-sts.mg CNAME sts.vendor.net.'],
      ...['_smtp._tls.mg CNAME tls.vendor.net.', 'default._bimi CNAME bimi.vendor.net.'],
    ],
  ),
  'deadpolicies.com': healthy(
    ['_dmarc TXT', '_mta-sts.mg TXT', '_smtp._tls.mg TXT', 'default._bimi TXT'],
    ['_dmarc', '_mta-sts.mg', '_smtp._tls.mg', 'default._bimi'].map((name) => `${name} CNAME x.dead.net.`),
  ),
  'reports.com': healthy(['_dmarc TXT'], ['_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@vendor.net"']),
  'key.com': healthy(['mx._domainkey.mg TXT'], ['mx._domainkey.mg CNAME key.vendor.net.']),
  'gonekey.com': healthy(['mx._domainkey.mg TXT'], ['mx._domainkey.mg CNAME nothing.vendor.net.']),
  'deadkey.com': healthy(['mx._domainkey.mg TXT'], ['mx._domainkey.mg CNAME key.dead.net.']),
  'roundkey.com': healthy(['mx._domainkey.mg TXT'], ['mx._domainkey.mg CNAME k', 'k CNAME mx._domainkey.mg']),
  'mxdead.com': healthy(['mg MX'], ['mg MX 10 own', 'own CNAME host.dead.net.']),
  'mxgone.com': healthy(['mg MX'], ['mg MX 10 own', 'own CNAME nothing.vendor.net.']),
  'cut.com': spf('include:own.cut.com', 'own CNAME spf.part', 'part NS ns.part', 'ns.part A 127.0.0.5'),
  'changing.com': spf('include:own.changing.com', 'own CNAME host.vendor.net.'),
}

let lab: Lab
beforeAll(async () => {
  lab = await startWorld({
    tops: { net: VENDOR, 'elsewhere.org': ['consent TXT "v=DMARC1;"'] },
    first: ZONES,
    third: { 'part.cut.com': ['spf TXT "v=spf1 ip4:203.0.113.0/24 ~all"'] },
    dead: ['dead.net'],
  })
})
afterAll(() => lab.stop())

const check = (apex: string): Promise<DomainCheck> => checkIn(lab, `mg.${apex}`)
const codesOf = (result: DomainCheck): string[] => findingsOf(result).map(({ code }) => code)

function ownTerm({ spf: cost }: DomainCheck): SpfNode {
  const [own] = cost?.tree.children ?? []
  if (own === undefined) throw new Error('There is no SPF policy.')
  return own
}

describe('an alias that leads out of the zone', () => {
  it.each(['include', 'chained', 'redirected', 'cut'])(
    'is followed by an SPF include (%s)',
    async (label) => {
      const result = await check(`${label}.com`)
      expect(codesOf(result)).toEqual([])
      expect(ownTerm(result)).toMatchObject({ state: 'ok', policy: 'v=spf1 ip4:203.0.113.0/24 ~all' })
      expect(result.spf).toMatchObject({ lookups: 3, voidLookups: 0, complete: true })
    },
  )

  it('is followed by an SPF redirect', async () => {
    const result = await check('redirect.com')
    expect(codesOf(result)).toEqual([])
    expect(result.spf?.tree.children.at(-1)).toMatchObject({
      ...{ domain: 'own.redirect.com', state: 'ok', policy: 'v=spf1 ip4:203.0.113.0/24 ~all' },
    })
  })

  it.each(['address', 'six', 'exchange', 'exists'])('is followed by an SPF term (%s)', async (label) => {
    const result = await check(`${label}.com`)
    expect(codesOf(result)).toEqual([])
    expect(ownTerm(result).state).toBe('ok')
    expect(result.spf).toMatchObject({ voidLookups: 0, complete: true })
  })

  it('is followed by each policy, and by the consent to DMARC reports', async () => {
    expect(codesOf(await check('policies.com'))).toEqual([])
    expect(codesOf(await check('reports.com'))).toEqual([])
  })

  it('is followed by a record of the provider', async () => {
    const result = await check('key.com')
    expect(codesOf(result)).toEqual([])
    expect(result.records.map(({ standing }) => standing)).toEqual(Array(5).fill('published'))
  })

  it('is asked anew where a resolver remembers another alias', async () => {
    const client = clientFor()
    const question = { name: 'own.changing.com', type: 'TXT' } as const
    await client.ask({ server: resolver(lab.resolver.address), question, recursionDesired: true })
    client.close()
    const changed = zoneText('changing.com', spf('include:own.changing.com', 'own CNAME spf.vendor.net.'))
    await lab.first.setZone('changing.com', changed)
    await lab.second.setZone('changing.com', changed)
    const result = await check('changing.com')
    expect(codesOf(result)).toEqual([])
    expect(ownTerm(result)).toMatchObject({ state: 'ok', policy: 'v=spf1 ip4:203.0.113.0/24 ~all' })
  })
})

describe('an alias that leads to nothing', () => {
  it('is a void lookup of SPF, and a broken include', async () => {
    const gone = await check('gone.com')
    expect(codesOf(gone)).toEqual(['spf-include-broken'])
    expect(ownTerm(gone).state).toBe('void')
    const host = await check('gonehost.com')
    expect(codesOf(host)).toEqual(['spf-void-term'])
  })

  it('has no record of the provider, which is said of the alias in its place', async () => {
    const result = await check('gonekey.com')
    expect(result.records[1]).toMatchObject({ standing: 'missing', seen: [] })
    expect(codesOf(result)).toEqual(['cname-where-text'])
  })

  it('has no address of a mail server', async () => {
    expect(codesOf(await check('mxgone.com'))).toContain('mx-no-address')
  })
})

describe('an alias to a name that nobody answers for', () => {
  it('is not known to SPF: neither broken nor void, and nothing is to be removed', async () => {
    const result = await check('dead.com')
    expect(codesOf(result)).toEqual(['spf-lookup-failed'])
    expect(findingsOf(result).flatMap(({ fix }) => fix.records)).toEqual([])
    expect(result.spf).toMatchObject({ voidLookups: 0, complete: false })
    expect(result.spf?.tree.children.slice(0, 2).map(({ state }) => state)).toEqual(['failed', 'failed'])
  })

  it.each(['round', 'across'])('nor is what aliases in a circle lead to (%s)', async (label) => {
    const result = await check(`${label}.com`)
    expect(codesOf(result)).toEqual(['spf-lookup-failed'])
    expect(findingsOf(result).flatMap(({ fix }) => fix.records)).toEqual([])
  })

  it('lets nothing be said of policies', async () => {
    expect(codesOf(await check('deadpolicies.com'))).toEqual([])
  })

  it('leaves a record of the provider unknown, never missing', async () => {
    const result = await check('deadkey.com')
    expect(result.records[1]).toMatchObject({ standing: 'unknown', seen: [] })
    expect(codesOf(result)).toEqual(['lookup-failed'])
    const [{ sentence, fix } = { sentence: '', fix: null }] = findingsOf(result)
    expect(sentence).toMatch(/alias for key\.dead\.net/)
    expect(fix).toMatchObject({ action: 'wait', records: [] })
  })

  it('lets nothing be said of the address of a mail server', async () => {
    const result = await check('mxdead.com')
    expect(codesOf(result)).not.toContain('mx-no-address')
    expect(findingsOf(result).filter(({ fix }) => fix.action === 'remove')).toEqual([])
  })

  it('is in the way of a record where the zone alone leads in a circle', async () => {
    const result = await check('roundkey.com')
    expect(codesOf(result)).toEqual(['cname-where-text'])
  })
})
