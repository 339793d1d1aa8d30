import type { RotationCounts } from '../../../preload/contract/rotations'
import { api } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { everything, Query } from '../../state/query.svelte'

/** How many rotations of DKIM keys wait for what, over all accounts. */
class RotationTally {
  readonly #counts = new Query<Record<string, never>, RotationCounts>({
    key: everything,
    ask: () => api.rotations.counts({ accountId: null }),
    staleOn: { rotationsChanged: true, accountsChanged: true },
    everyMs: 2000,
    keeps: true,
    failed: reportFailure,
  })

  /** Those on the list, ended ones too. */
  get all(): number {
    const counts = this.#counts.value
    return counts === null ? 0 : Object.values(counts).reduce((sum, count) => sum + count, 0)
  }

  /** Those that have not ended. */
  get open(): number {
    return this.all - (this.#counts.value?.ended ?? 0)
  }

  /** Those that do not go on before a person did something. */
  get needPerson(): number {
    return this.#counts.value?.person ?? 0
  }

  /** Those for which somebody has to publish a record. */
  get needRecord(): number {
    return this.#counts.value?.dns ?? 0
  }

  /** Follows the rotations. The answer stops following. */
  follow(): () => void {
    return this.#counts.follow()
  }
}

export const rotationTally = new RotationTally()
