import { ZonedeskError } from '../../../preload/contract/failure'
import type { Caller } from '../caller'
import type { TimeLimits } from '../deadline'
import { exchange, type ApiRequest } from '../exchange'
import type { LearnedPace } from '../pace/learned-pace'
import { steadyPace } from '../pace/pace'
import type { Urgency } from '../pace/urgency'
import { createScheduler } from '../scheduler'
import { isRead, type SendResult } from '../operation'
import { certificateCalls } from './certificates'
import { connectionCalls } from './connection'
import { credentialCalls } from './credentials'
import { dkimKeyCalls } from './dkim-keys'
import { domainCalls } from './domains'
import { subaccountCalls } from './subaccounts'
import { trackingCalls } from './tracking'
import { createBackoff, longestWaitMs, sleep, withRetry } from '../retry'
import { askedTooOften } from '../status-failures'
import type { AdviseOnKey, Fetch, PermitWrite, ProviderClient, ReadManner, TakesConnections } from '../types'

export interface ProviderClientOptions {
  /** Origin, and path if any, before `/v4/domains`; no trailing slash needed. */
  readonly baseUrl: string
  /** Asked for each request, so that a new key acts at once. */
  readonly apiKey: () => Promise<string>
  /** Knows why a key is refused; absent where nobody does. Not asked about a call that is cancelled. */
  readonly adviseOnKey?: AdviseOnKey | undefined
  /** Asked when the turn of a request that changes something has come, before it is sent; none is asked when absent. */
  readonly permitWrite?: PermitWrite | undefined
  readonly fetch: Fetch
  /** How long the parts of one request may take. */
  readonly limits?: Partial<TimeLimits>
  /** Asked where a fetch is slow; absent where there is nothing to connect to. */
  readonly takesConnections?: TakesConnections
  /** How often a read is tried in all, 1 or more. */
  readonly tries?: number
  /** Takes the place of `concurrency` and `perSecond`. */
  readonly pace?: LearnedPace
  /** Requests under way at once, 1 or more. */
  readonly concurrency?: number
  /** Of these, how many may be writes, 1 or more; for a fetch that sends writes one after the other. */
  readonly writesAtOnce?: number
  /** Requests begun in a second at most; null for no limit. */
  readonly perSecond?: number | null
  readonly now?: () => number
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
  /** 0 inclusive to 1 exclusive. */
  readonly random?: () => number
}

const DEFAULTS = { tries: 3, concurrency: 4, perSecond: 10 }
/** Verification asks DNS before it answers, and a page of 1,000 domains takes its time on a slow line. */
const LIMITS: TimeLimits = { connectMs: 8_000, answerMs: 30_000, pauseMs: 15_000, bodyMs: 60_000 }

/**
 * Makes a client of one account. Nothing is sent until a method is called.
 *
 * @throws ZonedeskError `invalid` with field `baseUrl` when the base URL does not parse
 */
