import * as v from 'valibot'
import type { Channel } from '../../preload/contract/channel'
import { type Failure, type Outcome, ZonedeskError } from '../../preload/contract/failure'

/** Reports a fault of the app's own to the log. */
export type ReportFault = (where: string, error: unknown) => void

/**
 * Answers one call: parses the request, runs the handler, parses the response, and turns whatever goes wrong
 * into a failure. Never throws.
 *
 * @param where the channel's name, for the log
 * @param raw what came over IPC, not trusted
 */
export async function answer(
  where: string,
  channel: Channel,
  handler: (request: unknown) => unknown,
  raw: unknown,
  reportFault: ReportFault,
): Promise<Outcome<unknown>> {
  const request = v.safeParse(channel.request, raw)
  if (!request.success) return { ok: false, failure: invalidRequest(request.issues) }
  try {
    return { ok: true, value: v.parse(channel.response, await handler(request.output)) }
  } catch (error) {
    return { ok: false, failure: toFailure(where, error, reportFault) }
  }
}

function invalidRequest(issues: readonly v.BaseIssue<unknown>[]): Failure {
  const issue = issues[0]
  const field = issue === undefined ? null : v.getDotPath(issue)
  // The received value is left out: it may be a key.
  const message = field === null ? 'The request has the wrong shape.' : `"${field}" has the wrong shape.`
  return { code: 'invalid', message, fix: 'Check the value and try again.', retryable: false, field }
}

/** The failure that a thrown error is answered with; what is no error of the app's own making is reported. */
export function toFailure(where: string, error: unknown, reportFault: ReportFault): Failure {
  if (error instanceof ZonedeskError) return error.failure
  reportFault(where, error)
  return {
    code: 'internal',
    message: 'Something went wrong inside Zonedesk.',
    fix: 'Try again; if it happens again, restart Zonedesk and look at its log.',
    retryable: false,
    field: null,
  }
}
