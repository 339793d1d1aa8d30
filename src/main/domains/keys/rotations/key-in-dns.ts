import type { Answer, Server, ZoneServer, ZoneView } from '../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../preload/contract/domain'
import type { KeyRecord, KeyServer } from '../../../../preload/contract/rotation-facts'
import { compareRecord } from '../../../dns/diagnosis/comparison/compare-record'
import { isUseful } from '../../../dns/diagnosis/answers/seen-answers'
import { addressText, DNS_PORT } from '../../../dns/exchange/server-address'
import { findZone } from '../../../dns/zone/find-zone'
import { Inquiry } from '../../../dns/zone/inquiry'
import type { DnsAccess } from '../../checks/check-domain'
import type { KeyLook } from './move'

/** Aliases that are followed from one zone to another. */
const MOST_ALIASES = 4
/** Servers of a zone that are asked. No honest zone has more; the root has 13. */
const MOST_SERVERS = 32
/** Addresses of one server that are asked beside those that the zone was found by. */
const MOST_ADDRESSES = 2

/**
 * Asks every authoritative server of a key's record whether it has exactly that key: all addresses of all servers of
 * the zone, those that the parent names and those that the zone names. Where the name is an alias, all servers must have the same
 * alias, and all servers of its target the key. A server that does not answer, does not serve the zone or has no address
 * counts as not having it, and a zone with more servers than are asked never has it everywhere.
 *
 * @param now milliseconds since the epoch
 * @throws the signal's reason when it is stopped
 */
export async function lookForKey(
  dns: DnsAccess,
  record: KeyRecord,
  signal: AbortSignal,
  now: () => number,
): Promise<KeyLook> {
  dns.client.recheckSilent()
  const servers: KeyServer[] = []
  let ttl: number | null = null
  let zoneName: string | null = null
  let name: string | null = record.name
  let isWhole = true
  for (let aliases = 0; name !== null; aliases++) {
    const zone = await zoneOf(dns, name, signal)
    zoneName ??= zone.apex
    const seen = await askAll(dns, zone, name, record, signal)
    isWhole &&= zone.apex !== null && seen.isWhole && aliases <= MOST_ALIASES
    ttl = longer(ttl, seen.ttl)
    name = isWhole ? seen.alias : null
    // The last zone decides; of those before it, whoever lacks the alias is told.
    servers.push(
      ...(name === null ? seen.servers : seen.servers.filter(({ standing }) => standing !== 'published')),
    )
  }
  signal.throwIfAborted()
  const everywhere =
    isWhole && servers.length > 0 && servers.every(({ standing }) => standing === 'published')
  const nowhere = isWhole && servers.length > 0 && servers.every(({ standing }) => standing === 'missing')
  return { seen: { name: record.name, at: now(), zone: zoneName, servers, everywhere }, ttl, nowhere }
}

/**
 * Whether any authoritative server has a TXT record or an alias at a name; null when no server says anything of use.
 *
 * @throws the signal's reason when it is stopped
 */
export async function isNameTaken(
  dns: DnsAccess,
  name: string,
  signal: AbortSignal,
): Promise<boolean | null> {
  const zone = await zoneOf(dns, name, signal)
  const inquiry = inquiryOf(dns, signal)
  const answers = await Promise.all(
    asServers(zone).map((server) => inquiry.ask(server, { name, type: 'TXT' })),
  )
  signal.throwIfAborted()
  const useful = answers.filter(isUseful)
  if (useful.length === 0) return null
  return useful.some(({ outcome }) => outcome.answers.length > 0)
}

interface AskedZone {
  readonly servers: KeyServer[]
  /** Whether all servers of the zone are among them. */
  readonly isWhole: boolean
  readonly ttl: number | null
  /** Where the name leads; null when it is no alias, or the servers do not agree on it. */
  readonly alias: string | null
}

