import type { Context as HonoContext } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ZonedeskError, type FailureCode } from '../../../preload/contract/failure'
import { INTERNAL } from '../records/messages'

type Statuses = Partial<Readonly<Record<FailureCode, ContentfulStatusCode>>>

/** The API's status for each kind of failure an operation has. */
const STATUS: Statuses = {
  invalid: 400,
  'already-exists': 400,
  refused: 400,
  forbidden: 403,
  'not-found': 404,
  'rate-limited': 429,
  /** No resolver can be reached, so the domain cannot be verified now. */
  offline: 503,
  /** RFC 4918 11.5: the service's file cannot be read or written. */
  storage: 507,
}

/** Parts of the API that refuse in words of their own. Source: the reference, by the status of each answer. */
const DIALECTS: readonly { readonly path: string; readonly status: Statuses }[] = [
  { path: '/v1/dkim_management/', status: STATUS },
  { path: '/v2/x509/', status: { ...STATUS, 'already-exists': 409 } },
]

/**
 * Answers a failed operation as `{"message": ...}`, or with the word that its part of the API has; what is the service's
 * own doing is logged.
 */
export function answerFailure(error: unknown, c: HonoContext, log: (error: unknown) => void): Response {
  const failure = error instanceof ZonedeskError ? error.failure : null
  const dialect = DIALECTS.find(({ path }) => c.req.path.startsWith(path))
  const status = failure === null ? undefined : (dialect?.status ?? STATUS)[failure.code]
  if (status === undefined || failure?.code === 'storage') log(error)
  if (failure === null || status === undefined) return c.json({ message: INTERNAL }, 500)
  const word = dialect === undefined ? 'message' : dialectWord(status)
  return c.json({ [word]: failure.message }, status)
}

function dialectWord(status: number): string {
  if (status === 400 || status === 402) return 'Reason'
  return status === 404 || status === 409 || status === 429 ? 'Description' : 'message'
}
