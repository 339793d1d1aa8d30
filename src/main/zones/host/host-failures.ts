import { ZonedeskError } from '../../../preload/contract/failure'
import { failedRequest, TIMEOUT_CODE, TLS_CODE } from '../../network/failed-request'
import { hideSecret, hostSentence } from './host-words'

/** Whom an error speaks of. */
export interface HostNames {
  /** Such as "Cloudflare". */
  readonly host: string
  /** What the secret is called there, such as "API token". */
  readonly credential: string
  /** One sentence: the right that the credential needs, and where it is given. */
  readonly right: string
  /** Whether the user typed the API's address, so that it can be wrong. */
  readonly hasAddress: boolean
}

/** How a request failed. */
export interface HostFailure {
  readonly error: ZonedeskError
  /** Whether the host surely did nothing of what was asked. */
  readonly isUndone: boolean
  /** Whether the same request may succeed soon. */
  readonly isPassing: boolean
  /** What the host asks to wait, in milliseconds; null where it does not say. */
  readonly retryAfterMs: number | null
  /** The status of the answer; null where there was none. */
  readonly status: number | null
}

/** Codes of Node and of Chromium after which no request can have left. */
const NEVER_SENT =
  /^(?:ENOTFOUND|ENODATA|EAI_\w+|ECONNREFUSED|ENETUNREACH|ENETDOWN|EHOSTUNREACH|EHOSTDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|ERR_ADDRESS_UNREACHABLE|ERR_NETWORK_ACCESS_DENIED|ERR_PROXY_CONNECTION_FAILED|ERR_TUNNEL_CONNECTION_FAILED|ERR_INVALID_URL|ERR_UNSAFE_PORT)$/
const NAME_NOT_FOUND =
  /^(?:ENOTFOUND|ENODATA|EAI_\w+|ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED|ERR_DNS_\w+)$/

/**
 * What an answer with another status than 2xx means. Source: RFC 9110 section 15.
 *
 * @param said the host's own words; null where the answer has none
 * @param retryAfterMs what the answer asks to wait, in milliseconds
 */
export function statusFailure(
  status: number,
  said: string | null,
  retryAfterMs: number | null,
  names: HostNames,
  secret: string,
): HostFailure {
  const sentence = said === null ? null : hostSentence(said, secret)
  return {
    error: statusError(status, sentence, retryAfterMs, names),
    isUndone: status >= 400 && status < 500 && status !== 408,
    isPassing: status === 429 || status === 408 || status >= 500,
    retryAfterMs,
    status,
  }
}

function statusError(
  status: number,
  said: string | null,
  retryAfterMs: number | null,
  names: HostNames,
): ZonedeskError {
  const { host, credential, right } = names
  const says = said === null ? '' : ` It says: ${said}`
  if (status < 400) return redirectError(names)
  if (status === 429) {
    const seconds = retryAfterMs === null ? null : Math.max(1, Math.ceil(retryAfterMs / 1000))
    return new ZonedeskError('rate-limited', `${host} was asked too often.`, {
      fix: seconds === null ? 'Try again later.' : `Try again in ${seconds} s.`,
    })
  }
  if (status === 408) {
    return new ZonedeskError('timeout', `${host} did not get the request in time.`, { fix: 'Try again.' })
  }
  if (status >= 500) {
    return new ZonedeskError('bad-answer', `${host} had a fault of its own (status ${status}).${says}`, {
      fix: 'Try again later.',
    })
  }
  switch (status) {
    case 401:
      return new ZonedeskError('unauthorized', `${host} does not accept the ${credential}.${says}`, {
        fix: `Check that the ${credential} is whole and not expired, or make a new one.`,
        field: 'secret',
      })
    case 403:
      return new ZonedeskError('forbidden', `The ${credential} may not do this at ${host}.${says}`, {
        fix: right,
      })
    case 404:
      return new ZonedeskError('not-found', `${host} does not have what was asked for.${says}`, {
        fix: names.hasAddress
          ? 'Check the address of the API, and whether the zone is still there.'
          : `Check whether the zone is still there, and whether the ${credential} may see it.`,
      })
    case 405:
    case 406:
    case 410:
    case 415:
      return new ZonedeskError(
        'bad-answer',
        `${host} does not answer as its API should (status ${status}).${says}`,
        {
          fix: names.hasAddress ? 'Check the address of the API.' : 'Look for a newer version of Zonedesk.',
          retryable: false,
        },
      )
    case 407:
      return new ZonedeskError('offline', 'The proxy asks for a sign-in.', {
        fix: 'Check the proxy settings of the system.',
      })
    case 413:
      return new ZonedeskError('refused', `The change is larger than ${host} accepts.`, {
        fix: 'Make fewer changes at once.',
      })
    default:
      return new ZonedeskError('refused', `${host} declined the request (status ${status}).${says}`, {
        fix:
          said === null
            ? 'Make the change at the DNS host itself.'
            : 'Change what the DNS host names, and try again.',
      })
  }
}

/** Redirects are not followed: the secret would go to where nobody meant it to. */
export function redirectError({ host, hasAddress }: HostNames): ZonedeskError {
  return new ZonedeskError('bad-answer', `${host} redirects to another address.`, {
    fix: hasAddress
      ? 'Check the address of the API, or sign in to the network you are on.'
      : 'Sign in to the network you are on.',
    retryable: false,
  })
}

/**
 * A request that got no whole answer, from the errors of Node's fetch (`cause.code`) and of Electron's (`net::ERR_...` in
 * the message).
 */
export function networkFailure(thrown: unknown, names: HostNames, secret: string): HostFailure {
  const { codes, text } = failedRequest(thrown)
  const any = (pattern: RegExp): boolean => codes.some((code) => pattern.test(code))
  const isTls = any(TLS_CODE)
  return {
    error: /redirect/i.test(text)
      ? redirectError(names)
      : networkError(any, isTls, names, new Error(hideSecret(text, secret))),
    isUndone: isTls || any(NEVER_SENT) || /bad port|invalid url/i.test(text),
    isPassing: !isTls && !/redirect/i.test(text),
    retryAfterMs: null,
    status: null,
  }
}

function networkError(
  any: (pattern: RegExp) => boolean,
  isTls: boolean,
  { host, hasAddress }: HostNames,
  cause: Error,
): ZonedeskError {
  const check = hasAddress
    ? 'Check the address of the API and the network connection.'
    : 'Check the network connection.'
  if (isTls) {
    return new ZonedeskError('offline', `A secure connection to ${host} could not be made.`, {
      fix: 'Check the date of this computer, and whether a proxy or virus scanner inspects connections.',
      cause,
    })
  }
  if (any(NAME_NOT_FOUND)) {
    return new ZonedeskError('offline', `The name of ${host} was not found.`, { fix: check, cause })
  }
  if (any(TIMEOUT_CODE)) return timeoutError(host, cause)
  return new ZonedeskError(
    'offline',
    any(NEVER_SENT) ? `${host} cannot be reached.` : `The connection to ${host} was lost.`,
    { fix: check, cause },
  )
}

export function timeoutError(host: string, cause?: Error): ZonedeskError {
  return new ZonedeskError('timeout', `${host} did not answer in time.`, {
    fix: 'Try again later.',
    ...(cause === undefined ? {} : { cause }),
  })
}

/** What is thrown, or said, where the user stopped the work. */
export function cancelledError(): ZonedeskError {
  return new ZonedeskError('cancelled', 'It was cancelled.')
}
