import { ZonedeskError } from '../../preload/contract/failure'
import type { TimeLimits } from './deadline'
import { exchange, type ApiRequest } from './exchange'
import { answerFromWire, pageFromWire } from './from-wire'
import { createScheduler, type Urgency } from './scheduler'
import { isRead, type SendResult, type Operation } from './operation'
import { parseAnswer, requireSameDomain } from './parse-answer'
import { createBackoff, LONGEST_RETRY_AFTER_MS, sleep, withRetry } from './retry'
import { askedTooOften } from './status-failures'
import { createForm, listQuery, updateForm } from './to-form'
import type {
  AdviseOnKey,
  Fetch,
  ProviderAnswer,
  ProviderClient,
  ReadManner,
  TakesConnections,
} from './types'
import { WireAnswer, WireMessage, WirePage } from './wire'

export interface ProviderClientOptions {
  /** Origin, and path if any, before `/v4/domains`; no trailing slash needed. */
  readonly baseUrl: string
  /** Asked for each request, so that a new key acts at once. */
  readonly apiKey: () => Promise<string>
  /** Knows why a key is refused; absent where nobody does. Not asked about a call that is cancelled. */
  readonly adviseOnKey?: AdviseOnKey | undefined
  readonly fetch: Fetch
  /** How long the parts of one request may take. */
  readonly limits?: Partial<TimeLimits>
  /** Asked where a fetch is slow; absent where there is nothing to connect to. */
  readonly takesConnections?: TakesConnections
  /** How often a read is tried in all, 1 or more. */
  readonly tries?: number
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
  const scheduler = createScheduler({
    concurrency: options.concurrency ?? DEFAULTS.concurrency,
    perSecond: options.perSecond === undefined ? DEFAULTS.perSecond : options.perSecond,
    now,
    sleep: sleepFor,
    refusal: (ms) => (ms > LONGEST_RETRY_AFTER_MS ? askedTooOften(ms) : undefined),
  })
  const backoff = createBackoff(scheduler, now)
  // The time of a write begins when it is sent, not while it waits for another one.
  const writes = createScheduler({
    concurrency: options.writesAtOnce ?? Number.POSITIVE_INFINITY,
    perSecond: null,
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
    const sendIn = (turn: Urgency | undefined) => (): Promise<SendResult<string>> =>
      scheduler.run(async () => backoff(await exchange(request, exchangeOptions, signal)), signal, turn)
    if (isRead(request.operation)) {
      return withRetry(sendIn(urgency), once === true ? { ...retry, tries: 1 } : retry, signal)
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
      const isRefusedKey = error instanceof ZonedeskError && error.failure.code === 'unauthorized'
      if (!isRefusedKey || signal?.aborted === true) throw error
      throw (await options.adviseOnKey?.(error)) ?? error
    }
  }
  const operation = (
    kind: Operation['kind'],
    name: string | null,
    secrets: readonly string[] = [],
  ): Operation => ({ kind, name, host: base.host, secrets })
  const answer = async (
    request: ApiRequest,
    signal: AbortSignal | undefined,
    manner?: ReadManner,
  ): Promise<ProviderAnswer> => {
    const { operation } = request
    const read = answerFromWire(parseAnswer(WireAnswer, await call(request, signal, manner), operation))
    requireSameDomain(read.domain.name, operation)
    return read
  }

  return {
    list: async (query, signal, manner) => {
      const request = {
        method: 'GET' as const,
        url: `${base.url}/v4/domains?${listQuery(query)}`,
        form: null,
        operation: operation('list', null),
      }
      const text = await call(request, signal, manner)
      return pageFromWire(parseAnswer(WirePage, text, request.operation))
    },
    create: (name, createOptions, signal) =>
      answer(
        {
          method: 'POST',
          url: `${base.url}/v4/domains`,
          form: createForm(name, createOptions),
          operation: operation('create', name, secretsOf(createOptions)),
        },
        signal,
      ),
    get: async (name, signal, manner) =>
      answer(
        {
          method: 'GET',
          url: `${base.url}/v4/domains/${segment(name)}`,
          form: null,
          operation: operation('get', name),
        },
        signal,
        manner,
      ),
    update: async (name, changes, signal) =>
      answer(
        {
          method: 'PUT',
          url: `${base.url}/v4/domains/${segment(name)}`,
          form: updateForm(changes),
          operation: operation('update', name, secretsOf(changes)),
        },
        signal,
      ),
    verify: async (name, signal) =>
      answer(
        {
          method: 'PUT',
          url: `${base.url}/v4/domains/${segment(name)}/verify`,
          form: null,
          operation: operation('verify', name),
        },
        signal,
      ),
    delete: async (name, signal) => {
      const request = {
        method: 'DELETE' as const,
        url: `${base.url}/v3/domains/${segment(name)}`,
        form: null,
        operation: operation('delete', name),
      }
      const text = await call(request, signal)
      // The domain is gone, whatever the body: an empty one is no failure.
      if (text.trim() === '') return { message: '' }
      return { message: parseAnswer(WireMessage, text, request.operation).message ?? '' }
    },
  }
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

/** A name as a segment of a path. Empty and dot segments would ask for another resource (RFC 3986 5.2.4). */
function segment(name: string): string {
  if (/^\.*$/.test(name)) {
    throw new ZonedeskError('invalid', 'The domain name is empty.', { field: 'name' })
  }
  return encodeURIComponent(name)
}

function secretsOf({ smtpPassword }: { readonly smtpPassword?: string | undefined }): string[] {
  return smtpPassword === undefined ? [] : [smtpPassword, encodeURIComponent(smtpPassword)]
}
