import { createProviderClient } from '../provider/client/client'
import type { Sleep } from '../provider/retry'
import type { Fetch, TakesConnections } from '../provider/types'
import { isLoopback } from './base-url'
import type { Connect } from './connection'

/** A server on this computer takes more requests a second than one on the internet, to which it may pass them on. */
const LOOPBACK_PER_SECOND = 100

/**
 * Makes the clients of the app's accounts.
 *
 * @param parts.embedded sends to the embedded service, in this process
 * @param parts.network sends everywhere else; writes one after another
 * @param parts.sleep the system's when absent
 */
export function createConnect(parts: {
  readonly embedded: Fetch
  /** Sends to the service of the sample domains, in this process. */
  readonly samples: Fetch
  readonly network: Fetch
  readonly takesConnections?: TakesConnections
  readonly sleep?: Sleep
}): Connect {
  const { embedded, samples, network, takesConnections, sleep } = parts
  return ({ kind, ...connection }) => {
    const shared = { ...connection, ...(sleep !== undefined && { sleep }) }
    // What runs in this process needs no limit.
    if (kind === 'embedded') return createProviderClient({ ...shared, fetch: embedded, perSecond: null })
    if (kind === 'samples') return createProviderClient({ ...shared, fetch: samples, perSecond: null })
    return createProviderClient({
      ...shared,
      fetch: network,
      writesAtOnce: 1,
      ...(takesConnections !== undefined && { takesConnections }),
      // Where a pace is learned, it decides.
      ...(isLoopback(connection.baseUrl) && { perSecond: LOOPBACK_PER_SECOND }),
    })
  }
}
