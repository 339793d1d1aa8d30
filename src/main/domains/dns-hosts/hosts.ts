import type { DomainHost } from '../../../preload/contract/dns-host'
import type { DomainKey } from '../../../preload/contract/domain'
import type { DomainCheck } from '../../../preload/contract/findings'
import { isWithin, zoneFor, type Zone } from '../../names/zone-cut'
import type { ZoneSighting, ZoneStore } from '../../profile/zone-store'
import { detectHost, possibleHosts, type DetectedHost, type ZoneSigns } from '../../dns-hosts/detect-host'
import { dnsPageOf } from '../../dns-hosts/dns-page'
import type { Preset } from '../../dns-hosts/preset-schema'
import { bundledPresets, GENERIC_PRESET_ID, presetById, presetSummary } from '../../dns-hosts/presets'
import type { Emit } from '../../../preload/contract/events'
import { Semaphore } from '../../async/semaphore'
import { SingleFlight } from '../../async/single-flight'
import type { LookUpZone } from './look-up-zone'
import type { OwnPresets } from './own-presets'

/** How long a sighting of a zone counts, in milliseconds: a day. */
export const SEEN_FOR_MS = 24 * 60 * 60 * 1000
/** How long DNS is not asked again after it answered nothing useful, in milliseconds: a minute. */
export const FAILED_FOR_MS = 60_000
/** Names looked up at once; further ones wait. */
const LOOKUPS_AT_ONCE = 4

/** The zone of a domain, and the preset of the host that keeps it. */
export interface HostedZone {
  readonly zone: Zone
  readonly preset: Preset
  /** Whether the preset is chosen or detected, and not only the one for any other host. */
  readonly isKnown: boolean
}

/** Which zone a domain is in and whose form its records are for. */
export interface Hosts {
  /** What is known now; asks DNS in the background when nothing is known, or it is old. */
  detect(key: DomainKey): DomainHost
  /** What is known once DNS was asked anew. */
  lookUp(key: DomainKey): Promise<DomainHost>
  /** @throws ZonedeskError `not-found`, `storage`, or `invalid` with field `zone` */
  choose(key: DomainKey, choice: Choice): DomainHost
  /** What counts for a domain, from what is known; asks nobody. */
  placeOf(key: DomainKey): HostedZone
  /** Stops what is being asked, and waits for its end. */
  close(): Promise<void>
}

/** What is absent stays as it is; null takes it back. */
export interface Choice {
  readonly presetId?: string | null | undefined
  readonly zone?: string | null | undefined
}

