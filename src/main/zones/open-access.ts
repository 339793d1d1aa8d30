import { ZonedeskError } from '../../preload/contract/failure'
import type { ConnectionSettings } from '../../preload/contract/zone-connections'
import type { ZoneAccess, ZoneAccessParts } from './zone-access'

/**
 * Opens a DNS host. The code of each kind is read when a connection of that kind is first opened.
 *
 * @throws ZonedeskError `invalid` where the secret cannot be one
 */
export async function openAccess(
  settings: ConnectionSettings,
  secret: string,
  parts: ZoneAccessParts,
): Promise<ZoneAccess> {
  switch (settings.kind) {
    case 'powerdns':
      return (await import('./powerdns/open-powerdns')).openPowerDns(settings, secret, parts)
    default:
      throw new ZonedeskError('refused', 'This version of Zonedesk cannot write at this DNS host.', {
        fix: 'Look for a newer version of Zonedesk.',
      })
  }
}
