import { generateKeyPairSync } from 'node:crypto'
import fc from '../../generated/cases'
import type { DnsRecord } from '../../../src/preload/contract/domain'
import type { Report, ReportedZone } from '../../integration/dns/reports/report'
import type { Facts } from './known'

/** A zone made up of one case of each kind, as a report is, so that it is served as reports are. */
export interface GeneratedZone {
  readonly report: Report
  readonly facts: Facts
  /** What the provider signs with. */
  readonly privateKey: string
}

export const SELECTOR = 'mx'
const SEED = 7208
const COUNT = 320

const pair = (bits: number) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits })
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    p: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    pkcs1: publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64'),
  }
}
const KEY = pair(2048)
const SHORT = pair(512)
const OTHER = pair(2048)

/** Texts of one kind by case: at `owner`, each becomes a TXT record. */
type Cases = Readonly<Record<string, readonly string[]>>

const INCLUDE = 'include:mailgun.org'
const SPF: Cases = {
  right: [`v=spf1 ${INCLUDE} ~all`],
  none: [],
  'another text': ['some words'],
  'two records': [`v=spf1 ${INCLUDE} ~all`, 'v=spf1 mx -all'],
  'two records, the same': [`v=spf1 ${INCLUDE} ~all`, `v=spf1 ${INCLUDE} -all`],
  'v=spf2.0': [`v=spf2.0 ${INCLUDE} ~all`],
  'v = spf1': [`v = spf1 ${INCLUDE} ~all`],
  'spf1 alone': [`spf1 ${INCLUDE} ~all`],
  'in capitals': [`V=SPF1 INCLUDE:MAILGUN.ORG ~ALL`],
  'a blank before': [` v=spf1 ${INCLUDE} ~all`],
  'a blank behind': [`v=spf1 ${INCLUDE} ~all `],
  'two blanks between': [`v=spf1  ${INCLUDE}   ~all`],
  'a tab between': [`v=spf1\t${INCLUDE} ~all`],
  'in quotes': [`"v=spf1 ${INCLUDE} ~all"`],
  'a comma between': [`v=spf1 ${INCLUDE}, ~all`],
  'a semicolon behind': [`v=spf1 ${INCLUDE} ~all;`],
  'a blank behind the colon': ['v=spf1 include: mailgun.org ~all'],
  'include without name': ['v=spf1 include ~all'],
  'glued to all': ['v=spf1 include:mailgun.org~all'],
  'a dot behind': ['v=spf1 include:mailgun.org. ~all'],
  'ipv4:': [`v=spf1 ipv4:192.0.2.1 ${INCLUDE} ~all`],
  'ip: and an address': [`v=spf1 ip:192.0.2.1 ${INCLUDE} ~all`],
  'ip4: and a name': [`v=spf1 ip4:host.net ${INCLUDE} ~all`],
  'ip4: out of range': [`v=spf1 ip4:192.0.2.300 ${INCLUDE} ~all`],
  'ip4: and a long prefix': [`v=spf1 ip4:192.0.2.0/33 ${INCLUDE} ~all`],
  'ip4: with leading zeros': [`v=spf1 ip4:192.0.02.1 ${INCLUDE} ~all`],
  'ip4: with three parts': [`v=spf1 ip4:192.0.2/24 ${INCLUDE} ~all`],
  'ip6: and IPv4': [`v=spf1 ip6:192.0.2.1 ${INCLUDE} ~all`],
  'ip4: and IPv6': [`v=spf1 ip4:2001:db8::1 ${INCLUDE} ~all`],
  'a bare address': [`v=spf1 192.0.2.1 ${INCLUDE} ~all`],
  'a bare name': ['v=spf1 mailgun.org ~all'],
  'an unknown modifier': [`v=spf1 ${INCLUDE} later=on ~all`],
  'a modifier with a blank value': [`v=spf1 ${INCLUDE} later= ~all`],
  'two redirects': ['v=spf1 redirect=mailgun.org redirect=flat.net'],
  'redirect beside all': [`v=spf1 ${INCLUDE} ~all redirect=flat.net`],
  'redirect alone': ['v=spf1 redirect=mailgun.org'],
  'redirect to nothing': ['v=spf1 redirect=gone.net'],
  'redirect: for redirect=': ['v=spf1 redirect:mailgun.org'],
  'two exp': [`v=spf1 ${INCLUDE} exp=why.net exp=why.net -all`],
  'one exp': [`v=spf1 ${INCLUDE} exp=why.net -all`],
  'all in the middle': [`v=spf1 -all ${INCLUDE}`],
  'all twice': [`v=spf1 ${INCLUDE} ~all -all`],
  'all with a value': [`v=spf1 ${INCLUDE} ~all:mailgun.org`],
  'no all': [`v=spf1 ${INCLUDE}`],
  '+all': [`v=spf1 ${INCLUDE} +all`],
  '?all': [`v=spf1 ${INCLUDE} ?all`],
  'all without sign': [`v=spf1 ${INCLUDE} all`],
  'everything by /0': [`v=spf1 ip4:0.0.0.0/0 ${INCLUDE} -all`],
  empty: ['v=spf1'],
  'only -all': ['v=spf1 -all'],
  'ten lookups': [`v=spf1 ${INCLUDE} include:costly.net include:deep.net a ~all`],
  'eleven lookups': [`v=spf1 ${INCLUDE} include:costly.net include:deep.net a mx ~all`],
  'two void': [`v=spf1 a:gone.net exists:gone2.net ${INCLUDE} ~all`],
  'three void': [`v=spf1 a:gone.net exists:gone2.net mx:gone3.net ${INCLUDE} ~all`],
  'three void behind the provider': [`v=spf1 ${INCLUDE} a:gone.net exists:gone2.net mx:gone3.net ~all`],
  'void by include': [`v=spf1 include:gone.net ${INCLUDE} ~all`],
  'include without policy': [`v=spf1 include:text.net ${INCLUDE} ~all`],
  'include of two policies': [`v=spf1 include:two.net ${INCLUDE} ~all`],
  'include of a broken policy': [`v=spf1 include:broken.net ${INCLUDE} ~all`],
  'broken include behind the provider': [`v=spf1 ${INCLUDE} include:broken.net ~all`],
  'include of itself': [`v=spf1 include:example.com ${INCLUDE} ~all`],
  'include that leads back': [`v=spf1 include:loop.net ${INCLUDE} ~all`],
  'include of +all': [`v=spf1 include:plusall.net ${INCLUDE} -all`],
  'include of an alias': [`v=spf1 include:alias.net ${INCLUDE} -all`],
  'a of an alias': [`v=spf1 a:aliased.net ${INCLUDE} -all`],
  'a of IPv6 alone': [`v=spf1 a:six.net ${INCLUDE} -all`],
  'mx without address': [`v=spf1 mx:dangling.net ${INCLUDE} -all`],
  'mx of eleven': [`v=spf1 mx:many.net ${INCLUDE} -all`],
  'mx that is null': [`v=spf1 mx:nullmx.net ${INCLUDE} -all`],
  ptr: [`v=spf1 ptr ${INCLUDE} -all`],
  'exists with a macro': [`v=spf1 exists:%{ir}.list.net ${INCLUDE} -all`],
  'exists with a broken macro': [`v=spf1 exists:%{z}.list.net ${INCLUDE} -all`],
  'include with a macro': [`v=spf1 include:%{d2}.spf.net ${INCLUDE} -all`],
  'a percent sign': [`v=spf1 a:host%.net ${INCLUDE} -all`],
  'a with prefixes': [`v=spf1 a:host.net/30//64 ${INCLUDE} -all`],
  'a with a wrong prefix': [`v=spf1 a:host.net/33 ${INCLUDE} -all`],
  'a single label': [`v=spf1 include:mailgun ${INCLUDE} -all`],
  'an underscore': [`v=spf1 include:_spf.mailgun.org ${INCLUDE} -all`],
  'softfail before': [`v=spf1 ~include:deep.net ${INCLUDE} -all`],
  'fail before': [`v=spf1 -ip4:198.51.100.0/24 ${INCLUDE} ~all`],
}

