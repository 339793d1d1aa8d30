import { isIPv4, isIPv6 } from 'node:net'
import { ZonedeskError } from '../../../preload/contract/failure'

/** Which DNS resolver to ask: the operating system's (null), or one server as `dns.setServers` takes it. */
export type ResolverAddress = string | null

/** The resolver setting that means the operating system's own. */
export const SYSTEM_RESOLVER = 'system'

/** What the setting takes beside `system`: an IPv4 address, or an IPv6 address in brackets, with a port or without. */
const ADDRESS_AND_PORT = /^(?:\[(?<six>[^\]]+)\]|(?<four>[\d.]+))(?::(?<port>\d{1,5}))?$/

/** Whether a text is a value of the resolver setting. A host name is not: it would need a resolver itself. */
export function isResolver(text: string): boolean {
  if (text === SYSTEM_RESOLVER || isIPv6(text)) return true
  const { six, four, port } = ADDRESS_AND_PORT.exec(text)?.groups ?? {}
  if (port !== undefined && !isPort(Number(port))) return false
  return (six !== undefined && isIPv6(six)) || (four !== undefined && isIPv4(four))
}

/**
 * The resolver setting as it is stored.
 *
 * @param input `system`, `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:5353`
 * @throws ZonedeskError `invalid` with field `resolver`
 */
export function requireResolver(input: string): string {
  const typed = input.trim()
  const text = typed.toLowerCase() === SYSTEM_RESOLVER ? SYSTEM_RESOLVER : typed
  if (isResolver(text)) return text
  const port = /^(?:\[[^\]]*\]|[\d.]+):(?<port>\d*)$/.exec(text)?.groups?.['port']
  if (port !== undefined && !isPort(Number(port))) {
    throw invalid('The resolver has a port that is not between 1 and 65535.')
  }
  if (/[g-z]/i.test(text.replace(/%.*$/, ''))) {
    throw invalid('The resolver must be an address; a host name cannot be used.')
  }
  throw invalid(text === '' ? 'The resolver is empty.' : 'The resolver is not an IPv4 or IPv6 address.')
}

/**
 * Reads a resolver setting as the server to ask.
 *
 * @throws ZonedeskError `invalid` with field `resolver`
 */
export function resolverServer(setting: string): ResolverAddress {
  const resolver = requireResolver(setting)
  if (resolver === SYSTEM_RESOLVER) return null
  return isIPv6(resolver) ? `[${resolver}]` : resolver
}

function isPort(port: number): boolean {
  return port >= 1 && port <= 65_535
}

function invalid(message: string): ZonedeskError {
  return new ZonedeskError('invalid', message, {
    fix: 'Enter system, or an address such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353.',
    field: 'resolver',
  })
}
