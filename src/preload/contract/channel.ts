import type { BaseIssue, BaseSchema, InferInput, InferOutput } from 'valibot'

/** Any synchronous valibot schema. */
export type Schema = BaseSchema<unknown, unknown, BaseIssue<unknown>>

/** One question the renderer may ask the main process. */
export interface Channel<Request extends Schema = Schema, Response extends Schema = Schema> {
  readonly request: Request
  readonly response: Response
}

/**
 * Declares a channel. The request is parsed when it arrives in the main process; the response is parsed
 * before it leaves, so that nothing the schema does not name can cross to the renderer.
 */
export function channel<Request extends Schema, Response extends Schema>(
  request: Request,
  response: Response,
): Channel<Request, Response> {
  return { request, response }
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
