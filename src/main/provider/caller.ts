import type { ApiRequest } from './exchange'
import type { Operation } from './operation'
import type { ReadManner } from './types'

/** A request as the operations write it; the caller adds base URL, host and subaccount. */
export interface CallerRequest {
  readonly method: ApiRequest['method']
  /** Below the base URL, with its slash; each part of it through `segment`. */
  readonly path: string
  /** Sent behind the path; absent for none. */
  readonly query?: URLSearchParams
  /** Sent as the body; absent for none. */
  readonly form?: URLSearchParams
  readonly operation: Omit<Operation, 'host' | 'secrets'> & { readonly secrets?: readonly string[] }
}

/** The body of a 2xx answer, and what the request was about. */
export interface CallerAnswer {
  readonly text: string
  readonly operation: Operation
}

/**
 * Sends requests of one account, for itself or for one of its subaccounts.
 *
 * @throws ZonedeskError as `ProviderClient` says
 */
export type Caller = (
  request: CallerRequest,
  signal: AbortSignal | undefined,
  manner?: ReadManner,
) => Promise<CallerAnswer>
