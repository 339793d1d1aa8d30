import { describe, expect, it } from 'vitest'
import type { Observation, Server } from '../../../../src/preload/contract/dns-answer'
import { judge } from '../../../../src/main/dns/diagnosis/judge'
import { SeenAnswers } from '../../../../src/main/dns/diagnosis/answers/seen-answers'
import { KEY } from './keys'
import {
  check,
  DOMAIN,
  expectedRecords,
  findingsOf,
  healthyBut,
  NS1,
  observe,
  PUBLIC,
  SYSTEM,
  type Row,
  type World,
} from './observed'

const PROVIDER = 'include:mail.provider.test'
const DKIM = `mx._domainkey.${DOMAIN}`
/** Names of a vendor, in another zone; the servers of `example.com` know nothing of them. */
const VENDOR: readonly Row[] = [
  ['spf.vendor.test', 'TXT', 'v=spf1 ip4:203.0.113.0/24 ~all'],
  ['chain.vendor.test', 'CNAME', 'spf.vendor.test'],
  ['host.vendor.test', 'A', '203.0.113.9'],
  ['set.vendor.test', 'MX', '10 host.vendor.test'],
  ['key.vendor.test', 'TXT', `k=rsa; p=${KEY}`],
  ['dmarc.vendor.test', 'TXT', 'v=DMARC1; p=reject'],
  ['sts.vendor.test', 'TXT', 'v=STSv1; id=20260101T000000;'],
  ['tls.vendor.test', 'TXT', 'v=TLSRPTv1; rua=mailto:tls@example.com'],
  ['bimi.vendor.test', 'TXT', 'v=BIMI1; l=https://example.com/logo.svg'],
]
const OWN = 'own.example.com'
const spf = (term: string, ...rows: Row[]): World => ({
  rows: healthyBut(
    [[DOMAIN, 'TXT']],
    [
      [DOMAIN, 'TXT', `v=spf1 ${PROVIDER} ${term}${term.startsWith('redirect') ? '' : ' ~all'}`],
      ...rows,
      ...VENDOR,
    ],
  ),
})
const alias = (name: string, target: string): World => ({
  rows: healthyBut([[name]], [[name, 'CNAME', target], ...VENDOR]),
})
const codesOf = (world: World): string[] => findingsOf(check(world)).map(({ code }) => code)
const DEAD: World['failing'] = new Map<Server, 'SERVFAIL'>(
  [SYSTEM, PUBLIC].map((server) => [server, 'SERVFAIL']),
)
/** The same, where no resolver answers, so that what an alias leads to is not known. */
const unanswered = (world: World): World => ({ ...world, failing: DEAD })

/** Each question that the diagnoses ask, with an alias out of the zone in the way. */
const FOLLOWED: readonly (readonly [label: string, world: World])[] = [
  ['include', spf(`include:${OWN}`, [OWN, 'CNAME', 'spf.vendor.test'])],
  [
    'include by a chain',
    spf(`include:${OWN}`, [OWN, 'CNAME', 'b.example.com'], ['b.example.com', 'CNAME', 'chain.vendor.test']),
  ],
  [
    'include below a DNAME',
    spf('include:spf.tree.example.com', ['tree.example.com', 'DNAME', 'vendor.test']),
  ],
  ['redirect', spf(`redirect=${OWN}`, [OWN, 'CNAME', 'spf.vendor.test'])],
  ['a', spf(`a:${OWN}`, [OWN, 'CNAME', 'host.vendor.test'])],
  ['mx', spf(`mx:${OWN}`, [OWN, 'CNAME', 'set.vendor.test'])],
  ['exists', spf(`exists:${OWN}`, [OWN, 'CNAME', 'host.vendor.test'])],
  ['DMARC', alias('_dmarc.example.com', 'dmarc.vendor.test')],
  ['MTA-STS', alias(`_mta-sts.${DOMAIN}`, 'sts.vendor.test')],
  ['TLS-RPT', alias(`_smtp._tls.${DOMAIN}`, 'tls.vendor.test')],
  ['BIMI', alias('default._bimi.example.com', 'bimi.vendor.test')],
  ['a DKIM key', alias(DKIM, 'key.vendor.test')],
]

