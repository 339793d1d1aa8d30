import { LAB } from '../../../../dns-server/lab'

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export type Random = () => number

export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function oneOf<T>(random: Random, all: readonly T[]): T {
  return all[Math.floor(random() * all.length)]!
}

const TTLS = [0, 1, 59, 60, 299, 301, 900, 3_601, 86_399, 604_800, 2_147_483_647]

/** Texts as character-strings of a zone file. */
const TEXTS: readonly ((random: Random) => string)[] = [
  () => '"vendor=0f3a"',
  () => '"two " "strings"',
  () => '""',
  () => '"" "after an empty one"',
  () => String.raw`"a \"quoted\" word"`,
  () => String.raw`"back\\slash"`,
  () => String.raw`"semicolon\; and \032two\032 blanks  "`,
  () => String.raw`"\195\188ber"`,
  () => String.raw`"\252ber in latin1"`,
  () => String.raw`"\000\001\127\255"`,
  () => '"Upper and lower Case"',
  (random) => `"${'x'.repeat(255)}" "${'y'.repeat(1 + Math.floor(random() * 254))}"`,
  (random) => `"${'z'.repeat(1 + Math.floor(random() * 255))}"`,
]

/** Records of types that Zonedesk does not write. */
const FOREIGN: readonly ((name: string) => string)[] = [
  (name) => `${name} CAA 0 issue "letsencrypt.org"`,
  (name) => `${name} CAA 128 iodef "mailto:sec@example.org"`,
  (name) => `${name} HTTPS 1 . alpn="h2,h3" ipv4hint=203.0.113.80`,
  (name) => `${name} HTTPS 0 cdn.example.net.`,
  (name) => `_8443._foo.${name} SVCB 1 svc.example.net. port=8443`,
  (name) => `_sip._tcp.${name} SRV 10 20 5060 Sip.example.net.`,
  (name) => `_443._tcp.${name} TLSA 3 1 1 ${'ab'.repeat(32)}`,
  (name) => `${name} NAPTR 100 10 "U" "E2U+sip" "!^.*$!sip:info@example.com!" .`,
  (name) => `${name} LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m`,
  (name) => `${name} SSHFP 4 2 ${'cd'.repeat(32)}`,
  (name) => `${name} HINFO "PC" "Linux"`,
  (name) => `${name} RP hostmaster.example.org. text.example.org.`,
  (name) => `${name} URI 10 1 "https://example.org/x y"`,
  (name) => String.raw`${name} TYPE65280 \# 4 0A000001`,
  (name) => String.raw`${name} TYPE65534 \# 3 ABCDEF`,
  (name) => `${name} AFSDB 1 afs.example.org.`,
]

/** What a domain itself may have, of which a plan may change something. */
const OWN: readonly ((domain: string) => readonly string[])[] = [
  (domain) => [`${domain} TXT "v=spf1 ip4:192.0.2.77 -all"`],
  (domain) => [`${domain} TXT "v=spf1 " "include:spf.example.com" " ~all"`],
  (domain) => [`${domain} TXT "v=spf1 -all"`],
  (domain) => [`${domain} TXT "v=spf1 include:spf.example.com ~all"`],
  (domain) => [`${domain} MX 10 MXA.example.com.`],
  (domain) => [`${domain} MX 5 Mail.Example.ORG.`, `${domain} MX 7 in.example.org.`],
  (domain) => [String.raw`${domain} MX 5 odd\.label\032x.example.org.`],
  (domain) => [`${domain} MX 0 .`],
  (domain) => [`${domain} A 203.0.113.9`, `${domain} AAAA 2001:db8:0:0:1:0:0:1`],
  (domain) => [`email.${domain} CNAME track.EXAMPLE.com.`],
  (domain) => [`email.${domain} CNAME Old.example.org.`],
  (domain) => [`email.${domain} A 203.0.113.5`, `email.${domain} A 203.0.113.6`],
  (domain) => [`email.${domain} A 203.0.113.5`, `email.${domain} HTTPS 1 . alpn=h2`],
  (domain) => [`k1._domainkey.${domain} TXT "k=rsa; p=MIGf" "AAAA"`],
  (domain) => [`k1._domainkey.${domain} CNAME k1.dkim.example.org.`],
  (domain) => [`_dmarc.${domain} TXT "v=DMARC1; p=none"`],
  (domain) => [`*.${domain} A 203.0.113.99`],
  (domain) => [`*.${domain} TXT "from the wildcard"`, `*.${domain} CAA 0 issue "ca.example.org"`],
  (domain) => [`*.${domain} CNAME wild.example.org.`],
  (domain) => [`sub.${domain} NS ns.sub.${domain}`, `ns.sub.${domain} A ${LAB.first}`],
  (domain) => [`deep.down.${domain} TXT "makes empty names above"`],
  (domain) => [`k0._domainkey.${domain} TXT "v=DKIM1; p="`],
]

