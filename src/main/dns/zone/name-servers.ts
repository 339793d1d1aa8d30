import { isIPv4 } from 'node:net'
import type { ResourceRecord, Server } from '../../../preload/contract/dns-answer'
import { addressText } from '../exchange/server-address'
import { isWithin, type Inquiry } from './inquiry'

/**
 * The most host names of name servers that are followed for one zone, and the most addresses that are asked. A zone can
 * name thousands that all belong to somebody else (NXNSAttack, Afek et al. 2020); no honest one needs more (13 root
 * servers excepted).
 */
export const MAX_HOSTS = 8
export const MAX_ADDRESSES = 16
const MAX_ADDRESSES_PER_HOST = 4

/** A name server with the addresses that were found for it. */
export interface NameServer {
  readonly host: string
  /** With port; empty when none was found. */
  readonly addresses: readonly string[]
}

export interface NameServers {
  readonly servers: readonly NameServer[]
  /** Whether there were more than are followed. */
  readonly bounded: boolean
}

/**
 * Finds the addresses of name servers: by glue, or by asking the resolvers.
 *
 * @param glue the additional section of the answer that named them
 * @param glueZone the zone of the server that gave the glue; what that server says of names outside this zone is not
 *   used (RFC 2181 5.4.1)
 */
export async function nameServers(
  hosts: readonly string[],
  glue: readonly ResourceRecord[],
  glueZone: string,
  inquiry: Inquiry,
): Promise<NameServers> {
  const followed = hosts.slice(0, MAX_HOSTS)
  const found = await Promise.all(
    followed.map(async (host): Promise<NameServer> => {
      const own = isWithin(host, glueZone) ? addressesIn(glue, host, inquiry) : []
      const addresses = own.length > 0 ? own : await resolved(host, inquiry)
      return { host, addresses: addresses.slice(0, MAX_ADDRESSES_PER_HOST) }
    }),
  )
  let left = MAX_ADDRESSES
  const servers = found.map(({ host, addresses }) => {
    const taken = addresses.slice(0, left)
    left -= taken.length
    return { host, addresses: taken }
  })
  const count = (list: readonly NameServer[]) =>
    list.reduce((sum, { addresses }) => sum + addresses.length, 0)
  return { servers, bounded: hosts.length > MAX_HOSTS || count(found) > count(servers) }
}

/** Every address as a server to ask. */
export function asServers(nameServer: NameServer): Server[] {
  const { host, addresses } = nameServer
  return addresses.map((address) => ({ id: host, name: host, kind: 'authoritative', address }))
}

async function resolved(host: string, inquiry: Inquiry): Promise<string[]> {
  const { families } = inquiry.options
  const types = families.map((family) => (family === 4 ? 'A' : 'AAAA'))
  const answers = await Promise.all(types.map((type) => inquiry.resolve({ name: host, type })))
  return answers.flatMap((answer) => {
    // An alias is followed by the resolver, though RFC 2181 10.3 forbids it for a name server.
    const records = answer?.outcome.answers ?? []
    return records.flatMap((record) => addressOf(record, inquiry))
  })
}

function addressesIn(glue: readonly ResourceRecord[], host: string, inquiry: Inquiry): string[] {
  return glue.filter(({ name }) => name === host).flatMap((record) => addressOf(record, inquiry))
}

function addressOf(record: ResourceRecord, { options }: Inquiry): string[] {
  if (record.type !== 'A' && record.type !== 'AAAA') return []
  const family = record.type === 'A' ? 4 : 6
  if (!options.families.includes(family) || !isUnicast(record.address)) return []
  return [addressText(record.address, options.authoritativePort)]
}

/** Not the unspecified address, not multicast, not broadcast: nothing there is one server. */
function isUnicast(address: string): boolean {
  if (!isIPv4(address)) return address !== '::' && !/^ff/i.test(address)
  const first = Number(address.split('.')[0])
  return first !== 0 && first < 224
}
