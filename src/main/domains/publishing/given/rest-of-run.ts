import type { DomainKey } from '../../../../preload/contract/domain'
import { ZonedeskError } from '../../../../preload/contract/failure'
import type { ZoneRunState } from '../../../../preload/contract/publish-facts'
import { isWithin } from '../../../names/zone-cut'
import type { StoredChange, StoredDecision, StoredRun, StoredZoneWrite } from '../../../profile/publish-store'
import type { RrsetChange } from '../../../zones/rrset'
import { isBetween } from '../journal/carried-out'
import { decidable, type Accepted, type Decidable } from '../changes/decidable'
import { DECIDED, decidableOf, undecidedPart } from '../journal/decided-changes'
import type { Held } from '../held/held'
import type { GivenChanges } from '../changes/given-changes'
import type { PlanBasis, PlannedFor } from '../plan/planned-row'
import type { WantedChange } from '../changes/set-delta'
import { asRrsetChange } from '../journal/settle'

/** What a run did not write, or is not known to have written. */
const NOT_WRITTEN: ReadonlySet<ZoneRunState> = new Set([
  'conflict',
  'partial',
  'failed',
  'unknown',
  'cancelled',
])

/**
 * Plans anew what a run did not write, for the zones as they are now. A domain of the list is planned by its own records.
 * Of a domain that is not in the list, as one of a saved plan may be, the run alone says what it needs: the same changes
 * are planned, and an RRset that somebody changed since is left out with its reason.
 *
 * What a person decided on for a domain still counts where it is the same change; where it is another one, they are asked
 * again.
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
      const { given, accepted = [] } = planned.get(id) ?? { given: null }
      const decided = (zone.decided ?? []).filter(({ domain }) => keyOf(domain) === id)
      if (isListed(key)) {
        planned.set(id, {
          key,
          given: null,
          accepted: [...accepted, ...decided.map((one) => acceptedOf(one, zone))],
        })
        continue
      }
      const changes = zone.changes.filter((change) => carrierOf(change, zone, isListed) === key)
      const { part, taken } = givenIn(zone, changes, decided)
      if (part.wanted.length === 0 && part.decidable?.length === 0) continue
      planned.set(id, { key, given: [...(given ?? []), part], accepted: [...accepted, ...taken] })
    }
  }
  if (planned.size === 0) {
    throw new ZonedeskError('invalid', 'Nothing of this run is left to write.', {
      fix: 'Look at the zones of the run: each says how it stands.',
    })
  }
  return { domains: [...planned.values()], undoes: null, savedAt: null }
}

function acceptedOf({ id, name, type, deltas }: StoredDecision, { changes }: StoredZoneWrite): Accepted {
  return { id, name, type, deltas, changes: changes.map(asRrsetChange) }
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

/**
 * @param changes those that are planned for a domain
 * @param own what a person decided on for it
 * @returns what is planned of the zone, and what of it that person decided on
 */
function givenIn(
  { zone, hostedId, changes: all, decided: everybody = [] }: StoredZoneWrite,
  changes: readonly StoredChange[],
  own: readonly StoredDecision[],
): { readonly part: GivenChanges; readonly taken: readonly Accepted[] } {
  const again = (one: StoredDecision): Decidable | null =>
    decidableOf(one, all.map(asRrsetChange), unlessChanged)
  const decided = everybody.filter((one) => again(one) !== null)
  const taken = own.flatMap((one) => again(one) ?? [])
  const wanted: WantedChange[] = []
  const unsaid: WantedChange[] = []
  for (const stored of changes) {
    const change = asRrsetChange(stored)
    const delta = undecidedPart(change, decided)
    if (delta === null) continue
    const reason = stored.reasons.filter((one) => one !== DECIDED).join(' ')
    const { name, type } = change
    const one = { deltas: [delta], record: { name, type }, reason, objection: unlessChanged([change]) }
    const isSaid = decided.some(({ deltas }) => deltas.some((part) => isSameSet(part, change)))
    if (stored.reasons.includes(DECIDED) && !isSaid) unsaid.push(one)
    else wanted.push(one)
  }
  return {
    // Through whichever connection holds the zone now: the one of the run may have been removed.
    part: {
      wanted,
      decidable: [...taken, ...askedAgain(unsaid)],
      at: { connectionId: null, hostedId, zone },
    },
    taken: taken.map(({ id, change: { record, deltas } }) => ({
      ...{ id, ...record, deltas },
      changes: all.map(asRrsetChange),
    })),
  }
}

/** Where the journal does not say on what exactly a person decided, they are asked again: once for each name. */
function askedAgain(unsaid: readonly WantedChange[]): Decidable[] {
  return [...Map.groupBy(unsaid, ({ record }) => record.name).values()].flatMap((some) => {
    const [first] = some
    if (first === undefined) return []
    const objections = some.flatMap(({ objection }) => objection ?? [])
    const whole: WantedChange = {
      ...{ record: first.record, deltas: some.flatMap(({ deltas }) => deltas) },
      reason: [...new Set(some.map(({ reason }) => reason))].join(' '),
      objection: (held) => objections.map((one) => one(held)).find((one) => one !== null) ?? null,
    }
    return [decidable(whole, [])]
  })
}

function unlessChanged(changes: readonly RrsetChange[]): (held: Held) => string | null {
  return (held) => {
    // What a write left half-way is still the same change.
    const other = changes.find((change) => !isBetween(change, held))
    return other === undefined
      ? null
      : `The ${other.type} records at ${other.name} have changed since the run was planned.`
  }
}

function isSameSet(
  one: Pick<RrsetChange, 'name' | 'type'>,
  other: Pick<RrsetChange, 'name' | 'type'>,
): boolean {
  return one.name === other.name && one.type === other.type
}

function keyOf({ accountId, name }: DomainKey): string {
  return JSON.stringify([accountId, name])
}
