import type { PresetSummary } from '../../../preload/contract/dns-host'
import { hostMatch } from './host-search'

/** The preset that stands for every host whose form is not known. */
export const GENERIC = 'generic'

/** The group of that one preset. */
export const NOT_LISTED = 'Not listed'

export interface HostGroup {
  /** Heading over the hosts. */
  readonly name: string
  readonly hosts: readonly PresetSummary[]
}

/** What the picker knows besides the presets, by their ids. */
export interface HostHints {
  /** The host the zone's name servers or its SOA belong to; null when that is not known. */
  readonly detected: string | null
  /** Which of them; null beside no host. */
  readonly by: 'name-servers' | 'soa' | null
  /** Hosts that share the zone's name servers, of which one is meant; empty where that is no question. */
  readonly possible: readonly string[]
  /** Chosen before, the newest first. */
  readonly recent: readonly string[]
}

/**
 * The hosts to choose from under their headings, each once: the detected one or those that share its name
 * servers, those chosen before, the user's own, all
 * others by name. While something is searched for, those that fit best are first under each heading. The one for
 * unknown forms is the last, whatever is searched for.
 *
 * @param search part of a name, a brand, a panel, a name server or a country, in any case; empty for all
 */
export function hostGroups(presets: readonly PresetSummary[], hints: HostHints, search: string): HostGroup[] {
  const generic = presets.filter(({ id }) => id === GENERIC)
  const ranks = new Map(
    presets.flatMap((preset) => {
      const match = preset.id === GENERIC ? null : hostMatch(preset, search)
      return match === null ? [] : [[preset.id, match.rank] as const]
    }),
  )
  const rank = ({ id }: PresetSummary): number => ranks.get(id) ?? Infinity
  const named = presets.filter(({ id }) => ranks.has(id)).sort((a, b) => rank(a) - rank(b))
  const recent = new Set(hints.recent)
  const ofRecent = hints.recent.flatMap((id) => named.filter((preset) => preset.id === id))
  const isFirst = ({ id }: PresetSummary): boolean => id === hints.detected || hints.possible.includes(id)
  const isFree = (preset: PresetSummary): boolean => !isFirst(preset) && !recent.has(preset.id)
  const groups: HostGroup[] = [
    { name: 'Detected', hosts: named.filter(({ id }) => id === hints.detected) },
    { name: 'One of these', hosts: named.filter(({ id }) => hints.possible.includes(id)) },
    { name: 'Recent', hosts: ofRecent.filter((preset) => !isFirst(preset)) },
    { name: 'Your own', hosts: named.filter((preset) => preset.own && isFree(preset)) },
    {
      name: 'DNS hosts',
      hosts: named
        .filter((preset) => !preset.own && isFree(preset))
        .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name)),
    },
    { name: NOT_LISTED, hosts: generic },
  ]
  return groups.filter(({ hosts }) => hosts.length > 0)
}
