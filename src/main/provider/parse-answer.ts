import * as v from 'valibot'
import { ZonedeskError } from '../../preload/contract/failure'
import { afterWrite } from './network-failures'
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
    throw badAnswer(operation, `The answer of ${host} is not whole, or not JSON.`, 'Try again.')
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

function badAnswer(operation: Operation, message: string, fix: string): ZonedeskError {
  return new ZonedeskError('bad-answer', message, { fix: isRead(operation) ? fix : afterWrite(fix) })
}
