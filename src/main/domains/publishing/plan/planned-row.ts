import type { DomainKey } from '../../../../preload/contract/domain'
import type { DomainPlan } from '../../../../preload/contract/publishing'
import type { RrsetChange } from '../../../zones/rrset'
import type { CheckedBasis } from '../../checks/check-domain'
import type { Accepted, Decidable } from '../changes/decidable'
import type { KeysOfRotation } from '../changes/rotation-keys'
import type { PolicyNeeds } from '../rules/leading-policies'
import type { GivenChanges } from '../changes/given-changes'
import type { SetDelta } from '../changes/set-delta'
import type { ZoneDraft } from '../zones/zone-draft'

/** One domain whose part of a plan is to be made. */
export interface PlannedFor {
  readonly key: DomainKey
  /** For each zone once; null where the domain's own records say what it needs. */
  readonly given: readonly GivenChanges[] | null
  /**
   * Where nothing but records of keys that are rotated is wanted: which those are by the time it is planned, null where
   * there are none any more.
   */
  readonly keys?: () => KeysOfRotation | null
  /** What a person decided on. */
  readonly accepted?: readonly Accepted[]
}

/** What a plan is made for. */
export interface PlanBasis {
  readonly domains: readonly PlannedFor[]
  readonly undoes: number | null
  readonly savedAt: number | null
}

/** What is written for a domain in one zone: the zone's own transaction. */
export interface PlannedPart {
  readonly draft: ZoneDraft
  /** What comes on top of what is planned for the domains before, at least one. */
  readonly deltas: readonly SetDelta[]
  /** What that comes to in the zone, lossless. */
  readonly made: readonly RrsetChange[]
  /** Whom the journal names for it. */
  readonly domains: readonly DomainKey[]
  /** What of it a person decided on. */
  readonly accepted: readonly Decidable[]
}

/** One domain of a plan, planned. */
export interface PlannedRow {
  readonly shown: DomainPlan
  readonly parts: readonly PlannedPart[]
  /** The zones that were read for it; none where nothing was planned. */
  readonly drafts: readonly ZoneDraft[]
  /** Owner names that it depends on; none where nothing was planned. */
  readonly names: readonly string[]
  /** When it was planned: after those in the same zones that have a lower number. */
  readonly turn: number
  /** The names whose SPF policies were counted to know what it does to those of others; absent where there are none. */
  readonly dependsOn?: readonly string[]
  /** What SPF policies of other names need once it is written; absent where that is as before. */
  readonly needs?: readonly PolicyNeeds[]
  /** The rehearsal of the domain by itself, on top of those that were planned before it. */
  readonly rehearsal?: DomainPlan['rehearsal']
  /** What DNS answered about the domain; null where nothing is known of it, or it was not planned. */
  readonly basis: CheckedBasis | null
}

/** All that is known of one domain of a plan. */
export interface WholeDomainPlan {
  readonly shown: DomainPlan
  /** What is written, by zone. */
  readonly parts: readonly {
    readonly zone: string
    readonly hostedId: string
    readonly made: readonly RrsetChange[]
    /** What of it a person decided on. */
    readonly accepted: readonly Decidable[]
  }[]
}
