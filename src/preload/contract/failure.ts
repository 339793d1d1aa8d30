import * as v from 'valibot'

/**
 * Why something could not be done, as one word a program can branch on.
 *
 * - `invalid`: the input breaks a rule; `field` names the input where there is one
 * - `already-exists`, `not-found`: about the named domain or account
 * - `unauthorized`: the provider does not know the API key
 * - `forbidden`: the key is known and may not do this
 * - `refused`: the provider or the app declines for a stated reason (domain disabled, used as an authority)
 * - `rate-limited`: too many requests; try later
 * - `read-only`: the user lets Zonedesk change nothing in this account, so nothing was sent
 * - `unconfirmed`: the user wants to be asked before each write in this account, and was not asked about this one;
 *   `question` says what to ask
 * - `offline`: the provider cannot be reached (no network, name not found, connection refused, TLS failure)
 * - `timeout`: the provider was reached and did not answer in time
 * - `cancelled`: the user stopped it
 * - `bad-answer`: the provider answered with something that is not the API's answer, or with a 5xx
 * - `keychain`: the operating system's keychain is missing or refused
 * - `storage`: a file of the app's own cannot be read or written
 * - `untrusted`: a message came from a frame that is not the app's window
 * - `internal`: a fault of the app's own
 */
export const FailureCode = v.picklist([
  'invalid',
  'already-exists',
  'not-found',
  'unauthorized',
  'forbidden',
  'refused',
  'read-only',
  'unconfirmed',
  'rate-limited',
  'offline',
  'timeout',
  'cancelled',
  'bad-answer',
  'keychain',
  'storage',
  'untrusted',
  'internal',
])
export type FailureCode = v.InferOutput<typeof FailureCode>

/** What is wrong with one input field. */
export const FieldReason = v.object({
  /** The field's name in the request. */
  field: v.string(),
  /** One sentence or two: what is wrong and what to do about it; it reads well under the field's label. */
  message: v.string(),
})
export type FieldReason = v.InferOutput<typeof FieldReason>

/** What a person is asked before something is changed at a provider. */
export const WriteQuestion = v.object({
  /** Given once; `accounts.confirmWrite` takes it, and then the same call is made. It belongs to that call alone. */
  token: v.string(),
  /** A short question, such as "Change mg.example.com?". */
  title: v.string(),
  /** What would be sent, and to which account: one sentence each. */
  sentences: v.array(v.string()),
  /** What a person says yes with, such as "Change". */
  action: v.string(),
})
export type WriteQuestion = v.InferOutput<typeof WriteQuestion>

/** The one shape in which an error reaches a person. It never carries a secret. */
export const Failure = v.object({
  code: FailureCode,
  /** One sentence: what happened. */
  message: v.string(),
  /** One sentence: what to do about it. Empty when there is nothing to do. */
  fix: v.string(),
  /** Whether the same call may succeed later without any change. */
  retryable: v.boolean(),
  /** The input field the failure belongs to, by its name in the request; null when it belongs to none. */
  field: v.nullable(v.string()),
  /** Every wrong field with its own sentence, where several fields of one request were judged. */
  reasons: v.optional(v.array(FieldReason)),
  /** What to ask, where the code is `unconfirmed`. */
  question: v.optional(WriteQuestion),
})
export type Failure = v.InferOutput<typeof Failure>

/** What crosses the border: contextBridge drops an Error's own properties, so failures travel as values. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure }

const RETRYABLE: ReadonlySet<FailureCode> = new Set(['rate-limited', 'offline', 'timeout', 'bad-answer'])

/** The one error type of the app, on both sides of the border. */
export class ZonedeskError extends Error {
  override readonly name = 'ZonedeskError'
  readonly failure: Failure

  /**
   * @param code why, as a word
   * @param message one sentence: what happened; no secret in it
   * @param options.fix one sentence: what to do about it
   * @param options.field the request's field it belongs to
   * @param options.reasons every wrong field, where several were judged
   * @param options.question what to ask before the same call is made again
   * @param options.retryable overrides what the code implies
   * @param options.cause the error underneath, for the log only
   */
  constructor(
    code: FailureCode,
    message: string,
    options: {
      fix?: string
      field?: string
      reasons?: FieldReason[]
      question?: WriteQuestion
      retryable?: boolean
      cause?: unknown
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.failure = {
      code,
      message,
      fix: options.fix ?? '',
      retryable: options.retryable ?? RETRYABLE.has(code),
      field: options.field ?? null,
      ...(options.reasons !== undefined && { reasons: options.reasons }),
      ...(options.question !== undefined && { question: options.question }),
    }
  }

  static from(failure: Failure): ZonedeskError {
    const { code, message, fix, retryable, field, reasons, question } = failure
    return new ZonedeskError(code, message, {
      fix,
      retryable,
      ...(field === null ? {} : { field }),
      ...(reasons === undefined ? {} : { reasons }),
      ...(question === undefined ? {} : { question }),
    })
  }
}
