/** One resource record of a test zone, as a DNS host's form asks for it. */
export interface ZoneRecord {
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'DNAME' | 'MX' | 'NS' | 'SPF' | 'TXT'
  /** Owner name as an FQDN without trailing dot. */
  readonly name: string
  /** Rdata without quotes and priority; host names as FQDN without trailing dot. */
  readonly value: string
  /** MX preference, 0..65535. */
  readonly priority?: string | number | null
  /** Seconds. */
  readonly ttl?: number
}

const TTL_SECONDS = 1
/** RFC 1035 3.3.14: a character-string of a TXT record has at most 255 octets. */
const CHARACTER_STRING_OCTETS = 255

let lastSerial = 0

/**
 * Writes a zone file (RFC 1035 5) with SOA and NS, each time with a higher serial.
 *
 * @param origin the zone's apex, without trailing dot
 */
export function zoneFor(origin: string, records: readonly ZoneRecord[]): string {
  lastSerial += 1
  return [
    `$ORIGIN ${origin}.`,
    `$TTL ${TTL_SECONDS}`,
    `@ SOA ns.${origin}. hostmaster.${origin}. ${lastSerial} 3600 600 86400 ${TTL_SECONDS}`,
    `@ NS ns.${origin}.`,
    `ns A 127.0.0.1`,
    ...records.map(zoneLine),
    '',
  ].join('\n')
}

/** One record in zone file form, its owner name absolute. */
export function zoneLine({ name, ttl, type, value, priority }: ZoneRecord): string {
  return `${name}. ${ttl ?? TTL_SECONDS} ${type} ${rdata(type, value, priority)}`
}

function rdata(type: ZoneRecord['type'], value: string, priority: ZoneRecord['priority']): string {
  switch (type) {
    case 'SPF':
    case 'TXT':
      return characterStrings(value)
    case 'MX':
      return `${priority ?? 10} ${absolute(value)}`
    case 'CNAME':
    case 'DNAME':
    case 'NS':
      return absolute(value)
    case 'A':
    case 'AAAA':
      return value
  }
}

/** Servers differ in which signs a name may have unescaped; those of a web address not all take (RFC 1035 5.1). */
function absolute(host: string): string {
  const name = host.replace(/[:/]/g, (sign) => `\\${String(sign.charCodeAt(0)).padStart(3, '0')}`)
  return name.endsWith('.') ? name : `${name}.`
}

function characterStrings(text: string): string {
  const octets = Buffer.from(text, 'utf8')
  const strings: string[] = []
  for (let start = 0; start === 0 || start < octets.length; start += CHARACTER_STRING_OCTETS) {
    strings.push(`"${escaped(octets.subarray(start, start + CHARACTER_STRING_OCTETS))}"`)
  }
  return strings.join(' ')
}

/** RFC 1035 5.1: `\"`, `\\`, and `\DDD` for octets that are not printable ASCII. */
function escaped(octets: Buffer): string {
  return Array.from(octets, (octet) => {
    if (octet === 0x22 || octet === 0x5c) return `\\${String.fromCharCode(octet)}`
    if (octet < 0x20 || octet > 0x7e) return `\\${String(octet).padStart(3, '0')}`
    return String.fromCharCode(octet)
  }).join('')
}
