import type { FindingCode } from '../../../../src/preload/contract/finding-titles'
import { KEY, OTHER_KEY, PRIVATE_KEY, SHORT_KEY } from './keys'
import {
  answered,
  APEX,
  DOMAIN,
  expectedRecords,
  HEALTHY,
  healthyBut,
  NS1,
  NS2,
  PUBLIC,
  SYSTEM,
  type Row,
  type World,
} from './observed'

/** One mistake: a world that has it, and the same world put right. */
export interface Case {
  readonly code: FindingCode
  readonly name?: string
  readonly cause: World
  readonly cure: World
}

const healthy: World = { rows: HEALTHY }
const DKIM = `mx._domainkey.${DOMAIN}`
const LINK = `email.${DOMAIN}`
const PROVIDER = 'include:mail.provider.test'
const RIGHT_DKIM = `k=rsa; p=${KEY}`

const spf = (text: string, rows: readonly Row[] = []): World => ({
  rows: healthyBut([[DOMAIN, 'TXT']], [[DOMAIN, 'TXT', text], ...rows]),
})
const dkim = (...texts: string[]): World => ({
  rows: healthyBut(
    [[DKIM]],
    texts.map((text) => [DKIM, 'TXT', text] as const),
  ),
})
const link = (...rows: Row[]): World => ({ rows: healthyBut([[LINK]], rows) })
const mx = (...values: string[]): World => ({
  rows: healthyBut(
    [[DOMAIN, 'MX']],
    values.map((value) => [DOMAIN, 'MX', value] as const),
  ),
})
const without = (...names: string[]): Row[] => healthyBut(names.map((name) => [name] as const))
const zoned = (zone: NonNullable<World['zone']>, world: World = healthy): World => ({ ...world, zone })
const server = (host: string, change: object = {}): NonNullable<World['zone']>['servers'] => [
  {
    ...{ host, address: '192.0.2.1:53', inParent: true, inChild: true, lame: null, serial: 7, names: null },
    ...change,
  },
]
const servers = (first: object, second: object = {}): NonNullable<World['zone']> => ({
  servers: [...(server(NS1.name, first) ?? []), ...(server(NS2.name, second) ?? [])],
})
const NS1_ONLY = { delegation: [NS1.name], nameServers: [NS1.name, NS2.name] }
/** The provider looked before the records were there. */
const unseen = { expected: expectedRecords({ valid: 'invalid' }) }
const APEX_RECORDS = expectedRecords({}, APEX)
const apexRows = (rows: readonly Row[]): Row[] => [
  ...APEX_RECORDS.map(({ name, type, value, priority }): Row => [
    name,
    type,
    type === 'MX' ? `${priority ?? 10} ${value}` : value,
  ]).filter(([name, type]) => !rows.some(([n, t]) => n === name && (t === type || t === 'CNAME'))),
  ...rows,
]
const apexWorld = (...rows: Row[]): World => ({ domain: APEX, expected: APEX_RECORDS, rows: apexRows(rows) })
const SPARE = `old._domainkey.${DOMAIN}`
/** The provider lists a second key, with which it does not sign. */
const withSpareKey = expectedRecords().flatMap((record) =>
  record.name === DKIM
    ? [
        { ...record, name: SPARE, isActive: false, valid: 'unknown' as const },
        { ...record, isActive: true },
      ]
    : [record],
)
/** The provider keeps the key, and the user's DNS leads to it. */
const senderSecurity = {
  expected: expectedRecords().map((record) =>
    record.name === DKIM ? { ...record, type: 'CNAME' as const, value: 'k1.provider.test' } : record,
  ),
}
/** Includes that cost one lookup each and pass nobody. */
const includes = (count: number): { terms: string; rows: Row[] } => {
  const names = Array.from({ length: count }, (_, index) => `s${index + 1}.sender.test`)
  return {
    terms: names.map((name) => `include:${name}`).join(' '),
    rows: names.map((name) => [name, 'TXT', 'v=spf1 ip4:203.0.113.1 ~all'] as const),
  }
}
const ten = includes(10)
const nine = includes(9)

/** The keys are kept at another server, in a zone of their own. */
const CUT = `_domainkey.${DOMAIN}`
const cutAt = (...lame: NonNullable<World['cuts']>[number]['servers'][number]['lame'][]): World => ({
  rows: without(DKIM),
  cuts: [
    {
      ...{
        apex: CUT,
        parent: APEX,
        nameServers: lame.map((_, index) => `ns${index}.keys.test`),
        answers: [answered(NS1, { name: CUT, type: 'NS' }, 0)],
      },
      servers: lame.map((why, index) => ({
        ...{ host: `ns${index}.keys.test`, address: `192.0.2.${index + 80}:53`, inParent: true },
        ...{ inChild: why === null, lame: why, serial: null, names: null },
      })),
    },
  ],
})
const SUFFIXED = 'someone.is-a.dev'
const suffixed = (rcode: 0 | 3, rows: readonly Row[] = []): World => ({
  ...{ domain: SUFFIXED, expected: expectedRecords({}, SUFFIXED), rows },
  zone: {
    ...{ name: SUFFIXED, apex: 'is-a.dev', organizational: SUFFIXED, parent: 'dev' },
    answers: [answered(NS1, { name: SUFFIXED, type: 'NS' }, rcode)],
  },
})

