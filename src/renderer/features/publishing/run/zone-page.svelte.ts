import type { ZoneRunState } from '../../../../preload/contract/publish-facts'
import type { JournalEntry } from '../../../../preload/contract/publishing'
import type { Failure } from '../../../../preload/contract/failure'
import { api } from '../../../state/api'
import { Query } from '../../../state/query.svelte'

/** Zones are asked for from a multiple of this many on: an entry has every record of its zone that changes. */
const STEP = 50
/** Zones asked for at once: those in sight, and as many before and behind. */
const PAGE = 3 * STEP

interface PageKey {
  readonly id: number
  readonly state: ZoneRunState | null
  readonly skip: number
  readonly limit: number
}

interface Page {
  readonly items: readonly JournalEntry[]
  readonly total: number
  /** How many rows are before them, of which filter. */
  readonly key: PageKey
}

/** The zones of a run, of which those near what is seen are in memory. */
export class ZonePages {
  readonly #id: number
  #shown = $state<'all' | ZoneRunState>('all')
  #first = $state(0)
  readonly #state = $derived(this.#shown === 'all' ? null : this.#shown)
  readonly #page = new Query<PageKey, Page>({
    key: () => ({ id: this.#id, state: this.#state, skip: this.#first, limit: PAGE }),
    ask: async (key) => ({ ...(await api.publishing.zones(key)), key }),
    staleOn: {
      // Who stops a run wants to see what becomes of its zones.
      publishRunChanged: ({ id, isStopping }, key) => id === key.id && (isStopping ? 'at once' : true),
    },
    everyMs: 500,
    keeps: true,
  })

  /** @param id the run */
  constructor(id: number) {
    this.#id = id
  }

  /** The state of the zones that are shown. */
  get shown(): 'all' | ZoneRunState {
    return this.#shown
  }

  set shown(which: 'all' | ZoneRunState) {
    this.#shown = which
    this.#first = 0
  }

  get total(): number {
    return this.#page.value?.total ?? 0
  }

  get ready(): boolean {
    return this.#page.value !== null
  }

  get failure(): Failure | null {
    return this.#page.failure
  }

  /** The zone of a row; undefined while it is not in memory. */
  at(index: number): JournalEntry | undefined {
    const page = this.#current
    return page?.items[index - page.key.skip]
  }

  /** The row of a zone; undefined while it is not in memory. */
  indexOf(position: number): number | undefined {
    const page = this.#current
    const at = page?.items.findIndex((entry) => entry.position === position) ?? -1
    return page === null || at < 0 ? undefined : page.key.skip + at
  }

  /** A zone that is in memory, as it is now. */
  find(position: number): JournalEntry | undefined {
    return this.#current?.items.find((entry) => entry.position === position)
  }

  /** What was kept of another state is no answer about this one. */
  get #current(): Page | null {
    const { value } = this.#page
    return value?.key.state === this.#state ? value : null
  }

  /** Tells which rows are in sight. */
  see(first: number): void {
    this.#first = Math.max(0, Math.floor(first / STEP) - 1) * STEP
  }

  async read(): Promise<void> {
    await this.#page.read()
  }

  follow(): () => void {
    return this.#page.follow()
  }
}