const DKIM: Cases = {
  right: [`k=rsa; p=${KEY.p}`],
  'with version': [`v=DKIM1; k=rsa; p=${KEY.p}`],
  'without k=': [`v=DKIM1; p=${KEY.p}`],
  'no blanks': [`v=DKIM1;k=rsa;p=${KEY.p};`],
  'blanks in the key': [`k=rsa; p=${KEY.p.slice(0, 200)} ${KEY.p.slice(200)}`],
  'bare RSAPublicKey': [`k=rsa; p=${KEY.pkcs1}`],
  none: [],
  'another text': ['some words'],
  'another key': [`k=rsa; p=${OTHER.p}`],
  'short key': [`k=rsa; p=${SHORT.p}`],
  revoked: ['v=DKIM1; p='],
  'cut off': [`k=rsa; p=${KEY.p.slice(0, 240)}`],
  'the second half': [KEY.p.slice(200)],
  'a hole': [`k=rsa; p=${KEY.p.slice(0, 100)}${KEY.p.slice(140)}`],
  'lower case': [`k=rsa; p=${KEY.p.toLowerCase()}`],
  'in quotes': [`"k=rsa; p=${KEY.p}"`],
  backslashes: [`k=rsa\\; p=${KEY.p}`],
  'version second': [`k=rsa; v=DKIM1; p=${KEY.p}`],
  'version 2': [`v=DKIM2; k=rsa; p=${KEY.p}`],
  'version in small letters': [`v=dkim1; k=rsa; p=${KEY.p}`],
  'k=dsa': [`k=dsa; p=${KEY.p}`],
  'k in capitals': [`k=RSA; p=${KEY.p}`],
  'h=sha1': [`h=sha1; k=rsa; p=${KEY.p}`],
  'h=sha1:sha256': [`h=sha1:sha256; k=rsa; p=${KEY.p}`],
  's=email': [`s=email; k=rsa; p=${KEY.p}`],
  's=tlsrpt': [`s=tlsrpt; k=rsa; p=${KEY.p}`],
  't=y': [`t=y; k=rsa; p=${KEY.p}`],
  't=s': [`t=s; k=rsa; p=${KEY.p}`],
  'unknown tag': [`zz=1; k=rsa; p=${KEY.p}`],
  notes: [`n=some words; k=rsa; p=${KEY.p}`],
  'two p': [`k=rsa; p=${KEY.p}; p=${KEY.p}`],
  'two semicolons': [`k=rsa;; p=${KEY.p}`],
  'a word without =': [`k=rsa; word; p=${KEY.p}`],
  'two records': [`k=rsa; p=${KEY.p}`, `k=rsa; p=${OTHER.p}`],
  'the key and its piece': [`k=rsa; p=${KEY.p}`, KEY.p.slice(300)],
}

