import { ZonedeskError } from '../../../preload/contract/failure'

/** The same failure with other advice. */
export function advising(error: ZonedeskError, fix: string, field?: string): ZonedeskError {
  const { code, message, retryable } = error.failure
  return new ZonedeskError(code, message, {
    fix,
    retryable,
    cause: error,
    ...(field !== undefined && { field }),
  })
}
