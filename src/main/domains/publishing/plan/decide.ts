import { ZonedeskError } from '../../../../preload/contract/failure'
import type { CheckedBasis } from '../../checks/check-domain'
import type { Accepted } from '../changes/decidable'
import { asDecided } from '../journal/decided-changes'
import type { PlanBasis, PlannedFor, PlannedRow } from './planned-row'
import { replanned } from './replan'
import type { ZoneDrafts } from '../zones/zone-drafts'

/** What a person decided about one change of a domain. */
export interface Decision {
  /** The domain's place in the plan. */
  readonly position: number
  /** The id of the change. */
  readonly change: string
  /** Whether it is written. */
  readonly accept: boolean
}

/** What a plan is made for, and what was planned of it. */
export interface PlannedSoFar {
  readonly basis: PlanBasis
  readonly rows: readonly (PlannedRow | undefined)[]
  readonly drafts: ZoneDrafts
}

/** Plans one domain of a plan that is made anew in part. */
export type PlanAgain = (
  domain: PlannedFor,
  position: number,
  drafts: ZoneDrafts,
  /** What DNS answered about it when it was planned first, where that was kept. */
  answered: CheckedBasis | undefined,
) => Promise<PlannedRow>

/**
 * Takes a change in that a person has to decide on, or leaves it out again: plans the domain anew, and those that were
 * planned on top of it. The plan itself stays as it is.
 *
 * @param told see `replanned`
 * @returns the other plan; null where the change is decided so already
 * @throws ZonedeskError `not-found` where the plan has no such change, `refused` where a domain cannot be planned any more
 * @throws what `planOne` and `told` throw
 */
export async function decidedAnew(
  plan: PlannedSoFar,
  { position, change, accept }: Decision,
  planOne: PlanAgain,
  told?: (done: number, total: number) => Promise<void>,
): Promise<(PlannedSoFar & { readonly rows: (PlannedRow | undefined)[] }) | null> {
  const row = plan.rows[position]
  const one = row?.shown.decidable.find((other) => other.id === change)
  if (row === undefined || one === undefined) throw noSuchChange()
  if (one.isAccepted === accept) return null
  const others = acceptedIn(row).filter((other) => other.id !== change)
  const basis = withAccepted(basisNow(plan), position, accept ? [...others, one] : others)
  const again = await replanned(
    plan.rows,
    { first: position, names: one.sets.map(({ name }) => name) },
    () => plan.drafts.afresh(),
    (at, drafts) => planOne(domainAt(basis, at), at, drafts, plan.rows[at]?.basis ?? undefined),
    told,
  )
  requirePlanned(plan.rows, again.rows)
  return { basis, ...again }
}

/** Where a domain cannot be planned now, the plan that is there says more than one without it. */
function requirePlanned(before: PlannedSoFar['rows'], after: PlannedSoFar['rows']): void {
  const lost = after.find((row, at) => row?.drafts.length === 0 && before[at]?.drafts.length !== 0)
  if (lost === undefined) return
  const { unicodeName, message, fix } = lost.shown
  throw new ZonedeskError(
    'refused',
    `${unicodeName} could not be planned anew, so the plan is as it was. ${message}`.trim(),
    { fix: fix === '' ? 'Decide again.' : fix },
  )
}

/** What a plan is made for, with what a person decided on since. */
export function basisNow({ basis, rows }: Pick<PlannedSoFar, 'basis' | 'rows'>): PlanBasis {
  const domains = basis.domains.map((domain, at) => {
    const row = rows[at]
    // Where nothing could be planned, such as at a zone that could not be read, what a person decided still counts.
    const isPlanned = row !== undefined && row.drafts.length > 0
    return isPlanned ? { ...domain, accepted: acceptedIn(row) } : domain
  })
  return { ...basis, domains }
}

/** What a person decided on for a domain, as far as it counts. */
function acceptedIn({ shown, parts }: PlannedRow): Accepted[] {
  return shown.decidable.flatMap(({ id, name, type, isAccepted }) => {
    if (!isAccepted) return []
    const part = parts.find(({ accepted }) => accepted.some((one) => one.id === id))
    const own = part?.accepted.find((one) => one.id === id)
    const kept = own === undefined ? null : asDecided(own, part?.made ?? [])
    return { id, name, type, ...(kept !== null && { deltas: kept.deltas, changes: part?.made ?? [] }) }
  })
}

function withAccepted(basis: PlanBasis, position: number, accepted: readonly Accepted[]): PlanBasis {
  return {
    ...basis,
    domains: basis.domains.map((domain, at) => (at === position ? { ...domain, accepted } : domain)),
  }
}

function domainAt({ domains }: PlanBasis, position: number): PlannedFor {
  const domain = domains[position]
  if (domain === undefined) throw new TypeError('the plan has no such domain')
  return domain
}

function noSuchChange(): ZonedeskError {
  return new ZonedeskError('not-found', 'This plan has no such change to decide on.', {
    fix: 'Look at the plan again, and decide on what it lists.',
  })
}