const DMARC: Cases = {
  'p=none': ['v=DMARC1; p=none'],
  'p=quarantine': ['v=DMARC1; p=quarantine'],
  'p=reject': ['v=DMARC1; p=reject; rua=mailto:d@example.com'],
  none: [],
  'another text': ['some words'],
  'two records': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'],
  'beside another text': ['v=DMARC1; p=reject', 'some words'],
  'without p': ['v=DMARC1; rua=mailto:d@example.com'],
  'without p and rua': ['v=DMARC1;'],
  'p unknown, with rua': ['v=DMARC1; p=monitor; rua=mailto:d@example.com'],
  'p unknown': ['v=DMARC1; p=monitor'],
  'p in capitals': ['v=DMARC1; p=REJECT'],
  'tag in capitals': ['v=DMARC1; P=reject'],
  'version in small letters': ['v=dmarc1; p=reject'],
  'v in capitals': ['V=DMARC1; p=reject'],
  'v second': ['p=reject; v=DMARC1'],
  'blanks around =': ['v = DMARC1 ; p = reject'],
  'a blank before': [' v=DMARC1; p=reject'],
  'no blanks': ['v=DMARC1;p=reject;'],
  commas: ['v=DMARC1, p=reject'],
  'no semicolon': ['v=DMARC1 p=reject'],
  'two semicolons': ['v=DMARC1;; p=reject'],
  'rua without mailto': ['v=DMARC1; p=reject; rua=d@example.com'],
  'rua with two': ['v=DMARC1; p=reject; rua=mailto:d@example.com,mailto:e@example.com'],
  'rua with a size': ['v=DMARC1; p=reject; rua=mailto:d@example.com!10m'],
  'rua elsewhere': ['v=DMARC1; p=reject; rua=mailto:d@elsewhere.net'],
  'ruf without mailto': ['v=DMARC1; p=reject; ruf=d@example.com'],
  'pct=50': ['v=DMARC1; p=reject; pct=50'],
  'pct=0': ['v=DMARC1; p=reject; pct=0'],
  'pct=many': ['v=DMARC1; p=reject; pct=many'],
  'sp=none': ['v=DMARC1; p=reject; sp=none'],
  'sp=reject': ['v=DMARC1; p=none; sp=reject'],
  'sp unknown': ['v=DMARC1; p=reject; sp=monitor'],
  'np=reject': ['v=DMARC1; p=none; np=reject'],
  't=y': ['v=DMARC1; p=reject; t=y'],
  't=y with quarantine': ['v=DMARC1; p=quarantine; t=y'],
  't=x': ['v=DMARC1; p=reject; t=x'],
  'psd=n': ['v=DMARC1; p=reject; psd=n'],
  'psd=u': ['v=DMARC1; p=reject; psd=u'],
  'adkim=s': ['v=DMARC1; p=reject; adkim=s; aspf=r'],
  'adkim=x': ['v=DMARC1; p=reject; adkim=x'],
  'fo=1:d': ['v=DMARC1; p=reject; fo=1:d'],
  'fo=x': ['v=DMARC1; p=reject; fo=x'],
  'rf and ri': ['v=DMARC1; p=reject; rf=afrf; ri=86400'],
  'unknown tag': ['v=DMARC1; p=reject; zz=1'],
  'a word without =': ['v=DMARC1; p=reject; word'],
  'p twice': ['v=DMARC1; p=none; p=reject'],
  'p not second': ['v=DMARC1; rua=mailto:d@example.com; p=reject'],
  'in quotes': ['"v=DMARC1; p=reject"'],
  backslashes: ['v=DMARC1\\; p=reject'],
}

