import type { DetailAge } from '../../cache/cache'
import { isHopeless } from '../details/detail-fetch'
import type { SyncRun } from './sync-run'

/** Domains asked for at once where the client does not say. */
const AT_ONCE = 4
/** Names taken at once: which are wanted most may change during the work. */
const BATCH = 100
/** Records of an active domain rarely change; they are fetched again after a day. */
const ACTIVE_MAX_AGE_MS = 24 * 60 * 60 * 1000
/** After so many failures in a row, the trouble is with the provider and not with a domain. */
const MOST_FAILURES_IN_A_ROW = 10

/**
 * Fetches the records that are missing or old, the most wanted first. A domain the provider no longer has is
 * removed; one whose records cannot be had is left for the next sync. Where it was cut off, the next sync goes on by
 * itself: what was stored is no longer wanted.
 *
 * @returns how many domains' records could not be had
 * @throws ZonedeskError of the provider client when going on is pointless
 */
export async function fetchDetails(run: SyncRun): Promise<number> {
  const { accountId, cache, client } = run
  const ages: DetailAge = { activeBefore: run.startedAt - ACTIVE_MAX_AGE_MS, othersBefore: run.startedAt }
  /** Names that are still wanted after their fetch; this run leaves them alone. */
  const passedOver = new Set<string>()
  const stop = new AbortController()
  const signal = AbortSignal.any([run.signal, stop.signal])
  let [done, total, failed, inARow] = [0, 0, 0, 0]

  const isWanted = (name: string): boolean => cache.wantingAmong(accountId, [name], ages).length > 0

  async function fetchOne(name: string): Promise<void> {
    try {
      // Where somebody else was fetching it, that may have failed.
      while (isWanted(name) && !(await run.fetchDetail(name, signal))) signal.throwIfAborted()
      inARow = 0
    } catch (error) {
      if (isHopeless(error) || ++inARow >= MOST_FAILURES_IN_A_ROW) throw error
      failed += 1
    }
    if (isWanted(name)) passedOver.add(name)
  }

  /** The next names, the most wanted first. They are asked for again when they are used up. */
  let rest: string[] = []
  const underWay = new Set<string>()
  let filling: Promise<void> | null = null

  async function fill(): Promise<void> {
    const wanted = cache.wantingDetail(accountId, ages, BATCH + passedOver.size + underWay.size)
    rest = wanted.filter((name) => !passedOver.has(name) && !underWay.has(name)).slice(0, BATCH)
    total = done + (await cache.countWantingDetail(accountId, ages)) - passedOver.size
    run.progress(done, Math.max(done, total))
  }

  async function next(): Promise<string | undefined> {
    if (rest.length === 0) {
      filling ??= fill().finally(() => (filling = null))
      await filling
    }
    return rest.shift()
  }

  /** How many work now. More would wait where a domain that comes on screen cannot overtake them. */
  const workers = new Set<Promise<void>>()
  const wantedWorkers = (): number => client.atOnce?.() ?? AT_ONCE

  async function work(): Promise<void> {
    for (let name = await next(); name !== undefined; name = await next()) {
      if (workers.size < wantedWorkers()) employ()
      underWay.add(name)
      try {
        await fetchOne(name)
      } finally {
        underWay.delete(name)
      }
      if (signal.aborted) return
      done += 1
      run.progress(done, Math.max(done, total))
      if (workers.size > wantedWorkers()) return
    }
  }

  const troubles: unknown[] = []
  function employ(): void {
    const worker = work()
      .catch((error: unknown) => {
        troubles.push(error)
        stop.abort()
      })
      .finally(() => workers.delete(worker))
    workers.add(worker)
  }

  while (workers.size < wantedWorkers()) employ()
  while (workers.size > 0) await Promise.all(workers)
  if (troubles.length > 0) throw troubles[0]
  run.signal.throwIfAborted()
  return failed
}
