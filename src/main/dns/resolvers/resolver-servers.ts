import { getServers } from 'node:dns'
import { networkInterfaces } from 'node:os'
import type { Server } from '../../../preload/contract/dns-answer'
import type { Resolver } from '../../../preload/contract/dns-resolvers'
import { ZonedeskError } from '../../../preload/contract/failure'
import { isResolver, SYSTEM_RESOLVER } from './resolver-address'
import { addressText, socketAddress } from '../exchange/server-address'

/** Servers of the operating system that are asked; it has a second one for when the first does not answer. */
const MAX_SYSTEM_SERVERS = 2

/**
 * The operating system's resolvers as servers to ask.
 *
 * @param addresses as `dns.getServers()` gives them
 */
export function systemServers(addresses: readonly string[] = getServers()): Server[] {
  return addresses
    .filter((address) => isResolver(address))
    .slice(0, MAX_SYSTEM_SERVERS)
    .map((address, index) => ({
      id: index === 0 ? SYSTEM_RESOLVER : `${SYSTEM_RESOLVER}-${index + 1}`,
      name: index === 0 ? 'System resolver' : `System resolver ${index + 1}`,
      kind: 'system',
      address: withPort(address),
    }))
}

/**
 * The enabled resolvers of the user's list as servers to ask.
 *
 * @throws ZonedeskError `invalid` with field `resolvers` when an entry cannot be asked
 */
export function resolverServers(list: readonly Resolver[]): Server[] {
  return list
    .filter(({ enabled }) => enabled)
    .map(({ id, name, address, dohUrl, useDoh }) => {
      if (useDoh && dohUrl !== null) return { id, name, kind: 'public', address: dohUrl }
      if (useDoh)
        throw invalid(`${name} has no address for DNS over HTTPS.`, 'Enter its URL, or turn HTTPS off.')
      if (address === SYSTEM_RESOLVER || !isResolver(address)) {
        throw invalid(
          `${name} has no usable address.`,
          'Enter an IP address such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353.',
        )
      }
      return { id, name, kind: 'public', address: withPort(address) }
    })
}

/** The address families by which this machine can reach the internet, as its interfaces show; IPv4 always. */
export function usableFamilies(interfaces = networkInterfaces()): (4 | 6)[] {
  const addresses = Object.values(interfaces).flatMap((list) => list ?? [])
  // RFC 4291 2.4: 2000::/3 is what is global; link-local and unique local addresses lead nowhere outside.
  const six = addresses.some(({ family, internal, address }) => {
    return family === 'IPv6' && !internal && /^[23]/.test(address)
  })
  return six ? [4, 6] : [4]
}

function withPort(address: string): string {
  const { host, port } = socketAddress(address)
  return addressText(host, port)
}

function invalid(message: string, fix: string): ZonedeskError {
  return new ZonedeskError('invalid', message, { fix, field: 'resolvers' })
}
