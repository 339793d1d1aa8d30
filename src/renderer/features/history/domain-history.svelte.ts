import type { DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import type { Change, HistoryEntry, Snapshot } from '../../../preload/contract/history'
import { announce } from '../../base/announce.svelte'
import { api, listen } from '../../state/api'
import { failureOf, reportFailure } from '../../state/failures.svelte'

const PAGE = 50

/** What is different now from a snapshot. */
export interface Comparison {
  readonly snapshot: Snapshot
  /** Null while it is worked out. */
  readonly changes: readonly Change[] | null
  readonly failure: Failure | null
}

/** The timeline of one domain, as far as it was scrolled to, and its snapshots. */
export class DomainHistory {
  entries = $state.raw<readonly HistoryEntry[]>([])
  snapshots = $state.raw<readonly Snapshot[]>([])
  comparison = $state.raw<Comparison | null>(null)
  /** Whether the newest entries were read. */
  ready = $state(false)
  failure = $state.raw<Failure | null>(null)
  saving = $state(false)
  #next: number | null = null
  #loading = false
  readonly #key: DomainKey

  constructor(key: DomainKey) {
    this.#key = key
  }

  /** Whether older entries are still to be read. */
  get more(): boolean {
    return this.ready && this.#next !== null
  }

  /** Reads the newest entries and the snapshots, and follows changes. The answer stops following. */
  follow(): () => void {
    void this.read()
    return listen('domainsChanged', ({ accountId, names }) => {
      const { accountId: own, name } = this.#key
      if (accountId === own && (names === null || names.includes(name))) void this.read()
    })
  }

  /** Reads what is new; what was scrolled to stays. */
  async read(): Promise<void> {
    try {
      const [page, snapshots] = await Promise.all([
        api.history.list({ ...this.#key, before: null, limit: PAGE }),
        api.history.snapshots(this.#key),
      ])
      const oldest = page.items.at(-1)?.id
      const older = oldest === undefined ? [] : this.entries.filter(({ id }) => id < oldest)
      if (older.length === 0) this.#next = page.next
      this.entries = [...page.items, ...older]
      this.snapshots = snapshots
      this.failure = null
      this.ready = true
    } catch (error) {
      this.failure = failureOf(error)
    }
    const { comparison } = this
    if (comparison !== null) await this.compare(comparison.snapshot)
  }

  /** Reads older entries, one page at a time. */
  async older(): Promise<void> {
    const before = this.#next
    if (before === null || this.#loading) return
    this.#loading = true
    try {
      const page = await api.history.list({ ...this.#key, before, limit: PAGE })
      const known = new Set(this.entries.map(({ id }) => id))
      this.#next = page.next
      this.entries = [...this.entries, ...page.items.filter(({ id }) => !known.has(id))]
    } catch (error) {
      this.failure = failureOf(error)
    } finally {
      this.#loading = false
    }
  }

  /** Saves how the domain is now; answers whether that was done. */
  async save(label: string): Promise<boolean> {
    this.saving = true
    try {
      const snapshot = await api.history.saveSnapshot({ ...this.#key, label })
      this.snapshots = [snapshot, ...this.snapshots.filter(({ id }) => id !== snapshot.id)]
      announce('Snapshot saved')
      return true
    } catch (error) {
      reportFailure(error, 'Snapshot')
      return false
    } finally {
      this.saving = false
    }
  }

  async compare(snapshot: Snapshot): Promise<void> {
    if (!this.#compares(snapshot)) {
      this.comparison = { snapshot, changes: null, failure: null }
    }
    let found: Comparison
    try {
      const changes = await api.history.compare({ ...this.#key, id: snapshot.id })
      found = { snapshot, changes, failure: null }
    } catch (error) {
      found = { snapshot, changes: null, failure: failureOf(error) }
    }
    if (this.#compares(snapshot)) this.comparison = found
  }

  /** Whether this is the snapshot looked at now. */
  #compares({ id }: Snapshot): boolean {
    return this.comparison?.snapshot.id === id
  }

  endComparison(): void {
    this.comparison = null
  }

  async remove(snapshot: Snapshot): Promise<void> {
    try {
      await api.history.deleteSnapshot({ ...this.#key, id: snapshot.id })
      this.snapshots = this.snapshots.filter(({ id }) => id !== snapshot.id)
      if (this.#compares(snapshot)) this.comparison = null
      announce('Snapshot deleted')
    } catch (error) {
      reportFailure(error, 'Snapshot')
    }
  }
}
