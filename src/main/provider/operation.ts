import { ZonedeskError } from '../../preload/contract/failure'

/** What a request is about, for the sentence that tells of its failure. */
export interface Operation {
  readonly kind: 'list' | 'create' | 'get' | 'update' | 'verify' | 'delete'
  /** Domain the request is about; null for the list. */
  readonly name: string | null
  /** Host of the base URL, with a port where there is one. */
  readonly host: string
  /** Texts that must not appear in any message: the key in its forms, a password that is sent. */
  readonly secrets: readonly string[]
}

/** Whether sending it twice is the same as sending it once, and nothing is changed. */
export function isRead(operation: Pick<Operation, 'kind'>): boolean {
  return operation.kind === 'list' || operation.kind === 'get'
}

/** A request that did not succeed, with what a retry needs to know. */
export interface RequestError {
  readonly error: ZonedeskError
  /** Whether the same request may succeed a moment later. */
  readonly transient: boolean
  /** How long the provider asked to wait, in milliseconds; null when it did not. */
  readonly retryAfterMs: number | null
}

/** How one sending of a request ended. */
export type SendResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly requestError: RequestError }

export function permanent(error: ZonedeskError): RequestError {
  return { error, transient: false, retryAfterMs: null }
}

export function transient(error: ZonedeskError, retryAfterMs: number | null = null): RequestError {
  return { error, transient: true, retryAfterMs }
}

export function cancelled(): ZonedeskError {
  return new ZonedeskError('cancelled', 'The request was cancelled.')
}
