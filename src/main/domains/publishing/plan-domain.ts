import { plainName } from '../../dns/diagnosis/records/presentation'
import type { DomainDetail } from '../../../preload/contract/domain'
import type { LeftOutRecord } from '../../../preload/contract/export-format'
import type { Rehearsal } from '../../../preload/contract/findings'
import type { BesideSet, DecidableChange, PlannedSet } from '../../../preload/contract/publishing'
import { Diagnosis } from '../../dns/diagnose'
import { applied } from '../../dns/rehearsal/applied'
import { isSameRecord, type ZoneChange } from '../../dns/rehearsal/zone-change'
import { zoneRecordOf, type RrsetChange } from '../../zones/rrset'
import type { CheckedBasis } from '../checks/check-domain'
import { notAnsweredYet } from './as-held'
import { unlessUndecided, type Accepted, type Decidable } from './decidable'
import type { Held } from './held'
import { nullsForPerson } from './null-exchange'
import { madeOf, type Ground, type MadeChanges } from './objections'
import { policiesAbove } from './policies-above'
import { holdsKey, stays, type AwaitedKey, type WhyKept } from './rotation-keys'
import { asZoneChange, composed, type SetDelta, type TtlRules, type WantedChange } from './set-delta'
import { besideOf, isMade, plannedSet, withDecided, type ShownDecisions } from './shown-changes'
import { withoutUnseen } from './unseen'
import { wantedOf, type RecordByHand } from './wanted'
import { shadowedWildcards } from './zone-rules'

/** What is planned for one domain, in its zone or in several. */
export interface PlannedDomain {
  /** What is written for it, on top of what the zone holds when its turn comes. */
  readonly deltas: readonly SetDelta[]
  /** What that comes to in the zone as it is. */
  readonly made: readonly RrsetChange[]
  /** The same as a person reads it. */
  readonly changes: readonly PlannedSet[]
  readonly beside: readonly BesideSet[]
  /** What a person can decide on, and what of it they decided on. */
  readonly decidable: readonly DecidableChange[]
  readonly accepted: readonly Decidable[]
  readonly decisions: readonly LeftOutRecord[]
  /** What belongs in zones of which nothing is held. */
  readonly byHand: readonly RecordByHand[]
  readonly notes: readonly string[]
  readonly rehearsal: Rehearsal | null
  readonly mends: readonly string[]
  /** Why nothing is written although something was to change; null otherwise. */
  readonly refusal: { readonly message: string; readonly fix: string } | null
}

const WHO_DECIDES =
  'Someone who knows what these records are for has to decide. Everything can still be copied.'

/**
 * Plans what a domain needs in its zone. The diagnosis is made of the zone as it is, the changes are tried on a copy of
 * it, and what would harm is left out with its reason. Pure.
 *
 * @param basis what DNS answered about the domain
 * @param held what the zone holds, with the changes for the domains planned before in it
 * @param now milliseconds since the epoch
 * @param options.awaited records of DKIM keys that rotations wait for
 * @param options.whyKept which records of DKIM keys must stay
 * @param options.accepted what a person decided on
 */
export function planDomain(
  detail: Pick<DomainDetail, 'records'>,
  basis: CheckedBasis,
  held: Held,
  capabilities: TtlRules,
  now: number,
  {
    awaited = [],
    whyKept = NOTHING_KEPT,
    accepted = [],
  }: PlanOptions & {
    readonly awaited?: readonly AwaitedKey[]
  } = {},
): PlannedDomain {
  const asIs = onHeldZone(basis, held)
  const lacking = awaited.filter(({ record }) => !holdsKey(held, record))
  const asked = wantedOf(detail, asIs.check, held, now, lacking)
  const { byHand, ...wanted } = withoutUnseen(asked, asIs.lag, held)
  const ground = { held, capabilities, mayUndo: false }
  const made = madeOf(stays(wanted.changes, whyKept), kept(wanted.decidable, whyKept), accepted, ground)
  const decisions = [...wanted.decisions, ...made.leftOut]
  const decided = withDecided({ ...made, decided: accepted, all: wanted.decidable }, ground)
  return merged({ ...rehearsed({ asIs, ground, made, decisions }), byHand }, decided)
}

/**
 * Plans changes that were decided on before, such as those that take others back or those of a saved plan, with the same
 * guards.
 *
 * @param basis null where nothing is known of the domain any more: it is then not rehearsed
 * @param options.mayUndo whether it may bring back what was wrong before: taking back does nothing else
 * @param options.whyKept which records of DKIM keys must stay; none where it is absent
 * @param options.decidable what a person decided on before, and may take back
 * @param options.accepted what they still want of it
 * @param options.today the domain and the time, in milliseconds since the epoch: what a person has to decide on today is
 *   made only where they decided on it
 */
export function planGiven(
  wanted: readonly WantedChange[],
  basis: CheckedBasis | null,
  held: Held,
  capabilities: TtlRules,
  { mayUndo, today, whyKept = NOTHING_KEPT, decidable = [], accepted = [] }: GivenOptions,
): PlannedDomain {
  const ground = { held, capabilities, mayUndo }
  const asIs = basis === null ? null : onHeldZone(basis, held)
  const undecided =
    asIs === null || today === undefined ? [] : wantedOf(today.detail, asIs.check, held, today.now).decidable
  const own = unlessUndecided(stays(wanted, whyKept), undecided)
  const lacking = kept(decidable, whyKept).filter(({ change }) => !isMade(change.deltas, ground))
  const parted = nullsForPerson({ changes: own, decidable: lacking }, held, mayUndo)
  const made = madeOf(parted.changes, parted.decidable, accepted, ground)
  const decided = withDecided({ ...made, decided: accepted, all: parted.decidable }, ground)
  if (asIs !== null) {
    return merged({ ...rehearsed({ asIs, ground, made, decisions: made.leftOut }), byHand: [] }, decided)
  }
  const deltas = made.made.flatMap((one) => one.deltas)
  const changes = composed(held, deltas, capabilities)
  const plan = {
    ...{ deltas, made: changes, decisions: made.leftOut, rehearsal: null, mends: [], refusal: null },
    byHand: [],
    changes: changes.map((one) => plannedSet(one, made, held)),
    beside: besideOf(changes, held),
    notes: [...shadowedWildcards(changes, held), NOT_REHEARSED],
  }
  return merged(plan, decided)
}

