import { isIPv6 } from 'node:net'
import { ZonedeskError } from '../../../preload/contract/failure'

/** RFC 1035 4.2: the port of DNS. */
export const DNS_PORT = 53

export interface SocketAddress {
  /** IPv4 or IPv6 address without brackets. */
  readonly host: string
  readonly port: number
  readonly family: 4 | 6
}

/**
 * Reads a server address: `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1`, `[2001:db8::1]:5353`. The form is the one
 * `isResolver` takes.
 *
 * @throws ZonedeskError `invalid` when it is none of these
 */
export function socketAddress(text: string): SocketAddress {
  const known = KNOWN.get(text)
  if (known !== undefined) return known
  const read = readAddress(text)
  if (KNOWN.size >= MAX_KNOWN) KNOWN.clear()
  KNOWN.set(text, read)
  return read
}

/** The same few servers are asked again and again. */
const KNOWN = new Map<string, SocketAddress>()
const MAX_KNOWN = 1_000

function readAddress(text: string): SocketAddress {
  if (isIPv6(text)) return { host: text, port: DNS_PORT, family: 6 }
  const match = /^(?:\[(?<six>[^\]]+)\]|(?<four>[\d.]+))(?::(?<port>\d+))?$/.exec(text)?.groups
  const host = match?.['six'] ?? match?.['four']
  if (host === undefined)
    throw new ZonedeskError('invalid', 'The address of the DNS server is not an IP address.', {
      fix: 'Enter one, such as 192.0.2.53.',
    })
  return { host, port: Number(match?.['port'] ?? DNS_PORT), family: isIPv6(host) ? 6 : 4 }
}

/** The one spelling of a server's address: always with port, IPv6 in brackets. */
export function addressText(host: string, port: number): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`
}

/** Whether a server's address is the URL of a DoH server. */
export function isDohAddress(address: string): boolean {
  return /^https?:\/\//i.test(address)
}
