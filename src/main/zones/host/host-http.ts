import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import { doubled } from '../../async/backoff'
import { Semaphore } from '../../async/semaphore'
import type { ZoneAccessParts } from '../zone-access'
import {
  cancelledError,
  networkFailure,
  redirectError,
  statusFailure,
  timeoutError,
  type HostFailure,
  type HostNames,
} from './host-failures'

/** From the start of a request until its answer is whole, in milliseconds. */
const ANSWER_MS = 60_000
/** What is longer than this is no answer of a DNS host's API, in octets. */
const MOST_OCTETS = 64 * 1024 * 1024
/** How often one request is sent in all. */
const TRIES = 4
/** A host that asks for a longer wait than this is not waited for, in milliseconds. */
const LONGEST_WAIT_MS = 60_000
const FIRST_WAIT_MS = 500
const LAST_WAIT_MS = 8_000

/** What makes the HTTP of one host. */
export interface HostHttpOptions extends HostNames {
  /** Where the API's paths begin; no request goes to another origin. */
  readonly base: string
  readonly secret: string
  /** The headers that carry the secret. */
  readonly headers: Readonly<Record<string, string>>
  /** The host's own words in the JSON of a refusal; null where there are none. */
  readonly words: (body: unknown) => string | null
  /** What a refusal means, where its status alone says something else. */
  readonly statusOf?: (status: number, body: unknown) => number
  /** Requests under way at once. */
  readonly atOnce: number
  readonly parts: ZoneAccessParts
  /** Milliseconds; a minute when absent. */
  readonly answerMs?: number
}

export interface HostRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** After the base; it begins with a slash. */
  readonly path: string
  /** Sent as JSON. */
  readonly json?: unknown
}

/** How the sending of a write ended. `unchanged` only where the host surely did nothing. */
export type Sent<T> =
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'unchanged' | 'unknown'; readonly error: ZonedeskError; readonly status: number | null }

/** An answer whose JSON has the shape that was asked for. */
export interface HostAnswer<T> {
  readonly value: T
  readonly headers: Headers
}

/** HTTP as one DNS host's API has it. */
export interface HostHttp {
  /**
   * Reads, and asks again where the host was busy or the answer was lost.
   *
   * @param path after the base; it begins with a slash
   * @throws ZonedeskError as `ZoneAccess` says
   */
  read<T>(path: string, schema: v.GenericSchema<unknown, T>, signal: AbortSignal): Promise<HostAnswer<T>>
  /**
   * Sends a write once. It is sent again only where the host said that it was asked too often, which is before it did
   * anything. Once it is sent, it is not cancelled.
   *
   * @param schema of the answer; null where the answer's body says nothing
   */
  write<T>(
    request: HostRequest,
    schema: v.GenericSchema<unknown, T> | null,
    signal: AbortSignal,
  ): Promise<Sent<T>>
}

type Attempt<T> = { readonly answer: HostAnswer<T> } | { readonly failure: HostFailure }

export function createHostHttp(options: HostHttpOptions): HostHttp {
  const turns = new Semaphore(options.atOnce)

  async function inTurn<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await turns.run(work, signal)
    } catch (error) {
      if (signal.aborted && !(error instanceof ZonedeskError)) throw cancelledError()
      throw error
    }
  }

  async function pause(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await options.parts.sleep(ms, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
    if (signal.aborted) throw cancelledError()
  }

  return {
    async read(path, schema, signal) {
      for (let sent = 1; ; sent += 1) {
        const attempt = await inTurn(() => send({ method: 'GET', path }, schema, options, signal), signal)
        if ('answer' in attempt) return attempt.answer
        const { error, isPassing, retryAfterMs } = attempt.failure
        if (!isPassing || sent >= TRIES || (retryAfterMs ?? 0) > LONGEST_WAIT_MS) throw error
        await pause(retryAfterMs ?? doubled(FIRST_WAIT_MS, sent - 1, LAST_WAIT_MS), signal)
      }
    },
    async write(request, schema, signal) {
      try {
        for (let sent = 1; ; sent += 1) {
          const attempt = await inTurn(() => send(request, schema, options, null), signal)
          if ('answer' in attempt) return { state: 'done', value: attempt.answer.value }
          const { error, isUndone, retryAfterMs, status } = attempt.failure
          const canWait = status === 429 && sent < TRIES && (retryAfterMs ?? 0) <= LONGEST_WAIT_MS
          if (!canWait) return { state: isUndone ? 'unchanged' : 'unknown', error, status }
          await pause(retryAfterMs ?? doubled(FIRST_WAIT_MS, sent - 1, LAST_WAIT_MS), signal)
        }
      } catch (error) {
        // Only waiting throws here: before the first request, or after one that the host did not carry out.
        if (error instanceof ZonedeskError) return { state: 'unchanged', error, status: null }
        throw error
      }
    },
  }
}

