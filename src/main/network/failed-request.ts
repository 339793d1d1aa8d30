/** How deep an error's causes are followed. */
const MAX_DEPTH = 6

/** Certificate and handshake codes of Node (https://nodejs.org/api/tls.html) and of Chromium's net_error_list.h. */
export const TLS_CODE =
  /^(?:ERR_TLS_|ERR_SSL_|ERR_CERT_|CERT_|ERR_CERTIFICATE_|ERR_BAD_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$)/
/** The same of a connection, or an answer, that took too long. */
export const TIMEOUT_CODE = /^(?:ETIMEDOUT|UND_ERR_\w*TIMEOUT|ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT)$/

/** What an error says of why a request failed. */
interface FailedRequest {
  /** Such as ECONNREFUSED, and ERR_CONNECTION_REFUSED of Chromium. */
  readonly codes: readonly string[]
  /** All messages and codes, for the log. */
  readonly text: string
}

/**
 * Codes and text of an error and of what caused it, without a stack: of Node's fetch (`cause.code`) and of Electron's
 * (`net::ERR_...` in the message).
 */
export function failedRequest(thrown: unknown): FailedRequest {
  const codes: string[] = []
  const texts: string[] = []
  const visit = (one: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || typeof one !== 'object' || one === null) return
    if ('code' in one && typeof one.code === 'string') codes.push(one.code)
    if ('message' in one && typeof one.message === 'string') {
      texts.push(one.message)
      for (const [, code] of one.message.matchAll(/net::(ERR_[A-Z0-9_]+)/g)) if (code) codes.push(code)
    }
    if ('errors' in one && Array.isArray(one.errors)) for (const inner of one.errors) visit(inner, depth + 1)
    if ('cause' in one) visit(one.cause, depth + 1)
  }
  visit(thrown, 0)
  return { codes, text: [...texts, ...codes].join('; ') }
}
