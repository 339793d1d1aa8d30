import type { Failure } from '../../../preload/contract/failure'

export interface Page<Row> {
  readonly items: readonly Row[]
  /** Rows of the whole result; null while they are not counted. */
  readonly total: number | null
  /** Where the next page starts; null when this is the last. */
  readonly next: string | null
}

interface Options<Row> {
  /** Asks for the rows behind a cursor; null asks for the first. */
  readonly fetch: (after: string | null, limit: number) => Promise<Page<Row>>
  readonly keyOf: (row: Row) => string
  readonly failureOf: (error: unknown) => Failure
  /** Called after every change of what can be read here. */
  readonly changed: () => void
}

const FIRST_PAGE = 100
const SMALL_PAGE = 200
const LARGEST_PAGE = 1000

/**
 * The rows of one query, loaded page by page by keyset. A cursor leads to the next page only, so a far row is
 * reached by loading those on the way, in the largest pages allowed. Answers of a query that was stopped are
 * dropped; one request is under way at a time.
 */
export class PagedRows<Row> {
  readonly #options: Options<Row>
  #rows: Row[] = []
  #indices = new Map<string, number>()
  #total: number | null = null
  #next: string | null = null
  #failure: Failure | null = null
  #wanted = 0
  #stale = true
  #stopped = false
  #running: Promise<void> | null = null

  constructor(options: Options<Row>) {
    this.#options = options
  }

  /** Rows of the whole result; null until the first page is there. */
  get total(): number | null {
    return this.#total
  }

  get loaded(): number {
    return this.#rows.length
  }

  /** Why the last request failed; null when it did not. */
  get failure(): Failure | null {
    return this.#failure
  }

  at(index: number): Row | undefined {
    return this.#rows[index]
  }

  /** Position of a row among those loaded, or -1. */
  indexOf(key: string): number {
    return this.#indices.get(key) ?? -1
  }

  /** Loads until `index` is there or the rows end. Settles when nothing more is under way; never rejects. */
  load(index: number): Promise<void> {
    this.#wanted = Math.max(this.#wanted, index + 1)
    return this.#run()
  }

  /** Asks again for all rows up to `index` and puts them in place of the old ones at once. */
  reload(index: number): Promise<void> {
    this.#stale = true
    this.#wanted = index + 1
    return this.#run()
  }

  /**
   * Loads until a row is found.
   *
   * @param most rows to look through, from the first
   * @returns its position, or -1
   */
  async find(key: string, most: number): Promise<number> {
    for (;;) {
      const index = this.indexOf(key)
      const done = this.#total !== null && (this.#next === null || this.loaded >= most)
      if (index !== -1 || done || this.#stopped) return index
      await this.load(this.#total === null ? 0 : Math.min(most, this.loaded + LARGEST_PAGE) - 1)
      if (this.#failure !== null) return this.indexOf(key)
    }
  }

  /** Drops whatever answer is still to come. */
  stop(): void {
    this.#stopped = true
  }

  #run(): Promise<void> {
    this.#running ??= this.#work().finally(() => (this.#running = null))
    return this.#running
  }

  async #work(): Promise<void> {
    try {
      while (!this.#stopped && (this.#stale || (this.loaded < this.#wanted && this.#next !== null))) {
        await (this.#stale ? this.#replace() : this.#append())
      }
    } catch (error) {
      if (this.#stopped) return
      this.#failure = this.#options.failureOf(error)
      this.#options.changed()
    }
  }

  async #append(): Promise<void> {
    const page = await this.#options.fetch(this.#next, this.#limit(this.loaded))
    // Rows that belong to what is about to be replaced must not be mixed with what replaces it.
    if (this.#stopped || this.#stale) return
    this.#take(this.#rows, this.#indices, page)
    this.#next = page.next
    this.#settle(page.total)
  }

  async #replace(): Promise<void> {
    const rows: Row[] = []
    const indices = new Map<string, number>()
    let page: Page<Row>
    let after: string | null = null
    do {
      // What changes from here on needs another look; what changed before is in the answer.
      if (after === null) this.#stale = false
      try {
        page = await this.#options.fetch(after, this.#limit(rows.length))
      } catch (error) {
        this.#stale = true
        throw error
      }
      if (this.#stopped) return
      this.#take(rows, indices, page)
      after = page.next
    } while (after !== null && rows.length < this.#wanted)
    this.#rows = rows
    this.#indices = indices
    this.#next = after
    this.#settle(page.total)
  }

  #limit(have: number): number {
    const least = have === 0 ? FIRST_PAGE : SMALL_PAGE
    return Math.min(LARGEST_PAGE, Math.max(least, this.#wanted - have))
  }

  /** A row that moved behind the cursor while paging comes twice; the first stands. */
  #take(rows: Row[], indices: Map<string, number>, page: Page<Row>): void {
    for (const row of page.items) {
      const key = this.#options.keyOf(row)
      if (indices.has(key)) continue
      indices.set(key, rows.length)
      rows.push(row)
    }
  }

  #settle(total: number | null): void {
    // At the end the rows there are count, whatever moved while they were paged.
    this.#total =
      this.#next === null ? this.loaded : Math.max(total ?? 0, this.loaded + (total === null ? 1 : 0))
    this.#failure = null
    this.#options.changed()
  }
}
