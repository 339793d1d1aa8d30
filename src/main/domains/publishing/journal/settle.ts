import type { StoredChange } from '../../../profile/publish-store'
import { hasSameData, isWritable, type RrsetChange, type WritableRrset } from '../../../zones/rrset'
import type { HostedZone, ZoneAccess } from '../../../zones/zone-access'
import { type HeldZone, ownersToRead } from '../held/held'
import { ZoneReadings } from '../held/zone-readings'

/**
 * Reads how the RRsets of a write stand in their zone now.
 *
 * @throws ZonedeskError where the zone cannot be read
 */
export async function readStanding(
  access: ZoneAccess,
  zone: HostedZone,
  changes: readonly StoredChange[],
  signal: AbortSignal,
): Promise<StoredChange[]> {
  const owners = ownersToRead(
    changes.map(({ name }) => name),
    zone.apex,
  )
  const readings = new ZoneReadings(zone.apex)
  readings.take(await access.read(zone, owners, signal), owners)
  const held = readings.held()
  return changes.map((change) => ({ ...change, ...standingOf(change, held) }))
}

/** How one RRset stands: as before, as after, or otherwise. TTLs are not looked at: some hosts round them. */
export function standingOf(
  change: Pick<StoredChange, 'name' | 'type' | 'before' | 'after'>,
  held: HeldZone,
): Pick<StoredChange, 'is' | 'found'> {
  const { name, type, before, after } = asRrsetChange(change)
  if (!held.isKnown(name, type)) return { is: null, found: null }
  const set = held.get(name, type)
  const found = set !== undefined && isWritable(set) ? set : null
  if (hasSameData(found, after)) return { is: 'after', found: null }
  if (hasSameData(found, before)) return { is: 'before', found: null }
  return { is: 'other', found: found === null ? null : { ...found, data: [...found.data].map(copied) } }
}

/** The data of a record as it is kept. */
export function copied(
  data: WritableRrset['data'][number],
): NonNullable<StoredChange['found']>['data'][number] {
  return 'strings' in data ? { type: data.type, strings: [...data.strings] } : data
}

export function asRrsetChange({
  name,
  type,
  before,
  after,
}: Pick<StoredChange, 'name' | 'type' | 'before' | 'after'>): RrsetChange {
  return { name, type, before, after }
}

/** A change as it is kept. */
export function asStoredChange(change: RrsetChange, reasons: readonly string[]): StoredChange {
  return {
    name: change.name,
    type: change.type,
    before: stored(change.before),
    after: stored(change.after),
    reasons: [...reasons],
    is: null,
    found: null,
  }
}

function stored(set: WritableRrset | null): StoredChange['before'] {
  if (set === null) return null
  const { name, type, ttl, data, isProxied } = set
  return { name, type, ttl, data: data.map(copied), ...(isProxied === true && { isProxied }) }
}