const MTA_STS: Cases = {
  right: ['v=STSv1; id=20260101T000000;'],
  'no semicolon behind': ['v=STSv1; id=20260101T000000'],
  'no blank': ['v=STSv1;id=20260101T000000;'],
  none: [],
  'another text': ['some words'],
  'without id': ['v=STSv1;'],
  'empty id': ['v=STSv1; id=;'],
  'id with signs': ['v=STSv1; id=2026-01-01;'],
  'id of 32': [`v=STSv1; id=${'a'.repeat(32)};`],
  'id of 33': [`v=STSv1; id=${'a'.repeat(33)};`],
  'id in capitals': ['v=STSv1; ID=20260101T000000;'],
  'version in small letters': ['v=stsv1; id=20260101T000000;'],
  'id first': ['id=20260101T000000; v=STSv1;'],
  'two records': ['v=STSv1; id=1;', 'v=STSv1; id=2;'],
  'beside another text': ['v=STSv1; id=1;', 'some words'],
  'an extension': ['v=STSv1; id=1; ext=value;'],
  'an extension before id': ['v=STSv1; ext=value; id=1;'],
  'blanks before semicolons': ['v=STSv1 ; id=1 ;'],
  'blanks around =': ['v=STSv1; id = 1;'],
  'a comma': ['v=STSv1, id=1'],
  'id twice': ['v=STSv1; id=1; id=2;'],
}

const TLS_RPT: Cases = {
  right: ['v=TLSRPTv1; rua=mailto:tls@example.com'],
  'a semicolon behind': ['v=TLSRPTv1; rua=mailto:tls@example.com;'],
  'no blank': ['v=TLSRPTv1;rua=mailto:tls@example.com'],
  none: [],
  'another text': ['some words'],
  https: ['v=TLSRPTv1; rua=https://tls.example.com/report'],
  two: ['v=TLSRPTv1; rua=mailto:tls@example.com,https://tls.example.com/report'],
  'two with a blank': ['v=TLSRPTv1; rua=mailto:tls@example.com, mailto:other@example.com'],
  'rua twice': ['v=TLSRPTv1; rua=mailto:tls@example.com; rua=mailto:other@example.com'],
  'without mailto': ['v=TLSRPTv1; rua=tls@example.com'],
  http: ['v=TLSRPTv1; rua=http://tls.example.com/report'],
  'without rua': ['v=TLSRPTv1;'],
  'empty rua': ['v=TLSRPTv1; rua='],
  'version in small letters': ['v=tlsrptv1; rua=mailto:tls@example.com'],
  'two records': ['v=TLSRPTv1; rua=mailto:a@example.com', 'v=TLSRPTv1; rua=mailto:b@example.com'],
  'an extension': ['v=TLSRPTv1; rua=mailto:tls@example.com; ext=value'],
  'blanks before semicolons': ['v=TLSRPTv1 ; rua=mailto:tls@example.com ;'],
  'blanks around =': ['v=TLSRPTv1; rua = mailto:tls@example.com'],
  'rua first': ['rua=mailto:tls@example.com; v=TLSRPTv1'],
}

