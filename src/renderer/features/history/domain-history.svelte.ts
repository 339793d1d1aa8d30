import type { DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import type { DomainChange, HistoryEntry, HistoryPage, Snapshot } from '../../../preload/contract/history'
import { announce } from '../../base/announce.svelte'
import { api } from '../../state/api'
import { Query } from '../../state/query.svelte'
import { failureOf, reportFailure } from '../../state/failures.svelte'

const PAGE = 50

/** What is different now from a snapshot. */
export interface SnapshotComparison {
  readonly snapshot: Snapshot
  /** Null while it is worked out. */
  readonly changes: readonly DomainChange[] | null
  readonly failure: Failure | null
}

interface Newest {
  readonly page: HistoryPage
  readonly snapshots: readonly Snapshot[]
}

/** The timeline of one domain, as far as it was scrolled to, and its snapshots. */
export class DomainHistory {
  entries = $state.raw<readonly HistoryEntry[]>([])
  snapshots = $state.raw<readonly Snapshot[]>([])
  saving = $state(false)
  #next: number | null = null
  #loadingOlder = false
  #olderFailure = $state.raw<Failure | null>(null)
  #compared = $state.raw<Snapshot | null>(null)
  readonly #key: DomainKey
  readonly #newest: Query<DomainKey, Newest>
  readonly #differences: Query<Snapshot, readonly DomainChange[]>

  constructor(key: DomainKey) {
    this.#key = key
    this.#newest = new Query<DomainKey, Newest>({
      key: () => key,
      ask: newestOf,
      staleOn: {
        domainsChanged: ({ accountId, names }) =>
          accountId === key.accountId && (names === null || names.includes(key.name)),
        domainChecked: ({ accountId, name }) => accountId === key.accountId && name === key.name,
      },
      answered: (newest) => this.#show(newest),
    })
    this.#differences = new Query<Snapshot, readonly DomainChange[]>({
      key: () => this.#compared,
      same: (a, b) => a.id === b.id,
      anewWith: () => this.#newest.value,
      ask: ({ id }) => api.history.compare({ ...key, id }),
    })
  }

  /** Whether the newest entries were read. */
  get ready(): boolean {
    return this.#newest.value !== null
  }

  get failure(): Failure | null {
    return this.#newest.failure ?? this.#olderFailure
  }

  /** The snapshot looked at, and what is different now; null while none is. */
  get comparison(): SnapshotComparison | null {
    const [snapshot, { key, value, failure }] = [this.#compared, this.#differences]
    if (snapshot === null) return null
    return key?.id === snapshot.id
      ? { snapshot, changes: value, failure }
      : { snapshot, changes: null, failure: null }
  }

  /** Whether older entries are still to be read. */
  get more(): boolean {
    return this.ready && this.#next !== null
  }

  /** Reads the newest entries and the snapshots, and follows changes. The answer stops following. */
  follow(): () => void {
    const stops = [this.#newest.follow(), this.#differences.follow()]
    return () => stops.forEach((stop) => stop())
  }

  /** Reads what is new; what was scrolled to stays. */
  async read(): Promise<void> {
    await this.#newest.read()
  }

  #show({ page, snapshots }: Newest): void {
    const oldest = page.items.at(-1)?.id
    const older =
      oldest === undefined
        ? []
        : this.entries.filter((entry) => entry.id < oldest && !isCountedIn(entry, page.items))
    if (older.length === 0) this.#next = page.next
    this.entries = [...page.items, ...older]
    this.snapshots = snapshots
    this.#olderFailure = null
  }

  /** Reads older entries, one page at a time. */
  async older(): Promise<void> {
    const before = this.#next
    if (before === null || this.#loadingOlder) return
    this.#loadingOlder = true
    try {
      const page = await api.history.list({ ...this.#key, before, limit: PAGE })
      const known = new Set(this.entries.map(({ id }) => id))
      this.#next = page.next
      this.entries = [...this.entries, ...page.items.filter(({ id }) => !known.has(id))]
    } catch (error) {
      this.#olderFailure = failureOf(error)
    } finally {
      this.#loadingOlder = false
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

  /** Shows what is different now from a snapshot. */
  compare(snapshot: Snapshot): void {
    this.#compared = snapshot
  }

  endComparison(): void {
    this.#compared = null
  }

  async remove(snapshot: Snapshot): Promise<void> {
    try {
      await api.history.deleteSnapshot({ ...this.#key, id: snapshot.id })
      this.snapshots = this.snapshots.filter(({ id }) => id !== snapshot.id)
      if (this.#compared?.id === snapshot.id) this.#compared = null
      announce('Snapshot deleted')
    } catch (error) {
      reportFailure(error, 'Snapshot')
    }
  }
}

async function newestOf(key: DomainKey): Promise<Newest> {
  const [page, snapshots] = await Promise.all([
    api.history.list({ ...key, before: null, limit: PAGE }),
    api.history.snapshots(key),
  ])
  return { page, snapshots }
}

/** Whether an entry that was read before is by now one of the times of a newer one. */
function isCountedIn({ at, source }: HistoryEntry, newer: readonly HistoryEntry[]): boolean {
  return newer.some((one) => one.source === source && one.repeated !== undefined && at >= one.repeated.since)
}