export function createProviderClient(options: ProviderClientOptions): ProviderClient {
  const base = parseBaseUrl(options.baseUrl)
  const now = options.now ?? Date.now
  const sleepFor = options.sleep ?? sleep
  const exchangeOptions = {
    fetch: options.fetch,
    apiKey: options.apiKey,
    limits: { ...LIMITS, ...options.limits },
    takesConnections: options.takesConnections ?? (() => Promise.resolve(true)),
    now,
  }
  const { pace } = options
  const steady = {
    concurrency: options.concurrency ?? DEFAULTS.concurrency,
    perSecond: options.perSecond === undefined ? DEFAULTS.perSecond : options.perSecond,
    now,
  }
  const scheduler = createScheduler({
    pace: pace ?? steadyPace(steady),
    now,
    sleep: sleepFor,
    refusal: (ms, urgency) => (ms > longestWaitMs(urgency) ? askedTooOften(ms) : undefined),
  })
  const backoff = createBackoff(scheduler, now)
  // The time of a write begins when it is sent, not while it waits for another one.
  const writes = createScheduler({
    pace: steadyPace({ concurrency: options.writesAtOnce ?? Number.POSITIVE_INFINITY, perSecond: null, now }),
    now,
    sleep: sleepFor,
  })
  const retry = {
    tries: options.tries ?? DEFAULTS.tries,
    sleep: sleepFor,
    random: options.random ?? Math.random,
  }

  const send = async (
    request: ApiRequest,
    signal: AbortSignal | undefined,
    { urgency, once }: ReadManner = {},
  ): Promise<string> => {
    const isWrite = request.method !== 'GET' || !isRead(request.operation)
    const permit = (): void => {
      if (isWrite) options.permitWrite?.(request.operation)
    }
    // At once, so that what is refused waits for no turn.
    permit()
    const sendOnce = async (): Promise<SendResult<string>> => {
      // Once more: the user may have changed the account while the request waited.
      permit()
      const onAnswer = pace?.sent(kindOf(request))
      return backoff(await exchange(request, { ...exchangeOptions, onAnswer }, signal))
    }
    const sendIn = (turn: Urgency | undefined) => (): Promise<SendResult<string>> =>
      scheduler.run(sendOnce, signal, turn)
    if (!isWrite) {
      const tries = once === true ? 1 : retry.tries
      return withRetry(sendIn(urgency), { ...retry, tries, longestWaitMs: longestWaitMs(urgency) }, signal)
    }
    return writes.run(() => withRetry(sendIn('user'), { ...retry, tries: 1 }, signal), signal)
  }
  /**
   * Every call goes this way, with all its arguments, so that advice on a key needs no second client around this one.
   */
  const call = async (
    request: ApiRequest,
    signal: AbortSignal | undefined,
    manner?: ReadManner,
  ): Promise<string> => {
    try {
      return await send(request, signal, manner)
    } catch (error) {
      // A key that is refused for a subaccount may well be the account's own.
      if (!isRefusedKey(error) || request.onBehalfOf !== null || signal?.aborted === true) throw error
      throw (await options.adviseOnKey?.(error)) ?? error
    }
  }
  const callerFor =
    (onBehalfOf: string | null): Caller =>
    async ({ method, path, query, form, operation }, signal, manner) => {
      const request: ApiRequest = {
        method,
        url: `${base.url}${path}${query === undefined ? '' : `?${query}`}`,
        form: form ?? null,
        onBehalfOf,
        operation: { secrets: [], ...operation, host: base.host },
      }
      const text = await call(request, signal, manner).catch((error: unknown) => {
        throw onBehalfOf === null ? error : inNameOf(onBehalfOf, error)
      })
      return { text, operation: request.operation }
    }
  const clientFor = (onBehalfOf: string | null): ProviderClient => {
    const caller = callerFor(onBehalfOf)
    return {
      ...domainCalls(caller, onBehalfOf),
      dkimKeys: dkimKeyCalls(caller),
      tracking: trackingCalls(caller),
      certificates: certificateCalls(caller),
      credentials: credentialCalls(caller),
      connection: connectionCalls(caller),
      subaccounts: subaccountCalls(caller),
      onBehalfOf: clientFor,
      atOnce: () => pace?.atOnce() ?? steady.concurrency,
    }
  }
  return clientFor(null)
}

function isRefusedKey(error: unknown): error is ZonedeskError {
  return error instanceof ZonedeskError && error.failure.code === 'unauthorized'
}

/** What a request for a subaccount fails with: a refused key says nothing about the account that has the key. */
function inNameOf(subaccountId: string, error: unknown): unknown {
  if (!isRefusedKey(error)) return error
  return new ZonedeskError('forbidden', `This API key may not act for the subaccount ${subaccountId}.`, {
    fix: "Use a key of the account above the subaccount that may administer it, or add an account with the subaccount's own key.",
    cause: error,
  })
}

/** Requests of one kind take alike long. The parts of a domain are told apart by the last segment of the path. */
function kindOf({ operation, url }: ApiRequest): string {
  const { kind, part } = operation
  return part === undefined ? kind : `${kind} ${url.split('?')[0]?.split('/').at(-1) ?? ''}`
}

function parseBaseUrl(text: string): { url: string; host: string } {
  const parsed = URL.parse(text)
  if (parsed === null) {
    throw new ZonedeskError('invalid', 'The base URL of the account is not a valid address.', {
      fix: 'Enter an address such as https://api.example.com.',
      field: 'baseUrl',
    })
  }
  return { url: `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`, host: parsed.host }
}
