/** Longest character-string in octets. Source: RFC 1035 3.3. */
export const MAX_CHARACTER_STRING = 255

const BACKSLASH = 0x5c
const QUOTE = 0x22

/**
 * How an octet outside printable ASCII is written: three decimal digits (RFC 1035 5.1), or three octal ones, as
 * Route 53 takes them. Source: AWS, "Supported DNS record types", TXT record type.
 */
export type Escapes = 'decimal' | 'octal'

/** The octets of a text in UTF-8, in parts of at most 255; one empty part for the empty text. */
export function characterStrings(text: string): Buffer[] {
  const octets = Buffer.from(text, 'utf8')
  const parts: Buffer[] = []
  for (let start = 0; start < octets.length; start += MAX_CHARACTER_STRING) {
    parts.push(octets.subarray(start, start + MAX_CHARACTER_STRING))
  }
  return parts.length === 0 ? [octets] : parts
}

/** How many octets a text has. */
export function octetLength(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

/** A text as quoted character-strings with a space between, escapes inside. Source: RFC 1035 5.1. */
export function quotedText(text: string, escapes: Escapes = 'decimal'): string {
  return characterStrings(text)
    .map((part) => `"${escapedOctets(part, escapes)}"`)
    .join(' ')
}

/** Octets as they stand between the quotes of a character-string. */
export function escapedOctets(octets: Uint8Array, escapes: Escapes = 'decimal'): string {
  return [...octets].map((octet) => quotedOctet(octet, escapes)).join('')
}

/** An octet as a backslash and three digits. */
export function escapedOctet(octet: number, escapes: Escapes): string {
  return `\\${octet.toString(escapes === 'octal' ? 8 : 10).padStart(3, '0')}`
}

function quotedOctet(octet: number, escapes: Escapes): string {
  if (octet === QUOTE || octet === BACKSLASH) return `\\${String.fromCharCode(octet)}`
  return octet >= 0x20 && octet <= 0x7e ? String.fromCharCode(octet) : escapedOctet(octet, escapes)
}