async function askAll(
  dns: DnsAccess,
  zone: ZoneView,
  name: string,
  record: KeyRecord,
  signal: AbortSignal,
): Promise<AskedZone> {
  const inquiry = inquiryOf(dns, signal)
  const { servers, isWhole } = await serversOf(zone, inquiry)
  const asked = await Promise.all(
    servers.map(async ({ host, address, lame }): Promise<{ server: KeyServer; answer: Answer | null }> => {
      if (address === null || lame !== null) {
        return { server: { server: host, address, standing: 'silent' }, answer: null }
      }
      const answer = await inquiry.ask(asServer(host, address), { name, type: 'TXT' })
      return { server: { server: host, address, standing: standingOf(answer, name, record) }, answer }
    }),
  )
  const targets = new Set(asked.map(({ answer }) => (answer === null ? null : aliasIn(answer, name))))
  const [alias = null] = targets
  const ttls = asked.flatMap(({ answer }) =>
    answer?.outcome.kind === 'answered' ? answer.outcome.answers.map((one) => one.ttl) : [],
  )
  const agreed = targets.size === 1 ? alias : null
  return {
    alias: agreed,
    isWhole: isWhole && asked.length > 0,
    ttl: ttls.length === 0 ? null : Math.max(...ttls),
    servers: asked.map(({ server, answer }) => ({
      ...server,
      // All of them lead on, so that the next zone decides.
      ...(agreed !== null && answer !== null && { standing: 'published' as const }),
    })),
  }
}

type AskedServer = Pick<ZoneServer, 'host' | 'address' | 'lame'>

/** The servers of a zone: those it was found by, and those beyond the bound on what is asked for that. */
async function serversOf(
  { servers, delegation, nameServers }: ZoneView,
  inquiry: Inquiry,
): Promise<{ servers: readonly AskedServer[]; isWhole: boolean }> {
  const known = servers.filter(({ address }) => address !== null)
  const asked = new Set(known.map(({ host }) => host))
  const all = new Set([...(delegation ?? []), ...nameServers, ...servers.map(({ host }) => host)])
  const others = [...all].filter((host) => !asked.has(host))
  const more = await Promise.all(
    others.slice(0, Math.max(0, MOST_SERVERS - asked.size)).map((host) => addressed(host, inquiry)),
  )
  return { servers: [...known, ...more.flat()], isWhole: all.size <= MOST_SERVERS }
}

async function addressed(host: string, inquiry: Inquiry): Promise<AskedServer[]> {
  const { families, authoritativePort } = inquiry.options
  const types = families.map((family) => (family === 4 ? 'A' : 'AAAA'))
  const answers = await Promise.all(types.map((type) => inquiry.resolve({ name: host, type })))
  const addresses = answers.flatMap((answer) =>
    (answer?.outcome.answers ?? []).flatMap((one) =>
      one.type === 'A' || one.type === 'AAAA' ? [addressText(one.address, authoritativePort)] : [],
    ),
  )
  if (addresses.length === 0) return [{ host, address: null, lame: 'no-address' }]
  return addresses.slice(0, MOST_ADDRESSES).map((address) => ({ host, address, lame: null }))
}

function standingOf(answer: Answer, name: string, { value }: KeyRecord): KeyServer['standing'] {
  if (!isUseful(answer)) return 'silent'
  const own = answer.outcome.answers.filter((one) => one.type === 'TXT' && one.name === name)
  if (own.length === 0 && aliasIn(answer, name) !== null) return 'different'
  const compared = compareRecord(expected(name, value), own, [])
  return compared === 'unknown' ? 'silent' : compared
}

function aliasIn({ outcome }: Answer, name: string): string | null {
  if (outcome.kind !== 'answered') return null
  const alias = outcome.answers.find((one) => one.type === 'CNAME' && one.name === name)
  return alias?.type === 'CNAME' ? alias.target : null
}

function expected(name: string, value: string): DnsRecord {
  return {
    ...{ purpose: 'sending', type: 'TXT', name, value, priority: null },
    ...{ valid: 'unknown', cached: [], isActive: null },
  }
}

function zoneOf(dns: DnsAccess, name: string, signal: AbortSignal): Promise<ZoneView> {
  return findZone(name, inquiryOf(dns, signal).options)
}

function inquiryOf(dns: DnsAccess, signal: AbortSignal): Inquiry {
  return new Inquiry({
    client: dns.client,
    resolvers: dns.resolvers(),
    families: dns.families(),
    authoritativePort: dns.authoritativePort ?? DNS_PORT,
    signal,
    fresh: () => true,
    onAnswer: () => undefined,
  })
}

function asServers({ servers }: ZoneView): Server[] {
  return servers.flatMap(({ host, address, lame }: ZoneServer) =>
    address === null || lame !== null ? [] : [asServer(host, address)],
  )
}

function asServer(host: string, address: string): Server {
  return { id: host, name: host, kind: 'authoritative', address }
}

function longer(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b)
}
