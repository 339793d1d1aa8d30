import { isIP } from 'node:net'
import { ZonedeskError } from '../../preload/contract/failure'

/** Which DNS resolver to ask: the operating system's (null), or one server as `dns.setServers` takes it. */
export type ResolverAddress = string | null

/**
 * Reads a resolver setting: `system`, an IPv4 or IPv6 address, or one with a port (IPv6 then in brackets).
 *
 * @throws ZonedeskError `invalid` with field `resolver` for anything else; host names are not taken, because
 *   finding their address would need a resolver
 */
export function parseResolverAddress(text: string): ResolverAddress {
  const typed = text.trim()
  if (typed.toLowerCase() === 'system') return null
  if (isIP(typed) === 4) return typed
  if (isIP(typed) === 6) return `[${typed}]`
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([\d.]+))(?::(\d{1,5}))?$/.exec(typed) ?? []
  const isAddress = isIP(bracketed ?? '') === 6 || isIP(plain ?? '') === 4
  if (!isAddress) throw refused(typed)
  if (port === undefined) return typed
  if (Number(port) < 1 || Number(port) > 65_535) throw refused(typed)
  return typed
}

function refused(typed: string): ZonedeskError {
  const shown = typed.length > 60 ? `${typed.slice(0, 60)}...` : typed
  return new ZonedeskError('invalid', `"${shown}" is not the address of a DNS resolver.`, {
    fix: 'Enter system, or an IP address with an optional port, such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53.',
    field: 'resolver',
  })
}
