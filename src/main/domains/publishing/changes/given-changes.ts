import type { DomainKey } from '../../../../preload/contract/domain'
import type { Decidable } from './decidable'
import type { WantedChange } from './set-delta'

/** Changes that were decided on before, in one zone: what takes others back, or what a file says. */
export interface GivenChanges {
  readonly wanted: readonly WantedChange[]
  /** What a person decided on before, and may take back. */
  readonly decidable?: readonly Decidable[]
  /** The zone that they are for, and whose connection where that is known. */
  readonly at: {
    readonly connectionId: string | null
    /** Of the DNS host, where its connection is known. */
    readonly kind?: string
    readonly hostedId: string
    readonly zone: string
  }
  /** Domains that the journal names for it; the one that is planned when absent. */
  readonly domains?: readonly DomainKey[]
}
