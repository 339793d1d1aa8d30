import type { DetailAge } from '../cache/cache'
import { type FailureCode, ZonedeskError } from '../../preload/contract/failure'
import { isOfSubaccount } from './subaccounts'
import type { SyncRun } from './sync-run'

/** Requests under way at once. */
const CONCURRENCY = 4
/** Records of an active domain rarely change; they are fetched again after a day. */
const ACTIVE_MAX_AGE_MS = 24 * 60 * 60 * 1000
/** So many failures in a row mean that the provider, not a domain, is the trouble. */
const MOST_FAILURES_IN_A_ROW = 10

/** Failures after which no other domain's records can be had either. */
const HOPELESS: ReadonlySet<FailureCode> = new Set([
  'unauthorized',
  'rate-limited',
  'offline',
  'cancelled',
  'keychain',
  'storage',
  'internal',
])

/**
 * Fetches the records that are missing or old, the most wanted first. A domain the provider no longer has is
 * removed; one whose records cannot be had is left for the next sync.
 *
 * @returns how many domains' records could not be had
 * @throws ZonedeskError of the provider client when going on is pointless
 */
export async function fetchDetails(run: SyncRun): Promise<number> {
  const limits: DetailAge = { activeBefore: run.startedAt - ACTIVE_MAX_AGE_MS, othersBefore: run.startedAt }
  const names = run.cache.wantingDetail(run.accountId, limits, Number.MAX_SAFE_INTEGER)
  const rest = names.values()
  const stop = new AbortController()
  const signal = AbortSignal.any([run.signal, stop.signal])
  let [done, failed, inARow] = [0, 0, 0]
  run.progress(0, names.length)

  async function fetchOne(name: string): Promise<void> {
    if (run.cache.wantingAmong(run.accountId, [name], limits).length === 0) return
    try {
      await fetchDetail(run, name, signal)
      inARow = 0
    } catch (error) {
      if (isHopeless(error) || ++inARow >= MOST_FAILURES_IN_A_ROW) throw error
      failed += 1
    }
  }

  async function work(): Promise<void> {
    for (const name of rest) {
      await fetchOne(name)
      if (signal.aborted) return
      run.progress(++done, names.length)
    }
  }

  const troubles: unknown[] = []
  const workers = Array.from({ length: CONCURRENCY }, () =>
    work().catch((error: unknown) => {
      troubles.push(error)
      stop.abort()
    }),
  )
  await Promise.all(workers)
  if (troubles.length > 0) throw troubles[0]
  run.signal.throwIfAborted()
  return failed
}

async function fetchDetail(run: SyncRun, name: string, signal: AbortSignal): Promise<void> {
  const { accountId, cache } = run
  try {
    const { domain, records } = await run.call(() => run.client.get(name, signal))
    if (signal.aborted || run.touched.has(name)) return
    await cache.putDetail(accountId, domain, records, {
      fetchedAt: run.now(),
      source: 'sync',
      onlyIfPresent: true,
    })
  } catch (error) {
    if (!isNotFound(error)) throw error
    if (signal.aborted || run.touched.has(name)) return
    // The key that lists a subaccount's domain may not be one that reads it.
    if (run.includeSubaccounts && isOfSubaccount(cache, { accountId, name })) return
    await cache.remove({ accountId, name }, { at: run.now(), source: 'sync' })
  }
  run.changed([name])
}

function isHopeless(error: unknown): boolean {
  return !(error instanceof ZonedeskError) || HOPELESS.has(error.failure.code)
}

function isNotFound(error: unknown): boolean {
  return error instanceof ZonedeskError && error.failure.code === 'not-found'
}
