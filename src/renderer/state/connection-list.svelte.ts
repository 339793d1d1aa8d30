import type { ZoneConnection } from '../../preload/contract/connections'
import type { Failure } from '../../preload/contract/failure'
import { api } from './api'
import { everything, Query } from './query.svelte'

const connections = new Query<Record<string, never>, readonly ZoneConnection[]>({
  key: everything,
  ask: () => api.connections.list({}),
  staleOn: { connectionsChanged: () => 'at once' as const },
})

/** The connections to DNS hosts. */
export const connectionList = {
  get items(): readonly ZoneConnection[] {
    return connections.value ?? []
  },
  /** Whether they are known. */
  get loaded(): boolean {
    return connections.value !== null
  },
  /** Why they could not be read the last time; the ones known before stay. */
  get failure(): Failure | null {
    return connections.failure
  },
  /** Reads them again. */
  read(): Promise<void> {
    return connections.read()
  },
  /** Reads the connections and follows their changes. The answer stops following. */
  follow(): () => void {
    return connections.follow()
  },
}