/** Sends a request once and reads the whole answer. */
async function send<T>(
  request: HostRequest,
  schema: v.GenericSchema<unknown, T> | null,
  options: HostHttpOptions,
  signal: AbortSignal | null,
): Promise<Attempt<T>> {
  const tooLate = AbortSignal.timeout(options.answerMs ?? ANSWER_MS)
  const stop = signal === null ? tooLate : AbortSignal.any([signal, tooLate])
  let response: Response | null = null
  try {
    response = await options.parts.fetch(`${options.base}${request.path}`, {
      method: request.method,
      headers: {
        accept: 'application/json',
        ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(request.json === undefined ? {} : { body: JSON.stringify(request.json) }),
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
    if (!response.ok) return { failure: refusal(response, text, options) }
    return { answer: { value: parse(text, schema, options), headers: response.headers } }
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
function unclear(error: ZonedeskError, status: number | null): HostFailure {
  return { error, isUndone: false, isPassing: error.failure.retryable, retryAfterMs: null, status }
}

/** A fetch that cannot leave a redirect alone says so in `redirected`; its answer is from elsewhere. */
function isRedirect({ status, type, redirected }: Response): boolean {
  return type === 'opaqueredirect' || redirected || (status >= 300 && status < 400)
}

function refusal(response: Response, text: string, options: HostHttpOptions): HostFailure {
  const { words, statusOf, parts, secret } = options
  const retryAfterMs = retryAfter(response.headers.get('retry-after'), parts.now())
  let body: unknown
  let said: string | null = null
  try {
    body = JSON.parse(text)
    said = words(body)
  } catch {
    // What is no JSON has no words of the API.
  }
  const status = statusOf?.(response.status, body) ?? response.status
  return statusFailure(status, said, retryAfterMs, options, secret)
}

/** @returns milliseconds. Source: RFC 9110 section 10.2.3. */
function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

/** @throws ZonedeskError `bad-answer` when it is too long, and what the body's stream throws */
async function readText(response: Response, { host }: HostHttpOptions): Promise<string> {
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

/** @throws ZonedeskError `bad-answer`; no part of the text is repeated */
function parse<T>(text: string, schema: v.GenericSchema<unknown, T> | null, options: HostHttpOptions): T {
  const { host, hasAddress } = options
  if (schema === null) return undefined as T
  const isPage = /^\s*</.test(text)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new ZonedeskError(
      'bad-answer',
      isPage ? `${host} answered with a web page.` : `The answer of ${host} is incomplete, or is not JSON.`,
      {
        fix: isPage
          ? `Sign in to the network you are on${hasAddress ? ', and check the address of the API' : ''}.`
          : 'Try again.',
        retryable: !isPage,
      },
    )
  }
  const parsed = v.safeParse(schema, json)
  if (parsed.success) return parsed.output
  const path = v.getDotPath(parsed.issues[0])
  throw new ZonedeskError(
    'bad-answer',
    `The answer of ${host} is not what its API promises${path === null ? '' : ` (at ${path})`}.`,
    {
      fix: hasAddress ? 'Check the address of the API.' : 'Look for a newer version of Zonedesk.',
      retryable: false,
    },
  )
}
