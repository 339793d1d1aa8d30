import { type Session, session } from 'electron'
import { setTimeout as wait } from 'node:timers/promises'
import type { Emit } from '../../preload/contract/events'
import type { Handlers } from '../../preload/contract'
import type { Keychain } from '../accounts/keychain'
import type { SessionKeys } from '../accounts/session-keys'
import type { ConnectionStore } from '../profile/connection-store'
import { createNetworkFetch } from '../provider/network-fetch'
import type { ReadTsigKey } from '../zones/connection-secret'
import { connectionHandlers } from '../zones/connection-handlers'
import { createZoneConnections, type ZoneConnections } from '../zones/connections'
import { openAccess, OPENABLE_KINDS } from '../zones/adapters/open-access'
import type { ZoneAccessParts } from '../zones/zone-access'
import { createZoneLists, type ZoneLists } from '../zones/zone-lists'
import { createZoneOf, type ZoneOf } from '../zones/zone-of'

/** What writes at DNS hosts goes through. */
export interface AppZoneConnections {
  readonly connections: ZoneConnections
  readonly lists: ZoneLists
  readonly zoneOf: ZoneOf
  readonly handlers: Handlers['connections']
  close(): void
}

/**
 * Puts together what connects to DNS hosts.
 *
 * @param parts.reads session for what only reads
 */
export function createAppZoneConnections(parts: {
  readonly store: ConnectionStore
  readonly keychain: Keychain
  readonly sessionKeys: SessionKeys
  readonly reads: Session
  readonly emit: Emit
}): AppZoneConnections {
  const { store, keychain, sessionKeys, reads, emit } = parts
  const now = Date.now
  const accessParts: ZoneAccessParts = { fetch: zoneFetch(reads), now, sleep }
  const connections: ZoneConnections = createZoneConnections({
    ...{ store, keychain, sessionKeys, parts: accessParts, readTsigKey },
    open: openAccess,
    onOthers: (id) => lists.forget(id),
  })
  const lists = createZoneLists({ accessFor: (id) => connections.accessFor(id), now })
  return {
    connections,
    lists,
    zoneOf: createZoneOf({ store, lists, now }),
    handlers: connectionHandlers({
      ...{ connections, lists, store, now, readTsigKey },
      kinds: OPENABLE_KINDS,
      onChange: () => emit('connectionsChanged', {}),
      onProgress: (progress) => emit('connectionTestProgress', progress),
    }),
    close: () => connections.close(),
  }
}

/** The network's fetch, whose writes are sent once: they wait for no write of an account. */
function zoneFetch(reads: Session): typeof fetch {
  const send = createNetworkFetch(reads, session.fromPartition('zone-writes', { cache: false }))
  return (input, init = {}) => send(input instanceof Request ? input.url : String(input), init)
}

/** Read when the first key is pasted. */
const readTsigKey: ReadTsigKey = async (text) => (await import('../zones/rfc2136/tsig-key')).readTsigKey(text)

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal })
}
