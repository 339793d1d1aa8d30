import type { ConnectionTest, ConnectionTestProgress } from '../../preload/contract/connections'
import type { ConnectionSettings } from '../../preload/contract/zone-connections'
import type { HostedZone, ZoneAccess } from './zone-access'

/** Zones that a test names of those that cannot be written. */
const MOST_NAMED = 20

/** The apexes that settings name; empty where they name none. */
export function namedZones(settings: ConnectionSettings): readonly string[] {
  return settings.kind === 'rfc2136' ? settings.zones : []
}

/**
 * Looks at what a connection may see: lists its zones, or finds each that the settings name. Nothing is changed.
 *
 * @throws ZonedeskError as `ZoneAccess.zones` and `ZoneAccess.find`; the signal's reason
 */
export async function lookAtZones(
  access: ZoneAccess,
  settings: ConnectionSettings,
  signal: AbortSignal,
  onProgress: (progress: ConnectionTestProgress) => void,
): Promise<ConnectionTest> {
  const named = namedZones(settings)
  if (named.length > 0) {
    const zones: HostedZone[] = []
    const missing: string[] = []
    for (const [done, apex] of named.entries()) {
      onProgress({ step: 'finding', done, total: named.length })
      signal.throwIfAborted()
      const found = await access.find(apex, signal)
      zones.push(...found)
      if (found.length === 0) missing.push(apex)
    }
    return found(zones, missing)
  }
  if (!access.capabilities.listsZones)
    return { zones: null, notWritable: [], notWritableCount: 0, missing: [] }
  onProgress({ step: 'listing', done: 0, total: 0 })
  return found(await access.zones(signal), [])
}

function found(zones: readonly HostedZone[], missing: string[]): ConnectionTest {
  const not = zones.flatMap(({ apex, notWritable }) =>
    notWritable === null ? [] : [{ apex, reason: notWritable }],
  )
  return {
    zones: zones.length,
    notWritable: not.slice(0, MOST_NAMED),
    notWritableCount: not.length,
    missing,
  }
}
