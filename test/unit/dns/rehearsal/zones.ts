import fc from '../../../generated/cases'
import { OTHER_KEY } from '../diagnosis/keys'
import { DOMAIN, expectedRecords, HEALTHY, type Row, type World } from '../diagnosis/observed'

/** A zone with mistakes in it, and what in it is somebody else's. */
export interface MistakenZone {
  readonly world: World
  /** Rows that no cure may touch. */
  readonly foreign: readonly Row[]
  /** Senders of the user's own that SPF must go on letting pass, as terms. */
  readonly ownTerms: readonly string[]
  /** Which mistakes were made, in their order. */
  readonly mistakes: readonly string[]
}

const DKIM = `mx._domainkey.${DOMAIN}`
const LINK = `email.${DOMAIN}`
const PROVIDER = 'include:mail.provider.test'

/** What the user's own policy may have beside the provider, with what DNS has for it. */
const OWN_TERMS: readonly { readonly term: string; readonly rows: readonly Row[] }[] = [
  { term: 'ip4:192.0.2.77', rows: [] },
  { term: 'ip4:203.0.113.0/25', rows: [] },
  { term: 'ip6:2001:db8:1::/48', rows: [] },
  { term: 'include:spf.vendor.test', rows: [['spf.vendor.test', 'TXT', 'v=spf1 ip4:203.0.113.128/25 ~all']] },
  {
    term: 'include:spf.desk.test',
    rows: [
      ['spf.desk.test', 'TXT', 'v=spf1 include:more.desk.test -all'],
      ['more.desk.test', 'TXT', 'v=spf1 ip4:198.51.100.128/26 -all'],
    ],
  },
  { term: 'a:out.example.com', rows: [['out.example.com', 'A', '192.0.2.91']] },
]

/** Records of others, beside those that the mistakes are made in. */
const FOREIGN: readonly (readonly Row[])[] = [
  [['example.com', 'TXT', 'google-site-verification=abc123']],
  [[DOMAIN, 'TXT', 'vendor-verification=0f3a']],
  [['www.example.com', 'A', '203.0.113.80']],
  [
    ['shop.example.com', 'CNAME', 'shops.vendor.test'],
    ['shops.vendor.test', 'A', '203.0.113.81'],
  ],
  [
    ['example.com', 'MX', '10 mail.example.com'],
    ['mail.example.com', 'A', '203.0.113.82'],
  ],
  [['example.com', 'TXT', 'v=spf1 mx -all']],
  [[`s1._domainkey.${DOMAIN}`, 'TXT', `v=DKIM1; k=rsa; p=${OTHER_KEY}`]],
  [['*.apps.example.com', 'A', '203.0.113.83']],
]

type Mistake = (rows: readonly Row[]) => Row[]

const edit =
  (name: string, type: Row[1], change: (value: string) => string | readonly string[]): Mistake =>
  (rows) =>
    rows.flatMap((row): Row[] => {
      if (row[0] !== name || row[1] !== type) return [row]
      const values = change(row[2])
      return (typeof values === 'string' ? [values] : values).map((value): Row => [name, type, value])
    })
/** Changes the one record of the name that the test picks. */
const editSpf = (change: (value: string) => string | readonly string[]): Mistake =>
  edit(DOMAIN, 'TXT', (value) => (/spf1?/i.test(value) ? change(value) : value))
const without =
  (name: string, type: Row[1]): Mistake =>
  (rows) =>
    rows.filter((row) => row[0] !== name || row[1] !== type)
const withoutSpf: Mistake = (rows) =>
  rows.filter(([name, type, value]) => name !== DOMAIN || type !== 'TXT' || !/spf1?/i.test(value))
const moved =
  (from: string, type: Row[1], to: string): Mistake =>
  (rows) =>
    rows.map((row): Row => (row[0] === from && row[1] === type ? [to, type, row[2]] : row))
const adding =
  (...more: readonly Row[]): Mistake =>
  (rows) => [...rows, ...more]

