import type { Context as HonoContext } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ZonedeskError, type FailureCode } from '../../preload/contract/failure'
import { INTERNAL } from './messages'

/** The API's status for each kind of failure an operation has. */
const STATUS: Partial<Readonly<Record<FailureCode, ContentfulStatusCode>>> = {
  invalid: 400,
  'already-exists': 400,
  refused: 400,
  forbidden: 403,
  'not-found': 404,
  /** No resolver can be reached, so the domain cannot be verified now. */
  offline: 503,
  /** RFC 4918 11.5: the service's file cannot be read or written. */
  storage: 507,
}

/** Answers a failed operation as `{"message": ...}`; what is the service's own doing is logged. */
export function answerFailure(error: unknown, c: HonoContext, log: (error: unknown) => void): Response {
  const failure = error instanceof ZonedeskError ? error.failure : null
  const status = failure === null ? undefined : STATUS[failure.code]
  if (status === undefined || failure?.code === 'storage') log(error)
  if (failure !== null && status !== undefined) return c.json({ message: failure.message }, status)
  return c.json({ message: INTERNAL }, 500)
}
