import { SingleFlight } from '../async/single-flight'
import { Semaphore } from '../async/semaphore'
import { ZonedeskError } from '../../preload/contract/failure'
import type { StoredZoneConnection } from '../profile/connection-store'
import { namedZones } from './test-connection'
import type { HostedZone, ZoneAccess } from './zone-access'

/** How long what a host said of its zones is believed, in milliseconds. */
export const BELIEVED_MS = 10 * 60_000

/** The zones of one connection, as far as its host was asked. */
export interface ListedZones {
  readonly zones: readonly HostedZone[]
  /** Whether these are all that the credential may see. */
  readonly isWhole: boolean
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** What the hosts of all connections said of their zones, kept in memory with its age, and never asked for twice at once. */
export interface ZoneLists {
  /**
   * The zones of a connection: all of them, or those that its settings name where the host lists none.
   *
   * @param notBefore what was said earlier is asked for anew; milliseconds since the epoch
   * @throws ZonedeskError as `ZoneConnections.accessFor`, `ZoneAccess.zones` and `ZoneAccess.find`; `cancelled`
   */
  listed(connection: StoredZoneConnection, notBefore: number, signal: AbortSignal): Promise<ListedZones>
  /**
   * Whether the zones of a connection are listed; where not, it is asked for each apex.
   *
   * @throws ZonedeskError as `ZoneConnections.accessFor`
   */
  isListing(connection: StoredZoneConnection): Promise<boolean>
  /**
   * Those of the given apexes that a connection holds, as the list of its zones has them.
   *
   * @throws ZonedeskError as `listed`
   */
  at(
    connection: StoredZoneConnection,
    apexes: readonly string[],
    notBefore: number,
    signal: AbortSignal,
  ): Promise<HostedZone[]>
  /**
   * The zones of one apex as the host has each by itself, which may tell its name servers where the list does not.
   *
   * @throws ZonedeskError as `listed`
   */
  found(
    connection: StoredZoneConnection,
    apex: string,
    notBefore: number,
    signal: AbortSignal,
  ): Promise<readonly HostedZone[]>
  /** What is known of a connection's zones no longer holds. */
  forget(connectionId: string): void
}

interface Said<T> {
  readonly at: number
  readonly value: T
}

/** What was said of one connection since it was last changed. */
interface Known {
  list: Said<readonly HostedZone[]> | null
  readonly finds: Map<string, Said<readonly HostedZone[]>>
  line: Semaphore | null
}

/** @param now milliseconds since the epoch */
export function createZoneLists(parts: {
  readonly accessFor: (connectionId: string) => Promise<ZoneAccess>
  readonly now: () => number
}): ZoneLists {
  const { accessFor, now } = parts
  const known = new Map<string, Known>()
  const flights = new SingleFlight<readonly HostedZone[]>()
  /** Each change of a connection begins another one: what is under way then says nothing of it. */
  const ages = new Map<string, number>()

  const knownOf = (id: string): Known => {
    const there = known.get(id)
    if (there !== undefined) return there
    const fresh: Known = { list: null, finds: new Map(), line: null }
    known.set(id, fresh)
    return fresh
  }
  const ask = async (
    id: string,
    what: string,
    signal: AbortSignal,
    question: (access: ZoneAccess, stop: AbortSignal) => Promise<readonly HostedZone[]>,
    keep: (said: Said<readonly HostedZone[]>, into: Known) => void,
  ): Promise<readonly HostedZone[]> => {
    const into = knownOf(id)
    const key = JSON.stringify([id, ages.get(id) ?? 0, what])
    const answer = await flights.join(
      key,
      async (stop = new AbortController().signal) => {
        const access = await accessFor(id)
        into.line ??= new Semaphore(Math.max(1, access.capabilities.atOnce))
        const value = await into.line.run(() => question(access, stop), stop)
        keep({ at: now(), value }, into)
        return value
      },
      signal,
    )
    if (answer === undefined) throw new ZonedeskError('cancelled', 'Looking for zones was cancelled.')
    return answer
  }
  const isGood = <T>(said: Said<T> | null | undefined, notBefore: number): said is Said<T> =>
    said !== null && said !== undefined && said.at >= notBefore && said.at <= now()

  const list = async (
    id: string,
    notBefore: number,
    signal: AbortSignal,
  ): Promise<Said<readonly HostedZone[]>> => {
    const said = knownOf(id).list
    if (isGood(said, notBefore)) return said
    const value = await ask(
      ...([id, 'list', signal, (access: ZoneAccess, stop: AbortSignal) => access.zones(stop)] as const),
      (answer, into) => (into.list = answer),
    )
    return knownOf(id).list ?? { at: now(), value }
  }
  const find = async (
    id: string,
    apex: string,
    notBefore: number,
    signal: AbortSignal,
  ): Promise<readonly HostedZone[]> => {
    const said = knownOf(id).finds.get(apex)
    if (isGood(said, notBefore)) return said.value
    return ask(
      ...([
        id,
        `find ${apex}`,
        signal,
        (access: ZoneAccess, stop: AbortSignal) => access.find(apex, stop),
      ] as const),
      (answer, into) => into.finds.set(apex, answer),
    )
  }
  const findEach = async (
    id: string,
    apexes: readonly string[],
    notBefore: number,
    signal: AbortSignal,
  ): Promise<HostedZone[]> =>
    (await Promise.all(apexes.map((apex) => find(id, apex, notBefore, signal)))).flat()

  const isListing = async ({ id, settings }: StoredZoneConnection): Promise<boolean> =>
    namedZones(settings).length === 0 && (await accessFor(id)).capabilities.listsZones

  return {
    isListing,
    async listed(connection, notBefore, signal) {
      const { id, settings } = connection
      const named = namedZones(settings)
      if (await isListing(connection)) {
        const { at, value } = await list(id, notBefore, signal)
        return { zones: value, isWhole: true, at }
      }
      const zones = await findEach(id, named, notBefore, signal)
      const times = named.flatMap((apex) => knownOf(id).finds.get(apex)?.at ?? [])
      return { zones, isWhole: false, at: Math.min(now(), ...times) }
    },
    async at(connection, apexes, notBefore, signal) {
      const { id, settings } = connection
      if (await isListing(connection)) {
        const wanted = new Set(apexes)
        return (await list(id, notBefore, signal)).value.filter(({ apex }) => wanted.has(apex))
      }
      const named = namedZones(settings)
      const asked = named.length === 0 ? apexes : apexes.filter((apex) => named.includes(apex))
      return findEach(id, asked, notBefore, signal)
    },
    found: ({ id }, apex, notBefore, signal) => find(id, apex, notBefore, signal),
    forget(id) {
      known.delete(id)
      ages.set(id, (ages.get(id) ?? 0) + 1)
    },
  }
}
