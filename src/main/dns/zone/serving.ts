import type { Answer, ResourceRecordOf, Server, ZoneServer } from '../../../preload/contract/dns-answer'
import { RCODE } from '../wire/record-types'
import type { Inquiry } from './inquiry'
import { asServers, MAX_ADDRESSES, MAX_HOSTS, nameServers, type NameServers } from './name-servers'

/** How the servers of a zone behave when each is asked for itself. */
export interface ZoneServing {
  readonly servers: ZoneServer[]
  /** NS names the servers gave, all together, sorted. */
  readonly names: string[]
  readonly soa: ResourceRecordOf<'SOA'> | null
  readonly bounded: boolean
}

/**
 * Asks every address of a zone's servers for its SOA and NS, those the parent names and those only the zone names.
 *
 * @param delegated NS names of the parent; null when they are not known
 */
export async function serversOf(
  apex: string,
  delegated: readonly string[] | null,
  first: NameServers,
  inquiry: Inquiry,
): Promise<ZoneServing> {
  const probes = await probeAll(apex, first, inquiry)
  const known = new Set(first.servers.map(({ host }) => host))
  const more = [...new Set(probes.flatMap(({ names }) => names ?? []))].filter((host) => !known.has(host))
  const room = Math.max(0, MAX_ADDRESSES - probes.length)
  const others =
    room === 0 || inquiry.cancelled
      ? { servers: [], bounded: more.length > 0 }
      : await nameServers(more.toSorted(), [], apex, inquiry)
  probes.push(...(await probeAll(apex, limited(others, room), inquiry)))

  const names = [...new Set(probes.flatMap((probe) => probe.names ?? []))].toSorted()
  return {
    servers: probes.map(({ soa, ...probe }) => ({
      ...probe,
      inParent: delegated?.includes(probe.host) ?? false,
      inChild: names.includes(probe.host),
      serial: soa?.serial ?? null,
    })),
    names,
    soa: probes.find(({ lame, soa }) => lame === null && soa !== null)?.soa ?? null,
    bounded: first.bounded || others.bounded,
  }
}

/**
 * One address of each host that serves the zone, those the parent names first. Servers that only the zone names are
 * asked too, for what they would say.
 */
export function servingHosts(servers: readonly ZoneServer[]): Server[] {
  const serving = servers
    .filter(({ lame, address }) => lame === null && address !== null)
    .toSorted((a, b) => Number(b.inParent) - Number(a.inParent))
  const byHost = new Map<string, Server>()
  for (const { host, address } of serving) {
    if (address === null || byHost.has(host)) continue
    byHost.set(host, { id: host, name: host, kind: 'authoritative', address })
  }
  return [...byHost.values()].slice(0, MAX_HOSTS)
}

interface ServerProbe extends Pick<ZoneServer, 'host' | 'address' | 'lame' | 'names'> {
  readonly soa: ResourceRecordOf<'SOA'> | null
}

async function probeAll(apex: string, { servers }: NameServers, inquiry: Inquiry): Promise<ServerProbe[]> {
  const probes = servers.map(async (nameServer): Promise<ServerProbe[]> => {
    if (nameServer.addresses.length === 0) {
      return [{ host: nameServer.host, address: null, lame: 'no-address', names: null, soa: null }]
    }
    return Promise.all(asServers(nameServer).map((server) => probe(apex, server, inquiry)))
  })
  return (await Promise.all(probes)).flat()
}

async function probe(apex: string, server: Server, inquiry: Inquiry): Promise<ServerProbe> {
  const [soaAnswer, nsAnswer] = await Promise.all([
    inquiry.ask(server, { name: apex, type: 'SOA' }),
    inquiry.ask(server, { name: apex, type: 'NS' }),
  ])
  const soa = soaOf(soaAnswer, apex)
  return {
    host: server.name,
    address: server.address,
    lame: lameness(soaAnswer, soa),
    names: namesOf(nsAnswer, apex),
    soa,
  }
}

/** RFC 1912 2.8: a server that was named and does not serve. */
function lameness({ outcome }: Answer, soa: ServerProbe['soa']): ServerProbe['lame'] {
  if (outcome.kind === 'none') return 'no-answer'
  if (outcome.rcode === RCODE.REFUSED) return 'refused'
  if (outcome.rcode !== RCODE.NOERROR) return 'error'
  if (!outcome.flags.aa) return 'not-authoritative'
  return soa === null ? 'no-soa' : null
}

function soaOf({ outcome }: Answer, apex: string): ServerProbe['soa'] {
  if (outcome.kind === 'none' || !outcome.flags.aa) return null
  const record = outcome.answers.find(({ name, type }) => type === 'SOA' && name === apex)
  return record?.type === 'SOA' ? record : null
}

function namesOf({ outcome }: Answer, apex: string): string[] | null {
  if (outcome.kind === 'none' || !outcome.flags.aa) return null
  const hosts = outcome.answers.flatMap((r) => (r.type === 'NS' && r.name === apex ? [r.target] : []))
  return hosts.length === 0 ? null : [...new Set(hosts)].toSorted()
}

function limited({ servers, bounded }: NameServers, room: number): NameServers {
  let left = room
  return {
    bounded,
    servers: servers.flatMap(({ host, addresses }) => {
      const taken = addresses.slice(0, left)
      left -= taken.length
      return addresses.length > 0 && taken.length === 0 ? [] : [{ host, addresses: taken }]
    }),
  }
}
