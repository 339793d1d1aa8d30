import { ZonedeskError } from '../../../../preload/contract/failure'
import { plainName } from '../../../dns/diagnosis/records/presentation'
import type { StoredDecision, StoredZoneWrite } from '../../../profile/publish-store'
import type { RrsetChange } from '../../../zones/rrset'
import { asDecided, DECIDED } from '../journal/decided-changes'
import { requireCounted, requireSound } from './left-out'
import type { PlannedPart, PlannedRow } from './planned-row'
import { composed, countedRecords } from '../changes/set-delta'
import { asStoredChange } from '../journal/settle'

/** What a plan writes, zone by zone. */
export interface PlanWrites {
  readonly zones: readonly StoredZoneWrite[]
  readonly undoes: number | null
  readonly adds: number
  readonly removes: number
  readonly sets: number
  /** Zones that a write may break whatever it writes, each with a sentence that says how. */
  readonly cautions: readonly { readonly zone: string; readonly sentence: string }[]
}

/**
 * What the domains of a plan come to in their zones.
 *
 * @param without places of the domains that are left out
 * @throws ZonedeskError `invalid` when nothing is left, `refused` when what is left does not fit together
 */
export function writesOf(
  rows: readonly (PlannedRow | undefined)[],
  without: ReadonlySet<number>,
  undoes: number | null,
): PlanWrites {
  const chosen = rows.flatMap((row, position) =>
    row === undefined || without.has(position) ? [] : row.parts.map((part) => ({ ...row, ...part })),
  )
  requireCounted(rows, without)
  const zones: StoredZoneWrite[] = []
  let adds = 0
  let removes = 0
  let sets = 0
  const cautions: { zone: string; sentence: string }[] = []
  for (const [draft, of] of Map.groupBy(chosen, ({ draft }) => draft)) {
    const held = draft.held()
    const deltas = of.flatMap((row) => row.deltas)
    const changes = composed(held, deltas, draft.capabilities)
    requireSound(changes, held, undoes !== null)
    if (changes.length === 0) continue
    const many = countedRecords(changes)
    adds += many.adds
    removes += many.removes
    sets += changes.length
    const { apex, caution } = draft.zone
    if (caution !== undefined) cautions.push({ zone: apex, sentence: caution })
    const reasons = reasonsOf(of)
    const decided = of.flatMap((row) => decisionsOf(row, changes))
    zones.push({
      position: zones.length,
      zone: draft.zone.apex,
      hostedId: draft.zone.id,
      connection: draft.connection,
      state: 'waiting',
      at: null,
      domains: of.flatMap(({ domains }) => domains),
      changes: changes.map((change) => asStoredChange(change, reasons.get(keyOf(change)) ?? [])),
      ...(decided.length > 0 && { decided }),
      ...{ message: '', fix: '', undoneBy: null, tries: 0 },
    })
  }
  if (zones.length === 0) {
    throw new ZonedeskError('invalid', 'Nothing is left to write.', {
      fix: 'Choose other domains, or close the plan.',
    })
  }
  return { zones, undoes, adds, removes, sets, cautions }
}

/** Why each RRset changes, for whichever domains it does. */
function reasonsOf(
  rows: readonly (Pick<PlannedRow, 'shown'> & Pick<PlannedPart, 'accepted'>)[],
): ReadonlyMap<string, readonly string[]> {
  const advised = rows.flatMap(({ shown }) =>
    shown.changes.map((set) => ({ key: keyOf(set), reasons: set.reasons })),
  )
  const decided = rows.flatMap(({ accepted }) =>
    accepted.flatMap(({ change: { deltas, reason } }) =>
      deltas.map((delta) => ({
        key: keyOf({ ...delta, name: plainName(delta.name) }),
        reasons: [DECIDED, reason],
      })),
    ),
  )
  const all = Map.groupBy([...decided, ...advised], ({ key }) => key)
  return new Map([...all].map(([key, of]) => [key, [...new Set(of.flatMap(({ reasons }) => reasons))]]))
}

/** What a person decided on for a domain in a zone, as it is kept with the zone's changes. */
function decisionsOf(
  { shown: { accountId, name }, accepted }: Pick<PlannedRow, 'shown'> & Pick<PlannedPart, 'accepted'>,
  changes: readonly RrsetChange[],
): StoredDecision[] {
  return accepted.flatMap((one) => {
    const decided = asDecided(one, changes)
    return decided === null ? [] : [{ ...decided, domain: { accountId, name }, id: one.id }]
  })
}

function keyOf({ name, type }: Pick<RrsetChange, 'name' | 'type'>): string {
  return `${name} ${type}`
}
