import type { DomainKey } from '../../../../preload/contract/domain'
import type { StoredChange, StoredRun, StoredZoneWrite } from '../../../profile/publish-store'
import { ZonedeskError } from '../../../../preload/contract/failure'
import { dataKey, type RrsetChange } from '../../../zones/rrset'
import type { Held } from '../held/held'
import type { GivenChanges } from '../changes/given-changes'
import type { PlanBasis, PlannedFor } from '../plan/planned-row'
import { reversed, type WantedChange } from '../changes/set-delta'
import { asRrsetChange } from '../journal/settle'

/**
 * What taking back a run, or some of its zones, means for each zone: the records that came go, and those that went come
 * back. What somebody else changed since stays.
 *
 * @param places positions of the zones; null for all that were written
 * @throws ZonedeskError `invalid` when nothing was written there
 */
export function takingBack(
  { run, zones }: { readonly run: StoredRun; readonly zones: readonly StoredZoneWrite[] },
  places: readonly number[] | null,
): PlanBasis {
  const chosen = zones.filter(
    ({ position, changes, undoneBy }) =>
      (places === null || places.includes(position)) && undoneBy === null && changes.some(isWritten),
  )
  if (chosen.length === 0) {
    throw new ZonedeskError(
      'invalid',
      'Nothing of this is left to take back: it was taken back already, or nothing was written.',
      {
        fix: 'Look at the zones of the run: each says how it stands.',
      },
    )
  }
  // The first domain of a zone carries its changes: an RRset may have been written for several.
  const byDomain = Map.groupBy(chosen, ({ domains: [key] }) => (key === undefined ? '' : keyOf(key)))
  const domains = [...byDomain.values()].toReversed().flatMap((zones): PlannedFor[] => {
    const [key] = zones[0]?.domains ?? []
    return key === undefined ? [] : [{ key, given: zones.map(givenIn) }]
  })
  return { domains, undoes: run.id, savedAt: null }
}

function givenIn({ zone, hostedId, connection, domains, changes }: StoredZoneWrite): GivenChanges {
  const written = changes.filter(isWritten).map(asMade)
  const at = { connectionId: connection.id, kind: connection.kind, hostedId, zone }
  return { wanted: written.toReversed().map(backAgain), at, domains }
}

function isWritten({ is }: StoredChange): boolean {
  return is === 'after' || is === 'part'
}

/** What Zonedesk made of an RRset. */
function asMade(change: StoredChange): RrsetChange {
  const whole = asRrsetChange(change)
  return change.is === 'part' ? { ...whole, after: change.found } : whole
}

function keyOf({ accountId, name }: DomainKey): string {
  return JSON.stringify([accountId, name])
}

function backAgain(change: RrsetChange): WantedChange {
  const deltas = reversed([change])
  return {
    deltas,
    record: { name: change.name, type: change.type },
    reason: 'This is how it was before Zonedesk wrote it.',
    objection: (held) =>
      isAsWritten(change, held)
        ? null
        : `Somebody changed ${change.type} at ${change.name} since Zonedesk wrote it.`,
  }
}

/** Whether everything that came is still there, and nothing that went is back. */
function isAsWritten({ name, type, before, after }: RrsetChange, held: Held): boolean {
  const now = new Set((held.writable(name, type)?.data ?? []).map(dataKey))
  const was = new Set((before?.data ?? []).map(dataKey))
  const is = new Set((after?.data ?? []).map(dataKey))
  return (
    [...is].every((key) => was.has(key) || now.has(key)) &&
    [...was].every((key) => is.has(key) || !now.has(key))
  )
}