/** Every code at least once: its cause, and the cure. */
export const CASES: readonly Case[] = [
  {
    code: 'not-registered',
    cause: zoned({ state: 'not-delegated', apex: null, delegation: null, servers: [] }, { rows: [] }),
    cure: healthy,
  },
  {
    code: 'no-name-servers',
    cause: zoned({ apex: 'com', delegation: null, servers: [], nameServers: [] }, { rows: [] }),
    cure: healthy,
  },
  {
    code: 'suffix-name-missing',
    cause: suffixed(3),
    cure: suffixed(0, [[SUFFIXED, 'TXT', `v=spf1 ${PROVIDER} ~all`]]),
  },
  {
    code: 'zone-unknown',
    cause: zoned({ state: 'unknown', apex: null, delegation: null, reason: 'No resolver answered.' }),
    cure: healthy,
  },
  {
    code: 'servers-all-lame',
    cause: zoned(servers({ lame: 'refused' }, { lame: 'no-answer' })),
    cure: zoned(servers({}, {})),
  },
  { code: 'server-lame', cause: zoned(servers({}, { lame: 'not-authoritative' })), cure: zoned(servers({})) },
  { code: 'cut-all-lame', cause: cutAt('refused', 'no-answer'), cure: cutAt(null) },
  { code: 'cut-server-lame', cause: cutAt(null, 'refused'), cure: cutAt(null) },
  { code: 'serials-differ', cause: zoned(servers({ serial: 7 }, { serial: 6 })), cure: zoned(servers({})) },
  {
    code: 'delegation-differs',
    cause: zoned({ delegation: [NS1.name, 'old.example.net'] }),
    cure: zoned({ delegation: [NS1.name, NS2.name] }),
  },
  { code: 'dnssec-bogus', cause: zoned({ dnssec: 'bogus' }), cure: zoned({ dnssec: 'secure' }) },
  {
    code: 'lookup-failed',
    cause: {
      rows: HEALTHY,
      failing: new Map([
        [NS1, 'timeout'],
        [NS2, 'not-authoritative'],
        [SYSTEM, 'SERVFAIL'],
        [PUBLIC, 'timeout'],
      ]),
    },
    cure: healthy,
  },
  { code: 'name-missing', cause: { rows: without(DKIM), ...unseen }, cure: healthy },
  {
    code: 'type-missing',
    cause: { rows: healthyBut([[DKIM]], [[DKIM, 'A', '192.0.2.9']]), ...unseen },
    cure: { rows: healthyBut([], [[DKIM, 'A', '192.0.2.9']]) },
  },
  {
    code: 'owner-zone-doubled',
    cause: { rows: healthyBut([[DKIM]], [[`${DKIM}.${APEX}`, 'TXT', RIGHT_DKIM]]) },
    cure: healthy,
  },
  {
    code: 'owner-apex-pasted',
    cause: {
      ...apexWorld(),
      rows: apexRows([]).map(([name, type, value]): Row => [
        name === APEX && type === 'TXT' ? `${APEX}.${APEX}` : name,
        type,
        value,
      ]),
    },
    cure: apexWorld(),
  },
  {
    code: 'owner-domain-doubled',
    cause: { rows: healthyBut([[DKIM]], [[`${DKIM}.${DOMAIN}`, 'TXT', RIGHT_DKIM]]) },
    cure: healthy,
  },
  {
    code: 'owner-subdomain-missing',
    cause: { rows: healthyBut([[DKIM]], [[`mx._domainkey.${APEX}`, 'TXT', RIGHT_DKIM]]) },
    cure: healthy,
  },
  {
    code: 'owner-underscore-lost',
    cause: { rows: healthyBut([[DKIM]], [[`mx.domainkey.${DOMAIN}`, 'TXT', RIGHT_DKIM]]) },
    cure: healthy,
  },
  ...[`mx.${DOMAIN}`, `_domainkey.${DOMAIN}`, DOMAIN].map((shorter) => ({
    code: 'owner-labels-lost' as const,
    name: shorter,
    cause: { rows: healthyBut([[DKIM]], [[shorter, 'TXT', RIGHT_DKIM] as const]) },
    cure: healthy,
  })),
  {
    code: 'owner-www-added',
    cause: { rows: healthyBut([[LINK]], [[`www.${LINK}`, 'CNAME', 'track.provider.test']]) },
    cure: healthy,
  },
  {
    code: 'wildcard-answers',
    name: 'a TXT wildcard',
    cause: { rows: healthyBut([[DKIM]], [[`*._domainkey.${DOMAIN}`, 'TXT', 'v=DKIM1; p=']]) },
    cure: { rows: healthyBut([], [[`*._domainkey.${DOMAIN}`, 'TXT', 'v=DKIM1; p=']]) },
  },
  {
    code: 'wildcard-answers',
    name: 'a wildcard of addresses where a CNAME belongs',
    cause: { rows: healthyBut([[LINK]], [[`*.${DOMAIN}`, 'A', '192.0.2.9']]) },
    cure: { rows: healthyBut([], [[`*.${DOMAIN}`, 'A', '192.0.2.9']]) },
  },
  {
    code: 'stale-resolver',
    cause: { rows: HEALTHY, held: new Map([[PUBLIC, dkim(`k=rsa; p=${OTHER_KEY}`).rows]]) },
    cure: healthy,
  },
  {
    code: 'absence-remembered',
    cause: { rows: HEALTHY, held: new Map([[SYSTEM, without(DKIM)]]) },
    cure: healthy,
  },
  {
    code: 'servers-disagree',
    cause: { rows: HEALTHY, held: new Map([[NS2, without(DKIM)]]) },
    cure: healthy,
  },
  {
    code: 'resolvers-disagree',
    cause: {
      rows: HEALTHY,
      held: new Map([[PUBLIC, without(DKIM)]]),
      failing: new Map([
        [NS1, 'timeout'],
        [NS2, 'timeout'],
      ]),
    },
    cure: healthy,
  },
  {
    code: 'servers-differ',
    cause: {
      rows: HEALTHY,
      held: new Map([[NS2, healthyBut([], [[DOMAIN, 'MX', '30 mxb.provider.test']])]]),
    },
    cure: healthy,
  },
  {
    code: 'ttl-long',
    cause: { rows: healthyBut([[LINK]], [[LINK, 'CNAME', 'track.provider.test', 604_800]]) },
    cure: { rows: healthyBut([[LINK]], [[LINK, 'CNAME', 'track.provider.test', 86_400]]) },
  },
  {
    code: 'at-undelegated-server',
    cause: {
      rows: without(DKIM),
      held: new Map([[NS2, HEALTHY]]),
      zone: { ...NS1_ONLY, ...servers({}, { inParent: false }) },
    },
    cure: { rows: HEALTHY, zone: { ...NS1_ONLY, ...servers({}, { inParent: false }) } },
  },
  { code: 'not-verified-yet', cause: { rows: HEALTHY, ...unseen }, cure: healthy },
  { code: 'spare-key', cause: { rows: HEALTHY, expected: withSpareKey }, cure: healthy },
  {
    code: 'spare-key',
    name: 'and something else is published in its place',
    cause: { rows: [...HEALTHY, [SPARE, 'TXT', `k=rsa; p=${OTHER_KEY}`]], expected: withSpareKey },
    cure: { rows: [...HEALTHY, [SPARE, 'TXT', RIGHT_DKIM]], expected: withSpareKey },
  },
  { code: 'removed-since', cause: { rows: without(DKIM) }, cure: healthy },
  {
    code: 'value-different',
    name: 'an address',
    cause: {
      expected: [{ ...expectedRecords()[0]!, type: 'A', name: LINK, value: '198.51.100.3' }],
      rows: [
        [LINK, 'A', '192.0.2.9'],
        ['_dmarc.example.com', 'TXT', 'v=DMARC1; p=reject'],
      ],
    },
    cure: {
      expected: [{ ...expectedRecords()[0]!, type: 'A', name: LINK, value: '198.51.100.3' }],
      rows: [[LINK, 'A', '198.51.100.3']],
    },
  },
  {
    code: 'value-different',
    name: 'a text',
    cause: {
      expected: [{ ...expectedRecords()[0]!, value: 'provider-verification=1' }],
      rows: [[DOMAIN, 'TXT', 'provider-verification=2']],
    },
    cure: {
      expected: [{ ...expectedRecords()[0]!, value: 'provider-verification=1' }],
      rows: [
        [DOMAIN, 'TXT', 'provider-verification=2'],
        [DOMAIN, 'TXT', 'provider-verification=1'],
      ],
    },
  },
  {
    code: 'policy-there',
    cause: wantsPolicy('v=DMARC1; p=none', 'v=DMARC1; p=quarantine; rua=mailto:us@example.com'),
    cure: wantsPolicy('v=DMARC1; p=none', 'v=DMARC1;p=none;'),
  },
  {
    code: 'policy-different',
    name: 'two, the wanted one among them',
    cause: wantsPolicy('v=DMARC1; p=none', 'v=DMARC1; p=none', 'v=DMARC1; p=reject'),
    cure: wantsPolicy('v=DMARC1; p=none', 'v=DMARC1; p=none'),
  },
  {
    code: 'policy-different',
    name: 'none, below one that asks for more',
    cause: wantsPolicy('v=DMARC1; p=none'),
    cure: wantsPolicy('v=DMARC1; p=reject'),
  },
  {
    code: 'policy-different',
    cause: wantsPolicy('v=DMARC1; p=reject', 'v=DMARC1; p=none'),
    cure: wantsPolicy('v=DMARC1; p=reject', 'v=DMARC1; p=reject'),
  },
  ...[' provider-verification=1 ', '"provider-verification=1"', '\u201cprovider-verification=1\u201d'].map(
    (text) => ({
      code: 'value-decorated' as const,
      name: `a text: ${text}`,
      cause: {
        expected: [{ ...expectedRecords()[0]!, value: 'provider-verification=1' }],
        rows: [[DOMAIN, 'TXT', text] as const],
      },
      cure: {
        expected: [{ ...expectedRecords()[0]!, value: 'provider-verification=1' }],
        rows: [[DOMAIN, 'TXT', 'provider-verification=1'] as const],
      },
    }),
  ),
  {
    code: 'value-decorated',
    name: 'a target as a web address',
    cause: link([LINK, 'CNAME', 'https://track.provider.test']),
    cure: healthy,
  },
  {
    code: 'value-decorated',
    name: 'a target with a space behind it',
    cause: link([LINK, 'CNAME', 'track.provider.test\\032']),
    cure: healthy,
  },
  {
    code: 'value-decorated',
    name: 'a mail server with a space before it',
    cause: mx('10 \\032mxa.provider.test', '10 mxb.provider.test'),
    cure: healthy,
  },

  { code: 'spf-missing', cause: spf('google-site-verification=1'), cure: healthy },
  {
    code: 'spf-several',
    cause: { rows: healthyBut([], [[DOMAIN, 'TXT', 'v=spf1 ip4:203.0.113.7 -all']]) },
    cure: spf(`v=spf1 ip4:203.0.113.7 ${PROVIDER} -all`),
  },
  {
    code: 'spf-include-missing',
    cause: spf('v=spf1 ip4:203.0.113.7 -all'),
    cure: spf(`v=spf1 ip4:203.0.113.7 ${PROVIDER} -all`),
  },
  {
    code: 'spf-include-missing',
    name: 'only a part of its servers passes',
    cause: spf('v=spf1 ip4:198.51.100.0/25 -all'),
    cure: spf('v=spf1 ip4:198.51.100.0/25 ip4:198.51.100.128/25 -all'),
  },
  {
    code: 'spf-provider-unknown',
    cause: spf('v=spf1 include:%{ir}.%{v}.%{d}.vendor.test -all'),
    cure: spf(`v=spf1 include:%{ir}.%{v}.%{d}.vendor.test ${PROVIDER} -all`),
  },
  {
    code: 'spf-term-not-literal',
    cause: spf('v=spf1 redirect=example.com', [['example.com', 'TXT', `v=spf1 ${PROVIDER} ~all`]]),
    cure: spf(`v=spf1 ${PROVIDER} redirect=example.com`, [['example.com', 'TXT', `v=spf1 ${PROVIDER} ~all`]]),
  },
  {
    code: 'spf-include-not-pass',
    name: 'a term before refuses',
    cause: spf(`v=spf1 -ip4:198.51.100.0/24 ${PROVIDER} ~all`),
    cure: spf(`v=spf1 ${PROVIDER} -ip4:198.51.100.0/24 ~all`),
  },
  {
    code: 'spf-include-not-pass',
    cause: spf(`v=spf1 ?${PROVIDER} ~all`),
    cure: spf(`v=spf1 +${PROVIDER} ~all`),
  },
  {
    code: 'spf-include-after-all',
    cause: spf(`v=spf1 mx ~all ${PROVIDER}`),
    cure: spf(`v=spf1 mx ${PROVIDER} ~all`),
  },
  { code: 'spf-version-wrong', cause: spf(`"v=spf1 ${PROVIDER} ~all"`), cure: healthy },
  { code: 'spf-version-wrong', name: 'without v=', cause: spf(`spf1 ${PROVIDER} ~all`), cure: healthy },
  { code: 'spf-version-wrong', name: 'glued', cause: spf(`v=spf1${PROVIDER} ~all`), cure: healthy },
  {
    code: 'spf-syntax',
    cause: spf(`v=spf1 ipv4:203.0.113.7 ${PROVIDER} ~all`),
    cure: spf(`v=spf1 ip4:203.0.113.7 ${PROVIDER} ~all`),
  },
  { code: 'spf-glued', cause: spf(`v=spf1 ${PROVIDER}~all`), cure: healthy },
  {
    code: 'spf-glued',
    name: 'in two chunks',
    cause: spf(`v=spf1 ip4:203.0.113.7${PROVIDER} ~all`),
    cure: healthy,
  },
  {
    code: 'spf-too-many-lookups',
    cause: spf(`v=spf1 ${PROVIDER} ${ten.terms} ~all`, ten.rows),
    cure: spf(`v=spf1 ${PROVIDER} ${nine.terms} ~all`, nine.rows),
  },
  {
    code: 'spf-too-many-void-lookups',
    cause: spf(`v=spf1 a:a.gone.test a:b.gone.test mx:c.gone.test ${PROVIDER} ~all`),
    cure: spf(`v=spf1 a:a.gone.test a:b.gone.test ${PROVIDER} ~all`),
  },
  {
    code: 'spf-void-term',
    cause: spf(`v=spf1 a ${PROVIDER} ~all`),
    cure: spf(`v=spf1 ${PROVIDER} ~all`),
  },
  {
    code: 'spf-too-many-mx',
    cause: spf(
      `v=spf1 mx:many.test ${PROVIDER} ~all`,
      Array.from({ length: 11 }, (_, index) => ['many.test', 'MX', `10 m${index}.many.test`] as const),
    ),
    cure: spf(
      `v=spf1 mx:many.test ${PROVIDER} ~all`,
      Array.from({ length: 10 }, (_, index) => ['many.test', 'MX', `10 m${index}.many.test`] as const),
    ),
  },
  {
    code: 'spf-include-broken',
    cause: spf(`v=spf1 include:none.test ${PROVIDER} ~all`, [['none.test', 'TXT', 'no policy here']]),
    cure: healthy,
  },
  {
    code: 'spf-include-broken',
    name: 'a name that does not exist',
    cause: spf(`v=spf1 include:none.test ${PROVIDER} ~all`),
    cure: healthy,
  },
  {
    code: 'spf-loop',
    cause: spf(`v=spf1 include:loop.test ${PROVIDER} ~all`, [
      ['loop.test', 'TXT', 'v=spf1 include:loop.test ~all'],
    ]),
    cure: spf(`v=spf1 include:loop.test ${PROVIDER} ~all`, [
      ['loop.test', 'TXT', 'v=spf1 ip4:203.0.113.1 ~all'],
    ]),
  },
  {
    code: 'spf-lookup-failed',
    cause: {
      ...healthy,
      failing: new Map([
        [SYSTEM, 'SERVFAIL'],
        [PUBLIC, 'timeout'],
      ]),
    },
    cure: healthy,
  },
  { code: 'spf-allows-all', cause: spf(`v=spf1 ${PROVIDER} +all`), cure: spf(`v=spf1 ${PROVIDER} -all`) },
  {
    code: 'spf-allows-all',
    name: 'by a network',
    cause: spf(`v=spf1 ip4:0.0.0.0/0 ${PROVIDER} -all`),
    cure: spf(`v=spf1 ${PROVIDER} -all`),
  },
  {
    code: 'spf-allows-all',
    name: 'by halves inside an include',
    cause: spf(`v=spf1 include:open.test ${PROVIDER} -all`, [
      ['open.test', 'TXT', 'v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all'],
    ]),
    cure: spf(`v=spf1 include:open.test ${PROVIDER} -all`, [
      ['open.test', 'TXT', 'v=spf1 ip4:203.0.113.0/24 -all'],
    ]),
  },
  { code: 'spf-neutral-all', cause: spf(`v=spf1 ${PROVIDER} ?all`), cure: healthy },
  { code: 'spf-no-all', cause: spf(`v=spf1 ${PROVIDER}`), cure: healthy },
  {
    code: 'spf-terms-after-all',
    cause: spf(`v=spf1 ${PROVIDER} ~all mx`),
    cure: spf(`v=spf1 mx ${PROVIDER} ~all`),
  },
  {
    code: 'spf-redirect-ignored',
    cause: spf(`v=spf1 ${PROVIDER} ~all redirect=mail.provider.test`),
    cure: healthy,
  },
  { code: 'spf-duplicate-term', cause: spf(`v=spf1 ${PROVIDER} ${PROVIDER} ~all`), cure: healthy },
  { code: 'spf-ptr', cause: spf(`v=spf1 ptr ${PROVIDER} ~all`), cure: healthy },
  {
    code: 'spf-long',
    cause: spf(`v=spf1 ${PROVIDER} ${addresses(30)} ~all`),
    cure: spf(`v=spf1 ${PROVIDER} ${addresses(3)} ~all`),
  },
  {
    code: 'spf-type-99',
    cause: { rows: healthyBut([], [[DOMAIN, 'SPF', `v=spf1 ${PROVIDER} ~all`]]) },
    cure: healthy,
  },

  {
    code: 'dkim-other-selector',
    cause: {
      rows: healthyBut([[DKIM]], [[`s1._domainkey.${DOMAIN}`, 'TXT', RIGHT_DKIM]]),
      ...unseen,
    },
    cure: { rows: healthyBut([], [[`s1._domainkey.${DOMAIN}`, 'TXT', `p=${OTHER_KEY}`]]) },
  },
  { code: 'dkim-truncated', cause: dkim(RIGHT_DKIM.slice(0, 255)), cure: healthy },
  { code: 'dkim-part-missing', cause: dkim(`k=rsa; p=${KEY.slice(200)}`), cure: healthy },
  {
    code: 'dkim-part-missing',
    name: 'in the middle',
    cause: dkim(`k=rsa; p=${KEY.slice(0, 120)}${KEY.slice(240)}`),
    cure: healthy,
  },
  { code: 'dkim-disordered', cause: dkim(`k=rsa; p=${KEY.slice(200)}${KEY.slice(0, 200)}`), cure: healthy },
  { code: 'dkim-surplus', cause: dkim(`k=rsa; p=${KEY}${KEY.slice(200)}`), cure: healthy },
  { code: 'dkim-altered', cause: dkim(`k=rsa; p=${KEY.replaceAll('+', '')}`), cure: healthy },
  {
    code: 'dkim-line-pasted',
    cause: dkim(`mx._domainkey IN TXT "${RIGHT_DKIM}"`),
    cure: healthy,
  },
  {
    code: 'dkim-pem',
    cause: dkim(`v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----${KEY}-----END PUBLIC KEY-----`),
    cure: healthy,
  },
  { code: 'dkim-private-key', cause: dkim(`v=DKIM1; k=rsa; p=${PRIVATE_KEY}`), cure: healthy },
  { code: 'dkim-other-text', cause: dkim('v=spf1 include:mail.provider.test ~all'), cure: healthy },
  { code: 'dkim-not-a-key', cause: dkim(`v=DKIM1; k=rsa; p=${OTHER_KEY.slice(0, 200)}`), cure: healthy },
  { code: 'dkim-quoted', cause: dkim(`"${RIGHT_DKIM}"`), cure: healthy },
  {
    code: 'dkim-quoted',
    name: 'around the chunks',
    cause: dkim(`"${RIGHT_DKIM.slice(0, 200)}" "${RIGHT_DKIM.slice(200)}"`),
    cure: healthy,
  },
  { code: 'dkim-escaped', cause: dkim(RIGHT_DKIM.replaceAll(';', '\\;')), cure: healthy },
  { code: 'dkim-split', cause: dkim(RIGHT_DKIM.slice(0, 255), RIGHT_DKIM.slice(255)), cure: healthy },
  { code: 'dkim-case-changed', cause: dkim(RIGHT_DKIM.toLowerCase()), cure: healthy },
  { code: 'dkim-revoked', cause: dkim('v=DKIM1; k=rsa; p='), cure: healthy },
  {
    code: 'dkim-wrong-key',
    cause: dkim(`v=DKIM1; k=rsa; p=${OTHER_KEY}`),
    cure: dkim(`v=DKIM1; k=rsa; p=${KEY}`),
  },
  { code: 'dkim-several', cause: dkim(RIGHT_DKIM, `k=rsa; p=${OTHER_KEY}`), cure: healthy },
  {
    code: 'dkim-several',
    name: 'a piece left over',
    cause: dkim(RIGHT_DKIM, RIGHT_DKIM.slice(255)),
    cure: healthy,
  },
  { code: 'dkim-syntax', cause: dkim(KEY), cure: healthy },
  { code: 'dkim-key-type', cause: dkim(`k=ed25519; p=${KEY}`), cure: dkim(`p=${KEY}`) },
  {
    code: 'dkim-restricted',
    cause: dkim(`h=sha1; p=${KEY}`),
    cure: dkim(`h=sha1:sha256; s=email; p=${KEY}`),
  },
  {
    code: 'dkim-short',
    cause: {
      ...dkim(`k=rsa; p=${SHORT_KEY}`),
      expected: expectedRecords().map((record) =>
        record.name === DKIM ? { ...record, value: `k=rsa; p=${SHORT_KEY}` } : record,
      ),
    },
    cure: healthy,
  },
  { code: 'dkim-testing', cause: dkim(`t=y; p=${KEY}`), cure: dkim(`t=s; p=${KEY}`) },

  {
    code: 'cname-where-text',
    cause: {
      rows: healthyBut(
        [[DKIM]],
        [
          [DKIM, 'CNAME', 'dkim.elsewhere.test'],
          ['dkim.elsewhere.test', 'TXT', `p=${OTHER_KEY}`],
        ],
      ),
    },
    cure: {
      rows: healthyBut(
        [[DKIM]],
        [
          [DKIM, 'CNAME', 'dkim.elsewhere.test'],
          ['dkim.elsewhere.test', 'TXT', RIGHT_DKIM],
        ],
      ),
    },
  },
  {
    code: 'dname-above',
    cause: {
      rows: healthyBut(
        HEALTHY.filter(([name]) => name.endsWith(DOMAIN)).map(([name]) => [name] as const),
        [
          ['mg.example.com', 'TXT', `v=spf1 ${PROVIDER} ~all`],
          ['mg.example.com', 'DNAME', 'mg.elsewhere.test'],
        ],
      ),
    },
    cure: healthy,
  },
  {
    code: 'cname-beside-other',
    cause: { rows: healthyBut([], [[LINK, 'TXT', 'something']]) },
    cure: healthy,
  },
  { code: 'cname-at-apex', cause: apexWorld([APEX, 'CNAME', 'web.host.test']), cure: apexWorld() },
  {
    code: 'cname-at-apex',
    name: 'wanted there',
    cause: { ...apexWorld(), expected: [{ ...APEX_RECORDS[2]!, name: APEX }] },
    cure: apexWorld(),
  },
  {
    code: 'cname-proxied',
    cause: link(
      [LINK, 'A', '104.21.33.7'],
      [LINK, 'A', '172.67.1.2'],
      [LINK, 'AAAA', '2606:4700:3030::6815:1'],
    ),
    cure: healthy,
  },
  { code: 'cname-flattened', cause: link([LINK, 'A', '198.51.100.3']), cure: healthy },
  {
    code: 'cname-flattened',
    name: 'an address of its own',
    cause: link([LINK, 'A', '192.0.2.9']),
    cure: healthy,
  },
  {
    code: 'cname-dangling',
    name: 'a name that does not exist',
    cause: { rows: without('track.provider.test') },
    cure: healthy,
  },
  {
    code: 'cname-dangling',
    name: 'no address',
    cause: { rows: healthyBut([['track.provider.test']], [['track.provider.test', 'TXT', 'nothing here']]) },
    cure: { rows: healthyBut([['track.provider.test']], [['track.provider.test', 'AAAA', '2001:db8::3']]) },
  },
  {
    code: 'cname-dangling',
    name: 'no key',
    cause: { ...senderSecurity, rows: healthyBut([[DKIM]], [[DKIM, 'CNAME', 'k1.provider.test']]) },
    cure: {
      ...senderSecurity,
      rows: healthyBut(
        [[DKIM]],
        [
          [DKIM, 'CNAME', 'k1.provider.test'],
          ['k1.provider.test', 'TXT', RIGHT_DKIM],
        ],
      ),
    },
  },
  { code: 'cname-blocked', cause: link([LINK, 'TXT', 'track.provider.test']), cure: healthy },
  { code: 'cname-wrong-target', cause: link([LINK, 'CNAME', 'other.provider.test']), cure: healthy },
  {
    code: 'cname-zone-appended',
    cause: link([LINK, 'CNAME', `track.provider.test.${APEX}`]),
    cure: link([LINK, 'CNAME', 'Track.Provider.test']),
  },

  { code: 'mx-missing', cause: mx('10 mxa.provider.test'), cure: healthy },
  { code: 'mx-missing', name: 'elsewhere altogether', cause: mx('1 aspmx.other.test'), cure: healthy },
  {
    code: 'mx-priority',
    cause: mx('10 mxa.provider.test', '20 mxb.provider.test'),
    // Other numbers in the order that the provider wants are as good.
    cure: mx('20 MXA.provider.test', '20 mxb.provider.test'),
  },
  {
    code: 'mx-extra',
    cause: mx('10 mxa.provider.test', '10 mxb.provider.test', '1 aspmx.other.test'),
    cure: healthy,
  },
  { code: 'mx-null', cause: mx('0 .'), cure: healthy },
  {
    code: 'mx-to-cname',
    cause: {
      rows: healthyBut(
        [[DOMAIN, 'MX']],
        [
          [DOMAIN, 'MX', `10 mail.${APEX}`],
          [`mail.${APEX}`, 'CNAME', 'mxa.provider.test'],
        ],
      ),
    },
    cure: healthy,
  },
  {
    code: 'mx-to-cname',
    name: 'an own alias for each server',
    cause: {
      rows: healthyBut(
        [[DOMAIN, 'MX']],
        [
          [DOMAIN, 'MX', `10 mx1.${DOMAIN}`],
          [DOMAIN, 'MX', `10 mx2.${DOMAIN}`],
          [`mx1.${DOMAIN}`, 'CNAME', 'mxa.provider.test'],
          [`mx2.${DOMAIN}`, 'CNAME', 'mxb.provider.test'],
        ],
      ),
    },
    cure: healthy,
  },
  {
    code: 'mx-own-name',
    cause: {
      rows: healthyBut(
        [[DOMAIN, 'MX']],
        [
          [DOMAIN, 'MX', `10 mx1.${DOMAIN}`],
          [DOMAIN, 'MX', `10 mx2.${DOMAIN}`],
          [`mx1.${DOMAIN}`, 'A', '198.51.100.1'],
          [`mx2.${DOMAIN}`, 'A', '198.51.100.2'],
        ],
      ),
    },
    cure: healthy,
  },
  {
    code: 'mx-null',
    name: 'beside the right ones',
    cause: mx('0 .', '10 mxa.provider.test', '10 mxb.provider.test'),
    cure: healthy,
  },
  {
    code: 'mx-zone-appended',
    name: 'left beside the right one',
    cause: mx('10 mxa.provider.test', '10 mxb.provider.test', `10 mxb.provider.test.${APEX}`),
    cure: healthy,
  },
  {
    code: 'mx-no-address',
    cause: mx('10 mxa.provider.test', '10 mxb.provider.test', `20 gone.${APEX}`),
    cure: {
      rows: healthyBut(
        [],
        [
          [DOMAIN, 'MX', `20 there.${APEX}`],
          [`there.${APEX}`, 'AAAA', '2001:db8::25'],
        ],
      ),
    },
  },
  {
    code: 'mx-no-address',
    name: 'of the provider',
    cause: { rows: without('mxa.provider.test') },
    cure: healthy,
  },
  { code: 'mx-to-address', cause: mx('10 192.0.2.25'), cure: healthy },
  {
    code: 'mx-to-address',
    name: 'with the zone behind it',
    cause: mx(`10 192.0.2.25.${APEX}`),
    cure: healthy,
  },
  {
    code: 'mx-zone-appended',
    cause: mx(`10 mxa.provider.test.${APEX}`, '10 mxb.provider.test'),
    cure: healthy,
  },

  { code: 'dmarc-missing', cause: { rows: without('_dmarc.example.com') }, cure: healthy },
  { code: 'dmarc-none', cause: dmarc('v=DMARC1; p=none'), cure: dmarc('v=DMARC1; p=quarantine; sp=reject') },
  { code: 'dmarc-none', name: 'for subdomains', cause: dmarc('v=DMARC1; p=reject; sp=none'), cure: healthy },
  { code: 'dmarc-testing', cause: dmarc('v=DMARC1; p=reject; t=y'), cure: dmarc('v=DMARC1; p=reject; t=n') },
  { code: 'dmarc-tags-gone', cause: dmarc('v=DMARC1; p=reject; pct=50'), cure: healthy },
  { code: 'dmarc-syntax', cause: dmarc('v=DMARC1; policy=reject'), cure: healthy },
  { code: 'dmarc-syntax', name: 'not read at all', cause: dmarc('v=dmarc1; p=reject'), cure: healthy },
  { code: 'dmarc-several', cause: dmarc('v=DMARC1; p=reject', 'v=DMARC1; p=none'), cure: healthy },
  {
    code: 'dmarc-reports-refused',
    cause: dmarc('v=DMARC1; p=reject; rua=mailto:us@example.com,mailto:in@reports.test!10m'),
    cure: {
      rows: [
        ...dmarc('v=DMARC1; p=reject; rua=mailto:us@example.com,mailto:in@reports.test!10m').rows,
        ['*._report._dmarc.reports.test', 'TXT', 'v=DMARC1'],
      ],
    },
  },
  {
    code: 'dmarc-reports-refused',
    name: 'of failures',
    cause: dmarc('v=DMARC1; p=reject; ruf=mailto:in@reports.test'),
    cure: dmarc('v=DMARC1; p=reject; ruf=mailto:in@mail.example.com'),
  },
  {
    code: 'dmarc-syntax',
    name: 'below a policy that holds',
    cause: ownPolicy('v=DMARC-1; p=none'),
    cure: ownPolicy('v=DMARC1; p=reject'),
  },
  {
    code: 'dmarc-syntax',
    name: 'an address without mailto:',
    cause: dmarc('v=DMARC1; p=reject; np=none; rua=reports@example.com'),
    cure: dmarc('v=DMARC1; p=reject; np=none; rua=mailto:reports@example.com'),
  },
  {
    code: 'dmarc-none',
    name: 'without p=',
    cause: dmarc('v=DMARC1; rua=mailto:reports@example.com'),
    cure: dmarc('v=DMARC1; p=quarantine; rua=mailto:reports@example.com'),
  },
  {
    code: 'dmarc-several',
    name: 'below a policy that holds',
    cause: ownPolicy('v=DMARC1; p=none', 'v=DMARC1; p=reject'),
    cure: ownPolicy('v=DMARC1; p=reject'),
  },
  { code: 'mta-sts-missing', cause: { rows: without(`_mta-sts.${DOMAIN}`) }, cure: healthy },
  {
    code: 'mta-sts-syntax',
    cause: { rows: healthyBut([[`_mta-sts.${DOMAIN}`]], [[`_mta-sts.${DOMAIN}`, 'TXT', 'v=STSv1; id=a-b']]) },
    cure: healthy,
  },
  { code: 'tls-rpt-missing', cause: { rows: without(`_smtp._tls.${DOMAIN}`) }, cure: healthy },
  {
    code: 'tls-rpt-syntax',
    cause: {
      rows: healthyBut(
        [[`_smtp._tls.${DOMAIN}`]],
        [[`_smtp._tls.${DOMAIN}`, 'TXT', 'v=TLSRPTv1; rua=me@example.com']],
      ),
    },
    cure: healthy,
  },
  { code: 'bimi-missing', cause: { rows: without('default._bimi.example.com') }, cure: healthy },
  {
    code: 'bimi-syntax',
    cause: bimi('v=BIMI1; l=http://example.com/logo.svg'),
    cure: bimi('v=BIMI1; l=https://example.com/logo.svg; a=;'),
  },
]

function dmarc(...texts: string[]): World {
  const name = '_dmarc.example.com'
  return {
    rows: healthyBut(
      [[name]],
      texts.map((text) => [name, 'TXT', text] as const),
    ),
  }
}

/** The provider wants a policy of its own at the domain. */
function wantsPolicy(wanted: string, ...there: string[]): World {
  const name = `_dmarc.${DOMAIN}`
  return {
    expected: [...expectedRecords(), { ...expectedRecords()[0]!, name, value: wanted }],
    rows: healthyBut(
      [],
      there.map((text) => [name, 'TXT', text] as const),
    ),
  }
}

function ownPolicy(...texts: string[]): World {
  return {
    rows: healthyBut(
      [],
      texts.map((text) => [`_dmarc.${DOMAIN}`, 'TXT', text] as const),
    ),
  }
}

function bimi(text: string): World {
  const name = 'default._bimi.example.com'
  return { rows: healthyBut([[name]], [[name, 'TXT', text]]) }
}

function addresses(count: number): string {
  return Array.from({ length: count }, (_, index) => `ip4:203.0.113.${index + 100}`).join(' ')
}