interface GivenOptions extends PlanOptions {
  readonly mayUndo: boolean
  readonly decidable?: readonly Decidable[]
  readonly today?: { readonly detail: Pick<DomainDetail, 'records'>; readonly now: number }
}

interface PlanOptions {
  readonly whyKept?: WhyKept
  readonly accepted?: readonly Accepted[]
}

const NOTHING_KEPT: WhyKept = () => null

const NOT_REHEARSED =
  'The domain is not in the list, so Zonedesk did not try these changes out first. What they do to its mail is not known.'

interface ZoneAsIs extends CheckedBasis {
  readonly diagnosis: Diagnosis
  /** What the zone holds and its servers do not answer. */
  readonly lag: ZoneChange
}

function onHeldZone(basis: CheckedBasis, held: Held): ZoneAsIs {
  const { expected, neighbours, diagnosis = new Diagnosis(expected, neighbours) } = basis
  const lag = notAnsweredYet(basis.observation, held)
  if (lag.added.length === 0 && lag.removed.length === 0) return { ...basis, diagnosis, lag }
  const observation = applied(basis.observation, lag)
  return { ...basis, diagnosis, lag, observation, check: diagnosis.diagnose(observation) }
}

/** What can be decided on is no removal that a rotation forbids. */
function kept(decidable: readonly Decidable[], whyKept: WhyKept): Decidable[] {
  const changes = stays(
    decidable.map(({ change }) => change),
    whyKept,
  )
  return decidable.map((one, at) => ({ ...one, change: changes[at] ?? one.change }))
}

function merged(
  plan: Omit<PlannedDomain, 'decidable' | 'accepted'>,
  { notes, ...decided }: ShownDecisions,
): PlannedDomain {
  return { ...plan, ...decided, notes: [...notes, ...plan.notes] }
}

function rehearsed({
  asIs,
  ground: { held, capabilities, mayUndo },
  made: all,
  decisions,
}: {
  readonly asIs: ZoneAsIs
  readonly ground: Ground
  readonly made: MadeChanges
  readonly decisions: readonly LeftOutRecord[]
}): Omit<PlannedDomain, 'byHand' | 'decidable' | 'accepted'> {
  const { made, accepted } = all
  const deltas = made.flatMap((one) => one.deltas)
  const changes = composed(held, deltas, capabilities)
  const lag = lagNotes(asIs.lag, held)
  if (changes.length === 0) {
    const there = made.map(({ record, reason }) => ({
      ...record,
      reason: `The zone already holds this, but its name servers do not answer with it. ${reason}`,
    }))
    const nothing = {
      deltas: [],
      made: [],
      changes: [],
      beside: [],
      rehearsal: null,
      mends: [],
      refusal: null,
    }
    return { ...nothing, decisions: [...decisions, ...there], notes: lag }
  }
  const change = asZoneChange(changes)
  // What a proxy answered in the place of a record stands in no zone, and goes all the same.
  const gone = deltas.flatMap(({ name, removes }) => removes.map((data) => zoneRecordOf(name, data)))
  const removed = [
    ...change.removed,
    ...gone.filter((one) => !change.removed.some((other) => isSameRecord(one, other))),
  ]
  const { observation, check, diagnosis } = asIs
  const whole = diagnosis.rehearseWhole(observation, { added: change.added, removed }, check)
  const { rehearsal, goes, comes } = whole
  const above = policiesAbove(check.domain, check.spf?.lookups ?? 0, rehearsal.lookups ?? 0, held)
  const harm = mayUndo
    ? undefined
    : (comes.find(({ severity }) => severity === 'bad')?.sentence ?? above.harm ?? undefined)
  return {
    deltas: harm === undefined ? deltas : [],
    made: harm === undefined ? changes : [],
    changes: changes.map((one) => plannedSet(one, all, held)),
    beside: besideOf(changes, held),
    decisions,
    notes: [...shadowedWildcards(changes, held), ...above.notes, ...lag],
    rehearsal,
    mends: [...new Set(goes.map(({ title }) => title))],
    refusal:
      harm === undefined
        ? null
        : {
            message: `Together, these changes would cause a new problem: ${harm}`,
            fix:
              accepted.length === 0 ? WHO_DECIDES : 'Leave out again one of the changes that you decided on.',
          },
  }
}

function lagNotes({ added, removed }: ZoneChange, held: Held): string[] {
  const names = [...new Set([...added, ...removed].map(({ name }) => plainName(name)))]
  return [...Map.groupBy(names, (name) => held.apexAt(name))].map(([apex, [first = apex, ...others]]) => {
    const where = others.length === 0 ? first : `${first} and ${others.length} other names`
    return `The name servers of ${apex} do not answer with what this zone holds at ${where}. They may lag behind, or serve another zone of the same name.`
  })
}
