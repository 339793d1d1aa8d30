import * as v from 'valibot'
import { ZonedeskError } from '../../preload/contract/failure'
import { afterWrite } from './network-failures'
import { nameFromWire } from './presentation-format'
import { isRead, type Operation } from './operation'

/**
 * Reads the body of a 2xx answer.
 *
 * @throws ZonedeskError `bad-answer` when it is a web page, no JSON, or JSON of another shape. No part of the body
 *   is repeated: it may hold a password.
 */
export function parseAnswer<S extends v.GenericSchema>(
  schema: S,
  text: string,
  operation: Operation,
): v.InferOutput<S> {
  const { host } = operation
  if (/^\s*</.test(text)) {
    throw badAnswer(
      operation,
      `${host} answered with a web page.`,
      'Sign in to the network you are on, and check the base URL of the account.',
    )
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw badAnswer(operation, `The answer of ${host} is incomplete, or is not JSON.`, 'Try again.')
  }
  const parsed = v.safeParse(schema, json)
  if (parsed.success) return parsed.output
  const path = v.getDotPath(parsed.issues[0])
  const where = path === null ? '' : ` (at ${path})`
  throw badAnswer(
    operation,
    `The answer of ${host} is not one of the Domains API${where}.`,
    'Check the base URL of the account.',
  )
}

/**
 * What is said of one domain must not be kept as another's.
 *
 * @param name the answer's domain, as the app writes names
 * @throws ZonedeskError `bad-answer` when it is not the one that was asked about
 */
export function requireSameDomain(name: string, operation: Operation): void {
  if (operation.name === null || nameFromWire(operation.name) === name) return
  throw badAnswer(operation, `${operation.host} answered about another domain.`, 'Try again.')
}

/** What is thrown when an answer is not what was asked for. It repeats nothing of the answer. */
export function badAnswer(operation: Operation, message: string, fix: string): ZonedeskError {
  return new ZonedeskError('bad-answer', message, { fix: isRead(operation) ? fix : afterWrite(fix) })
}
