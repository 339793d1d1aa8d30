import type { ZonedeskError } from '../../preload/contract/failure'

/** A request that did not succeed, with what a retry needs to know. */
export interface Setback {
  readonly error: ZonedeskError
  /** Whether the same request may succeed a moment later. */
  readonly transient: boolean
  /** How long the provider asked to wait, in milliseconds; null when it did not. */
  readonly retryAfterMs: number | null
}

/** How one sending of a request ended. */
export type Attempt<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly setback: Setback }

export function permanent(error: ZonedeskError): Setback {
  return { error, transient: false, retryAfterMs: null }
}

export function transient(error: ZonedeskError, retryAfterMs: number | null = null): Setback {
  return { error, transient: true, retryAfterMs }
}
