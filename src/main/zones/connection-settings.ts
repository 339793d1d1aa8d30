import { plainName } from '../dns/diagnosis/records/presentation'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { ZonedeskError } from '../../preload/contract/failure'
import type { ConnectionSettings } from '../../preload/contract/zone-connections'
import { isLoopback } from '../accounts/base-url'

/** Longest text of one setting, in characters. */
const MAX_LENGTH = 2_048
/** Zones that settings name at most. */
const MOST_ZONES = 1_000

/**
 * The settings as they are stored: names in lower case and A-labels, without trailing dot, white space or slash.
 *
 * @throws ZonedeskError `invalid` with the field that is wrong
 */
export function requireSettings(settings: ConnectionSettings): ConnectionSettings {
  switch (settings.kind) {
    case 'rfc2136':
      return {
        ...settings,
        server: requireServer(settings.server),
        port: requirePort(settings.port),
        keyName: requireName(settings.keyName, 'keyName', 'The name of the key'),
        zones: requireZones(settings.zones),
      }
    case 'powerdns':
      return { ...settings, url: requireUrl(settings.url), serverId: requireServerId(settings.serverId) }
    case 'route53':
      return { ...settings, accessKeyId: requireAccessKeyId(settings.accessKeyId) }
    default:
      return settings
  }
}

/**
 * Whether a secret that was entered for some settings may be used with others: they lead to the same server and name the
 * same key. A secret never goes to a host that it was not entered for.
 */
export function keepsSecret(before: ConnectionSettings, after: ConnectionSettings): boolean {
  return placeOf(before) === placeOf(after)
}

/** Where the secret goes, and as whose; equal for settings that share it. */
function placeOf(settings: ConnectionSettings): string {
  switch (settings.kind) {
    case 'rfc2136': {
      const { kind, server, port, keyName, algorithm } = settings
      return JSON.stringify([kind, server, port, keyName, algorithm])
    }
    case 'powerdns':
      return JSON.stringify([settings.kind, settings.url])
    case 'route53':
      return JSON.stringify([settings.kind, settings.accessKeyId])
    default:
      return JSON.stringify([settings.kind])
  }
}

/**
 * Tells whether two connections reach one and the same zone: what the host calls it is one name for all of the host's
 * users, or the connections lead to the same server.
 *
 * @param zoneId what the host calls the zone
 */
export function zoneIdentity(settings: ConnectionSettings, zoneId: string): string {
  switch (settings.kind) {
    case 'rfc2136':
      return JSON.stringify([settings.kind, settings.server, settings.port, zoneId])
    case 'powerdns':
      return JSON.stringify([settings.kind, settings.url, settings.serverId, zoneId])
    default:
      return JSON.stringify([settings.kind, zoneId])
  }
}

function requireServer(input: string): string {
  const server = input.trim().replace(/^\[(.*)\]$/, '$1')
  if (isIP(server) !== 0) return server.toLowerCase()
  if (/[/:@\s]/.test(server)) {
    throw invalid('server', 'The server is neither a host name nor an IP address.', SERVER_FIX)
  }
  return requireName(server, 'server', 'The server')
}
const SERVER_FIX = 'Enter a name such as ns1.example.com, or an address, without port or https://.'

function requirePort(port: number): number {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw invalid(
    'port',
    'The port is not a whole number from 1 to 65535.',
    'Enter 53, unless the server listens elsewhere.',
  )
}

function requireZones(zones: readonly string[]): string[] {
  if (zones.length > MOST_ZONES) {
    throw invalid(
      'zones',
      `There are more than ${MOST_ZONES} zones.`,
      'Leave them out: Zonedesk looks for each zone when it needs it.',
    )
  }
  return [...new Set(zones.map((zone) => requireName(zone, 'zones', 'A zone')))]
}

/** A domain name; underscores are no error, as keys and reverse zones may have odd labels. */
function requireName(input: string, field: string, what: string): string {
  const typed = input.trim()
  if (typed === '') throw invalid(field, `${what} is empty.`, `Enter a name such as ${EXAMPLES[field]}.`)
  const ascii = /^[\x21-\x7e]+$/.test(typed) ? typed.toLowerCase() : domainToASCII(typed)
  const name = plainName(ascii)
  const isName =
    name.length <= 253 &&
    name.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_/-]{0,61}[a-z0-9_])?$/.test(label))
  if (isName) return name
  throw invalid(
    field,
    `${what} is not a domain name: ${quoted(typed)}.`,
    `Enter a name such as ${EXAMPLES[field]}.`,
  )
}
const EXAMPLES: Readonly<Record<string, string>> = {
  server: 'ns1.example.com',
  keyName: 'zonedesk.example.com',
  zones: 'example.com',
}

function requireUrl(input: string): string {
  const text = input.trim()
  const fix = 'Enter an address such as https://dns.example.com:8081.'
  if (text === '') throw invalid('url', 'The address of the API is empty.', fix)
  const url = text.length > MAX_LENGTH ? null : URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw invalid('url', 'The address of the API must be a whole URL that begins with https://.', fix)
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid(
      'url',
      'The address has a user name or a password in it.',
      'Enter the key in its own field.',
    )
  }
  if (/[?#]/.test(text))
    throw invalid('url', 'The address has a query or a fragment.', 'Leave out what follows the ? or #.')
  if (url.protocol === 'http:' && !isLoopback(text)) {
    throw invalid(
      'url',
      'The address must begin with https://: over http, others could read the key on its way.',
      'Use https, or a tunnel to this computer, such as ssh -L 8081:localhost:8081, with http://localhost:8081.',
    )
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/api(?:\/v1)?$/, '')}`
}

function requireServerId(input: string): string {
  const id = input.trim()
  if (/^[A-Za-z0-9._-]{1,100}$/.test(id)) return id
  throw invalid(
    'serverId',
    'The server ID is not valid.',
    'Enter localhost, unless a proxy gives the server another ID.',
  )
}

/** Source: IAM API, `AccessKey`: 16 to 128 characters of `\w`. */
function requireAccessKeyId(input: string): string {
  const id = input.trim()
  if (/^\w{16,128}$/.test(id)) return id
  throw invalid('accessKeyId', 'The access key ID is not valid.', 'Copy it from IAM; it begins with AKIA.')
}

function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`
}

function invalid(field: string, message: string, fix: string): ZonedeskError {
  return new ZonedeskError('invalid', message, { fix, field })
}
