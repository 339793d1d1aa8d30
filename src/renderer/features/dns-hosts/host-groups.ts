import type { PresetSummary } from '../../../preload/contract/dns-host'

/** The preset that stands for every host whose form is not known. */
export const GENERIC = 'generic'

export interface HostGroup {
  /** Heading over the hosts. */
  readonly name: string
  readonly hosts: readonly PresetSummary[]
}

/** What the picker knows besides the presets, by their ids. */
export interface HostHints {
  /** The host the zone's name servers belong to; null when that is not known. */
  readonly detected: string | null
  /** Chosen before, the newest first. */
  readonly recent: readonly string[]
}

/**
 * The hosts to choose from under their headings, each once: the detected one, those chosen before, the user's own, all
 * others by name. The one for unknown forms is the last, whatever is searched for.
 *
 * @param search part of a name, in any case; empty for all
 */
export function hostGroups(presets: readonly PresetSummary[], hints: HostHints, search: string): HostGroup[] {
  const wanted = search.trim().toLowerCase()
  const generic = presets.filter(({ id }) => id === GENERIC)
  const named = presets.filter(
    ({ id, name }) => id !== GENERIC && (wanted === '' || name.toLowerCase().includes(wanted)),
  )
  const recent = new Set(hints.recent)
  const ofRecent = hints.recent.flatMap((id) => named.filter((preset) => preset.id === id))
  const isFree = ({ id }: PresetSummary): boolean => id !== hints.detected && !recent.has(id)
  const groups: HostGroup[] = [
    { name: 'Detected', hosts: named.filter(({ id }) => id === hints.detected) },
    { name: 'Recent', hosts: ofRecent.filter(({ id }) => id !== hints.detected) },
    { name: 'Your own', hosts: named.filter((preset) => preset.own && isFree(preset)) },
    {
      name: 'DNS hosts',
      hosts: named
        .filter((preset) => !preset.own && isFree(preset))
        .sort((a, b) => a.name.localeCompare(b.name)),
    },
    { name: 'Not listed', hosts: generic },
  ]
  return groups.filter(({ hosts }) => hosts.length > 0)
}
