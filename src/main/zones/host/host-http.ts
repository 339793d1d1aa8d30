import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import { Semaphore } from '../../async/semaphore'
import { askUntilAnswered, writeOnce, type Sent } from './attempts'
import { cancelledError, statusFailure, type HostFailure } from './host-failures'
import { retryAfter, sendOnce, unclear, type Attempt, type SendingOptions } from './send-once'

/** What makes the HTTP of one host. */
export interface HostHttpOptions extends SendingOptions {
  /** Where the API's paths begin; no request goes to another origin. */
  readonly base: string
  /** The headers that carry the secret. */
  readonly headers: Readonly<Record<string, string>>
  /** The host's own words in the JSON of a refusal; null where there are none. */
  readonly words: (body: unknown) => string | null
  /** What a refusal means, where its status alone says something else. */
  readonly statusOf?: (status: number, body: unknown) => number
  /** Requests under way at once. */
  readonly atOnce: number
}

export interface HostRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** After the base; it begins with a slash. */
  readonly path: string
  /** Sent as JSON. */
  readonly json?: unknown
}

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

export function createHostHttp(options: HostHttpOptions): HostHttp {
  const turns = new Semaphore(options.atOnce)
  const { parts } = options
  return {
    read: (path, schema, signal) =>
      askUntilAnswered(
        () => inTurn(turns, () => send({ method: 'GET', path }, schema, options, signal), signal),
        parts,
        signal,
      ),
    async write(request, schema, signal) {
      const attempt = () => inTurn(turns, () => send(request, schema, options, null), signal)
      const sent = await writeOnce(attempt, parts, signal)
      return sent.state === 'done' ? { ...sent, value: sent.value.value } : sent
    },
  }
}

/** Work in turn, as many pieces at once as the host takes. */
export function inTurn<T>(turns: Semaphore, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return turns.run(work, signal).catch((error: unknown) => {
    throw signal.aborted && !(error instanceof ZonedeskError) ? cancelledError() : error
  })
}

/** Sends a request once, and reads its answer as JSON. */
async function send<T>(
  { method, path, json }: HostRequest,
  schema: v.GenericSchema<unknown, T> | null,
  options: HostHttpOptions,
  signal: AbortSignal | null,
): Promise<Attempt<HostAnswer<T>>> {
  const request = {
    method,
    url: `${options.base}${path}`,
    headers: {
      accept: 'application/json',
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  }
  const sent = await sendOnce(request, options, signal)
  if ('failure' in sent) return sent
  const { status, headers, text } = sent.answer
  if (status < 200 || status > 299) return { failure: refusal(status, headers, text, options) }
  try {
    return { answer: { value: parse(text, schema, options), headers } }
  } catch (error) {
    if (error instanceof ZonedeskError) return { failure: unclear(error, status) }
    throw error
  }
}

function refusal(status: number, headers: Headers, text: string, options: HostHttpOptions): HostFailure {
  const { words, statusOf, parts, secret } = options
  const retryAfterMs = retryAfter(headers.get('retry-after'), parts.now())
  let body: unknown
  let said: string | null = null
  try {
    body = JSON.parse(text)
    said = words(body)
  } catch {
    // What is no JSON has no words of the API.
  }
  return statusFailure(statusOf?.(status, body) ?? status, said, retryAfterMs, options, secret)
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
