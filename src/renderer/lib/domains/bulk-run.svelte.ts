import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import { announce } from '../announce.svelte'
import { api } from '../api'
import { failureOf } from '../failures.svelte'
import { counted } from '../words/counted'

/** What is done to each of many domains, one after the other. */
export type BulkWork = 'verify' | 'refresh'

/** How it went for one domain. */
export interface BulkResult {
  readonly key: DomainKey
  /** As the provider answered; null when it did not. */
  readonly detail: DomainDetail | null
  readonly failure: Failure | null
}

/** The provider counts requests: more at once is hardly what anyone means. */
export const MOST_AT_ONCE = 2000

/** After failures of the account itself, the rest would fail the same way. */
const STOPS = new Set<Failure['code']>(['offline', 'unauthorized', 'forbidden', 'cancelled'])

const CALLS: Record<BulkWork, (key: DomainKey) => Promise<DomainDetail>> = {
  verify: (key) => api.domains.verify(key),
  refresh: (key) => api.domains.refresh(key),
}

/** One run of an action over many domains at a time, with how far it is. */
class BulkRun {
  work = $state.raw<BulkWork | null>(null)
  /** Domains to do; known once they are read. */
  total = $state<number | null>(null)
  results = $state.raw<readonly BulkResult[]>([])
  running = $state(false)
  /** Whether it ended before all were done. */
  stopped = $state(false)
  /** Why it could not begin. */
  failure = $state.raw<Failure | null>(null)
  #number = 0

  /**
   * Does one domain after the other until all are done, it is cancelled, or an account is out of reach.
   *
   * @param read answers which; at most {@link MOST_AT_ONCE} are taken
   */
  async start(work: BulkWork, read: () => Promise<readonly DomainKey[]>): Promise<void> {
    if (this.running) return
    const mine = ++this.#number
    this.work = work
    this.total = null
    this.results = []
    this.stopped = false
    this.failure = null
    this.running = true
    try {
      const keys = await read()
      if (mine !== this.#number) return
      this.total = keys.length
      await this.#each(keys, CALLS[work], mine)
    } catch (error) {
      this.failure = failureOf(error)
    } finally {
      if (mine === this.#number) this.#end()
    }
  }

  async #each(
    keys: readonly DomainKey[],
    call: (key: DomainKey) => Promise<DomainDetail>,
    mine: number,
  ): Promise<void> {
    const lost = new Set<string>()
    for (const key of keys) {
      if (lost.has(key.accountId)) continue
      let result: BulkResult
      try {
        result = { key, detail: await call(key), failure: null }
      } catch (error) {
        const failure = failureOf(error)
        result = { key, detail: null, failure }
        if (STOPS.has(failure.code)) lost.add(key.accountId)
      }
      if (mine !== this.#number) return
      this.results = [...this.results, result]
    }
  }

  #end(): void {
    this.running = false
    this.stopped = this.total === null || this.results.length < this.total
    const failed = this.results.filter(({ failure }) => failure !== null).length
    announce(
      `${counted(this.results.length - failed, 'domain')} done${failed === 0 ? '' : `, ${failed} failed`}`,
    )
  }

  /** Leaves what is not begun yet undone. */
  cancel(): void {
    if (!this.running) return
    this.#number += 1
    this.#end()
  }

  /** Forgets the results. */
  close(): void {
    this.cancel()
    this.work = null
    this.results = []
  }
}

export const bulkRun = new BulkRun()
