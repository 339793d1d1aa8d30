import { plainName } from '../dns/diagnosis/records/presentation'
import { isIPv4, isIPv6 } from 'node:net'
import { type WritableData, type WritableType } from './rrset'

/** RFC 1035 section 3.3: octets of one character-string. */
const CHARACTER_STRING = 255

/** The radix of the three digits of an escape: 10 (RFC 1035), or 8 as Route 53 has them. */
export type Escapes = 8 | 10

/**
 * The data of a record from its presentation format (RFC 1035 section 5.1), as several hosts have it.
 *
 * @param text such as `10 mxa.example.net.` or `"v=spf1 -all"`; a text without quotes is one character-string for each
 *   word
 * @returns null where it is not data of the type
 */
export function dataFromPresentation(
  type: WritableType,
  text: string,
  escapes: Escapes = 10,
): WritableData | null {
  switch (type) {
    case 'A':
      return isIPv4(text) ? { type, address: text } : null
    case 'AAAA':
      return isIPv6(text) ? { type, address: text.toLowerCase() } : null
    case 'CNAME':
      return isHostName(text) ? { type, target: plainName(text) } : null
    case 'MX': {
      const [, preference, exchange] = /^\s*(\d{1,5})\s+(\S+)\s*$/.exec(text) ?? []
      if (preference === undefined || exchange === undefined || Number(preference) > 65_535) return null
      return { type, preference: Number(preference), exchange: plainName(exchange) }
    }
    case 'TXT':
    case 'SPF': {
      const strings = stringsFromPresentation(text, escapes)
      return strings === null ? null : { type, strings }
    }
  }
}

/** A record's data in presentation format, with names whole and with a trailing dot. */
export function presentationOf(data: WritableData, escapes: Escapes = 10): string {
  switch (data.type) {
    case 'A':
    case 'AAAA':
      return data.address
    case 'CNAME':
      return `${data.target}.`
    case 'MX':
      return `${data.preference} ${data.exchange}.`
    case 'TXT':
    case 'SPF':
      return data.strings.map((string) => quoted(string, escapes)).join(' ')
  }
}

/**
 * Character-strings from presentation format: quoted, or words without quotes, with `\X` and the decimal `\DDD`.
 *
 * @returns null where quotes or escapes do not end, or where a string is too long
 */
export function stringsFromPresentation(text: string, escapes: Escapes = 10): string[] | null {
  const octets = Buffer.from(text, 'utf8').toString('latin1')
  const strings: string[] = []
  let rest = octets.trim()
  while (rest !== '') {
    const token = /^(?:"((?:[^"\\]|\\[^])*)"|((?:[^\s"\\]|\\[^])+))\s*/.exec(rest)
    const string = token === null ? null : unescaped(token[1] ?? token[2] ?? '', escapes)
    if (token === null || string === null || string.length > CHARACTER_STRING) return null
    strings.push(string)
    rest = rest.slice(token[0].length)
  }
  return strings.length === 0 ? null : strings
}

/** A character-string in quotes; every octet that is not printable ASCII is `\DDD`. */
export function quoted(octets: string, escapes: Escapes = 10): string {
  return `"${octets
    .replace(/["\\]/g, String.raw`\$&`)
    .replace(/[^\x20-\x7e]/g, (octet) => `\\${octet.charCodeAt(0).toString(escapes).padStart(3, '0')}`)}"`
}

function unescaped(octets: string, escapes: Escapes): string | null {
  // A backslash before one or two digits begins a decimal escape that does not end.
  for (const [, escape = ''] of octets.matchAll(/\\(\d{1,3}|[^])/g)) {
    if (/^\d/.test(escape) && (escape.length < 3 || !(Number.parseInt(escape, escapes) <= 255))) return null
  }
  return octets.replace(/\\(\d{3}|[^])/g, (_, escape: string) =>
    escape.length === 1 ? escape : String.fromCharCode(Number.parseInt(escape, escapes)),
  )
}

/** Not a schema of names: a host holds what it holds, and only a blank tells that it is something else. */
function isHostName(text: string): boolean {
  return /^\S+$/.test(text)
}
