import { ZonedeskError } from '../../../preload/contract/failure'
import type { SettingsOf } from '../../../preload/contract/zone-connections'
import type { HostedZone, ZoneAccess, ZoneAccessParts, ZoneCapabilities } from '../zone-access'
import { MAX_TTL_SECONDS, NEW_TTL_SECONDS } from './plan-update'
import { findZone, readZone } from './read-zone'
import { SIGNED_TIMING, SignedServer, type SignedTiming } from './signed-server'
import { tsigKey } from './tsig-key'
import { writeChanges } from './write-changes'

/**
 * A primary that takes dynamic updates (RFC 2136) signed by a TSIG key (RFC 8945). Reads are signed too, and nothing is
 * believed that the key did not sign.
 *
 * @param secret the key's secret in base64; blanks in it do not matter
 * @throws ZonedeskError `invalid` for a key that cannot sign; its sentences do not have the secret
 */
export function openRfc2136(
  settings: SettingsOf<'rfc2136'>,
  secret: string,
  { now }: ZoneAccessParts,
  timing: SignedTiming = SIGNED_TIMING,
): ZoneAccess {
  const key = tsigKey(settings.keyName, settings.algorithm, secret)
  const server = new SignedServer(settings.server, settings.port, key, now, timing)
  const find = async (apex: string, signal: AbortSignal): Promise<HostedZone[]> => {
    const zone = await findZone(server, apex, signal)
    return zone === null ? [] : [zone]
  }
  const capabilities = capabilitiesOf(settings)
  return {
    capabilities,
    zones: async (signal) => {
      if (settings.zones.length === 0) throw cannotList()
      const found: HostedZone[] = []
      for (const apex of settings.zones) found.push(...(await find(apex, signal)))
      return found
    },
    find,
    read: (zone, owners, signal) => readZone(server, zone, owners, signal, now),
    write: (zone, changes, signal) => writeChanges(server, zone, changes, capabilities, signal),
    close: () => server.close(),
  }
}

function capabilitiesOf({ zones }: SettingsOf<'rfc2136'>): ZoneCapabilities {
  return {
    // RFC 2136 section 3.4: an update is made whole, or not at all.
    atomic: 'zone',
    precondition: 'host',
    ttl: { least: 0, most: MAX_TTL_SECONDS },
    newTtl: NEW_TTL_SECONDS,
    // A message has 65,535 octets; an RRset with a long DKIM key is in it three times, with some 450 each time.
    mostChanges: 40,
    // Servers take updates one after the other, and BIND has 150 connections over TCP for everybody.
    atOnce: 4,
    listsZones: zones.length > 0,
    saysWhenDone: false,
  }
}

function cannotList(): ZonedeskError {
  return new ZonedeskError('refused', 'A DNS server does not list the zones that it holds.', {
    fix: 'Name the zones in the connection.',
  })
}
