import { Buffer } from 'node:buffer'
import type { ResourceRecord } from '../../../preload/contract/dns-answer'
import type { HostPanel } from '../../../preload/contract/dns-host'
import { ZonedeskError } from '../../../preload/contract/failure'
import { DNS_PORT } from '../../dns/exchange/server-address'
import { Inquiry } from '../../dns/zone/inquiry'
import type { AskHost, HostReply } from '../../dns-hosts/domain-connect/ask-host'
import { readHostSettings, type SaidByHost } from '../../dns-hosts/domain-connect/host-settings'
import { isPublicAddress } from '../../dns-hosts/domain-connect/public-address'
import { settingsPlace, type SettingsPlace } from '../../dns-hosts/domain-connect/settings-place'
import type { DnsAccess } from '../checks/check-domain'

/** Addresses of a host that are tried, one after the other. */
const MOST_TRIED = 3
/** Milliseconds for all of it: what DNS and the host say. */
const LIMIT_MS = 20_000

/** A zone whose host is looked for. */
export interface ZoneToFind {
  /** Apex, A-labels, without trailing dot. */
  readonly apex: string
  /** Its name servers, lower case, without trailing dot; empty where they are not known. */
  readonly nameServers: readonly string[]
}

/**
 * Asks a zone for its host, and the host for its name and panel. Source: draft-ietf-dconn-domainconnect-03, section "DNS
 * Provider Discovery". What DNS says here can be anybody's: each address of the host is checked before it is asked, and
 * nobody is asked where one of them is in a network of its own.
 *
 * @param access how DNS is asked
 * @param isAllowed whether a host's address may be asked; only tests allow others than public ones
 * @throws ZonedeskError `offline` where DNS did not answer, `timeout`
 */
export async function findPanel(
  zone: ZoneToFind,
  access: DnsAccess,
  askHost: AskHost,
  isAllowed: (address: string) => boolean = isPublicAddress,
): Promise<HostPanel> {
  const signal = AbortSignal.timeout(LIMIT_MS)
  try {
    return await found(zone, asking(access, signal), { askHost, isAllowed, signal })
  } catch (error) {
    if (!signal.aborted || error instanceof ZonedeskError) throw error
    throw new ZonedeskError('timeout', `The host of ${zone.apex} did not answer in time.`, {
      fix: 'Try again later.',
    })
  }
}

interface Means {
  readonly askHost: AskHost
  readonly isAllowed: (address: string) => boolean
  readonly signal: AbortSignal
}

async function found(zone: ZoneToFind, dns: Inquiry, means: Means): Promise<HostPanel> {
  const { apex } = zone
  const owner = `_domainconnect.${apex}`
  const texts = (await recordsAt(dns, owner, 'TXT')).flatMap((record) =>
    record.type === 'TXT' ? [Buffer.from(record.text, 'latin1').toString('utf8')] : [],
  )
  if (texts.length === 0) return nothing(apex, 'none', `${apex} does not say where its host has a panel.`)
  const places = texts.flatMap((text) => settingsPlace(text, apex) ?? [])
  const [place] = places
  const isClear = new Set(places.map(({ host, path }) => `${host}${path}`)).size === 1
  if (place === undefined || !isClear || places.length < texts.length) {
    return nothing(
      apex,
      'unusable',
      `The texts at ${owner} do not name exactly one host, so Zonedesk asked nobody.`,
    )
  }
  const addresses = await addressesOf(dns, place.host)
  if (addresses.length === 0) {
    return nothing(apex, 'unusable', `${apex} names ${place.host}, which has no address.`)
  }
  if (!addresses.every(means.isAllowed)) {
    return nothing(
      ...[apex, 'unusable' as const],
      `${apex} names ${place.host}. That host has an address outside the internet, so Zonedesk did not ask it.`,
    )
  }
  return said(zone, place, await replyOf(place, addresses, means))
}

async function replyOf(
  place: SettingsPlace,
  addresses: readonly string[],
  { askHost, signal }: Means,
): Promise<HostReply> {
  for (const address of addresses.slice(0, MOST_TRIED)) {
    const reply = await askHost(place, address, signal)
    if (reply.kind !== 'unreachable') return reply
  }
  return { kind: 'unreachable' }
}

function said(zone: ZoneToFind, { host }: SettingsPlace, reply: HostReply): HostPanel {
  const { apex } = zone
  const unusable = (sentence: string): HostPanel => nothing(apex, 'unusable', sentence)
  switch (reply.kind) {
    case 'unreachable':
      return unusable(`${apex} names ${host}. That host did not answer over a secure connection.`)
    case 'too-large':
      return unusable(`${apex} names ${host}. The answer of that host is too long to be about a zone.`)
    case 'status':
      return unusable(
        reply.status === 404
          ? `${apex} names ${host}. That host says that it does not keep this zone.`
          : `${apex} names ${host}. That host does not answer as a DNS host does (status ${reply.status}).`,
      )
    case 'text': {
      const settings = readHostSettings(reply.text, apex)
      if (settings === null)
        return unusable(`${apex} names ${host}. That host does not answer as a DNS host does.`)
      if (isElsewhere(settings, zone)) {
        return unusable(
          `${apex} names ${settings.name}. ${settings.name} keeps the zone on other name servers than those that DNS asks, so it is probably no longer the host.`,
        )
      }
      const { name, panel } = settings
      const tail = panel === null ? ', and names no panel that can be opened' : ''
      return {
        zone: apex,
        state: 'found',
        name,
        panel,
        sentence: `The zone’s host says it is ${name}${tail}.`,
      }
    }
  }
}

/** The draft lets a client compare: other name servers mean that the record was left over from another host. */
function isElsewhere({ nameServers: said }: SaidByHost, { nameServers }: ZoneToFind): boolean {
  return said.length > 0 && nameServers.length > 0 && !said.some((name) => nameServers.includes(name))
}

function nothing(zone: string, state: 'none' | 'unusable', sentence: string): HostPanel {
  return { zone, state, name: null, panel: null, sentence }
}

/** IPv4 first: it is what this computer can surely reach. */
async function addressesOf(dns: Inquiry, host: string): Promise<string[]> {
  const types = dns.options.families.includes(6) ? (['A', 'AAAA'] as const) : (['A'] as const)
  const found = await Promise.all(types.map((type) => recordsAt(dns, host, type)))
  return found
    .flat()
    .flatMap((record) => (record.type === 'A' || record.type === 'AAAA' ? [record.address] : []))
}

async function recordsAt(dns: Inquiry, name: string, type: 'TXT' | 'A' | 'AAAA'): Promise<ResourceRecord[]> {
  const answer = await dns.resolve({ name, type })
  if (answer !== null) return answer.outcome.answers
  dns.options.signal?.throwIfAborted()
  throw new ZonedeskError('offline', `DNS did not answer the question for ${name}.`, {
    fix: 'Check the network connection, and the resolvers in the settings.',
  })
}

function asking(access: DnsAccess, signal: AbortSignal): Inquiry {
  return new Inquiry({
    client: access.client,
    resolvers: access.resolvers(),
    families: access.families(),
    authoritativePort: access.authoritativePort ?? DNS_PORT,
    signal,
    // A person asks who wants to know how it is now.
    fresh: () => true,
    onAnswer: () => undefined,
  })
}
