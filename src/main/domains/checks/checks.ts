import type { Answer, Question } from '../../../preload/contract/dns-answer'
import type { DomainKey, DnsRecord } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import { isSilent, isUnanswered, type DomainCheck } from '../../../preload/contract/findings'
import type { Handlers } from '../../../preload/contract/index'
import { throttled } from '../../async/throttle'
import type { ObservationProgress } from '../../dns/observe/observe-domain'
import type { Cache } from '../../cache/cache'
import type { Diagnosis } from '../../dns/diagnose'
import type { Neighbour } from '../../dns/diagnosis/findings/neighbour'
import { registrableDomain } from '../../names/domain-name'
import type { Emit } from '../../../preload/contract/events'
import { keyText } from '../key-text'
import type { CheckRunStore } from '../../profile/check-run-store'
import {
  askResolvers,
  checkDomain,
  type DnsAccess,
  type Fresh,
  type CheckBasis,
  type CheckedBasis,
} from './check-domain'
import { createCheckRuns, PROGRESS_INTERVAL_MS } from './check-runs'
import { isDnsReachable } from './dns-reachable'
import { domainsInScope } from '../scope/domains-in-scope'
import { rehearseRequest } from './rehearse-request'
import { SeenLately } from './seen-lately'

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
  /**
   * Checks one domain, keeps the result, and answers what it went by, for trying changes on it.
   *
   * @throws ZonedeskError as `check`
   */
  observe(key: DomainKey, signal: AbortSignal): Promise<CheckedBasis>
  /**
   * Asks resolvers what else has to be known beside a check. What is remembered is not asked again.
   *
   * @returns every answer; a question to which none is of use has those that say so
   */
  ask(key: DomainKey, questions: readonly Question[], signal: AbortSignal): Promise<readonly Answer[]>
  /** Goes on with the runs that were under way when the app was last closed. */
  resume(): void
  /** Has what waits for the network look at once whether it is back. */
  networkChanged(): void
  /** Stops every check and waits for their end; runs over many domains go on after the next start. */
  close(): Promise<void>
}

export interface ChecksDependencies {
  readonly cache: Pick<Cache, 'get' | 'list' | 'neighbours' | 'lastCheck' | 'findingCounts' | 'putCheck'>
  /** Runs over many domains that are under way. */
  readonly runs: CheckRunStore
  readonly dns: DnsAccess
  /** Another DNS, in which the domains of an account are; null for those of all other accounts. */
  readonly dnsOf?: (accountId: string) => Promise<DnsAccess> | null
  readonly emit: Emit
  /** Told of an error that nobody awaits, for the log. */
  readonly onFault?: (error: unknown) => void
  /** Milliseconds since the epoch. */
  readonly now?: () => number
}

/** Other sending domains that are looked at; those above a domain and below it come first. */
const MOST_NEIGHBOURS = 200

interface RunningCheck {
  readonly controller: AbortController
  readonly result: Promise<DomainCheck>
}