const OTHERS: readonly string[] = [
  'WWW A 203.0.113.80',
  'www.Shop CNAME WWW',
  String.raw`odd\.dot A 203.0.113.81`,
  String.raw`odd\032blank TXT "name with a blank"`,
  String.raw`\195\188ber TXT "name beyond ASCII"`,
  '_acme-challenge TXT "token"',
  '* A 203.0.113.98',
  '*.wild TXT "anything"',
  'part NS ns.part',
  'part DS 12345 13 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  `ns.part A ${LAB.first}`,
  'ns.part AAAA ::1',
  'renamed DNAME elsewhere.example.org.',
  '1.2 PTR Host.example.org.',
]

/**
 * Lines of a zone file as people and programs write them: many record types, TTLs of their own, mixed case, escapes, long
 * texts and octets beyond ASCII.
 *
 * @param domains relative to the apex, `@` for it
 * @returns lines relative to the apex that every server loads
 */
export function zoneLines(random: Random, domains: readonly string[]): string[] {
  const lines: string[] = []
  for (const domain of domains) {
    const owner = domain === '@' ? '@' : spelt(random, domain)
    const below = (line: string): string => (owner === '@' ? apexForm(line) : line)
    for (const own of OWN) if (random() < 0.3) lines.push(...own(owner).map(below))
    for (const foreign of FOREIGN) if (random() < 0.12) lines.push(below(foreign(owner)))
    for (const text of TEXTS) if (random() < 0.2) lines.push(`${owner} TXT ${text(random)}`)
    // No answer over UDP holds these.
    if (random() < 0.15) lines.push(...manyTexts(random, owner))
    if (random() < 0.3) lines.push(below(`email.${owner} TXT ${oneOf(random, TEXTS)(random)}`))
  }
  for (const other of OTHERS) if (random() < 0.35) lines.push(other)
  return loadable(withTtls(random, lines))
}

function manyTexts(random: Random, owner: string): string[] {
  const count = 10 + Math.floor(random() * 50)
  return Array.from({ length: count }, (_, at) => `${owner} TXT "verification-${at}=${'v'.repeat(180)}"`)
}

/** `email.@` is `email`. */
function apexForm(line: string): string {
  return line.replaceAll(/\.@(?= |$)/g, '')
}

function spelt(random: Random, name: string): string {
  return random() < 0.3 ? name.replace(/^./, (first) => first.toUpperCase()) : name
}

interface Line {
  readonly owner: string
  readonly type: string
  readonly data: string
}

function parsed(line: string): Line {
  const [, owner = '', type = '', data = ''] = /^(\S+) (\S+) (.*)$/.exec(line) ?? []
  return { owner, type, data }
}

/** One TTL for each RRset, often another one for the next. */
function withTtls(random: Random, lines: readonly string[]): string[] {
  const ttls = new Map<string, number>()
  return lines.map((line) => {
    const { owner, type, data } = parsed(line)
    const key = `${owner.toLowerCase()} ${type}`
    if (!ttls.has(key)) ttls.set(key, oneOf(random, TTLS))
    return `${owner} ${ttls.get(key)} IN ${type} ${data}`
  })
}

/** Without what no server loads: data beside a CNAME or below a DNAME, two CNAME records, and what is there twice. */
function loadable(lines: readonly string[]): string[] {
  const kept: string[] = []
  const types = new Map<string, Set<string>>()
  const cuts = lines.flatMap((line) => {
    const [owner = '', , , type] = line.split(' ')
    return type === 'NS' ? [owner.toLowerCase()] : []
  })
  for (const line of lines) {
    const [owner = '', , , type = ''] = line.split(' ')
    const name = owner.toLowerCase()
    const there = types.get(name) ?? new Set()
    const isBeside = type === 'CNAME' ? there.size > 0 : there.has('CNAME')
    const isBelowCut = cuts.some((cut) => name.endsWith(`.${cut}`))
    const isAtCut = cuts.includes(name)
    if (isBeside || (name === '@' && (type === 'CNAME' || type === 'NS'))) continue
    // Glue alone stands below a cut, and a delegation at it.
    if ((isBelowCut && type !== 'A' && type !== 'AAAA') || (isAtCut && type !== 'NS' && type !== 'DS'))
      continue
    types.set(name, there.add(type))
    kept.push(line)
  }
  const seen = new Set<string>()
  return kept.filter((line) => {
    const key = line.replace(/^(\S+) \d+/, (_, owner: string) => owner.toLowerCase())
    return !seen.has(key) && seen.add(key)
  })
}
