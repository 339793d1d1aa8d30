import { ZonedeskError } from '../../../src/preload/contract/failure'
import type { HostedZone, ZoneAccess, ZoneCapabilities } from '../../../src/main/zones/zone-access'

/** A DNS host in memory that notes what it is asked. */
export interface FakeAccess extends ZoneAccess {
  /** Such as `zones`, `find example.com`, `write example.com`, `close`. */
  readonly asked: string[]
  zoneList: HostedZone[]
  /** What every call but `close` fails with. */
  failure: Error | null
  /** Holds every call until it is let go on. */
  hold(): () => void
}

export function aZone(apex: string, fields: Partial<HostedZone> = {}): HostedZone {
  return { id: apex, apex, nameServers: [`ns.host.example`], notWritable: null, ...fields }
}

export function fakeAccess(
  zones: readonly HostedZone[] = [],
  capabilities: Partial<ZoneCapabilities> = {},
): FakeAccess {
  let held: Promise<void> | null = null
  const call = async <T>(what: string, signal: AbortSignal, answer: () => T): Promise<T> => {
    access.asked.push(what)
    if (held !== null) {
      await Promise.race([
        held,
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new ZonedeskError('cancelled', 'It was cancelled.')))
        }),
      ])
    }
    signal.throwIfAborted()
    if (access.failure !== null) throw access.failure
    return answer()
  }
  const access: FakeAccess = {
    asked: [],
    zoneList: [...zones],
    failure: null,
    hold() {
      const { promise, resolve } = Promise.withResolvers<undefined>()
      held = promise
      return () => {
        held = null
        resolve(undefined)
      }
    },
    capabilities: {
      ...{ atomic: 'zone', precondition: 'host', ttl: { least: 1, most: 86_400 }, newTtl: 300 },
      ...{ mostChanges: 100, atOnce: 3, listsZones: true, saysWhenDone: false },
      ...capabilities,
    },
    zones: (signal) => call('zones', signal, () => access.zoneList),
    find: (apex, signal) =>
      call(`find ${apex}`, signal, () => access.zoneList.filter((zone) => zone.apex === apex)),
    read: (zone, _owners, signal) =>
      call(`read ${zone.apex}`, signal, () => ({ zone, rrsets: [], extent: 'whole', serial: 1, at: 1 })),
    write: (zone, _changes, signal) =>
      call(`write ${zone.apex}`, signal, () => ({ state: 'written', serial: 2 })),
    close: () => void access.asked.push('close'),
  }
  return access
}
