import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { PUBLIC_RESOLVERS, ResolverList } from '../../../../src/preload/contract/dns-resolvers'
import {
  resolverServers,
  systemServers,
  usableFamilies,
} from '../../../../src/main/dns/resolvers/resolver-servers'
import { wildcardProbes } from '../../../../src/main/dns/observe/wildcard-probes'

describe('resolvers as servers to ask', () => {
  it('gives the public ones with their ports, over HTTPS where that is chosen, without those turned off', () => {
    const [cloudflare, google, quad9] = v.parse(ResolverList, PUBLIC_RESOLVERS)
    const list = [cloudflare!, { ...google!, useDoh: true }, { ...quad9!, enabled: false }]
    expect(resolverServers(list)).toEqual([
      { id: 'cloudflare', name: 'Cloudflare', kind: 'public', address: '1.1.1.1:53' },
      { id: 'google', name: 'Google', kind: 'public', address: 'https://dns.google/dns-query' },
    ])
  })

  it.each([
    [{ address: 'dns.example.com' }, 'Own has no usable address.'],
    [{ address: '' }, 'Own has no usable address.'],
    [{ address: 'system' }, 'Own has no usable address.'],
    [{ useDoh: true }, 'Own has no address for DNS over HTTPS.'],
  ])('refuses an entry with %o', (change, message) => {
    const own = { id: 'own', name: 'Own', address: '192.0.2.1', dohUrl: null, useDoh: false, enabled: true }
    expect(() => resolverServers([{ ...own, ...change }])).toThrow(message)
  })

  it('reads the addresses of the operating system, at most two', () => {
    expect(systemServers(['127.0.0.53', '[2001:db8::1]:5353', '192.0.2.1'])).toEqual([
      { id: 'system', name: 'System resolver', kind: 'system', address: '127.0.0.53:53' },
      { id: 'system-2', name: 'System resolver 2', kind: 'system', address: '[2001:db8::1]:5353' },
    ])
  })

  it('uses IPv6 only where an interface has a global address', () => {
    const one = (family: 'IPv4' | 'IPv6', address: string) =>
      ({
        family,
        address,
        internal: false,
        netmask: '',
        mac: '',
        cidr: null,
        ...(family === 'IPv6' ? { scopeid: 0 } : {}),
      }) as never
    expect(usableFamilies({ eth0: [one('IPv4', '192.0.2.7'), one('IPv6', 'fe80::1')] })).toEqual([4])
    expect(usableFamilies({ eth0: [one('IPv6', '2001:db8::7')] })).toEqual([4, 6])
  })
})

describe('probing for wildcards', () => {
  it('names a random name beside each expected one, and nothing above the apex', () => {
    const expected = [
      { name: 'example.com', type: 'TXT' },
      { name: 'pic._domainkey.example.com', type: 'TXT' },
      { name: 'email.example.com', type: 'CNAME' },
    ] as const
    expect(wildcardProbes(expected, 'example.com', 'r')).toEqual([
      { name: 'r._domainkey.example.com', under: '_domainkey.example.com' },
      { name: 'r.example.com', under: 'example.com' },
    ])
  })
})
