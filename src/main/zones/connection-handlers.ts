import type { Handlers } from '../../preload/contract'
import type { ConnectionTest, ConnectionTestProgress } from '../../preload/contract/connections'
import { ZonedeskError } from '../../preload/contract/failure'
import type { ConnectionKind } from '../../preload/contract/zone-connections'
import type { ConnectionStore } from '../profile/connection-store'
import type { ReadTsigKey } from './connection-secret'
import type { Testing, ZoneConnections } from './connections'
import { BELIEVED_MS, type ZoneLists } from './zone-lists'

/**
 * Answers the `connections` channels.
 *
 * @param parts.onChange tells the window that the connections, or the choices of their zones, changed
 * @param parts.onProgress tells the window how far a test is
 * @param parts.now milliseconds since the epoch
 */
export function connectionHandlers(parts: {
  readonly connections: ZoneConnections
  /** The kinds of DNS hosts that can be opened. */
  readonly kinds: readonly ConnectionKind[]
  readonly readTsigKey: ReadTsigKey
  readonly lists: ZoneLists
  readonly store: Pick<ConnectionStore, 'choices' | 'choose' | 'unchoose'>
  readonly onChange: () => void
  readonly onProgress: (progress: ConnectionTestProgress) => void
  readonly now: () => number
}): Handlers['connections'] {
  const { connections, kinds, readTsigKey, lists, store, onChange, onProgress, now } = parts
  let testing: AbortController | null = null

  /** One test at a time: the form has one button. */
  async function tested(work: (testing: Testing) => Promise<ConnectionTest>): Promise<ConnectionTest> {
    testing?.abort(cancelled())
    const current = (testing = new AbortController())
    const { signal } = current
    try {
      const found = await work({
        signal,
        onProgress: (progress) => {
          if (!signal.aborted) onProgress(progress)
        },
      })
      signal.throwIfAborted()
      return found
    } catch (error) {
      // Whatever a host makes of being cut off, the person cancelled it.
      throw signal.aborted ? cancelled() : error
    } finally {
      if (testing === current) testing = null
    }
  }
  async function changed<T>(work: Promise<T>): Promise<T> {
    const result = await work
    onChange()
    return result
  }

  return {
    list: () => connections.list(),
    kinds: () => ({ kinds: [...kinds] }),
    add: (connection) => changed(connections.add(connection)),
    rename: ({ connectionId, name }) => changed(connections.rename(connectionId, name)),
    change: ({ connectionId, settings, secret, keepSecret }) =>
      changed(connections.change(connectionId, settings, secret, keepSecret)),
    setReadOnly: ({ connectionId, isReadOnly }) => changed(connections.setReadOnly(connectionId, isReadOnly)),
    remove: async ({ connectionId }) => {
      await changed(connections.remove(connectionId))
      return {}
    },
    undoRemove: ({ connectionId }) => changed(connections.undoRemove(connectionId)),
    testNew: ({ settings, secret }) => tested((testing) => connections.testNew(settings, secret, testing)),
    test: ({ connectionId }) => tested((testing) => connections.test(connectionId, testing)),
    cancelTest: () => {
      testing?.abort(cancelled())
      return {}
    },
    zones: async ({ connectionId, fresh }) => {
      const connection = connections.connectionOf(connectionId)
      const notBefore = fresh ? now() : now() - BELIEVED_MS
      const { zones, isWhole, at } = await lists.listed(connection, notBefore, new AbortController().signal)
      return {
        zones: zones
          .map(({ apex, id, notWritable }) => ({ apex, id, notWritable }))
          .sort((one, other) => (one.apex < other.apex ? -1 : one.apex > other.apex ? 1 : 0)),
        isWhole,
        at,
      }
    },
    chosenZones: ({ connectionId }) => ({
      zones: store
        .choices()
        .filter((choice) => choice.connectionId === connectionId)
        .map(({ apex, zoneId }) => ({ apex, zoneId }))
        .sort((one, other) => (one.apex < other.apex ? -1 : 1)),
    }),
    chooseZone: ({ connectionId, apex, zoneId }) => {
      connections.connectionOf(connectionId)
      store.choose({ apex, connectionId, zoneId })
      onChange()
      return {}
    },
    unchooseZone: ({ apex }) => {
      store.unchoose(apex)
      onChange()
      return {}
    },
    readTsigKey: async ({ text }) => {
      const { name, algorithm } = await readTsigKey(text)
      return { keyName: name, algorithm }
    },
  }
}

function cancelled(): ZonedeskError {
  return new ZonedeskError('cancelled', 'The test was cancelled.')
}
