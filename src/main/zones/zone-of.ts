import { ZonedeskError } from '../../preload/contract/failure'
import { registrableDomain } from '../names/domain-name'
import { isWithin } from '../names/zone-cut'
import type { ConnectionStore, StoredZoneConnection } from '../profile/connection-store'
import { delegationOf, type NameToPlace, namesUpwards, placeName, type ZoneOfName } from './place-name'
import type { HostedZone } from './zone-access'
import { BELIEVED_MS, type ZoneLists } from './zone-lists'

/** After one of these, a connection is asked nothing more in the same run: each question would end the same. */
const ENDS_ALL: ReadonlySet<string> = new Set([
  'unauthorized',
  'keychain',
  'offline',
  'timeout',
  'rate-limited',
])

/** Finds which connection holds the zone of a name. */
export interface ZoneOf {
  /**
   * The zones of many names. Hosts are asked once for what several names share, and for nothing that is known well
   * enough.
   *
   * @param options.fresh asks anew even for what is known
   * @returns for each name that was given
   * @throws ZonedeskError `cancelled`; `storage`. What a host answers wrong is the name's `failed`
   */
  ofNames(
    names: readonly NameToPlace[],
    signal: AbortSignal,
    options?: { readonly fresh?: boolean },
  ): Promise<ReadonlyMap<string, ZoneOfName>>
  /** @throws ZonedeskError as `ofNames` */
  ofName(name: NameToPlace, signal: AbortSignal, options?: { readonly fresh?: boolean }): Promise<ZoneOfName>
}

/**
 * @param parts.store the connections, and what the user chose
 * @param parts.now milliseconds since the epoch
 */
export function createZoneOf(parts: {
  readonly store: Pick<ConnectionStore, 'list' | 'choices'>
  readonly lists: ZoneLists
  readonly now: () => number
}): ZoneOf {
  const { store, lists, now } = parts

  const ofNames: ZoneOf['ofNames'] = async (names, signal, { fresh = false } = {}) => {
    signal.throwIfAborted()
    const connections = store.list()
    const choices = new Map(store.choices().map((choice) => [choice.apex, choice]))
    const notBefore = fresh ? now() : now() - BELIEVED_MS
    const asked = apexesOf(names, new Set(choices.keys()))
    const looks = await Promise.all(
      connections.map((connection) => lookAt(connection, asked, lists, notBefore, signal)),
    )
    signal.throwIfAborted()
    const zonesAt = new Map<string, { connection: StoredZoneConnection; zone: HostedZone }[]>()
    for (const { connection, zones } of looks) {
      for (const zone of zones) {
        const there = zonesAt.get(zone.apex)
        if (there === undefined) zonesAt.set(zone.apex, [{ connection, zone }])
        else there.push({ connection, zone })
      }
    }
    const known = {
      at: (apex: string) => zonesAt.get(apex) ?? [],
      choice: (apex: string) => choices.get(apex),
      failure(apexes: readonly string[]) {
        for (const { connection, failures } of looks) {
          const error = failures.all ?? apexes.map((apex) => failures.at.get(apex)).find((one) => one)
          if (error !== undefined) return { state: 'failed' as const, connection, error }
        }
        return null
      },
    }
    return new Map(names.map((name) => [name.name, placeName(name, known)]))
  }
  return {
    ofNames,
    async ofName(name, signal, options) {
      const placed = await ofNames([name], signal, options)
      return placed.get(name.name) ?? { state: 'none', above: null }
    },
  }
}

/** What one connection said. */
interface Look {
  readonly connection: StoredZoneConnection
  readonly zones: readonly HostedZone[]
  readonly failures: Failures
}

/** What could not be asked: at an apex, or at all. */
interface Failures {
  all: ZonedeskError | undefined
  readonly at: Map<string, ZonedeskError>
}

/** The apexes to ask about: those that DNS says, each that the user chose, and where DNS says none, all that could be. */
function apexesOf(names: readonly NameToPlace[], chosen: ReadonlySet<string>): Asked {
  const needed = new Set<string>()
  const exact = new Set<string>()
  for (const name of names) {
    const delegation = delegationOf(name)
    const upwards = namesUpwards(name.name)
    if (delegation !== null) {
      needed.add(delegation.apex)
      if (delegation.nameServers.length > 0) exact.add(delegation.apex)
    } else {
      const end = registrableDomain(name.name) ?? name.name
      for (const one of upwards) if (isWithin(one, end)) needed.add(one)
    }
    for (const one of upwards) if (chosen.has(one)) needed.add(one)
  }
  return {
    needed: [...needed],
    exact,
    upwards: [...new Set(names.flatMap(({ name }) => namesUpwards(name)))],
  }
}

interface Asked {
  /** What a host that lists no zones is asked for. */
  readonly needed: readonly string[]
  /** Where the name servers decide which zone it is. */
  readonly exact: ReadonlySet<string>
  /** Every name that could be an apex, which a list is looked through for. */
  readonly upwards: readonly string[]
}

async function lookAt(
  connection: StoredZoneConnection,
  { needed, exact, upwards }: Asked,
  lists: ZoneLists,
  notBefore: number,
  signal: AbortSignal,
): Promise<Look> {
  const failures: Failures = { all: undefined, at: new Map() }
  const zones: HostedZone[] = []
  const stopping = new AbortController()
  const stop = AbortSignal.any([signal, stopping.signal])
  /** @returns undefined where it failed, which is noted */
  const noted = async <T>(apex: string | null, work: () => Promise<T>): Promise<T | undefined> => {
    if (failures.all !== undefined) return undefined
    try {
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof ZonedeskError)) throw error
      if (stopping.signal.aborted) return undefined
      if (apex === null || ENDS_ALL.has(error.failure.code)) {
        failures.all = error
        stopping.abort()
      } else failures.at.set(apex, error)
      return undefined
    }
  }
  const isListing = await noted(null, () => lists.isListing(connection))
  if (isListing === true) {
    zones.push(...((await noted(null, () => lists.at(connection, upwards, notBefore, stop))) ?? []))
  } else {
    const found = await Promise.all(
      needed.map((apex) => noted(apex, () => lists.at(connection, [apex], notBefore, stop))),
    )
    zones.push(...found.flatMap((one) => one ?? []))
  }
  // A list may leave the name servers out that a zone by itself has.
  const unsaid = new Set(
    zones.filter(({ apex, nameServers }) => nameServers === null && exact.has(apex)).map(({ apex }) => apex),
  )
  if (isListing !== true || unsaid.size === 0) return { connection, zones, failures }
  const better = await Promise.all(
    [...unsaid].map((apex) => noted(null, () => lists.found(connection, apex, notBefore, stop))),
  )
  const ids = new Map(better.flatMap((found) => found ?? []).map((zone) => [zone.id, zone]))
  return { connection, zones: zones.map((zone) => ids.get(zone.id) ?? zone), failures }
}
