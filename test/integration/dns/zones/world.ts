import { checkDomain } from '../../../../src/main/domains/checks/check-domain'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import type { DomainCheck } from '../../../../src/preload/contract/findings'
import { LAB, startLab, type Lab } from '../../../dns-server/lab'
import { KEY } from '../../../unit/dns/diagnosis/keys'
import { clientFor, IMPATIENT, resolver, TIMING } from '../clients'

/** Zones by apex, each with its records in zone file form, relative to the apex. */
export type Zones = Readonly<Record<string, readonly string[]>>

/** What servers hold and resolvers are told, beside SOA and NS of each zone. */
export interface World {
  /** Top-level zones, with the delegations in them; `com` has those of `first` below it by itself. */
  readonly tops?: Zones
  /** At two servers, ns1 and ns2 of each zone. */
  readonly first: Zones
  /** At a third server. */
  readonly third?: Zones
  /** Zones that resolvers are sent to a server for that refuses them. */
  readonly dead?: readonly string[]
  /** Zones that only resolvers know: no zone above delegates them. */
  readonly internal?: readonly string[]
}

/** What the provider wants, with its own names in `org`. */
export function wanted(domain: string): DnsRecord[] {
  const record = (
    type: DnsRecord['type'],
    name: string,
    value: string,
    priority: number | null = null,
  ): DnsRecord => ({
    ...{ purpose: type === 'MX' ? 'receiving' : 'sending', type, name, value, priority },
    ...{ valid: 'valid', cached: [], isActive: true },
  })
  return [
    record('TXT', domain, 'v=spf1 include:mailgun.org ~all'),
    record('TXT', `mx._domainkey.${domain}`, `k=rsa; p=${KEY}`),
    record('CNAME', `email.${domain}`, 'mailgun.org'),
    record('MX', domain, 'mxa.mailgun.org', 10),
    record('MX', domain, 'mxb.mailgun.org', 10),
  ]
}

export const KEY_TEXT = `"k=rsa; p=${KEY.slice(0, 200)}" "${KEY.slice(200)}"`

/**
 * All that is wanted at `mg`, and policies that leave nothing to advise, as lines of the zone above it.
 *
 * @param without owner names and types to leave out, such as `_dmarc TXT`
 */
export function healthy(without: readonly string[] = [], more: readonly string[] = []): string[] {
  const lines = [
    'mg TXT "v=spf1 include:mailgun.org ~all"',
    `mx._domainkey.mg TXT ${KEY_TEXT}`,
    'email.mg CNAME mailgun.org.',
    'mg MX 10 mxa.mailgun.org.',
    'mg MX 10 mxb.mailgun.org.',
    '_dmarc TXT "v=DMARC1; p=reject"',
    '_mta-sts.mg TXT "v=STSv1; id=20260101T000000;"',
    '_smtp._tls.mg TXT "v=TLSRPTv1; rua=mailto:tls@vendor.net"',
    'default._bimi TXT "v=BIMI1; l=https://vendor.net/logo.svg"',
  ]
  return [...lines.filter((line) => !without.some((start) => line.startsWith(`${start} `))), ...more]
}

const PROVIDER = [
  'mailgun TXT "v=spf1 include:_spf.mailgun.org -all"',
  '_spf.mailgun TXT "v=spf1 ip4:198.51.100.0/24 -all"',
  'mailgun A 198.51.100.3',
  'mxa.mailgun A 198.51.100.1',
  'mxb.mailgun A 198.51.100.2',
]

export function startWorld({ tops = {}, first, third = {}, dead = [], internal = [] }: World): Promise<Lab> {
  const { com = [], ...others } = tops
  const delegated = Object.keys(first).filter((apex) => /^[^.]+\.com$/.test(apex))
  return startLab({
    com: [...delegated.flatMap((apex) => toBoth(apex)), ...com].join('\n'),
    first: texts(first, ['ns1', 'ns2'], [LAB.first, LAB.second]),
    third: texts(third, ['ns'], [LAB.third]),
    tops: texts({ org: PROVIDER, ...others }, ['ns'], [LAB.parent]),
    stubs: {
      ...Object.fromEntries(Object.keys(third).map((apex) => [apex, [LAB.third]])),
      ...Object.fromEntries(dead.map((apex) => [apex, [LAB.first]])),
      ...Object.fromEntries(internal.map((apex) => [apex, [LAB.first]])),
    },
  })
}

/** Lines of the zone above that delegate a zone to the first two servers. */
export function toBoth(apex: string): string[] {
  return [
    `${apex}. NS ns1.${apex}.`,
    `${apex}. NS ns2.${apex}.`,
    `ns1.${apex}. A ${LAB.first}`,
    `ns2.${apex}. A ${LAB.second}`,
  ]
}

let lastSerial = 1_000

/** The text of a zone; its servers are below its apex, unless its lines name others. */
export function zoneText(
  apex: string,
  lines: readonly string[],
  hosts: readonly string[] = ['ns1', 'ns2'],
  addresses: readonly string[] = [LAB.first, LAB.second],
): string {
  lastSerial += 1
  const named = lines.some((line) => /^@ NS /.test(line))
  return [
    `$ORIGIN ${apex}.`,
    '$TTL 600',
    `@ SOA ${hosts[0] ?? ''} hostmaster ${lastSerial} 3600 600 86400 300`,
    ...(named ? [] : hosts.flatMap((host, index) => [`@ NS ${host}`, `${host} A ${addresses[index] ?? ''}`])),
    ...lines,
    '',
  ].join('\n')
}

function texts(zones: Zones, hosts: readonly string[], addresses: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(zones).map(([apex, lines]) => [apex, zoneText(apex, lines, hosts, addresses)]),
  )
}

/**
 * Checks as the app does, remembering nothing from before.
 *
 * @param options.isBlocked whether the network lets no question through to authoritative servers
 */
export async function checkIn(
  lab: Lab,
  domain: string,
  options: { expected?: readonly DnsRecord[]; isBlocked?: boolean; questions?: (asked: number) => void } = {},
): Promise<DomainCheck> {
  const { expected = wanted(domain), isBlocked = false, questions } = options
  const client = clientFor({ timing: isBlocked ? { ...IMPATIENT, udpMs: [250, 500] } : TIMING })
  const dns = {
    client,
    resolvers: () => [resolver(lab.resolver.address)],
    families: () => [4] as const,
    // Nothing listens there.
    authoritativePort: isBlocked ? 1 : lab.port,
  }
  try {
    return await checkDomain(dns, domain, expected, {
      ...{ fresh: true, neighbours: [], signal: new AbortController().signal },
      onProgress: (progress) => questions?.(progress.questions),
    })
  } finally {
    client.close()
  }
}
