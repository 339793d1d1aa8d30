import { escapedOctet, type Escapes } from './character-strings'

/** An FQDN with its trailing dot. Octets outside host names are escaped, so a name stays one token. */
export function absoluteName(name: string, escapes: Escapes = 'decimal'): string {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name
  return `${escapedLabels(bare, escapes)}.`
}

/** Labels with their dots, without a trailing one; octets outside host names escaped (RFC 1035 5.1). */
function escapedLabels(name: string, escapes: Escapes = 'decimal'): string {
  return [...Buffer.from(name, 'utf8')]
    .map((octet) => (isNameOctet(octet) ? String.fromCharCode(octet) : escapedOctet(octet, escapes)))
    .join('')
}

function isNameOctet(octet: number): boolean {
  return /[A-Za-z0-9._*-]/.test(String.fromCharCode(octet))
}