/** Every mistake that has a cure wherever nothing else is in its way. */
export const CURABLE: Readonly<Record<string, Mistake>> = {
  'spf gone': withoutSpf,
  'spf without the provider': editSpf((value) => value.replace(` ${PROVIDER}`, '')),
  'spf in two records': editSpf((value) => [value.replace(` ${PROVIDER}`, ''), `v=spf1 ${PROVIDER} ~all`]),
  'spf glued': editSpf((value) => value.replace(` ${PROVIDER}`, PROVIDER)),
  'spf glued ending': editSpf((value) => value.replace(/ ([~-]all)$/, '$1')),
  'spf version': editSpf((value) => value.replace('v=spf1', 'v=spf')),
  'spf quoted': editSpf((value) => `"${value}"`),
  'spf equals sign': editSpf((value) => value.replace(PROVIDER, PROVIDER.replace(':', '='))),
  'spf blank behind a colon': editSpf((value) => value.replace(PROVIDER, PROVIDER.replace(':', ': '))),
  'spf semicolon': editSpf((value) => value.replace(PROVIDER, `${PROVIDER};`)),
  'spf provider not passed': editSpf((value) => value.replace(PROVIDER, `?${PROVIDER}`)),
  'spf provider behind all': editSpf((value) => `${value.replace(` ${PROVIDER}`, '')} ${PROVIDER}`),
  'spf void include': editSpf((value) => value.replace('v=spf1 ', 'v=spf1 include:gone.example.com ')),
  'spf loop': editSpf((value) => value.replace('v=spf1 ', `v=spf1 include:${DOMAIN} `)),
  'spf duplicate': editSpf((value) => value.replace(PROVIDER, `${PROVIDER} ${PROVIDER}`)),
  'key gone': without(DKIM, 'TXT'),
  'key cut off': edit(DKIM, 'TXT', (value) => value.slice(0, 255)),
  'key in quotes': edit(DKIM, 'TXT', (value) => `"${value}"`),
  'key escaped': edit(DKIM, 'TXT', (value) => value.replace(';', '\\;')),
  'key split': edit(DKIM, 'TXT', (value) => [value.slice(0, 200), value.slice(200)]),
  'key in lower case': edit(DKIM, 'TXT', (value) => value.toLowerCase()),
  'key revoked': edit(DKIM, 'TXT', () => 'k=rsa; p='),
  'key under test': edit(DKIM, 'TXT', (value) => `t=y; ${value}`),
  'key without its start': edit(DKIM, 'TXT', (value) => `k=rsa; p=${value.slice(200)}`),
  'key with a left-over piece': edit(DKIM, 'TXT', (value) => [value, value.slice(200)]),
  'key at a doubled name': moved(DKIM, 'TXT', `${DKIM}.example.com`),
  'key at a shorter name': moved(DKIM, 'TXT', 'mx._domainkey.example.com'),
  'key without underscore': moved(DKIM, 'TXT', `mx.domainkey.${DOMAIN}`),
  'link gone': without(LINK, 'CNAME'),
  'link with the zone behind': edit(LINK, 'CNAME', (value) => `${value}.example.com`),
  'link at a doubled name': moved(LINK, 'CNAME', `${LINK}.example.com`),
  'link misspelt': edit(LINK, 'CNAME', (value) => value.replace('track', 'trakc')),
  'mx gone': without(DOMAIN, 'MX'),
  'mx with the zone behind': edit(DOMAIN, 'MX', (value) => `${value}.example.com`),
  'mx half': (rows) =>
    rows.filter(([name, type, value]) => name !== DOMAIN || type !== 'MX' || !value.includes('mxb')),
  'mx null beside': adding([DOMAIN, 'MX', '0 .']),
  'mx through own aliases': (rows) => [
    ...rows.map((row): Row =>
      row[0] === DOMAIN && row[1] === 'MX' ? [DOMAIN, 'MX', row[2].replace('provider.test', DOMAIN)] : row,
    ),
    [`mxa.${DOMAIN}`, 'CNAME', 'mxa.provider.test'],
    [`mxb.${DOMAIN}`, 'CNAME', 'mxb.provider.test'],
  ],
  'wildcard address': adding(['*.example.com', 'A', '203.0.113.90']),
  'dmarc gone': without('_dmarc.example.com', 'TXT'),
  'dmarc without mailto': edit(
    '_dmarc.example.com',
    'TXT',
    () => 'v=DMARC1; p=reject; np=reject; rua=in@example.com',
  ),
  'mta-sts gone': without(`_mta-sts.${DOMAIN}`, 'TXT'),
  'tls-rpt gone': without(`_smtp._tls.${DOMAIN}`, 'TXT'),
  'bimi gone': without('default._bimi.example.com', 'TXT'),
}

