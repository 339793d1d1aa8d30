import { openPowerDns } from '../../../../../src/main/zones/powerdns/open-powerdns'
import { openRfc2136 } from '../../../../../src/main/zones/rfc2136/open-rfc2136'
import type { ZoneAccess } from '../../../../../src/main/zones/zone-access'
import { startBind } from '../../../../dns-server/bind'
import { startPowerDns, type PowerDnsServer } from '../../../../dns-server/powerdns'
import type { PrimaryOptions, PrimaryServer } from '../../../../dns-server/primary'
import { startUpdatableKnot } from '../../../../dns-server/updatable-knot'
import { ACCESS_PARTS } from '../publish-place'

/** A server that holds generated zones, and how the app writes them. */
export interface GeneratedHost {
  readonly name: string
  /** Its zones are `NAME0.com` and so on. */
  readonly zones: string
  /** Whether it lets the app transfer them; where not, the app asks for names and types. */
  readonly isTransferred?: false
  /** Whether it signs them (DNSSEC) by itself. */
  readonly isSigned: boolean
  /** Whether it compares how a text is spelt, so that a needless escape is in the way of an update. */
  readonly comparesSpelling?: true
  /** Whether it refuses an MX record that it holds itself where the mail server has a name that no host may have. */
  readonly refusesOddHosts?: true
  readonly start: (options: PrimaryOptions) => Promise<OpenServer>
}

interface OpenServer {
  readonly server: PrimaryServer
  readonly access: ZoneAccess
}

export const GENERATED_HOSTS: readonly GeneratedHost[] = [
  {
    name: 'BIND without transfers',
    ...{ zones: 'asked', isSigned: false, isTransferred: false },
    start: byUpdates(bind('')),
  },
  {
    name: 'Knot DNS without transfers',
    ...{ zones: 'questions', isSigned: false, isTransferred: false },
    start: byUpdates(startUpdatableKnot),
  },
  {
    name: 'PowerDNS by updates without transfers',
    ...{ zones: 'plain', isSigned: false, isTransferred: false, comparesSpelling: true },
    start: byUpdates(startPowerDns),
  },
  { name: 'BIND', zones: 'bind', isSigned: false, start: byUpdates(bind('')) },
  { name: 'Knot DNS', zones: 'knot', isSigned: false, start: byUpdates(startUpdatableKnot) },
  {
    name: 'PowerDNS by updates',
    ...{ zones: 'power', isSigned: false, comparesSpelling: true },
    start: byUpdates(startPowerDns),
  },
  {
    name: 'PowerDNS over HTTP',
    ...{ zones: 'http', isSigned: false, refusesOddHosts: true },
    start: async (options) => overHttp(await startPowerDns(options)),
  },
  {
    name: 'BIND that signs a copy of the zone',
    ...{ zones: 'inline', isSigned: true },
    start: byUpdates(bind('dnssec-policy default; inline-signing yes;')),
  },
  {
    name: 'Knot DNS that signs',
    ...{ zones: 'signing', isSigned: true },
    start: byUpdates((options) => startUpdatableKnot({ ...options, settings: ['dnssec-signing: on'] })),
  },
  {
    name: 'PowerDNS that signs, by updates',
    ...{ zones: 'secure', isSigned: true, comparesSpelling: true },
    start: byUpdates(startSecurePowerDns),
  },
  {
    name: 'PowerDNS that signs, over HTTP',
    ...{ zones: 'web', isSigned: true, refusesOddHosts: true },
    start: async (options) => overHttp(await startSecurePowerDns(options)),
  },
]

type Start = (options: PrimaryOptions) => Promise<PrimaryServer>

/** Opens a server with the first of its keys. */
function byUpdates(start: Start): GeneratedHost['start'] {
  return async (options) => {
    const server = await start(options)
    const { name: keyName, algorithm, secret } = options.keys[0]!
    const { host, port } = server
    const settings = { kind: 'rfc2136' as const, server: host, port, keyName, algorithm, zones: [] }
    return { server, access: openRfc2136(settings, secret, ACCESS_PARTS) }
  }
}

function overHttp(server: PowerDnsServer): OpenServer {
  const settings = { kind: 'powerdns' as const, url: server.apiUrl, serverId: 'localhost' }
  return { server, access: openPowerDns(settings, server.apiKey, ACCESS_PARTS) }
}

/** By default, BIND loads no name that no host may have. */
function bind(statements: string): Start {
  return (options) => startBind({ ...options, zoneStatements: `check-names ignore; ${statements}` })
}

async function startSecurePowerDns(options: PrimaryOptions): Promise<PowerDnsServer> {
  const server = await startPowerDns({ ...options, settings: ['gsqlite3-dnssec=yes'] })
  for (const apex of Object.keys(options.zones)) server.pdnsutil('secure-zone', apex)
  return server
}
