import type { CheckRun } from '../../../preload/contract/checks'
import type { DomainKey, DnsRecord } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import { isSilent, type DomainCheck } from '../../../preload/contract/findings'
import type { Handlers } from '../../../preload/contract/index'
import type { Progress } from '../../dns/observe/observe-domain'
import type { Cache } from '../../cache/cache'
import type { Emit } from '../dependencies'
import { checkDomain, type DnsAccess, type Fresh } from './check-domain'
import { domainsInScope } from './domains-in-scope'

/** Domains of a run checked at once; the questions of each are bounded by the DNS client. */
const DOMAINS_AT_ONCE = 8
/** At most how often progress is told, in milliseconds. */
const PROGRESS_INTERVAL_MS = 100

export interface Checks {
  readonly handlers: Handlers['checks']
  /**
   * Checks one domain and keeps the result.
   *
   * @param fresh asks anew what is remembered: of all records, none, or the one at an index
   * @throws ZonedeskError `not-found`; `refused` while its records are not in the cache; `cancelled`; `offline` when
   *   nobody answered anything and an earlier result tells more
   */
  check(key: DomainKey, fresh: boolean | number): Promise<DomainCheck>
  /** Stops every check and waits for their end. */
  close(): Promise<void>
}

export interface ChecksDependencies {
  readonly cache: Pick<Cache, 'get' | 'list' | 'lastCheck' | 'findingCounts' | 'putCheck'>
  readonly dns: DnsAccess
  readonly emit: Emit
  /** Told of an error that nobody awaits, for the log. */
  readonly onFault?: (error: unknown) => void
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

interface UnderWay {
  readonly controller: AbortController
  readonly result: Promise<DomainCheck>
}

export function createChecks(dependencies: ChecksDependencies): Checks {
  const { cache, dns, emit, onFault, now = Date.now } = dependencies
  const single = new Map<string, UnderWay>()
  const runs = new Map<
    number,
    { run: CheckRun; readonly controller: AbortController; ended: Promise<void> }
  >()
  let lastId = 0

  function expectedOf(key: DomainKey): readonly DnsRecord[] {
    const detail = cache.get(key)
    if (detail === undefined) {
      throw new ZonedeskError('not-found', `${key.name} is not among the domains of this account.`, {
        fix: 'Sync the account, or add the domain.',
      })
    }
    if (detail.fetchedAt === null) {
      throw new ZonedeskError('refused', `The records of ${key.name} were not fetched yet.`, {
        fix: 'Sync the account first: what DNS should have is not known.',
      })
    }
    return detail.records
  }

  async function checkAndKeep(
    key: DomainKey,
    fresh: boolean | number,
    signal: AbortSignal,
    onProgress?: (progress: Progress) => void,
  ): Promise<DomainCheck> {
    const expected = expectedOf(key)
    const check = await checkDomain(dns, key.name, expected, {
      fresh: freshFor(fresh, expected),
      signal,
      ...(onProgress !== undefined && { onProgress }),
    })
    // Half a check must not take the place of a whole one.
    if (signal.aborted) throw new ZonedeskError('cancelled', 'The check was stopped.')
    const last = isSilent(check) ? cache.lastCheck(key) : null
    // Silence must not take the place of what was seen.
    if (last !== null && !isSilent(last)) {
      throw new ZonedeskError('offline', 'No DNS server answered.', {
        fix: 'This network may let no DNS through. A resolver asked over HTTPS, in the settings, may get past it.',
      })
    }
    await cache.putCheck(key, check)
    emit('domainChecked', key)
    return check
  }

  function check(key: DomainKey, fresh: boolean | number): Promise<DomainCheck> {
    const id = textOf(key)
    const current = single.get(id)
    if (current !== undefined && !current.controller.signal.aborted) return current.result
    const controller = new AbortController()
    const told = throttled(now, (progress: Progress) => emit('checkProgress', { ...key, ...progress }))
    const result = checkAndKeep(key, fresh, controller.signal, told)
    const entry = { controller, result }
    single.set(id, entry)
    const forget = () => single.get(id) === entry && single.delete(id)
    result.then(forget, forget)
    return result
  }

  function start(keys: readonly DomainKey[]): CheckRun {
    const id = ++lastId
    const controller = new AbortController()
    const entry = {
      run: { id, state: 'running', done: 0, total: keys.length, bad: 0, skipped: 0 } as CheckRun,
      controller,
      ended: Promise.resolve(),
    }
    runs.set(id, entry)
    const tell = () => emit('checkRunChanged', entry.run)
    const told = throttled(now, tell)
    const rest = keys.values()
    const work = async (): Promise<void> => {
      for (const key of rest) {
        if (controller.signal.aborted) return
        const outcome = await outcomeOf(key, controller.signal)
        if (outcome === 'cancelled') return
        const { done, bad, skipped } = entry.run
        entry.run = {
          ...entry.run,
          done: done + 1,
          bad: bad + Number(outcome === 'bad'),
          skipped: skipped + Number(outcome === 'skipped'),
        }
        told()
      }
    }
    entry.ended = Promise.all(Array.from({ length: DOMAINS_AT_ONCE }, work))
      .catch((error: unknown) => {
        controller.abort()
        onFault?.(error)
      })
      .then(() => {
        runs.delete(id)
        entry.run = { ...entry.run, state: controller.signal.aborted ? 'cancelled' : 'done' }
        tell()
      })
    return entry.run
  }

  async function outcomeOf(
    key: DomainKey,
    signal: AbortSignal,
  ): Promise<'bad' | 'good' | 'skipped' | 'cancelled'> {
    try {
      const { summary } = await checkAndKeep(key, false, signal)
      return summary.worst === 'bad' ? 'bad' : 'good'
    } catch (error) {
      if (signal.aborted) return 'cancelled'
      const code = error instanceof ZonedeskError ? error.failure.code : null
      if (code === 'not-found' || code === 'refused' || code === 'offline') return 'skipped'
      throw error
    }
  }

  return {
    check,
    handlers: {
      get: (key) => cache.lastCheck(key),
      check: ({ fresh, ...key }) => check(key, fresh),
      stop(key) {
        single.get(textOf(key))?.controller.abort()
        return {}
      },
      start(scope) {
        dns.client.recheckSilent()
        return start(domainsInScope(cache, scope))
      },
      cancel({ id }) {
        runs.get(id)?.controller.abort()
        return {}
      },
      runs: () => [...runs.values()].map(({ run }) => run),
      findings: ({ accountId }) => cache.findingCounts(accountId),
    },
    async close() {
      const ends = [...single.values()].map(({ controller, result }) => {
        controller.abort()
        return result.catch(() => undefined)
      })
      for (const { controller } of runs.values()) controller.abort()
      await Promise.all([...ends, ...[...runs.values()].map(({ ended }) => ended)])
    },
  }
}

function textOf({ accountId, name }: DomainKey): string {
  return `${accountId}\n${name}`
}

function freshFor(fresh: boolean | number, expected: readonly DnsRecord[]): Fresh {
  if (typeof fresh === 'boolean') return fresh
  const record = expected[fresh]
  // The names below are those under which a panel publishes it by mistake, the zone's name doubled.
  return ({ name }) => record !== undefined && (name === record.name || name.startsWith(`${record.name}.`))
}

/** Calls at most once an interval; what comes between is dropped, because the end is told apart. */
function throttled<Args extends unknown[]>(
  now: () => number,
  call: (...args: Args) => void,
): (...args: Args) => void {
  let last = Number.NEGATIVE_INFINITY
  return (...args) => {
    if (Math.abs(now() - last) < PROGRESS_INTERVAL_MS) return
    last = now()
    call(...args)
  }
}