export function createChecks(dependencies: ChecksDependencies): Checks {
  const { cache, dns, emit, onFault, now = Date.now } = dependencies
  const single = new Map<string, RunningCheck>()
  const seenLately = new SeenLately()

  async function accessOf({ accountId }: DomainKey): Promise<DnsAccess> {
    return (await dependencies.dnsOf?.(accountId)) ?? dns
  }

  function expectedOf(key: DomainKey): readonly DnsRecord[] {
    const detail = cache.get(key)
    if (detail === undefined) {
      throw new ZonedeskError('not-found', `${key.name} is not among the domains of this account.`, {
        fix: 'Sync the account, or add the domain.',
      })
    }
    if (detail.fetchedAt === null) {
      throw new ZonedeskError('refused', `The records of ${key.name} have not been fetched yet.`, {
        fix: 'Sync the account first, so that Zonedesk knows what DNS should have.',
      })
    }
    return detail.records
  }

  function neighboursOf(key: DomainKey): readonly Neighbour[] {
    const organizational = registrableDomain(key.name) ?? key.name
    return cache.neighbours(key, organizational, MOST_NEIGHBOURS)
  }

  async function look(
    key: DomainKey,
    fresh: boolean | number,
    signal: AbortSignal,
    onProgress?: (progress: ObservationProgress) => void,
    onSeen?: (seen: CheckBasis, diagnosis: Diagnosis) => void,
  ): Promise<DomainCheck> {
    const expected = expectedOf(key)
    const check = await checkDomain(await accessOf(key), key.name, expected, {
      fresh: freshFor(fresh, expected),
      neighbours: neighboursOf(key),
      signal,
      ...(onProgress !== undefined && { onProgress }),
      ...(onSeen !== undefined && { onSeen }),
    })
    // Half a check must not take the place of a whole one.
    if (signal.aborted) throw new ZonedeskError('cancelled', 'The check was stopped.')
    return check
  }

  async function keep(key: DomainKey, check: DomainCheck): Promise<DomainCheck> {
    const last = isSilent(check) ? cache.lastCheck(key) : null
    // Silence must not take the place of what was seen.
    if (last !== null && !isSilent(last)) {
      throw new ZonedeskError('offline', 'No DNS server answered.', {
        fix: 'This network may block DNS. A resolver that is asked over HTTPS may still answer; see the settings.',
      })
    }
    await cache.putCheck(key, check)
    emit('domainChecked', key)
    return check
  }

  function check(key: DomainKey, fresh: boolean | number): Promise<DomainCheck> {
    const id = keyText(key)
    const current = single.get(id)
    if (current !== undefined && !current.controller.signal.aborted) return current.result
    const controller = new AbortController()
    const told = throttled(PROGRESS_INTERVAL_MS, now, (progress: ObservationProgress) =>
      emit('checkProgress', { ...key, ...progress }),
    )
    const { signal } = controller
    const result = look(key, fresh, signal, told, (seen) => {
      // A rehearsal on half an observation would be wrong.
      if (!signal.aborted) seenLately.keep(key, seen)
    }).then((seen) => keep(key, seen))
    const entry = { controller, result }
    single.set(id, entry)
    const forget = () => single.get(id) === entry && single.delete(id)
    result.then(forget, forget)
    return result
  }

  /** Observes a domain whose last check was before the app was started; null when no server answers. */
  async function lookAgain(key: DomainKey): Promise<CheckBasis | null> {
    try {
      await check(key, false)
    } catch (error) {
      if (error instanceof ZonedeskError) return null
      throw error
    }
    return seenLately.get(key)
  }

  async function observe(key: DomainKey, signal: AbortSignal): Promise<CheckedBasis> {
    const told: Omit<CheckedBasis, 'check'>[] = []
    const check = await look(key, false, signal, undefined, (seen, diagnosis) => {
      told.push({ ...seen, diagnosis })
    })
    await keep(key, check)
    // What was seen is told before the check is.
    const [basis] = told
    if (basis === undefined) throw new Error('A check ended without an observation.')
    return { ...basis, check }
  }

  async function ask(
    key: DomainKey,
    questions: readonly Question[],
    signal: AbortSignal,
  ): Promise<readonly Answer[]> {
    return askResolvers(await accessOf(key), questions, signal)
  }

  const runs = createCheckRuns({
    store: dependencies.runs,
    async check(key, signal) {
      const seen = await look(key, false, signal)
      const isCutOff = seen.records.some(isUnanswered) && !(await isDnsReachable(await accessOf(key), signal))
      return isCutOff ? null : keep(key, seen)
    },
    isReachable(signal) {
      dns.client.recheckSilent()
      return isDnsReachable(dns, signal)
    },
    emit,
    onFault,
    now,
  })

  return {
    check,
    observe,
    ask,
    handlers: {
      get: (key) => cache.lastCheck(key),
      check: ({ fresh, ...key }) => check(key, fresh),
      async rehearse({ accountId, name, ...request }) {
        const key = { accountId, name }
        const seen = seenLately.get(key) ?? (await lookAgain(key))
        return seen === null ? null : rehearseRequest(seen, request)
      },
      stop(key) {
        single.get(keyText(key))?.controller.abort()
        return {}
      },
      start(scope) {
        dns.client.recheckSilent()
        return runs.start(domainsInScope(cache, scope))
      },
      cancel({ id }) {
        runs.cancel(id)
        return {}
      },
      runs: () => runs.list(),
      findings: ({ accountId }) => cache.findingCounts(accountId),
    },
    resume: () => runs.resume(),
    networkChanged: () => runs.networkChanged(),
    async close() {
      const ends = [...single.values()].map(({ controller, result }) => {
        controller.abort()
        return result.catch(() => undefined)
      })
      await Promise.all([...ends, runs.close()])
    },
  }
}

function freshFor(fresh: boolean | number, expected: readonly DnsRecord[]): Fresh {
  if (typeof fresh === 'boolean') return fresh
  const record = expected[fresh]
  // The names below are those under which a panel publishes it by mistake, the zone's name doubled.
  return ({ name }) => record !== undefined && (name === record.name || name.startsWith(`${record.name}.`))
}