const BIMI: Cases = {
  right: ['v=BIMI1; l=https://example.com/logo.svg'],
  'a semicolon behind': ['v=BIMI1; l=https://example.com/logo.svg;'],
  'with certificate': ['v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/mark.pem'],
  none: [],
  'another text': ['some words'],
  http: ['v=BIMI1; l=http://example.com/logo.svg'],
  'not an address': ['v=BIMI1; l=logo.svg'],
  declined: ['v=BIMI1; l=; a=;'],
  'declined by l alone': ['v=BIMI1; l='],
  'without l': ['v=BIMI1;'],
  'certificate over http': ['v=BIMI1; l=https://example.com/logo.svg; a=http://example.com/mark.pem'],
  'empty certificate': ['v=BIMI1; l=https://example.com/logo.svg; a='],
  'two records': ['v=BIMI1; l=https://a.example.com/l.svg', 'v=BIMI1; l=https://b.example.com/l.svg'],
  'unknown tag': ['v=BIMI1; l=https://example.com/logo.svg; zz=1'],
  'version in small letters': ['v=bimi1; l=https://example.com/logo.svg'],
  'avp=personal': ['v=BIMI1; l=https://example.com/logo.svg; avp=personal'],
}

/** Terms of policies that are put together by chance. */
const TERMS = [
  ...[
    'a',
    'mx',
    'a:host.net',
    'a:host.net/24',
    'a:six.net',
    'a:both.net',
    'mx:mailed.net',
    'exists:host.net',
  ],
  ...['ip4:203.0.113.0/25', 'ip4:192.0.2.1', 'ip6:2001:db8::/64', '?ip4:192.0.2.0/24', '~a:both.net'],
  ...[
    'include:flat.net',
    'include:deep.net',
    'include:costly.net',
    'include:softall.net',
    '-include:flat.net',
  ],
  ...['include:redirected.net', 'a:gone.net', 'exists:gone2.net', 'mx:gone3.net', 'include:alias.net'],
  ...[INCLUDE, INCLUDE, INCLUDE],
]
const anyPolicy = fc
  .tuple(
    fc.array(fc.constantFrom(...TERMS), { minLength: 1, maxLength: 7 }),
    fc.constantFrom('~all', '-all', '?all', 'redirect=flat.net', ''),
  )
  .map(([terms, end]) => ['v=spf1', ...terms, end].join(' ').trim())

/** What stands elsewhere, for every zone the same. */
const ELSEWHERE: readonly ReportedZone[] = [
  {
    apex: 'org',
    lines: [
      'mailgun TXT "v=spf1 include:_spf.mailgun.org -all"',
      '_spf.mailgun TXT "v=spf1 ip4:198.51.100.0/24 -all"',
      'mailgun A 198.51.100.3',
      'mxa.mailgun A 198.51.100.1',
      'mxb.mailgun A 198.51.100.2',
    ],
  },
  {
    apex: 'net',
    lines: [
      'host A 192.0.2.1',
      'six AAAA 2001:db8::6',
      'both A 192.0.2.2',
      'both AAAA 2001:db8::6',
      'aliased CNAME host',
      'mailed MX 10 host',
      'dangling MX 10 nothing',
      'nullmx MX 0 .',
      ...Array.from({ length: 11 }, (_, index) => `many MX ${10 + index} host`.replace('host', `m${index}`)),
      ...Array.from({ length: 11 }, (_, index) => `m${index} A 192.0.2.${100 + index}`),
      'flat TXT "v=spf1 ip4:198.51.100.128/25 -all"',
      'softall TXT "v=spf1 ip4:192.0.2.0/28 ~all"',
      'deep TXT "v=spf1 include:flat.net include:softall.net ~all"',
      'costly TXT "v=spf1 a:host.net a:both.net mx:mailed.net -all"',
      'redirected TXT "v=spf1 ip4:192.0.2.64 redirect=flat.net"',
      'plusall TXT "v=spf1 +all"',
      'alias CNAME flat',
      'broken TXT "v=spf1 ip4:300.0.2.1 -all"',
      'two TXT "v=spf1 -all"',
      'two TXT "v=spf1 ~all"',
      'text TXT "some words"',
      'loop TXT "v=spf1 include:loop2.net -all"',
      'loop2 TXT "v=spf1 include:loop.net -all"',
      'why TXT "Ask us."',
      'list A 192.0.2.9',
      'elsewhere A 192.0.2.10',
    ],
  },
]

