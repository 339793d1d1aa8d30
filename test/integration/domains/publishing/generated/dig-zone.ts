import { execFileSync } from 'node:child_process'
import { requireProgram } from '../../../../dns-server/server-process'
import type { PrimaryServer, TestTsigKey } from '../../../../dns-server/primary'

/** One RRset as `dig` shows it in a zone transfer. */
export interface DugSet {
  readonly name: string
  readonly type: string
  /** Seconds. */
  readonly ttl: number
  /** The octets of each record's data in hexadecimal, sorted. */
  readonly data: readonly string[]
}

/** By owner name in lower case and type. */
export type DugZone = ReadonlyMap<string, DugSet>

/** What servers make themselves: signatures, their keys and proofs, and the serial. */
const MADE = new Set(['SOA', 'RRSIG', 'NSEC', 'NSEC3', 'NSEC3PARAM', 'DNSKEY', 'CDS', 'CDNSKEY'])
/** RFC 3597 section 5, and the types that dig prints in no other way. */
const NUMBERS: Readonly<Record<string, string>> = {
  ...{ 1: 'A', 2: 'NS', 5: 'CNAME', 6: 'SOA', 12: 'PTR', 15: 'MX', 16: 'TXT', 28: 'AAAA', 33: 'SRV' },
  ...{ 43: 'DS', 46: 'RRSIG', 47: 'NSEC', 48: 'DNSKEY', 50: 'NSEC3', 51: 'NSEC3PARAM', 59: 'CDS' },
  ...{ 39: 'DNAME', 60: 'CDNSKEY', 64: 'SVCB', 65: 'HTTPS', 99: 'SPF', 257: 'CAA' },
}

/** The whole zone by a client that is not the app's, every octet of it, without what servers make themselves. */
export function digZone(
  server: Pick<PrimaryServer, 'host' | 'port'>,
  key: TestTsigKey,
  apex: string,
  made = MADE,
): DugZone {
  const zone = new Map<string, DugSet>()
  for (const line of digLines(server, key, apex, ['+unknownformat'])) {
    const [, owner = '', ttl = '', number = '', octets = ''] =
      /^(.+?)\s+(\d+)\s+CLASS1\s+TYPE(\d+)\s+\\#\s+\d+\s*(.*)$/.exec(line) ?? []
    if (owner === '') throw new Error(`dig printed: ${line}`)
    const type = NUMBERS[number] ?? `TYPE${number}`
    const name = owner.toLowerCase().replace(/\.$/, '')
    if (made.has(type)) continue
    // The records in which BIND keeps the state of its own signing.
    if (type === 'TYPE65534' && name === apex && octets.replaceAll(/\s/g, '').length === 10) continue
    const at = `${name} ${type}`
    const known = zone.get(at)
    if (known !== undefined && known.ttl !== Number(ttl)) throw new Error(`Two TTLs of ${at}`)
    const data = [
      ...(known?.data ?? []),
      asCompared(type, octets.replaceAll(/\s/g, '').toLowerCase()),
    ].toSorted()
    zone.set(at, { name, type, ttl: Number(ttl), data })
  }
  if (zone.size === 0) throw new Error(`dig printed no records of ${apex}`)
  return zone
}

/** Octets, with names in lower case where servers compress them, for they take another name's case then. */
function asCompared(type: string, hex: string): string {
  if (!COMPRESSED.has(type)) return hex
  // Lengths of labels, preferences and ports in these zones are no letters of upper case.
  return Buffer.from(Buffer.from(hex, 'hex').toString('latin1').toLowerCase(), 'latin1').toString('hex')
}
const COMPRESSED = new Set(['NS', 'CNAME', 'MX', 'PTR', 'DNAME', 'SRV', 'AFSDB', 'TYPE18', 'TYPE17'])

/** The lines of a transfer as dig prints them. */
export function digLines(
  { host, port }: Pick<PrimaryServer, 'host' | 'port'>,
  { algorithm, name, secret }: TestTsigKey,
  apex: string,
  options: readonly string[] = [],
): string[] {
  const program = requireProgram('dig', 'bind9-dnsutils')
  const words = ['-y', `${algorithm}:${name}:${secret}`, '-p', String(port), `@${host}`, apex, 'AXFR']
  const flags = ['+onesoa', '+nocmd', '+nocomments', '+nostats', '+noidnout', ...options]
  const text = execFileSync(program, [...words, ...flags], { encoding: 'latin1', maxBuffer: 2 ** 26 })
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(';') && !/\sTSIG\s|TYPE250/.test(line))
}

/** A record's data as a plan shows them, read from the octets alone. */
export function shownData(type: string, hex: string): string {
  const octets = Buffer.from(hex, 'hex')
  switch (type) {
    case 'A':
      return [...octets].join('.')
    case 'AAAA':
      return hex
    case 'CNAME':
      return nameIn(octets, 0)
    case 'MX':
      return `${octets.readUInt16BE(0)} ${nameIn(octets, 2) || '.'}`
    case 'TXT':
    case 'SPF': {
      const strings: Buffer[] = []
      for (let at = 0; at < octets.length; at += octets[at]! + 1) {
        strings.push(octets.subarray(at + 1, at + 1 + octets[at]!))
      }
      const whole = Buffer.concat(strings)
      const text = whole.toString('utf8')
      return Buffer.from(text, 'utf8').equals(whole) ? text : whole.toString('latin1')
    }
    default:
      return hex
  }
}

function nameIn(octets: Buffer, start: number): string {
  const labels: string[] = []
  for (let at = start; octets[at] !== 0; at += octets[at]! + 1) {
    const label = octets.subarray(at + 1, at + 1 + octets[at]!)
    labels.push(
      [...label]
        .map((octet) => {
          const sign = String.fromCharCode(octet).toLowerCase()
          if (octet <= 0x20 || octet >= 0x7f) return `\\${String(octet).padStart(3, '0')}`
          return sign === '.' || sign === '\\' ? `\\${sign}` : sign
        })
        .join(''),
    )
  }
  return labels.join('.')
}
