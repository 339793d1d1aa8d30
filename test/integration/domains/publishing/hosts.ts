import { openPowerDns } from '../../../../src/main/zones/powerdns/open-powerdns'
import { openRfc2136 } from '../../../../src/main/zones/rfc2136/open-rfc2136'
import type { ZoneAccess } from '../../../../src/main/zones/zone-access'
import { startBind } from '../../../dns-server/bind'
import { startPowerDns } from '../../../dns-server/powerdns'
import { newTsigKey, type PrimaryOptions, type PrimaryServer } from '../../../dns-server/primary'
import { startUpdatableKnot } from '../../../dns-server/updatable-knot'
import { ACCESS_PARTS, PRIMARY } from './publish-place'

/** A kind of DNS host that runs on this computer. */
export interface Host {
  readonly name: string
  /** Starts the server with these zones, and opens it. */
  readonly start: (
    zones: Readonly<Record<string, string>>,
    port: number,
  ) => Promise<{ readonly server: PrimaryServer; readonly access: ZoneAccess }>
}

/** A primary that takes signed updates. */
function signed(name: string, startServer: (options: PrimaryOptions) => Promise<PrimaryServer>): Host {
  return {
    name,
    async start(zones, port) {
      const key = newTsigKey()
      const server = await startServer({ zones, keys: [key], host: PRIMARY, port })
      const settings = {
        ...{ kind: 'rfc2136' as const, server: server.host, port: server.port, keyName: key.name },
        ...{ algorithm: key.algorithm, zones: [] },
      }
      return { server, access: openRfc2136(settings, key.secret, ACCESS_PARTS) }
    },
  }
}

export const HOSTS: readonly Host[] = [
  signed('BIND by signed updates', startBind),
  signed('Knot DNS by signed updates', startUpdatableKnot),
  signed('PowerDNS by signed updates', startPowerDns),
  {
    name: 'PowerDNS over HTTP',
    async start(zones, port) {
      const server = await startPowerDns({ zones, keys: [], host: PRIMARY, port })
      const settings = { kind: 'powerdns' as const, url: server.apiUrl, serverId: 'localhost' }
      return { server, access: openPowerDns(settings, server.apiKey, ACCESS_PARTS) }
    },
  },
]
