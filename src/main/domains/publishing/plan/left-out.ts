import { ZonedeskError } from '../../../../preload/contract/failure'
import { plainName } from '../../../dns/diagnosis/records/presentation'
import { asksDns, isSpf, parseSpf } from '../../../dns/diagnosis/spf/spf-policy'
import { unsignedKey } from '../../../dns/diagnosis/spf/spf-terms'
import { shownValue, type RrsetChange, type WritableData } from '../../../zones/rrset'
import type { SetDelta } from '../changes/set-delta'
import type { Held } from '../held/held'
import { objectionTo } from '../rules/zone-rules'
import type { PlannedRow } from './planned-row'

/**
 * Without the domains that were left out, what remains of a zone may no longer fit together.
 *
 * @param changes what remains, in one zone
 * @param held what the zone holds before
 * @param mayUndo whether it may bring back what was wrong before
 * @throws ZonedeskError `refused` where it does not
 */
export function requireSound(changes: readonly RrsetChange[], held: Held, mayUndo: boolean): void {
  const byName = Map.groupBy(changes, ({ name }) => name)
  for (const change of changes) {
    const objection = objectionTo(change, byName.get(change.name) ?? [], held, mayUndo)
    if (objection !== null) throw notWithout(objection)
  }
}

/**
 * A domain that was left out may take DNS lookups out of an SPF policy that those of others lead to. What was planned
 * after it was counted with what is left, and without it receivers may stop before the end of a policy (RFC 7208 section
 * 4.6.4).
 *
 * @param rows all that was planned
 * @param without places of the domains that are left out
 * @throws ZonedeskError `refused` where something that remains was counted so
 */
export function requireCounted(
  rows: readonly (PlannedRow | undefined)[],
  without: ReadonlySet<number>,
): void {
  const planned = rows.flatMap((row, position) => (row === undefined ? [] : { ...row, position }))
  const remaining = planned.filter(({ position }) => !without.has(position))
  for (const { parts, turn } of planned.filter(({ position }) => without.has(position))) {
    const later = remaining.filter((row) => row.turn > turn)
    for (const delta of parts.flatMap(({ deltas }) => deltas).filter(takesLookups)) {
      const name = plainName(delta.name)
      if (later.some(({ dependsOn = [] }) => dependsOn.includes(name))) {
        throw notWithout(
          `Other SPF records lead to the SPF record of ${name}, which would have more DNS lookups than this plan counted.`,
        )
      }
    }
  }
}

function takesLookups({ adds, removes }: SetDelta): boolean {
  const stay = new Set(lookupsOf(adds))
  return lookupsOf(removes).some((term) => !stay.has(term))
}

/** The terms of SPF policies that ask DNS. */
function lookupsOf(data: readonly WritableData[]): string[] {
  return data
    .filter(({ type }) => type === 'TXT')
    .map(shownValue)
    .filter(isSpf)
    .flatMap((policy) => parseSpf(policy).terms.filter(asksDns).map(unsignedKey))
}

function notWithout(why: string): ZonedeskError {
  return new ZonedeskError(
    'refused',
    `The rest cannot be written without the domains that you left out: ${why}`,
    { fix: 'Take those domains in again, or plan the others anew.' },
  )
}