const SOA = [
  '@ SOA ns1 hostmaster 1 3600 600 86400 300',
  ...['@ NS ns1', '@ NS ns2', 'ns1 A 127.0.0.2', 'ns2 A 127.0.0.3'],
]

/** The zones, each time the same but for the keys. Every case occurs, and cases of each kind meet by chance. */
export function generatedZones(): GeneratedZone[] {
  const policies = fc.sample(anyPolicy, { seed: SEED, numRuns: COUNT })
  const spfNames = Object.keys(SPF)
  const shifts = fc.sample(fc.nat(1000), { seed: SEED, numRuns: COUNT })
  return policies.map((policy, index) => {
    const named = spfNames[index]
    const spf = named === undefined ? [policy] : (SPF[named] ?? [])
    const shift = shifts[index] ?? 0
    const dkim = chosen(DKIM, index + shift)
    const dmarc = chosen(DMARC, index)
    const mtaSts = chosen(MTA_STS, index + 3)
    const tlsRpt = chosen(TLS_RPT, index + 5)
    const bimi = chosen(BIMI, index + 7)
    // At the zone's apex, and below it, where the policies of the apex may hold.
    const domain = index % 3 === 2 ? 'mail.example.com' : 'example.com'
    const isInherited = index % 6 === 5
    const label = domain === 'example.com' ? '@' : 'mail'
    const at = (prefix: string) => (label === '@' ? prefix : `${prefix}.${label}`)
    const dmarcAt = isInherited ? '_dmarc' : at('_dmarc')
    const lines = [
      ...SOA,
      ...spf.map((text) => line(label, text)),
      ...dkim.texts.map((text) => line(at(`${SELECTOR}._domainkey`), text)),
      ...dmarc.texts.map((text) => line(dmarcAt, text)),
      ...mtaSts.texts.map((text) => line(at('_mta-sts'), text)),
      ...tlsRpt.texts.map((text) => line(at('_smtp._tls'), text)),
      ...bimi.texts.map((text) => line(at('default._bimi'), text)),
      `${label} A 192.0.2.77`,
      `${label} MX 10 mxa.mailgun.org.`,
      `${label} MX 10 mxb.mailgun.org.`,
      `${at('email')} CNAME mailgun.org.`,
    ]
    const name = `generated-${index}`
    return {
      report: {
        ...{ name, source: '', situation: '', right: '', domain, others: [] },
        expected: expected(domain),
        own: { apex: 'example.com', lines },
        delegated: [],
        elsewhere: ELSEWHERE,
      },
      facts: {
        spf,
        cases: [
          named === undefined ? `spf: by chance: ${policy}` : `spf: ${named}`,
          ...[
            `dkim: ${dkim.name}`,
            `mta-sts: ${mtaSts.name}`,
            `tls-rpt: ${tlsRpt.name}`,
            `bimi: ${bimi.name}`,
          ],
          `dmarc: ${dmarc.name}${isInherited ? ', above' : ''}`,
        ],
      },
      privateKey: KEY.privateKey,
    }
  })
}

function chosen(cases: Cases, index: number): { name: string; texts: readonly string[] } {
  const names = Object.keys(cases)
  const name = names[index % names.length] ?? ''
  return { name, texts: cases[name] ?? [] }
}

function expected(domain: string): DnsRecord[] {
  const record = (
    type: DnsRecord['type'],
    name: string,
    value: string,
    priority: number | null = null,
  ): DnsRecord => ({
    ...{
      type,
      name,
      value,
      priority,
      purpose: type === 'MX' ? ('receiving' as const) : ('sending' as const),
    },
    ...{ valid: 'unknown' as const, cached: [], isActive: true },
  })
  return [
    record('TXT', domain, `v=spf1 ${INCLUDE} ~all`),
    record('TXT', `${SELECTOR}._domainkey.${domain}`, `k=rsa; p=${KEY.p}`),
    record('CNAME', `email.${domain}`, 'mailgun.org'),
    record('MX', domain, 'mxa.mailgun.org', 10),
    record('MX', domain, 'mxb.mailgun.org', 10),
  ]
}

/** A TXT record in zone file form (RFC 1035 5.1). */
function line(owner: string, text: string): string {
  const parts = text.match(/.{1,255}/gs) ?? ['']
  const quoted = parts.map((part) => `"${part.replace(/["\\]/g, '\\$&').replaceAll('\t', '\\009')}"`)
  return `${owner} TXT ${quoted.join(' ')}`
}
