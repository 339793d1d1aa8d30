import { Route53Client, Route53ServiceException } from '@aws-sdk/client-route-53'
import { ZonedeskError } from '../../../preload/contract/failure'
import { Semaphore } from '../../async/semaphore'
import type { SettingsOf } from '../../../preload/contract/zone-connections'
import { askUntilAnswered, writeOnce, type Sent } from '../host/attempts'
import { statusFailure, type HostFailure, type HostNames } from '../host/host-failures'
import { inTurn } from '../host/host-http'
import { requireToken } from '../host/host-words'
import { sendOnce, unclear, type Attempt } from '../host/send-once'
import type { ZoneAccessParts } from '../zone-access'

const HOST = 'route53.amazonaws.com'
const NAMES: HostNames = {
  host: 'Route 53',
  credential: 'access key',
  right:
    'Give the access key a policy that allows route53:ListHostedZones, ListHostedZonesByName, GetHostedZone, ListResourceRecordSets, ChangeResourceRecordSets and GetChange for this hosted zone.',
  hasAddress: false,
}

/** Codes with which AWS refuses an access key. Source: AWS documentation, "Common errors". */
const NO_KEY = new Set([
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'UnrecognizedClientException',
  'IncompleteSignature',
  'MissingAuthenticationToken',
  'ExpiredToken',
  'ExpiredTokenException',
  'AuthFailure',
])
/** Refused before anything was done, with status 400. Source: Route 53 API reference, ChangeResourceRecordSets. */
const BUSY = new Set([
  'Throttling',
  'ThrottlingException',
  'PriorRequestNotComplete',
  'TooManyRequestsException',
])

/** One call of the official package. */
type Call<T> = (client: Route53Client, signal: AbortSignal) => Promise<T>

/** Route 53 by its official package, which signs and reads XML; how often and where it sends is said here. */
export interface Route53Calls {
  /** @throws ZonedeskError as `ZoneAccess` says */
  read<T>(call: Call<T>, signal: AbortSignal): Promise<T>
  write<T>(call: Call<T>): Promise<Sent<T>>
  close(): void
}

/** A request of the package's that got no whole answer. */
class Unanswered extends Error {
  readonly failure: HostFailure

  constructor(failure: HostFailure) {
    super('unanswered')
    this.failure = failure
  }
}

/** The part that is used of what the package hands over and wants back. */
interface PackageRequest {
  readonly method: string
  readonly hostname: string
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** @throws ZonedeskError `invalid` where the secret cannot be one */
export function createRoute53Calls(
  { accessKeyId }: SettingsOf<'route53'>,
  secret: string,
  parts: ZoneAccessParts,
  atOnce: number,
): Route53Calls {
  const secretAccessKey = requireToken(secret, 'secret access key')
  const turns = new Semaphore(atOnce)

  async function handle(
    request: PackageRequest,
    { abortSignal }: { abortSignal?: AbortSignal } = {},
  ): Promise<{ response: unknown }> {
    if (request.hostname !== HOST) throw new Error('Another host was asked for.')
    const { host: _host, ...headers } = request.headers
    const sent = await sendOnce(
      {
        method: request.method,
        url: `https://${HOST}${request.path}${queryOf(request.query)}`,
        headers,
        ...(typeof request.body === 'string' && request.body !== '' && { body: request.body }),
      },
      { ...NAMES, secret: secretAccessKey, parts },
      abortSignal ?? null,
    )
    if ('failure' in sent) throw new Unanswered(sent.failure)
    const { status, headers: answered, text } = sent.answer
    const body = new TextEncoder().encode(text)
    return { response: { statusCode: status, headers: Object.fromEntries(answered), body } }
  }

  const client = new Route53Client({
    region: 'us-east-1',
    // Said here so that no environment variable and no file of this computer sends the access key elsewhere.
    endpoint: `https://${HOST}`,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    requestHandler: { handle, metadata: { handlerProtocol: 'h1' } } as never,
  })

  async function attempt<T>(call: Call<T>, signal: AbortSignal): Promise<Attempt<T>> {
    try {
      return { answer: await call(client, signal) }
    } catch (error) {
      if (error instanceof ZonedeskError) throw error
      return { failure: failureOf(error, secretAccessKey) }
    }
  }

  return {
    read: (call, signal) =>
      askUntilAnswered(() => inTurn(turns, () => attempt(call, signal), signal), parts, signal),
    write: (call) => {
      const { signal } = new AbortController()
      return writeOnce(() => inTurn(turns, () => attempt(call, signal), signal), parts, signal)
    },
    close: () => client.destroy(),
  }
}

function failureOf(error: unknown, secret: string): HostFailure {
  if (error instanceof Unanswered) return error.failure
  if (error instanceof Route53ServiceException) {
    const { name, message } = error
    const status = error.$metadata.httpStatusCode ?? 500
    return statusFailure(statusOf(name, status), message, null, NAMES, secret)
  }
  return unclear(
    new ZonedeskError(
      'bad-answer',
      'The answer of Route 53 is incomplete, or is not what its API promises.',
      {
        fix: 'Sign in to the network you are on, and try again.',
      },
    ),
    null,
  )
}

function statusOf(name: string, status: number): number {
  if (NO_KEY.has(name)) return 401
  if (BUSY.has(name)) return 429
  if (name === 'AccessDenied' || name === 'AccessDeniedException') return 403
  if (name === 'NoSuchHostedZone') return 404
  // Nothing was changed, and most often because an RRset is another than it was.
  if (name === 'InvalidChangeBatch') return 409
  return status
}

function queryOf(query: PackageRequest['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one): [string, string] => [name, one]),
  )
  // Encoded as the signature has it (RFC 3986), which URLSearchParams does not do for a blank and an asterisk.
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
  return pairs.length === 0
    ? ''
    : `?${pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')}`
}
