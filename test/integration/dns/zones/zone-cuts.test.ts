import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { questionsFor } from '../../../../src/main/dns/diagnosis/answers/questions'
import type { DomainCheck, Finding } from '../../../../src/preload/contract/findings'
import { LAB, type Lab } from '../../../dns-server/lab'
import { findingsOf } from '../../../unit/dns/diagnosis/observed'
import { KEY } from '../../../unit/dns/diagnosis/keys'
import { checkIn, healthy, KEY_TEXT, startWorld, wanted, type Zones } from './world'

const DKIM = 'mx._domainkey.mg TXT'
const at = (host: string, address: string): string => `${host} A ${address}`
/** A name that is delegated to the third server. */
const toThird = (name: string): string[] => [`${name} NS ns.part`, at('ns.part', LAB.third)]
const named = (apex: string): string[] => [`@ NS ns.part.${apex}.`]

const own: Zones = {
  'plain.com': healthy(),
  'missing.com': healthy([DKIM], toThird('_domainkey.mg')),
  'right.com': healthy([DKIM], toThird('_domainkey.mg')),
  'cutoff.com': healthy([DKIM], toThird('_domainkey.mg')),
  'selector.com': healthy([DKIM], toThird('mx._domainkey.mg')),
  'nested.com': healthy([DKIM], toThird('_domainkey.mg')),
  'link.com': healthy(['email.mg CNAME'], toThird('email.mg')),
  'domain.com': ['_dmarc TXT "v=DMARC1; p=reject"', 'default._bimi TXT "v=BIMI1; l="', ...toThird('mg')],
  'bare.com': ['_dmarc TXT "v=DMARC1; p=reject; rua=d@bare.com"', ...toThird('mg')],
  'policy.com': healthy(['_dmarc TXT'], toThird('_dmarc')),
  'nopolicy.com': healthy(['_dmarc TXT'], toThird('_dmarc')),
  'policies.com': healthy(
    ['_mta-sts.mg TXT', '_smtp._tls.mg TXT', 'default._bimi TXT'],
    [...toThird('_mta-sts.mg'), '_smtp._tls.mg NS ns.part', '_bimi NS ns.part'],
  ),
  // Its servers hold both zones, so that they never refer to others.
  'same.com': healthy([DKIM], ['_domainkey.mg NS ns1', '_domainkey.mg NS ns2']),
  '_domainkey.mg.same.com': ['@ NS ns1.same.com.', '@ NS ns2.same.com.', 'other TXT "x"'],
  'dead.com': healthy([DKIM], ['_domainkey.mg NS ns.lost', at('ns.lost', LAB.third)]),
  'half.com': healthy(
    [DKIM],
    [...toThird('_domainkey.mg'), '_domainkey.mg NS ns.lost', at('ns.lost', LAB.parent)],
  ),
  'deadpolicy.com': healthy(['_dmarc TXT'], ['_dmarc NS ns.lost', at('ns.lost', LAB.third)]),
  'elsewhere.com': healthy([], ['www NS ns.lost', at('ns.lost', LAB.third)]),
  'shorter.com': healthy([DKIM], [...toThird('_domainkey.mg'), `mx.mg TXT ${KEY_TEXT}`]),
}

const third: Zones = {
  '_domainkey.mg.missing.com': [...named('missing.com'), 'other TXT "x"'],
  '_domainkey.mg.right.com': [...named('right.com'), `mx TXT ${KEY_TEXT}`],
  '_domainkey.mg.cutoff.com': [...named('cutoff.com'), `mx TXT "k=rsa; p=${KEY.slice(0, 200)}"`],
  'mx._domainkey.mg.selector.com': named('selector.com'),
  '_domainkey.mg.nested.com': [...named('nested.com'), 'mx NS ns.part.nested.com.'],
  'mx._domainkey.mg.nested.com': named('nested.com'),
  'email.mg.link.com': named('link.com'),
  'mg.domain.com': [
    ...named('domain.com'),
    ...healthy()
      .filter((line) => /^(\S+\.)?mg /.test(line))
      .map((line) => line.replace(/^mg /, '@ ').replace(/^(\S+)\.mg /, '$1 ')),
  ],
  'mg.bare.com': named('bare.com'),
  '_dmarc.policy.com': [...named('policy.com'), '@ TXT "v=DMARC1; p=reject"'],
  '_dmarc.nopolicy.com': named('nopolicy.com'),
  '_mta-sts.mg.policies.com': [...named('policies.com'), '@ TXT "v=STSv1; id=20260101T000000;"'],
  '_smtp._tls.mg.policies.com': [...named('policies.com'), '@ TXT "v=TLSRPTv1; rua=mailto:tls@vendor.net"'],
  '_bimi.policies.com': [...named('policies.com'), 'default TXT "v=BIMI1; l="'],
  '_domainkey.mg.half.com': [...['@ NS ns.part.half.com.', '@ NS ns.lost.half.com.', `mx TXT ${KEY_TEXT}`]],
  '_domainkey.mg.shorter.com': named('shorter.com'),
}

