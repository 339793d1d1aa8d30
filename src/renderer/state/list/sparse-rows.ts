import type { Failure } from '../../../preload/contract/failure'

export interface Page<Row> {
  readonly items: readonly Row[]
  /** Rows of the whole result; null while nobody has counted them. */
  readonly total: number | null
  /** Where the next page starts; null when this is the last. */
  readonly next: string | null
}

/** Where a page starts, and how long it is. */
export interface PageRequest {
  /** The `next` of another page; null for the first row. */
  readonly after: string | null
  /** Rows behind `after` to pass over. */
  readonly skip: number
  readonly limit: number
}

interface SparseRowsOptions<Row> {
  readonly fetch: (request: PageRequest) => Promise<Page<Row>>
  /** Where a row stands now, from 0; null when it is not in the result. */
  readonly locate: (key: string) => Promise<number | null>
  readonly keyOf: (row: Row) => string
  readonly failureOf: (error: unknown) => Failure
  /** Called after every change of what can be read here. */
  readonly changed: () => void
}

/** Rows are kept and dropped in blocks of this many. */
const BLOCK = 100
/** Blocks asked for at once. */
const BLOCKS_A_PAGE = 5
/** Blocks kept: what is seen, its surroundings, and where the reader was a moment ago. */
const MOST_BLOCKS = 20
/** Rows loaded beyond those that are seen, on either side. */
const AHEAD = 60
/** Known cursors kept; a jump starts at the nearest before it. */
const MOST_MARKS = 400

/**
 * The rows of one query, of any number, of which only those near what is seen are in memory. A far row is asked for
 * by the nearest cursor before it and the rows to pass over from there. One request is under way at a time, and
 * the next one is for what is seen by then.
 */
export class SparseRows<Row> {
  readonly #options: SparseRowsOptions<Row>
  #blocks = new Map<number, readonly Row[]>()
  #indices = new Map<string, number>()
  /** Cursors by the position they lead to. */
  #marks = new Map<number, string | null>([[0, null]])
  #total: number | null = null
  /** The end of the rows met so far; there may be more. */
  #reached = 0
  #ready = false
  #failure: Failure | null = null
  #seen = { first: 0, last: 0 }
  #target: number | null = null
  #pinned: { key: string; at: number } | null = null
  #stale = false
  #stopped = false
  #busy = false
  #running: Promise<void> = Promise.resolve()

  constructor(options: SparseRowsOptions<Row>) {
    this.#options = options
  }

  /** Whether the first answer is there. */
  get ready(): boolean {
    return this.#ready
  }

  /** Rows of the whole result; null while that is not known. */
  get total(): number | null {
    return this.#total
  }

  /** How many rows can be scrolled through: all, or while they are not counted those met and some room for more. */
  get extent(): number {
    return this.#total ?? this.#reached + BLOCK
  }

