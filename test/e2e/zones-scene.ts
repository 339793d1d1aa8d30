import { Resolver } from 'node:dns/promises'
import type { Page } from 'playwright-core'
import { exampleZone, type Lab, startLab } from '../dns-server/lab'
import { type PowerDnsServer, startPowerDns } from '../dns-server/powerdns'
import type { TestTsigKey } from '../dns-server/primary'
import { delegations, PRIMARY, zoneText } from '../integration/domains/publishing/publish-place'
import { resizeTo, type RunningApp } from './app'
import { PROVIDER_ZONE, startOnLab } from './dns-scene'

/** Zones at a PowerDNS that the lab's DNS asks, and the real app. */
export interface ZonesScene {
  readonly lab: Lab
  readonly server: PowerDnsServer
  readonly app: RunningApp
  stop(): Promise<void>
}

interface ServerOptions {
  readonly keys?: readonly TestTsigKey[]
  readonly settings?: readonly string[]
}

/**
 * @param lines of each zone
 * @param server.keys that may update the zones
 * @param server.settings further lines of pdns.conf
 */
export async function startZonesScene(
  folder: string,
  apexes: readonly string[],
  lines: readonly string[] = [],
  { keys = [], settings = [] }: ServerOptions = {},
): Promise<ZonesScene> {
  const lab = await startLab({
    com: delegations(apexes),
    stubs: Object.fromEntries(apexes.map((apex) => [apex, [PRIMARY]])),
    first: { 'example.com': exampleZone([]), 'mailgun.org': PROVIDER_ZONE },
  })
  const zones = Object.fromEntries(apexes.map((apex) => [apex, zoneText(apex, lines)]))
  const server = await startPowerDns({ zones, keys, settings, host: PRIMARY, port: lab.port })
  const app = await startOnLab(folder, lab)
  await resizeTo(app, 1280, 800)
  return {
    ...{ lab, server, app },
    stop: async () => {
      await app.close()
      await server.stop()
      await lab.stop()
    },
  }
}

/**
 * Connects a PowerDNS.
 *
 * @returns the id of the connection
 */
export async function connectPowerDns(
  page: Page,
  name: string,
  server: PowerDnsServer,
  isReadOnly = false,
): Promise<string> {
  const outcome = await page.evaluate((request) => window.zonedesk.connections.add(request), {
    ...{ name, secret: server.apiKey, keepSecret: 'session' as const, isReadOnly },
    settings: { kind: 'powerdns' as const, url: server.apiUrl, serverId: 'localhost' },
  })
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return outcome.value.id
}

/** What a server itself answers, asked by a client of the system's, in order. */
export async function textsAt({ address }: PowerDnsServer, name: string): Promise<string[]> {
  const client = new Resolver()
  client.setServers([address])
  const found = await client.resolveTxt(name).catch(() => [])
  return found.map((strings) => strings.join('')).toSorted()
}
