import { ZonedeskError } from '../../preload/contract/failure'
import { failedRequest, TIMEOUT_CODE, TLS_CODE } from '../network/failed-request'
import { clockAdvice } from './clock-skew'
import type { TimeLimit } from './deadline'
import { isRead, type Operation, permanent, transient, type RequestError } from './operation'
import { hide } from './provider-sentence'

const CERTIFICATE_DATE =
  /^(?:CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_CERT_DATE_INVALID|ERR_SSL_CERT_DATE\w*)$/
const CERTIFICATE_NAME = /^(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|ERR_CERT_COMMON_NAME_INVALID)$/
const CERTIFICATE_ISSUER =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:GET_ISSUER_CERT\w*|VERIFY_LEAF_SIGNATURE)|CERT_UNTRUSTED|ERR_CERT_AUTHORITY_INVALID)$/
const NAME_NOT_FOUND = /^(?:ENOTFOUND|ENODATA|ERR_NAME_NOT_RESOLVED|ERR_NAME_RESOLUTION_FAILED)$/
const NAME_LATER = /^(?:EAI_AGAIN|EAI_FAIL|ERR_DNS_\w+)$/
const REFUSED = /^(?:ECONNREFUSED|ERR_CONNECTION_REFUSED)$/
const NO_NETWORK =
  /^(?:ENETUNREACH|ENETDOWN|EHOSTUNREACH|EHOSTDOWN|EADDRNOTAVAIL|ERR_INTERNET_DISCONNECTED|ERR_ADDRESS_UNREACHABLE|ERR_NETWORK_ACCESS_DENIED)$/
const PROXY = /^(?:ERR_(?:\w+_)?PROXY_\w+|ERR_TUNNEL_CONNECTION_FAILED|ERR_SOCKS_\w+)$/
const BAD_ADDRESS = /^(?:ERR_INVALID_URL|ERR_UNSAFE_PORT|ERR_DISALLOWED_URL_SCHEME|ERR_UNKNOWN_URL_SCHEME)$/

/**
 * The failure of a request that got no whole answer, from the errors of Node's fetch (`cause.code`) and of Electron's
 * (`net::ERR_...` in the message).
 *
 * @param now the computer's clock, milliseconds since the epoch
 */
export function networkError(error: unknown, operation: Operation, now: number = Date.now()): RequestError {
  const { host } = operation
  const { codes, text } = failedRequest(error)
  const any = (pattern: RegExp): boolean => codes.some((code) => pattern.test(code))
  const cause = new Error(hide(text, operation.secrets))

  if (/redirect/i.test(text)) return permanent(redirected(operation, cause))
  if (any(BAD_ADDRESS) || /bad port|invalid url/i.test(text)) {
    return permanent(
      new ZonedeskError('invalid', `${host} is not an address to which requests can be sent.`, {
        fix: 'Check the base URL of the account.',
        field: 'baseUrl',
        cause,
      }),
    )
  }
  if (any(CERTIFICATE_DATE)) {
    return permanent(
      offline(`By the clock of this computer the certificate of ${host} is out of date.`, {
        fix: clockAdvice(now),
        cause,
      }),
    )
  }
  if (any(CERTIFICATE_NAME)) {
    return permanent(
      offline(`The certificate that ${host} shows is for another name.`, {
        fix: 'Check the base URL of the account, or sign in to the network you are on.',
        cause,
      }),
    )
  }
  if (any(CERTIFICATE_ISSUER)) {
    return permanent(
      offline(`The certificate of ${host} is from an issuer that this computer does not trust.`, {
        fix: 'Check the base URL, and whether a proxy or virus scanner inspects connections.',
        cause,
      }),
    )
  }
  if (any(TLS_CODE)) {
    return permanent(
      offline(`A secure connection to ${host} could not be made.`, {
        fix: 'Check the date of this computer, the base URL, and whether a proxy or virus scanner inspects connections.',
        cause,
      }),
    )
  }
  if (any(PROXY)) {
    return transient(
      offline(`The proxy did not let the connection to ${host} through.`, {
        fix: 'Check the proxy settings of the system.',
        cause,
      }),
    )
  }
  if (any(NAME_NOT_FOUND)) {
    return permanent(
      offline(`The name ${host} was not found.`, {
        fix: 'Check the network connection and the base URL of the account.',
        cause,
      }),
    )
  }
  if (any(NAME_LATER)) {
    return transient(
      offline(`The name ${host} could not be looked up.`, { fix: 'Check the network connection.', cause }),
    )
  }
  if (any(REFUSED)) {
    return transient(
      offline(`${host} refused the connection.`, {
        fix: 'Check the base URL of the account, and whether its server runs.',
        cause,
      }),
    )
  }
  if (any(NO_NETWORK)) {
    return permanent(
      offline(`There is no network connection to ${host}.`, { fix: 'Check the network connection.', cause }),
    )
  }
  if (any(TIMEOUT_CODE)) return permanent(timedOut(operation, 'answerMs', cause))
  return transient(
    offline(`The connection to ${host} was lost.`, {
      fix: isRead(operation) ? 'Check the network connection.' : afterWrite('Check the network connection.'),
      cause,
    }),
  )
}

const TOO_LATE: Record<TimeLimit, (host: string) => string> = {
  connectMs: (host) => `${host} did not accept a connection in time.`,
  answerMs: (host) => `${host} did not answer in time.`,
  pauseMs: (host) => `${host} stopped in the middle of its answer.`,
  bodyMs: (host) => `${host} answers too slowly.`,
}

/**
 * The provider was reached, or tried, and no whole answer came in time.
 *
 * @param limit which limit was passed
 */
export function timedOut(operation: Operation, limit: TimeLimit, cause?: unknown): ZonedeskError {
  return new ZonedeskError('timeout', TOO_LATE[limit](operation.host), {
    fix: isRead(operation) ? 'Try again.' : afterWrite('Try again after that.'),
    ...(cause === undefined ? {} : { cause }),
  })
}

/** Redirects are never followed: the key would go to where nobody meant it to. */
export function redirected(operation: Operation, cause?: unknown): ZonedeskError {
  return new ZonedeskError('bad-answer', `${operation.host} redirects to another address.`, {
    fix: 'Check the base URL of the account, or sign in to the network you are on.',
    retryable: false,
    ...(cause === undefined ? {} : { cause }),
  })
}

/** @param fix what to do besides looking whether an unanswered write was carried out */
export function afterWrite(fix: string): string {
  return `The change may have been made all the same: sync to see. ${fix}`
}

function offline(message: string, options: { fix: string; cause: Error }): ZonedeskError {
  return new ZonedeskError('offline', message, options)
}
