import type { DomainKey } from '../../../preload/contract/domain'
import type { DomainPlan } from '../../../preload/contract/publishing'
import type { RrsetChange } from '../../zones/rrset'
import type { KeysOfRotation } from './rotation-keys'
import type { SetDelta, WantedChange } from './set-delta'
import type { ZoneDraft } from './zone-draft'

/** One domain whose part of a plan is to be made. */
export interface PlannedFor {
  readonly key: DomainKey
  /** Domains that the journal names for it; the one of `key` alone when absent. */
  readonly domains?: readonly DomainKey[]
  /** What takes changes back, or what a file says; null where the domain's own records say what it needs. */
  readonly wanted: readonly WantedChange[] | null
  /**
   * Where nothing but records of keys that are rotated is wanted: which those are by the time it is planned, null where
   * there are none any more.
   */
  readonly keys?: () => KeysOfRotation | null
  /** The zone that it is for, and whose connection where that is known; null to find the place. */
  readonly at: {
    readonly connectionId: string | null
    readonly hostedId: string
    readonly zone: string
  } | null
}

/** What a plan is made for. */
export interface PlanBasis {
  readonly domains: readonly PlannedFor[]
  readonly undoes: number | null
  readonly savedAt: number | null
}

/** One domain of a plan, planned. */
export interface PlannedRow {
  readonly shown: DomainPlan
  readonly deltas: readonly SetDelta[]
  /** What they come to in the zone, lossless. */
  readonly made: readonly RrsetChange[]
  readonly draft: ZoneDraft | null
  readonly domains: readonly DomainKey[]
}

/** All that is known of one domain of a plan. */
export interface WholeDomainPlan {
  readonly shown: DomainPlan
  readonly made: readonly RrsetChange[]
  readonly hostedId: string | null
}