  /** Rows in memory. */
  get held(): number {
    let rows = 0
    for (const block of this.#blocks.values()) rows += block.length
    return rows
  }

  /** Why the last request failed; null when it did not. */
  get failure(): Failure | null {
    return this.#failure
  }

  at(index: number): Row | undefined {
    return this.#blocks.get(Math.floor(index / BLOCK))?.[index % BLOCK]
  }

  /** Position of a row that is in memory or pinned, or -1. */
  indexOf(key: string): number {
    return this.#indices.get(key) ?? (this.#pinned?.key === key ? this.#pinned.at : -1)
  }

  /** Says which rows are seen: those are loaded, with some around them. */
  see(first: number, last: number): Promise<void> {
    this.#seen = { first: Math.max(0, first), last: Math.max(0, last) }
    return this.#run()
  }

  /**
   * Loads one row, wherever it is. Never rejects.
   *
   * @returns it, or the last one when there are fewer; undefined when it could not be loaded or another was asked
   *   for meanwhile
   */
  async load(index: number): Promise<Row | undefined> {
    this.#target = index
    await this.#run()
    if (this.#target !== index) return undefined
    this.#target = null
    const last = this.#total === null ? index : Math.min(index, this.#total - 1)
    if (last === index || last < 0) return this.at(index)
    return this.load(last)
  }

  /**
   * Keeps a row's place known and the row in memory, wherever the list is scrolled to.
   *
   * @returns its position, or -1 when it is not in the result; never rejects
   */
  async pin(key: string | null): Promise<number> {
    if (key === null) {
      this.#pinned = null
      return -1
    }
    const known = this.indexOf(key)
    if (known >= 0) {
      this.#pinned = { key, at: known }
      return known
    }
    const at = await this.#options.locate(key).catch(() => null)
    if (at === null || this.#stopped) return -1
    const met = this.#indices.get(key) ?? at
    this.#pinned = { key, at: met }
    return met
  }

  /** Asks again for the rows that are seen and puts them in place of all old ones at once. Never rejects. */
  reload(): Promise<void> {
    this.#stale = true
    return this.#run()
  }

  /** Takes the number of rows, where it was counted apart. */
  count(total: number): void {
    if (this.#stopped || this.#total === total) return
    this.#total = Math.max(total, this.#lastHeld())
    this.#options.changed()
  }

  /** Drops whatever answer is still to come. */
  stop(): void {
    this.#stopped = true
  }

  #run(): Promise<void> {
    if (!this.#busy) {
      this.#busy = true
      this.#running = this.#work()
    }
    return this.#running
  }

  async #work(): Promise<void> {
    try {
      while (!this.#stopped) {
        if (this.#stale) await this.#replace()
        else {
          const gap = this.#gap()
          if (gap === null) return
          await this.#fill(gap.from, gap.blocks)
        }
      }
    } catch (error) {
      if (this.#stopped) return
      this.#failure = this.#options.failureOf(error)
      this.#options.changed()
    } finally {
      // At once, so that what is asked from here on starts anew.
      this.#busy = false
    }
  }

  /** The blocks to ask for next: for the row asked for, for what is seen, for the pinned row. */
  #gap(): { from: number; blocks: number } | null {
    const { first, last } = this.#seen
    return (
      (this.#target === null ? null : this.#gapIn(this.#target, this.#target)) ??
      this.#gapIn(first, last) ??
      this.#gapIn(first - AHEAD, last + AHEAD) ??
      (this.#pinned === null ? null : this.#gapIn(this.#pinned.at, this.#pinned.at))
    )
  }

  #gapIn(first: number, last: number): { from: number; blocks: number } | null {
    const end = this.#ready ? this.extent : Infinity
    const [low, high] = [Math.max(0, first), Math.min(last, end - 1)]
    for (let block = Math.floor(low / BLOCK); block * BLOCK <= high; block++) {
      if (this.#blocks.has(block)) continue
      let blocks = 1
      while (
        blocks < BLOCKS_A_PAGE &&
        (block + blocks) * BLOCK <= high &&
        !this.#blocks.has(block + blocks)
      ) {
        blocks++
      }
      return { from: block, blocks }
    }
    return null
  }

  async #fill(from: number, blocks: number): Promise<void> {
    const start = from * BLOCK
    const page = await this.#fetch(start, blocks * BLOCK, this.#marks)
    // Rows that belong to what is about to be replaced must not be mixed with what replaces it.
    if (this.#stopped || this.#stale) return
    this.#take(start, blocks, page)
    this.#dropFar()
    this.#failure = null
    this.#ready = true
    this.#options.changed()
  }

  async #fetch(start: number, limit: number, marks: ReadonlyMap<number, string | null>): Promise<Page<Row>> {
    let nearest = 0
    for (const at of marks.keys()) if (at <= start && at > nearest) nearest = at
    return this.#options.fetch({ after: marks.get(nearest) ?? null, skip: start - nearest, limit })
  }

  async #replace(): Promise<void> {
    // What changes from here on needs another look; what changed before is in the answer.
    this.#stale = false
    try {
      const { first, last } = this.#seen
      const anchor = first === 0 ? undefined : this.at(first)
      let { start, page } = await this.#around(first, last)
      if (anchor !== undefined) {
        const key = this.#options.keyOf(anchor)
        const there = page.items.some((row) => this.#options.keyOf(row) === key)
        const moved = there ? null : await this.#options.locate(key)
        if (moved !== null) ({ start, page } = await this.#around(moved, moved + last - first))
      }
      const pinned = await this.#relocated(page)
      if (this.#stopped) return
      this.#blocks = new Map()
      this.#indices = new Map()
      this.#marks = new Map([[0, null]])
      this.#reached = 0
      this.#pinned = pinned
      this.#take(start, Math.ceil(page.items.length / BLOCK), page)
    } catch (error) {
      this.#stale = true
      throw error
    }
    this.#failure = null
    this.#ready = true
    this.#options.changed()
  }

  async #around(first: number, last: number): Promise<{ start: number; page: Page<Row> }> {
    const none = new Map([[0, null]])
    const start = Math.floor(Math.max(0, first - AHEAD) / BLOCK) * BLOCK
    const limit = (Math.floor((last + AHEAD) / BLOCK) + 1) * BLOCK - start
    const page = await this.#fetch(start, Math.min(limit, BLOCKS_A_PAGE * BLOCK), none)
    if (page.items.length > 0 || start === 0) return { start, page }
    // So many rows went that nothing is left there.
    const end = page.total === null ? 0 : Math.max(0, page.total - 1)
    const before = Math.floor(Math.max(0, Math.min(end, start - 1) - AHEAD) / BLOCK) * BLOCK
    return { start: before, page: await this.#fetch(before, BLOCKS_A_PAGE * BLOCK, none) }
  }

  /** Where the pinned row is by now. */
  async #relocated(page: Page<Row>): Promise<{ key: string; at: number } | null> {
    const pinned = this.#pinned
    if (pinned === null) return null
    const { key } = pinned
    const there = page.items.some((row) => this.#options.keyOf(row) === key)
    // A row of the page gets its place when that is taken.
    const at = there ? 0 : await this.#options.locate(key)
    // Another row that was pinned meanwhile counts.
    return this.#pinned !== pinned ? this.#pinned : at === null ? null : { key, at }
  }

  #take(start: number, blocks: number, page: Page<Row>): void {
    const { items, next } = page
    for (let block = 0; block < blocks; block++) {
      this.#blocks.set(start / BLOCK + block, items.slice(block * BLOCK, (block + 1) * BLOCK))
    }
    items.forEach((row, offset) => {
      const key = this.#options.keyOf(row)
      this.#indices.set(key, start + offset)
      if (this.#pinned?.key === key) this.#pinned = { key, at: start + offset }
    })
    const end = start + items.length
    this.#reached = Math.max(this.#reached, end)
    // At the end the rows there count, whatever the count says.
    if (next === null && (items.length > 0 || start === 0)) this.#total = end
    else if (next === null && page.total === null) this.#total = Math.min(this.#total ?? start, start)
    else this.#total = page.total === null ? this.#total : Math.max(page.total, this.#reached)
    if (next === null) return
    this.#marks.set(end, next)
    if (this.#marks.size > MOST_MARKS) {
      // Every other one, so that the rest stay spread over the list.
      this.#marks = new Map([...this.#marks].sort(([a], [b]) => a - b).filter((_, at) => at % 2 === 0))
    }
  }

  /** Drops the blocks farthest from what is seen. */
  #dropFar(): void {
    const excess = this.#blocks.size - MOST_BLOCKS
    if (excess <= 0) return
    const middle = (this.#seen.first + this.#seen.last) / 2 / BLOCK
    const keep = new Set(
      [this.#target, this.#pinned?.at].map((at) =>
        at === null || at === undefined ? -1 : Math.floor(at / BLOCK),
      ),
    )
    const far = [...this.#blocks.keys()]
      .filter((block) => !keep.has(block))
      .sort((a, b) => Math.abs(b + 0.5 - middle) - Math.abs(a + 0.5 - middle))
    for (const block of far.slice(0, excess)) {
      for (const row of this.#blocks.get(block) ?? []) {
        const key = this.#options.keyOf(row)
        if (Math.floor((this.#indices.get(key) ?? -1) / BLOCK) === block) this.#indices.delete(key)
      }
      this.#blocks.delete(block)
    }
  }

  #lastHeld(): number {
    let end = 0
    for (const [block, rows] of this.#blocks)
      if (rows.length > 0) end = Math.max(end, block * BLOCK + rows.length)
    return end
  }
}
