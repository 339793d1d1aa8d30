import type { DnsRecord } from '../../../../src/preload/contract/domain'
import { LAB } from '../../../dns-server/lab'
import { zoneLine, type ZoneRecord } from '../../../dns-server/zone'
import {
  APEX,
  DOMAIN,
  expectedRecords,
  HEALTHY,
  type Row,
  type World,
} from '../../../unit/dns/diagnosis/observed'

/** What stands where in DNS for one domain of its own: above its zone, at its two servers, and elsewhere. */
export interface Scene {
  /** The registered domain, a zone below `com` unless nothing is delegated. */
  readonly apex: string
  readonly domain: string
  readonly expected: readonly DnsRecord[]
  /** Lines of the zone `com`. */
  readonly com: readonly string[]
  /** Records outside the domain, all in the zone `net`. */
  readonly net: readonly string[]
  /** Zone file of each server; null for a server that does not hold the zone. */
  readonly first: string | null
  readonly second: string | null
  /** A name or value of the simulated cases as it is here. */
  readonly own: (text: string) => string
  /** Servers that the resolver knows; none for a domain that is not delegated. */
  readonly resolverAsks: readonly string[]
}

export interface Arrangement {
  readonly world?: World
  /** Host names of the zone's servers, relative to the apex or absolute with a dot at the end. */
  readonly nameServers?: readonly string[]
  /** Lines of `com` in place of the delegation to both servers. */
  readonly com?: (label: string) => readonly string[]
  /** What the servers keep in place of the world's rows; null for nothing. */
  readonly first?: readonly Row[] | null
  readonly second?: readonly Row[] | null
  /** Added to the serial of the second server. */
  readonly later?: number
  readonly resolverAsks?: readonly string[]
}

/** Serials grow with each zone, as the servers of the tests want it. */
const FIRST_SERIAL = 1_000

/**
 * A world of the simulated cases as zones of real servers. Each gets a domain of its own in place of `example.com`, and
 * names of its own in place of those below `test`, so that all can stand beside each other.
 *
 * @param number which scene this is, from 0
 */
export function sceneOf(arrangement: Arrangement, number: number): Scene {
  const { world = { rows: HEALTHY }, nameServers = ['ns1', 'ns2'], later = 0 } = arrangement
  const label = `c${number}`
  const apex = `${label}.com`
  const own = (text: string): string =>
    text
      .replaceAll(APEX, apex)
      .replaceAll('LABEL', label)
      .replaceAll(/\.test\b/g, `.${label}.net`)
  const held = (rows: readonly Row[]): string => {
    const lines = rows.filter(([name]) => isWithin(name, APEX)).map((row) => zoneLine(recordOf(row, own)))
    return zoneText(apex, nameServers, FIRST_SERIAL + number, lines)
  }
  const { first = world.rows, second = first } = arrangement
  const secondText = second === null ? null : held(second)
  return {
    apex,
    domain: own(world.domain ?? DOMAIN),
    expected: (world.expected ?? expectedRecords()).map((record) => ({
      ...{ ...record, name: own(record.name), value: own(record.value) },
    })),
    com: arrangement.com?.(label) ?? delegation(label, nameServers),
    net: world.rows.filter(([name]) => !isWithin(name, APEX)).map((row) => zoneLine(recordOf(row, own))),
    first: first === null ? null : held(first),
    second:
      secondText?.replace(/(\sSOA \S+ \S+ )(\d+)/, (_, start: string, serial: string) => {
        return `${start}${Number(serial) + later}`
      }) ?? null,
    own,
    resolverAsks: arrangement.resolverAsks ?? [LAB.first, LAB.second],
  }
}

/** Lines of `com` that delegate to both servers, with their addresses. */
export function delegation(
  label: string,
  nameServers: readonly string[],
  addresses: readonly string[] = SERVERS,
): string[] {
  return nameServers.flatMap((host, index) => {
    const absolute = host.endsWith('.') ? host : `${host}.${label}.com.`
    return [`${label} NS ${absolute}`, `${absolute} A ${addresses[index] ?? LAB.nobody}`]
  })
}

const SERVERS = [LAB.first, LAB.second]

export function recordOf([name, type, value, ttl = TTL]: Row, own: (text: string) => string): ZoneRecord {
  if (
    type !== 'A' &&
    type !== 'AAAA' &&
    type !== 'CNAME' &&
    type !== 'DNAME' &&
    type !== 'MX' &&
    type !== 'TXT' &&
    type !== 'SPF'
  ) {
    throw new Error(`No scene has ${type} records.`)
  }
  if (type !== 'MX') return { name: own(name), type, value: own(value), ttl }
  const [priority = '', exchange = ''] = value.split(' ')
  return { name: own(name), type, value: own(exchange), priority, ttl }
}

/** Seconds; longer than the tests take, so that what a resolver remembers stays remembered. */
const TTL = 600
const NEGATIVE_TTL = 300

function zoneText(apex: string, hosts: readonly string[], serial: number, lines: readonly string[]): string {
  return [
    `$ORIGIN ${apex}.`,
    `$TTL ${TTL}`,
    `@ SOA ns1 hostmaster ${serial} 3600 600 86400 ${NEGATIVE_TTL}`,
    ...hosts.map((host) => `@ NS ${host}`),
    ...hosts.flatMap((host, index) =>
      host.endsWith('.') ? [] : [`${host} A ${SERVERS[index] ?? LAB.nobody}`],
    ),
    ...lines,
    '',
  ].join('\n')
}

function isWithin(name: string, apex: string): boolean {
  return name === apex || name.endsWith(`.${apex}`)
}
