import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * IPv4 addresses that are not those of one host in the internet. Source: IANA IPv4 Special-Purpose Address Registry (RFC
 * 6890), as of October 2026; RFC 5771 for multicast.
 */
const NOT_PUBLIC_4: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/**
 * What of 2000::/3, the global unicast addresses (RFC 4291 section 2.4), is not one host in the internet: protocols'
 * own and tunnels (Teredo, ORCHID), examples, and 6to4, which carries an IPv4 address. Source: IANA IPv6 Special-Purpose
 * Address Registry.
 */
const NOT_PUBLIC_6: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const refused4 = new BlockList()
for (const [network, prefix] of NOT_PUBLIC_4) refused4.addSubnet(network, prefix, 'ipv4')
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')
const refused6 = new BlockList()
for (const [network, prefix] of NOT_PUBLIC_6) refused6.addSubnet(network, prefix, 'ipv6')

/**
 * Whether an address is that of a host in the internet, so that it leads neither into this computer nor into the network
 * around it. What carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo) is not.
 *
 * @param address as text; with a zone id it is none
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refused4.check(address, 'ipv4')
  if (!isIPv6(address) || address.includes('%')) return false
  return global6.check(address, 'ipv6') && !refused6.check(address, 'ipv6')
}
