import type { DnsRecord } from '../../../../src/preload/contract/domain'
import { KEY } from '../../../unit/dns/diagnosis/keys'

/** What the provider wants of a domain. */
export function expected(name: string): DnsRecord[] {
  const record = (
    type: DnsRecord['type'],
    owner: string,
    value: string,
    priority: number | null = null,
  ): DnsRecord => ({
    ...{ purpose: type === 'MX' ? 'receiving' : 'sending', type, name: owner, value, priority },
    ...{ valid: 'unknown', cached: [], isActive: true },
  })
  return [
    record('TXT', name, 'v=spf1 include:spf.example.com ~all'),
    record('TXT', `k1._domainkey.${name}`, `k=rsa; p=${KEY}`),
    record('CNAME', `email.${name}`, 'track.example.com'),
    record('MX', name, 'mxa.example.com', 10),
    record('MX', name, 'mxb.example.com', 10),
  ]
}

/** The lines of the provider’s own zone, `example.com`. */
export const PROVIDER = [
  'spf TXT "v=spf1 ip4:198.51.100.0/24 ~all"',
  'track A 198.51.100.3',
  'mxa A 198.51.100.1',
  'mxb A 198.51.100.2',
]
