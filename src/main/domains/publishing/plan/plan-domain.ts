import type { DomainDetail } from '../../../../preload/contract/domain'
import type { DecidableChange } from '../../../../preload/contract/publishing'
import type { CheckedBasis } from '../../checks/check-domain'
import { unlessUndecided, type Accepted, type Decidable } from '../changes/decidable'
import type { Held } from '../held/held'
import { nullsForPerson } from '../rules/null-exchange'
import { madeOf, type Ground } from '../rules/objections'
import { holdsKey, stays, type AwaitedKey, type WhyKept } from '../changes/rotation-keys'
import type { TtlRules, WantedChange } from '../changes/set-delta'
import { isMade, withDecided } from './shown-changes'
import { rehearsed, unrehearsed, type Aside, type TriedPlan } from './tried-plan'
import { withoutUnseen } from './unseen'
import { wantedOf, type RecordByHand } from './wanted'
import { onHeldZone } from './zone-as-is'

/** What is planned for one domain, in its zone or in several. */
export interface PlannedDomain extends TriedPlan {
  /** What a person can decide on, and what of it they decided on. */
  readonly decidable: readonly DecidableChange[]
  readonly accepted: readonly Decidable[]
  /** What belongs in zones of which nothing is held. */
  readonly byHand: readonly RecordByHand[]
}

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
    ...aside
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
  const tried = rehearsed({ asIs, ground, aside, made, decisions })
  return merged({ ...tried, byHand }, { ...made, decided: accepted, all: wanted.decidable }, ground)
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
  { mayUndo, today, whyKept = NOTHING_KEPT, decidable = [], accepted = [], ...aside }: GivenOptions,
): PlannedDomain {
  const ground = { held, capabilities, mayUndo }
  const asIs = basis === null ? null : onHeldZone(basis, held)
  const undecided =
    asIs === null || today === undefined ? [] : wantedOf(today.detail, asIs.check, held, today.now).decidable
  const own = unlessUndecided(stays(wanted, whyKept), undecided)
  const lacking = kept(decidable, whyKept).filter(({ change }) => !isMade(change.deltas, ground))
  const parted = nullsForPerson({ changes: own, decidable: lacking }, held, mayUndo)
  const made = madeOf(parted.changes, parted.decidable, accepted, ground)
  const tried =
    asIs === null
      ? unrehearsed({ ground, aside, made })
      : rehearsed({ asIs, ground, aside, made, decisions: made.leftOut })
  return merged({ ...tried, byHand: [] }, { ...made, decided: accepted, all: parted.decidable }, ground)
}

interface GivenOptions extends PlanOptions {
  readonly mayUndo: boolean
  readonly decidable?: readonly Decidable[]
  readonly today?: { readonly detail: Pick<DomainDetail, 'records'>; readonly now: number }
}

interface PlanOptions extends Aside {
  readonly whyKept?: WhyKept
  readonly accepted?: readonly Accepted[]
}

const NOTHING_KEPT: WhyKept = () => null

/** What can be decided on is no removal that a rotation forbids. */
function kept(decidable: readonly Decidable[], whyKept: WhyKept): Decidable[] {
  const changes = stays(
    decidable.map(({ change }) => change),
    whyKept,
  )
  return decidable.map((one, at) => ({ ...one, change: changes[at] ?? one.change }))
}

function merged(
  plan: TriedPlan & Pick<PlannedDomain, 'byHand'>,
  decisions: Omit<Parameters<typeof withDecided>[0], 'isRefused'>,
  ground: Ground,
): PlannedDomain {
  const { notes, ...decided } = withDecided({ ...decisions, isRefused: plan.refusal !== null }, ground)
  return { ...plan, ...decided, notes: [...notes, ...plan.notes] }
}
