import type { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { ZoneRunState } from '../../../preload/contract/publish-facts'
import { isWithin } from '../../names/zone-cut'
import type { StoredChange, StoredRun, StoredZoneWrite } from '../../profile/publish-store'
import { hasSameData } from '../../zones/rrset'
import type { GivenChanges, PlanBasis, PlannedFor } from './planned-row'
import { deltaOfChange, type WantedChange } from './set-delta'
import { asRrsetChange } from './settle'

/** What a run did not write, or is not known to have written. */
const NOT_WRITTEN: ReadonlySet<ZoneRunState> = new Set(['conflict', 'failed', 'unknown', 'cancelled'])

/**
 * Plans anew what a run did not write, for the zones as they are now. A domain of the list is planned by its own records.
 * Of a domain that is not in the list, as one of a saved plan may be, the run alone says what it needs: the same changes
 * are planned, and an RRset that somebody changed since is left out with its reason.
 *
 * @param isListed whether a domain is in the list
 * @throws ZonedeskError `invalid` when nothing is left
 */
export function restOfRun(
  { zones }: { readonly run: StoredRun; readonly zones: readonly StoredZoneWrite[] },
  isListed: (key: DomainKey) => boolean,
): PlanBasis {
  const planned = new Map<string, PlannedFor>()
  for (const zone of zones) {
    if (!NOT_WRITTEN.has(zone.state)) continue
    for (const key of zone.domains) {
      const id = keyOf(key)
      if (isListed(key)) planned.set(id, { key, given: null })
      else {
        const changes = zone.changes.filter((change) => carrierOf(change, zone, isListed) === key)
        if (changes.length === 0) continue
        const before = planned.get(id)?.given ?? []
        planned.set(id, { key, given: [...before, givenIn(zone, changes)] })
      }
    }
  }
  if (planned.size === 0) {
    throw new ZonedeskError('invalid', 'Nothing of this run is left to write.', {
      fix: 'Look at the zones of the run: each says how it stands.',
    })
  }
  return { domains: [...planned.values()], undoes: null, savedAt: null }
}

/** The domain that a change is planned for: the nearest one at or above its name, or one that is not in the list. */
function carrierOf(
  { name }: StoredChange,
  { domains }: StoredZoneWrite,
  isListed: (key: DomainKey) => boolean,
): DomainKey | undefined {
  const [nearest] = domains
    .filter((key) => isWithin(name, key.name))
    .toSorted((a, b) => b.name.length - a.name.length)
  return nearest ?? domains.find((key) => !isListed(key))
}

function givenIn({ zone, hostedId }: StoredZoneWrite, changes: readonly StoredChange[]): GivenChanges {
  // Through whichever connection holds the zone now: the one of the run may have been removed.
  return { wanted: changes.map(wantedOf), at: { connectionId: null, hostedId, zone } }
}

function wantedOf(stored: StoredChange): WantedChange {
  const change = asRrsetChange(stored)
  const { name, type, before, after } = change
  return {
    deltas: [deltaOfChange(change)],
    record: { name, type },
    reason: stored.reasons.join(' '),
    objection(held) {
      const now = held.writable(name, type)
      return hasSameData(now, before) || hasSameData(now, after)
        ? null
        : `The ${type} records at ${name} have changed since the run was planned.`
    },
  }
}

function keyOf({ accountId, name }: DomainKey): string {
  return JSON.stringify([accountId, name])
}
