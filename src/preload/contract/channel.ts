import type { BaseIssue, BaseSchema, InferInput, InferOutput } from 'valibot'

/** Any synchronous valibot schema. */
export type Schema = BaseSchema<unknown, unknown, BaseIssue<unknown>>

/** One question the renderer may ask the main process. */
export interface Channel<
  Request extends Schema = Schema,
  Response extends Schema = Schema,
  Writes extends boolean = boolean,
> {
  readonly request: Request
  readonly response: Response
  /** Whether a call can change something at a provider, at once or by a job that it begins. */
  readonly writes: Writes
}

/**
 * Declares a channel that changes nothing at any provider; the app's own files it may change. The request is parsed when it arrives in the main process; the response is parsed
 * before it leaves, so that nothing the schema does not name can cross to the renderer.
 */
export function channel<Request extends Schema, Response extends Schema>(
  request: Request,
  response: Response,
): Channel<Request, Response, false> {
  return { request, response, writes: false }
}

/**
 * Declares a channel that can change something at a provider. The main process refuses it for an account that is read
 * only, and asks for a confirmation where the account wants one: `src/main/domains/planned-writes.ts` says what each
 * call would change.
 */
export function writingChannel<Request extends Schema, Response extends Schema>(
  request: Request,
  response: Response,
): Channel<Request, Response, true> {
  return { request, response, writes: true }
}

/** The channels of one subject. */
export type Subject = Record<string, Channel>

/** What the caller passes. */
export type RequestOf<C extends Channel> = InferInput<C['request']>
/** What the handler receives: the request after parsing. */
export type ParsedRequestOf<C extends Channel> = InferOutput<C['request']>
/** What the caller gets. */
export type ResponseOf<C extends Channel> = InferOutput<C['response']>
/** What the handler returns. */
export type AnswerOf<C extends Channel> = InferInput<C['response']>
