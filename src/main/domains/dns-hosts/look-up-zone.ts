import { findZone } from '../../dns/zone/find-zone'
import { DNS_PORT } from '../../dns/exchange/server-address'
import type { ZoneSighting } from '../../profile/zone-store'
import type { DnsAccess } from '../checks/check-domain'

/** Asks DNS in which zone a name is, and for the zone's name servers. Null: it was stopped. */
export type LookUpZone = (name: string, signal: AbortSignal) => Promise<ZoneSighting | null>

/**
 * @param dns how DNS is asked
 * @param now milliseconds since the epoch
 */
export function createLookUpZone(dns: DnsAccess, now: () => number = Date.now): LookUpZone {
  return async (name, signal) => {
    const zone = await findZone(name, {
      client: dns.client,
      resolvers: dns.resolvers(),
      families: dns.families(),
      authoritativePort: dns.authoritativePort ?? DNS_PORT,
      signal,
      fresh: () => true,
      onAnswer: () => undefined,
    })
    if (signal.aborted) return null
    // The zone's own servers know best. Where they cannot be asked, the delegation counts, which resolvers follow.
    const nameServers = zone.nameServers.length > 0 ? zone.nameServers : (zone.delegation ?? [])
    return {
      state: zone.state,
      apex: zone.apex,
      nameServers: nameServers.toSorted(),
      soa: zone.soa === null ? null : { mname: zone.soa.mname, rname: zone.soa.rname ?? '' },
      reason: zone.reason,
      at: now(),
    }
  }
}