let lab: Lab
beforeAll(async () => {
  lab = await startWorld({
    ...{ first: own, third },
    dead: ['_domainkey.mg.dead.com', '_dmarc.deadpolicy.com', 'www.elsewhere.com'],
  })
})
afterAll(() => lab.stop())

const check = (apex: string, isBlocked = false): Promise<DomainCheck> =>
  checkIn(lab, `mg.${apex}`, { isBlocked })
const codesOf = (result: DomainCheck): string[] => findingsOf(result).map(({ code }) => code)

function only(result: DomainCheck): Finding {
  const [found, ...more] = findingsOf(result)
  expect(more.map(({ code }) => code)).toEqual([])
  if (found === undefined) throw new Error('Nothing was found.')
  return found
}

describe('a part of the zone that is delegated on', () => {
  it('takes the record that is missing there, by its own form', async () => {
    const result = await check('missing.com')
    expect(result.zone).toBe('missing.com')
    expect(result.records[1]).toMatchObject({
      ...{ standing: 'missing', host: 'mx', zone: '_domainkey.mg.missing.com' },
    })
    expect(result.records.map(({ host }) => host)).toEqual(['mg', 'mx', 'email.mg', 'mg', 'mg'])
    // Servers that only refer there are none of those that have it or not.
    expect(result.records[1]?.where.map(({ server }) => server.name)).toEqual([
      ...['ns.part.missing.com', 'System resolver'],
    ])
    const { fix } = only(result)
    expect(fix).toMatchObject({ action: 'add', records: [{ host: 'mx', replaces: [] }] })
    expect(fix.sentence).toContain(
      'The record belongs in the zone _domainkey.mg.missing.com, which has name servers of its own (ns.part.missing.com); what is entered in missing.com has no effect.',
    )
  })

  it('has what it holds, by what its own servers say', async () => {
    const result = await check('right.com')
    expect(codesOf(result)).toEqual([])
    expect(result.records[1]).toMatchObject({ standing: 'published', host: 'mx' })
    expect(result.records[1]?.where[0]).toMatchObject({
      server: { name: 'ns.part.right.com', kind: 'authoritative' },
      standing: 'published',
    })
  })

  it('takes a change of what it holds', async () => {
    const { code, fix } = only(await check('cutoff.com'))
    expect(code).toBe('dkim-truncated')
    expect(fix.sentence).toContain('in the zone _domainkey.mg.cutoff.com')
    expect(fix).toMatchObject({ action: 'edit', records: [{ host: 'mx' }] })
  })

  it('may be one name alone, or below another', async () => {
    for (const apex of ['selector.com', 'nested.com']) {
      const result = await check(apex)
      expect(result.records[1]).toMatchObject({ standing: 'missing', host: '@' })
      expect(only(result).fix.sentence).toContain(`in the zone mx._domainkey.mg.${apex}, which`)
    }
  })

  it('may be at the same servers, which its SOA shows', async () => {
    const result = await check('same.com')
    expect(result.records[1]).toMatchObject({ standing: 'missing', host: 'mx' })
    expect(only(result).fix.sentence).toContain('in the zone _domainkey.mg.same.com, which')
  })

  it('is seen by a resolver alone where a network lets no other question through', async () => {
    const result = await check('missing.com', true)
    expect(result.records[1]).toMatchObject({ standing: 'missing', host: 'mx' })
    expect(only(result).fix.sentence).toContain('in the zone _domainkey.mg.missing.com, which')
  })

  it('has no place for a CNAME at its top', async () => {
    const result = await check('link.com')
    expect(result.records[2]).toMatchObject({ standing: 'missing', host: '@' })
    expect(codesOf(result)).toEqual(['cname-at-apex'])
  })

  it('takes no record that stands in the zone above under a wrong name', async () => {
    const result = await check('shorter.com')
    const { code, fix } = only(result)
    expect(code).toBe('removed-since')
    expect(fix).toMatchObject({ action: 'add', records: [{ host: 'mx', replaces: [] }] })
  })

  it('may hold a policy', async () => {
    expect(codesOf(await check('policy.com'))).toEqual([])
    expect(codesOf(await check('policies.com'))).toEqual([])
    const { code, fix } = only(await check('nopolicy.com'))
    expect(code).toBe('dmarc-missing')
    expect(fix.records).toMatchObject([{ name: '_dmarc.nopolicy.com', host: '@' }])
    expect(fix.sentence).toContain('in the zone _dmarc.nopolicy.com, which')
  })
})