interface HostsDependencies {
  readonly store: ZoneStore
  readonly presets: Pick<OwnPresets, 'all' | 'own' | 'isOwn'>
  readonly lookUpZone: LookUpZone
  /** The domain's last check; null when there was none. */
  readonly lastCheck: (key: DomainKey) => Pick<DomainCheck, 'zone'> | null
  readonly emit: Emit
  readonly onFault: (error: unknown) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export function createHosts({
  store,
  presets,
  lookUpZone,
  lastCheck,
  emit,
  onFault,
  now,
}: HostsDependencies): Hosts {
  const underWay = new SingleFlight<void>()
  /** When nothing useful came last, by name. */
  const failedAt = new Map<string, number>()
  const lookups = new Semaphore(LOOKUPS_AT_ONCE)
  const stop = new AbortController()

  function placeOf(key: DomainKey): HostedZone {
    const zone = zoneOf(key)
    const known = presetsOf(zone, sightingOf(key.name, zone))
    return {
      zone,
      preset: known.chosen ?? known.detected ?? presetById(GENERIC_PRESET_ID),
      isKnown: (known.chosen ?? known.detected) !== null,
    }
  }

  function zoneOf(key: DomainKey): Zone {
    // A check is large to read, and looks for the zone in the same way; it counts where nothing else was seen.
    const observedApex = store.seen(key.name)?.apex ?? lastCheck(key)?.zone ?? null
    return zoneFor({ name: key.name, observedApex, override: usableOverride(key) })
  }

  /** The stored zone; null where it no longer contains the domain, which must not make every answer fail. */
  function usableOverride(key: DomainKey): string | null {
    const override = store.override(key)
    return override !== null && isWithin(key.name, override) ? override : null
  }

  /** What DNS showed of the domain's zone: seen for the domain, or for the zone where the user says it is another. */
  function sightingOf(name: string, zone: Zone): ZoneSighting | null {
    const seen = store.seen(name)
    return zone.reason === 'override' && seen?.apex !== zone.name ? store.seen(zone.name) : seen
  }

  function presetsOf(
    zone: Zone,
    seen: ZoneSighting | null,
  ): {
    chosen: Preset | null
    detected: Preset | null
    by: DetectedHost['by'] | null
    possible: readonly Preset[]
  } {
    const [own, bundled] = [presets.own(), bundledPresets()]
    const byId = (id: string | null): Preset | null =>
      [...own, ...bundled].find((preset) => preset.id === id) ?? null
    const signs: ZoneSigns = {
      apex: seen?.apex ?? null,
      nameServers: seen?.nameServers ?? [],
      soa: seen?.soa ?? null,
    }
    // The user's own presets first: one made from a bundled preset has the same name servers and takes its place.
    const found = [detectHost(signs, own), detectHost(signs, bundled)].filter((one) => one !== null)
    // Name servers say more than the SOA, which may be left from a host the zone has left.
    const best = found.find(({ by }) => by === 'name-servers') ?? found[0] ?? null
    return {
      chosen: byId(store.preset(zone.name)),
      detected: byId(best?.id ?? null),
      by: best?.by ?? null,
      possible: best === null ? possibleHosts(signs, bundled).flatMap((id) => byId(id) ?? []) : [],
    }
  }

  function answer(key: DomainKey): DomainHost {
    const zone = zoneOf(key)
    const seen = sightingOf(key.name, zone)
    const { chosen, detected, by, possible } = presetsOf(zone, seen)
    const preset = chosen ?? detected ?? presetById(GENERIC_PRESET_ID)
    const isKnown = seen?.state === 'found' && seen.nameServers.length > 0
    const looking = underWay.isUnderWay(nameToAsk(key))
    return {
      accountId: key.accountId,
      name: key.name,
      zone,
      override: usableOverride(key),
      nameServers: {
        state: isKnown ? 'known' : seen?.state === 'not-delegated' ? 'none' : 'unknown',
        names: isKnown ? seen.nameServers : [],
        at: seen?.at ?? null,
        looking,
        sentence: sentenceOn(zone, seen, { detected, by, possible }, looking),
      },
      detected: detected === null || by === null ? null : { id: detected.id, name: detected.name, by },
      possible: possible.map(({ id }) => id),
      chosen: chosen?.id ?? null,
      preset: presetSummary(preset, presets.isOwn(preset.id)),
      dnsPage: dnsPageOf(preset, zone.name),
    }
  }

  /** The name DNS is asked about: the zone the user named, or else the domain. */
  function nameToAsk(key: DomainKey): string {
    return usableOverride(key) ?? key.name
  }

  function isOld(name: string): boolean {
    // Hence the absolute value: after the clock is set back, every sighting is from the future.
    const isWithinAge = (at: number | undefined, age: number): boolean =>
      at !== undefined && Math.abs(now() - at) <= age
    if (isWithinAge(failedAt.get(name), FAILED_FOR_MS)) return false
    const seen = store.seen(name)
    return seen === null || seen.state === 'unknown' || !isWithinAge(seen.at, SEEN_FOR_MS)
  }

  function ask(name: string): Promise<void> {
    const isJoined = underWay.isUnderWay(name)
    const asked = underWay.join(name, () => lookups.run(() => askNow(name)))
    if (isJoined) return asked
    // Told once, and after its end: an answer says whether it is under way.
    return asked.finally(() => {
      if (!stop.signal.aborted) emit('zoneChanged', { name })
    })
  }

  async function askNow(name: string): Promise<void> {
    if (stop.signal.aborted) return
    const sighting = await lookUpZone(name, stop.signal)
    if (sighting === null) return
    if (sighting.state === 'unknown') failedAt.set(name, sighting.at)
    else failedAt.delete(name)
    // While offline, the zone seen before is worth more than the lack of an answer now.
    const isWorse = sighting.state === 'unknown' && store.seen(name)?.state === 'found'
    if (!isWorse) store.putSeen(name, sighting)
  }

  return {
    placeOf,
    detect(key) {
      const name = nameToAsk(key)
      if (isOld(name)) ask(name).catch(onFault)
      return answer(key)
    },
    async lookUp(key) {
      await ask(nameToAsk(key))
      return answer(key)
    },
    choose(key, { presetId, zone }) {
      if (presetId !== undefined && presetId !== null) presetById(presetId, presets.all())
      if (zone !== undefined) {
        // Refuses one that does not contain the domain.
        const named =
          zone === null ? null : zoneFor({ name: key.name, observedApex: null, override: zone.trim() }).name
        store.setOverride(key, named)
      }
      if (presetId !== undefined) {
        const { name } = zoneOf(key)
        store.setPreset(name, presetId)
        emit('zoneChanged', { name })
      }
      if (zone !== undefined) emit('zoneChanged', { name: key.name })
      return this.detect(key)
    },
    async close() {
      stop.abort()
      await underWay.idle()
    },
  }
}

function sentenceOn(
  zone: Zone,
  seen: ZoneSighting | null,
  {
    detected,
    by,
    possible,
  }: { detected: Preset | null; by: DetectedHost['by'] | null; possible: readonly Preset[] },
  looking: boolean,
): string {
  if (seen === null) {
    return looking
      ? `Zonedesk is asking DNS for the name servers of ${zone.name}.`
      : `The name servers of ${zone.name} are not known: DNS was not asked.`
  }
  if (seen.state === 'not-delegated') return `DNS says that ${zone.name} is delegated to no name servers.`
  if (seen.state === 'unknown' || seen.nameServers.length === 0) {
    return `The name servers of ${zone.name} are not known: ${seen.reason === '' ? 'none answered.' : seen.reason}`
  }
  if (detected !== null && by === 'soa') {
    return `The name servers of ${zone.name} have names in the zone itself. The SOA record of the zone names ${detected.name}, so ${detected.name} probably keeps its records.`
  }
  if (possible.length > 0) {
    return `The name servers of ${zone.name} are shared by ${possible.map(({ name }) => name).join(' and ')}: choose the one you log in at.`
  }
  return detected === null
    ? `The name servers of ${zone.name} belong to no DNS host that Zonedesk knows.`
    : `The name servers of ${zone.name} belong to ${detected.name}.`
}
