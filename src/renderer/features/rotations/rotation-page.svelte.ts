import type { RotationWait } from '../../../preload/contract/rotation-facts'
import type { Rotation, RotationCounts } from '../../../preload/contract/rotations'
import type { Failure } from '../../../preload/contract/failure'
import { api } from '../../state/api'
import { Query } from '../../state/query.svelte'

/** Rotations are asked for from a multiple of this many on. */
const STEP = 200
/** Rotations asked for at once: those in sight, and as many before and behind. */
const PAGE = 3 * STEP
/** What one question may ask for at most. */
const MOST_A_PAGE = 1000

interface PageKey {
  readonly accountId: null
  readonly waitsFor: RotationWait | null
  readonly search: string
  readonly skip: number
  readonly limit: number
}

interface Page {
  readonly items: readonly Rotation[]
  readonly total: number
  readonly counts: RotationCounts
  readonly canGo: number
  readonly left: number
  readonly found: { readonly publish: number; readonly remove: number }
  /** How many rows are before them, of which filter. */
  readonly key: PageKey
}

/** The rotations of all accounts, of which those near what is seen are in memory. */
export class RotationPages {
  waitsFor = $state<RotationWait | null>(null)
  search = $state('')
  #first = $state(0)
  readonly #page = new Query<PageKey, Page>({
    key: () => ({
      ...{ accountId: null, waitsFor: this.waitsFor, search: this.search },
      ...{ skip: this.#first, limit: PAGE },
    }),
    ask: async (key) => ({ ...(await api.rotations.list(key)), key }),
    staleOn: { rotationsChanged: true, accountsChanged: true },
    everyMs: 1000,
    keeps: true,
  })

  get total(): number {
    return this.#page.value?.total ?? 0
  }

  get counts(): RotationCounts | null {
    return this.#page.value?.counts ?? null
  }

  /** How many have a record that can go from its zone by now. */
  get canGo(): number {
    return this.#page.value?.canGo ?? 0
  }

  /** How many that have ended have a record that was not seen gone from its zone. */
  get left(): number {
    return this.#page.value?.left ?? 0
  }

  /** Of those that the search finds: how many have a record to publish, and one that can go by now. */
  get found(): Page['found'] {
    return this.#page.value?.found ?? { publish: 0, remove: 0 }
  }

  get ready(): boolean {
    return this.#page.value !== null
  }

  get failure(): Failure | null {
    return this.#page.failure
  }

  /** The rotation of a row; undefined while it is not in memory. */
  at(index: number): Rotation | undefined {
    const { value } = this.#page
    return value?.items[index - value.key.skip]
  }

  /** The row of a rotation; undefined while it is not in memory. */
  indexOf(id: number): number | undefined {
    const { value } = this.#page
    const at = value?.items.findIndex((rotation) => rotation.id === id) ?? -1
    return value === null || at < 0 ? undefined : value.key.skip + at
  }

  /** A rotation that is in memory, as it is now. */
  find(id: number): Rotation | undefined {
    return this.#page.value?.items.find((rotation) => rotation.id === id)
  }

  /** Tells which rows are in sight. */
  see(first: number): void {
    this.#first = Math.max(0, Math.floor(first / STEP) - 1) * STEP
  }

  /** The ids of all that the filter and the search find, also of those that are not in memory. */
  async ids(): Promise<number[]> {
    const asked = { accountId: null, waitsFor: this.waitsFor, search: this.search, limit: MOST_A_PAGE }
    const ids: number[] = []
    for (;;) {
      const { items, total } = await api.rotations.list({ ...asked, skip: ids.length })
      ids.push(...items.map(({ id }) => id))
      if (items.length === 0 || ids.length >= total) return ids
    }
  }

  async read(): Promise<void> {
    await this.#page.read()
  }

  follow(): () => void {
    return this.#page.follow()
  }
}