/** Mistakes whose cure a person has to decide, or that only the provider or a vendor can mend. */
export const UNDECIDED: Readonly<Record<string, Mistake>> = {
  'spf for everybody': editSpf((value) => value.replace(/[~-]all$/, '+all')),
  'spf neutral': editSpf((value) => value.replace(/[~-]all$/, '?all')),
  'spf open-ended': editSpf((value) => value.replace(/ [~-]all$/, '')),
  'spf of nonsense': editSpf((value) => value.replace('v=spf1 ', 'v=spf1 office-server ')),
  'two keys': edit(DKIM, 'TXT', (value) => [value, `k=rsa; p=${OTHER_KEY}`]),
  'another key': edit(DKIM, 'TXT', () => `k=rsa; p=${OTHER_KEY}`),
  'key is an alias': (rows) => [
    ...without(DKIM, 'TXT')(rows),
    [DKIM, 'CNAME', 'key.vendor.test'],
    ['key.vendor.test', 'TXT', `k=rsa; p=${OTHER_KEY}`],
  ],
  'link is a web site': (rows) => [...without(LINK, 'CNAME')(rows), [LINK, 'A', '203.0.113.84']],
  'link to another service': (rows) => [
    ...edit(LINK, 'CNAME', () => 'click.vendor.test')(rows),
    ['click.vendor.test', 'A', '203.0.113.85'],
  ],
  'mx of another system': (rows) => [
    ...without(DOMAIN, 'MX')(rows),
    [DOMAIN, 'MX', '5 in.vendor.test'],
    ['in.vendor.test', 'A', '203.0.113.86'],
  ],
  'mx of another system beside': adding(
    [DOMAIN, 'MX', '5 in.vendor.test'],
    ['in.vendor.test', 'A', '203.0.113.86'],
  ),
  'mx null alone': edit(DOMAIN, 'MX', () => '0 .'),
  'two dmarc': adding(['_dmarc.example.com', 'TXT', 'v=DMARC1; p=none']),
  'dmarc in lower case': edit('_dmarc.example.com', 'TXT', () => 'v=dmarc1; p=reject'),
  'dmarc that observes': edit('_dmarc.example.com', 'TXT', () => 'v=DMARC1; p=none'),
  'dmarc under test': edit('_dmarc.example.com', 'TXT', () => 'v=DMARC1; p=reject; t=y'),
  'domain is an alias': (rows) => [
    ...without(DOMAIN, 'MX')(without(DOMAIN, 'TXT')(rows)),
    [DOMAIN, 'CNAME', 'site.vendor.test'],
    ['site.vendor.test', 'A', '203.0.113.87'],
  ],
}

/** Mistakes that together leave nothing from which anybody could tell the intention. */
const HIDING: readonly (readonly string[])[] = [['mx through own aliases', 'mx with the zone behind']]

/** A zone that is right, with own senders and records of others. */
function rightZone(own: readonly number[], foreign: readonly number[], ending: string): Row[] {
  const terms = own.map((at) => OWN_TERMS[at]!)
  const policy = ['v=spf1', ...terms.map(({ term }) => term), PROVIDER, ending].join(' ')
  return [
    ...HEALTHY.filter(([name, type]) => name !== DOMAIN || type !== 'TXT'),
    [DOMAIN, 'TXT', policy],
    ...terms.flatMap(({ rows }) => rows),
    ...foreign.flatMap((at) => FOREIGN[at]!),
  ]
}

/** @param mistakes those to choose from; one to three are made */
export function mistakenZones(mistakes: Readonly<Record<string, Mistake>>): fc.Arbitrary<MistakenZone> {
  const some = (count: number, most: number): fc.Arbitrary<number[]> =>
    fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { maxLength: most })
  return fc
    .record({
      own: some(OWN_TERMS.length, 3),
      foreign: some(FOREIGN.length, 4),
      ending: fc.constantFrom('~all', '-all'),
      chosen: fc.uniqueArray(fc.constantFrom(...Object.keys(mistakes)), { minLength: 1, maxLength: 3 }),
    })
    .filter(({ chosen }) => !HIDING.some((pair) => pair.every((mistake) => chosen.includes(mistake))))
    .map(({ own, foreign, ending, chosen }) => {
      const right = rightZone(own, foreign, ending)
      const rows = chosen.reduce<Row[]>((before, name) => mistakes[name]!(before), right)
      const left = new Set(rows.map((row) => row.join(' ')))
      return {
        world: { rows, expected: expectedRecords() },
        foreign: foreign.flatMap((at) => FOREIGN[at]!).filter((row) => left.has(row.join(' '))),
        ownTerms: own.map((at) => OWN_TERMS[at]!.term),
        mistakes: chosen,
        // Of a zone that fails, its mistakes tell more than its rows.
        [fc.toStringMethod]: () =>
          `${chosen.join(', ')}; own: ${own.join()}; foreign: ${foreign.join()}; ${ending}`,
      }
    })
}
