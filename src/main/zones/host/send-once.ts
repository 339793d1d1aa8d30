import { ZonedeskError } from '../../../preload/contract/failure'
import type { ZoneAccessParts } from '../zone-access'
import {
  cancelledError,
  networkFailure,
  redirectError,
  timeoutError,
  type HostFailure,
  type HostNames,
} from './host-failures'

/** From the start of a request until its answer is whole, in milliseconds. */
const ANSWER_MS = 60_000
/** What is longer than this is no answer of a DNS host's API, in octets. */
const MOST_OCTETS = 64 * 1024 * 1024

export interface RawRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** A whole answer, of any status but a redirect. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export interface SendingOptions extends HostNames {
  readonly secret: string
  readonly parts: ZoneAccessParts
  /** Milliseconds; a minute when absent. */
  readonly answerMs?: number
}

/** How a request ended. */
export type Attempt<T> = { readonly answer: T } | { readonly failure: HostFailure }

/**
 * Sends a request once and reads the whole answer. A redirect is not followed, so that the secret goes nowhere else.
 *
 * @param signal null for a write, which is not cancelled once it is sent
 * @throws ZonedeskError `cancelled` when the signal fires
 */
export async function sendOnce(
  { url, ...init }: RawRequest,
  options: SendingOptions,
  signal: AbortSignal | null,
): Promise<Attempt<RawAnswer>> {
  const tooLate = AbortSignal.timeout(options.answerMs ?? ANSWER_MS)
  const stop = signal === null ? tooLate : AbortSignal.any([signal, tooLate])
  let response: Response | null = null
  try {
    response = await options.parts.fetch(url, {
      ...init,
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      signal: stop,
    })
    if (isRedirect(response)) {
      await response.body?.cancel().catch(() => undefined)
      return { failure: unclear(redirectError(options), response.status) }
    }
    const text = await readText(response, options)
    return { answer: { status: response.status, headers: response.headers, text } }
  } catch (error) {
    if (signal?.aborted === true) throw cancelledError()
    const status = response?.status ?? null
    if (error instanceof ZonedeskError) return { failure: unclear(error, status) }
    if (tooLate.aborted) return { failure: unclear(timeoutError(options.host), status) }
    const failure = networkFailure(error, options, options.secret)
    return { failure: response === null ? failure : { ...failure, isUndone: false } }
  }
}

/** A failure after which nobody knows whether the host did what was asked. */
export function unclear(error: ZonedeskError, status: number | null): HostFailure {
  return { error, isUndone: false, isPassing: error.failure.retryable, retryAfterMs: null, status }
}

/** A fetch that cannot leave a redirect alone says so in `redirected`; its answer is from elsewhere. */
function isRedirect({ status, type, redirected }: Response): boolean {
  return type === 'opaqueredirect' || redirected || (status >= 300 && status < 400)
}

/** @returns milliseconds. Source: RFC 9110 section 10.2.3. */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

/** @throws ZonedeskError `bad-answer` when it is too long, and what the body's stream throws */
async function readText(response: Response, { host }: HostNames): Promise<string> {
  if (response.body === null) return ''
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader()
  const decoder = new TextDecoder()
  let octets = 0
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    octets += value.byteLength
    if (octets > MOST_OCTETS) {
      await reader.cancel().catch(() => undefined)
      throw new ZonedeskError('bad-answer', `The answer of ${host} is too long.`, {
        fix: 'Make the change at the DNS host itself.',
        retryable: false,
      })
    }
    text += decoder.decode(value, { stream: true })
  }
}
