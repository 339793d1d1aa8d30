/** Where a zone's host says what it is. */
export interface SettingsPlace {
  /** Host name, lower case, without trailing dot. */
  readonly host: string
  /** Absolute path of the settings of one zone. */
  readonly path: string
}

/** Longest text that is read, in characters: a host name and a short path. */
const LONGEST = 512
/** RFC 1035 section 2.3.4, RFC 1123 section 2.1. */
const LONGEST_NAME = 253
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** RFC 3986 section 2.3: what needs no escape, so that nothing is read in two ways. */
const SEGMENT = /^[A-Za-z0-9._~-]{1,100}$/
/** Names that stand for this computer or the network around it (RFC 6761, RFC 6762, RFC 8375, RFC 7686, RFC 9476). */
const OF_THE_NETWORK =
  /(?:^|\.)(?:localhost|local|internal|home\.arpa|onion|alt|localdomain|lan|intranet|corp)$/

/**
 * What the TXT record at `_domainconnect` of a zone says: the authority of the host's API and, if it wants, a path. It is
 * read more strictly than it is specified: a host name without port, user or address, and a path that needs no escapes.
 * Source: Domain Connect Protocol, draft-ietf-dconn-domainconnect-03 (3 July 2026), section "DNS Provider Discovery".
 *
 * @param text of one record
 * @param zone apex, A-labels, without trailing dot
 * @returns null for anything else
 */
export function settingsPlace(text: string, zone: string): SettingsPlace | null {
  if (text.length > LONGEST) return null
  const [name = '', ...segments] = text.split('/')
  const host = name.toLowerCase()
  if (!isHostName(host) || OF_THE_NETWORK.test(host)) return null
  if (!segments.every((segment) => SEGMENT.test(segment) && !/^\.+$/.test(segment))) return null
  const path = [...segments, 'v2', encodeURIComponent(zone), 'settings'].map((part) => `/${part}`).join('')
  return { host, path }
}

/**
 * Whether it is a host name of at least two labels whose last one has a letter first, so that no form of an IP address is
 * one: `127.1`, `0x7f.1` and `2130706433` are addresses for many resolvers.
 */
export function isHostName(name: string): boolean {
  const labels = name.split('.')
  return (
    name.length <= LONGEST_NAME &&
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label)) &&
    /^[a-z]/.test(labels.at(-1) ?? '')
  )
}
