import { ZonedeskError } from '../../preload/contract/failure'

/** What a request is about, for the sentence that tells of its failure. */
export interface Operation {
  readonly kind:
    | 'list'
    | 'create'
    | 'get'
    | 'update'
    | 'verify'
    | 'delete'
    | 'read-part'
    | 'add-part'
    | 'change-part'
    | 'remove-part'
  /** Domain the request is about; null for the list, and for what belongs to the account. */
  readonly name: string | null
  /** What of the domain or of the account it is about; absent where it is the domain itself. */
  readonly part?: OperationPart
  /** Host of the base URL, with a port where there is one. */
  readonly host: string
  /** Texts that must not appear in any message: the key in its forms, a password that is sent. */
  readonly secrets: readonly string[]
}

/** A part of a domain or of an account that has operations of its own. */
export interface OperationPart {
  /** What it is, as words in the middle of a sentence, such as `DKIM key s1 of example.com`. */
  readonly words: string
  /** The field of the request that a refusal is about, by the app's name; absent where there is none. */
  readonly field?: string
  /** What to do when the provider declines; one sentence. */
  readonly fix: string
}

/** Whether sending it twice is the same as sending it once, and nothing is changed. */
export function isRead(operation: Pick<Operation, 'kind'>): boolean {
  return operation.kind === 'list' || operation.kind === 'get' || operation.kind === 'read-part'
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