describe('an alias that leads out of the zone', () => {
  it.each(FOLLOWED)('is followed: %s', (_, world) => {
    expect(codesOf(world)).toEqual([])
  })

  it.each(FOLLOWED)('says nothing of what nobody answers for: %s', (label, world) => {
    const result = check(unanswered(world))
    const found = findingsOf(result)
    const known = ['lookup-failed', 'spf-lookup-failed']
    expect(found.map(({ code }) => code).filter((code) => !known.includes(code))).toEqual([])
    expect(found.flatMap(({ fix }) => fix.records)).toEqual([])
    const standing = label === 'a DKIM key' ? 'unknown' : 'published'
    expect(result.records[1]?.standing).toBe(standing)
  })

  it('is not complete by what a server says of names in other zones', () => {
    const world = alias('_dmarc.example.com', 'dmarc.vendor.test')
    const seen = observe(world)
    // It holds an old copy of the other zone.
    const stale = (observation: Observation): Observation => ({
      ...observation,
      answers: observation.answers.map((answer) =>
        answer.server === NS1 &&
        answer.question.name === '_dmarc.example.com' &&
        answer.outcome.kind === 'answered'
          ? {
              ...answer,
              outcome: {
                ...answer.outcome,
                answers: [
                  ...answer.outcome.answers,
                  {
                    ...{ name: 'dmarc.vendor.test', ttl: 300, type: 'TXT' as const },
                    ...{ strings: ['v=DMARC1; p=none'], text: 'v=DMARC1; p=none' },
                  },
                ],
              },
            }
          : answer,
      ),
    })
    expect(findingsOf(judge(stale(seen), expectedRecords())).map(({ code }) => code)).toEqual([])
    // Where nobody else says anything, it is all there is.
    const alone = observe(unanswered(world))
    const codes = findingsOf(judge(stale(alone), expectedRecords())).map(({ code }) => code)
    expect(codes).toContain('dmarc-none')
  })
})

describe('an alias that leads to nothing', () => {
  it('is void for SPF', () => {
    const gone = spf(`include:${OWN}`, [OWN, 'CNAME', 'gone.vendor.test'])
    expect(codesOf(gone)).toContain('spf-include-broken')
    expect(check(gone).spf).toMatchObject({ voidLookups: 1 })
  })

  it.each(['_dmarc.example.com', `_mta-sts.${DOMAIN}`, `_smtp._tls.${DOMAIN}`, 'default._bimi.example.com'])(
    'gets no second record beside it (%s)',
    (name) => {
      const result = check(alias(name, 'gone.vendor.test'))
      for (const { fix } of findingsOf(result)) {
        for (const record of fix.records.filter((item) => item.name === name)) {
          expect(record.replaces).toContainEqual(expect.objectContaining({ type: 'CNAME', name }))
        }
      }
    },
  )
})

describe('aliases in a circle', () => {
  it('are not known to lead anywhere', () => {
    const round = spf(`include:${OWN}`, [OWN, 'CNAME', 'b.example.com'], ['b.example.com', 'CNAME', OWN])
    const result = check(round)
    expect(findingsOf(result).map(({ code }) => code)).toEqual(['spf-lookup-failed'])
    const seen = new SeenAnswers(observe(round))
    expect(seen.data({ name: OWN, type: 'TXT' })).toBeNull()
    const answer = seen.best({ name: OWN, type: 'TXT' })
    expect(answer === null ? null : seen.completed(answer)).toMatchObject({ end: 'endless', records: [] })
  })

  it('end, also across zones, and however many there are', () => {
    const across = spf(
      `include:${OWN}`,
      [OWN, 'CNAME', 'round.vendor.test'],
      ['round.vendor.test', 'CNAME', OWN],
    )
    const links = Array.from({ length: 40 }, (_, n): Row => [
      `n${n}.example.com`,
      'CNAME',
      `n${n + 1}.example.com`,
    ])
    for (const world of [across, spf('include:n0.example.com', ...links)]) {
      const codes = codesOf(unanswered(world))
      expect(codes).toContain('spf-lookup-failed')
      expect(codes).not.toContain('spf-include-broken')
    }
  })
})

it('does not take what a resolver found behind another alias', () => {
  const rows = healthyBut(
    [['_dmarc.example.com']],
    [['_dmarc.example.com', 'CNAME', 'dmarc.vendor.test'], ...VENDOR],
  )
  const stale = rows.map((row): Row =>
    row[0] === '_dmarc.example.com' ? ['_dmarc.example.com', 'CNAME', 'gone.vendor.test'] : row,
  )
  // The name that the zone's own alias leads to was not asked by itself, so that nothing is said.
  const world: World = { rows, held: new Map([SYSTEM, PUBLIC].map((server) => [server, stale])) }
  expect(codesOf(world)).toEqual([])
})