describe('a sending domain that is delegated on', () => {
  it('is a zone of its own, with the policies above it in the zone above', async () => {
    const result = await check('domain.com')
    expect(result.zone).toBe('mg.domain.com')
    expect(codesOf(result)).toEqual([])
    expect(result.records.map(({ host }) => host)).toEqual(['@', 'mx._domainkey', 'email', '@', '@'])
  })

  it('has its own records added there, and the policy above it in the zone above', async () => {
    const result = await check('bare.com')
    expect(result.zone).toBe('mg.bare.com')
    const missing = findingsOf(result)
    for (const { code, fix } of missing) {
      for (const { name, host } of fix.records) {
        const zone = name.endsWith('mg.bare.com') ? 'mg.bare.com' : 'bare.com'
        expect({ code, name, host }).toEqual({ code, name, host: hostIn(zone, name) })
      }
    }
    const dmarc = missing.find(({ code }) => code === 'dmarc-syntax')
    expect(dmarc?.fix.records).toMatchObject([{ name: '_dmarc.bare.com', host: '_dmarc' }])
    expect(dmarc?.fix.sentence).toContain(
      'in the zone bare.com, not in mg.bare.com, which is a zone of its own',
    )
    expect(missing.find(({ subject }) => subject?.index === 1)?.fix.sentence).not.toContain('belongs')
  })
})

function hostIn(zone: string, name: string): string {
  return name === zone ? '@' : name.slice(0, -zone.length - 1)
}

describe('a delegation to servers that do not answer for it', () => {
  it('is told, and leaves what is below it unknown', async () => {
    const result = await check('dead.com')
    expect(codesOf(result)).toEqual(['cut-all-lame', 'lookup-failed'])
    const [told, unknown] = findingsOf(result)
    expect(told?.sentence).toBe(
      'The zone dead.com delegates _domainkey.mg.dead.com, and all names below it, to ns.lost.dead.com. This name server does not answer for it: ns.lost.dead.com refuses to answer for it.',
    )
    expect(told?.fix).toMatchObject({ action: 'none', records: [] })
    expect(result.records[1]).toMatchObject({ standing: 'unknown', host: 'mx' })
    expect(unknown?.fix).toMatchObject({ action: 'wait', records: [] })
    expect(unknown?.fix.sentence).toContain('_domainkey.mg.dead.com')
  })

  it('is told of one server among others, which have the record', async () => {
    const result = await check('half.com')
    expect(codesOf(result)).toEqual(['cut-server-lame'])
    expect(result.records[1]?.standing).toBe('published')
  })

  it('is told of a policy, of which nothing is said', async () => {
    expect(codesOf(await check('deadpolicy.com'))).toEqual(['cut-all-lame'])
  })

  it('is not told of names that mail does not need', async () => {
    expect(codesOf(await check('elsewhere.com'))).toEqual([])
  })
})

it('asks nothing more where no part is delegated and no alias leads out', async () => {
  const asked: number[] = []
  await checkIn(lab, 'mg.plain.com', { questions: (count) => asked.push(count) })
  const { records, surroundings } = questionsFor('mg.plain.com', wanted('mg.plain.com'), 'plain.com')
  // Each RRset at 2 servers and a resolver, what surrounds them once, and 5 questions on the provider's own names.
  expect(asked.at(-1)).toBe(records.length * 3 + surroundings.length + 5)
})
