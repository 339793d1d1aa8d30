import type { TakesConnections } from '../provider/client'
import { takesConnections } from '../provider/takes-connections'

/**
 * Asks a host for a connection where requests go to it directly. Behind a proxy it is the proxy that connects, and the
 * host is never approached beside it.
 *
 * @param resolveProxy the proxies for an address, as a proxy configuration file names them: `DIRECT` for none
 */
export function createDirectProbe(
  resolveProxy: (url: string) => Promise<string>,
  probe: TakesConnections = takesConnections,
): TakesConnections {
  return async (url, signal) => {
    const proxies = await resolveProxy(url).catch(() => '')
    return proxies.trim() === 'DIRECT' ? probe(url, signal) : true
  }
}
