import { ZonedeskError } from '../../preload/contract/failure'
import { untilAborted } from '../async/until-aborted'
import type { Fetch, TakesConnections } from './types'
import { providerTime } from './clock-skew'
import { startClock, type TimeLimits } from './deadline'
import { cancelled, type Operation, permanent, type SendResult } from './operation'
import type { AnswerHead } from './pace/learned-pace'
import { readRateLimits, waitUntilReset } from './pace/rate-limits'
import { networkError, redirected, timedOut } from './network-failures'
import { readBody } from './read-body'
import { statusError } from './status-failures'

/** One HTTP request of the API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  /** Sent as `application/x-www-form-urlencoded`; null for none. */
  readonly form: URLSearchParams | null
  /** Id of the subaccount it is made for; null for the account itself. */
  readonly onBehalfOf: string | null
  /** Without the key's forms, which the exchange adds to the secrets. */
  readonly operation: Operation
}

export interface ExchangeOptions {
  readonly fetch: Fetch
  readonly apiKey: () => Promise<string>
  readonly limits: TimeLimits
  readonly takesConnections: TakesConnections
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Told when an answer begins. */
  readonly onAnswer?: ((answer: AnswerHead) => void) | undefined
}

/** Names the subaccount a request is made for. Source: the provider's user manual, "Subaccounts". */
const ON_BEHALF_OF = 'x-mailgun-on-behalf-of'

/** The user name of every request. Source: API, HTTP Basic authentication (RFC 7617). */
const USER = 'api'

/**
 * Sends a request once and reads the whole answer. Redirects are not followed, so that the key goes to the base URL
 * and nowhere else.
 *
 * @returns the body of a 2xx answer, and how the request ended otherwise
 * @throws what `apiKey` throws
 */
export async function exchange(
  request: ApiRequest,
  options: ExchangeOptions,
  signal: AbortSignal | undefined,
): Promise<SendResult<string>> {
  const key = await options.apiKey()
  const credentials = Buffer.from(`${USER}:${key}`, 'utf8').toString('base64')
  const operation: Operation = {
    ...request.operation,
    secrets: [...request.operation.secrets, key, encodeURIComponent(key), credentials],
  }
  const clock = startClock(options.limits, (ended) => options.takesConnections(request.url, ended))
  const stop = signal === undefined ? clock.signal : AbortSignal.any([signal, clock.signal])
  try {
    const response = await untilAborted(send(options.fetch, request, credentials, stop), stop, cancelled)
    clock.answerBegan()
    const head = headOf(response, options.now())
    options.onAnswer?.(head)
    const text = await untilAborted(
      readAnswer(response, operation, () => clock.pieceCame(), stop),
      stop,
      cancelled,
    )
    if (isRedirect(response)) return { ok: false, requestError: permanent(redirected(operation)) }
    if (response.ok) return { ok: true, value: text }
    const refusal = {
      status: response.status,
      text,
      retryAfter: response.headers.get('retry-after') ?? afterReset(head),
      date: response.headers.get('date'),
    }
    return { ok: false, requestError: statusError(refusal, operation, options.now()) }
  } catch (error) {
    if (signal?.aborted === true) return { ok: false, requestError: permanent(cancelled()) }
    const passed = clock.passed()
    if (passed !== null) return { ok: false, requestError: permanent(timedOut(operation, passed)) }
    if (error instanceof ZonedeskError) return { ok: false, requestError: permanent(error) }
    return { ok: false, requestError: networkError(error, operation, options.now()) }
  } finally {
    clock.stop()
  }
}

function headOf({ status, headers }: Response, now: number): AnswerHead {
  return { status, limits: readRateLimits(headers, providerTime(headers.get('date'), now)) }
}

/** What a refusal without `Retry-After` says in the fields of rate limits, in seconds. */
function afterReset({ status, limits }: AnswerHead): string | null {
  const ms = status === 429 ? waitUntilReset(limits) : null
  return ms === null ? null : String(Math.ceil(ms / 1000))
}

async function send(
  fetch: Fetch,
  request: ApiRequest,
  credentials: string,
  signal: AbortSignal,
): Promise<Response> {
  const headers: Record<string, string> = {
    accept: 'application/json',
    authorization: `Basic ${credentials}`,
  }
  if (request.form !== null) headers['content-type'] = 'application/x-www-form-urlencoded'
  if (request.onBehalfOf !== null) headers[ON_BEHALF_OF] = request.onBehalfOf
  return fetch(request.url, {
    method: request.method,
    headers,
    ...(request.form === null ? {} : { body: request.form.toString() }),
    redirect: 'manual',
    credentials: 'omit',
    cache: 'no-store',
    signal,
  })
}

async function readAnswer(
  response: Response,
  operation: Operation,
  onPiece: () => void,
  signal: AbortSignal,
): Promise<string> {
  if (!isRedirect(response)) return readBody(response, operation, onPiece, signal)
  await response.body?.cancel().catch(() => undefined)
  return ''
}

/** A fetch that cannot leave a redirect alone says so in `redirected`; its answer is from elsewhere. */
function isRedirect(response: Response): boolean {
  const { status, type } = response
  return type === 'opaqueredirect' || response.redirected || (status >= 300 && status < 400)
}
