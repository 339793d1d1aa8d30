import type { DnsRecord } from '../../preload/contract/domain'

/** Longest character-string in octets. Source: RFC 1035 3.3. */
const MAX_CHARACTER_STRING = 255

const BACKSLASH = 0x5c
const QUOTE = 0x22

/**
 * A record as one line of a zone file: absolute names, class IN, no TTL, so that `$TTL` of the zone applies.
 * A record whose value is not known becomes a comment. Source: RFC 1035 5.1.
 */
export function zoneFileRecord(record: DnsRecord): string {
  const head = `${absoluteName(record.name)} IN ${record.type}`
  if (record.value === '') return `; ${head} (the provider gave no value)`
  return `${head} ${rdata(record)}`
}

function rdata(record: DnsRecord): string {
  switch (record.type) {
    case 'TXT':
      return characterStrings(record.value)
    case 'MX':
      return `${record.priority ?? 0} ${absoluteName(record.value)}`
    case 'CNAME':
      return absoluteName(record.value)
    case 'A':
    case 'AAAA':
      return record.value.replace(/[^0-9A-Fa-f:.]/g, '')
  }
}

/** An FQDN with its trailing dot. Octets outside host names are escaped, so a name stays one token. */
function absoluteName(name: string): string {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name
  const safe = [...Buffer.from(bare, 'utf8')].map((octet) =>
    isNameOctet(octet) ? char(octet) : decimal(octet),
  )
  return `${safe.join('')}.`
}

function isNameOctet(octet: number): boolean {
  return /[A-Za-z0-9._*-]/.test(char(octet))
}

/** A text as quoted character-strings of at most 255 octets each, RFC 1035 5.1 escapes inside. */
function characterStrings(text: string): string {
  const octets = Buffer.from(text, 'utf8')
  const parts: string[] = []
  for (let start = 0; start < octets.length; start += MAX_CHARACTER_STRING) {
    parts.push(`"${[...octets.subarray(start, start + MAX_CHARACTER_STRING)].map(quotedOctet).join('')}"`)
  }
  return parts.join(' ')
}

function quotedOctet(octet: number): string {
  if (octet === QUOTE || octet === BACKSLASH) return `\\${char(octet)}`
  return octet >= 0x20 && octet <= 0x7e ? char(octet) : decimal(octet)
}

/** `\DDD`, the octet in decimal. */
function decimal(octet: number): string {
  return `\\${String(octet).padStart(3, '0')}`
}

function char(octet: number): string {
  return String.fromCharCode(octet)
}
