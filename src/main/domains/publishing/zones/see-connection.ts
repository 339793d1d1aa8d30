import type { FailureCode } from '../../../../preload/contract/failure'

/** Failures that a person mends at the connection: at its secret, its address, or what it may do. */
const AT_CONNECTION: ReadonlySet<FailureCode> = new Set([
  ...(['unauthorized', 'forbidden', 'keychain', 'read-only', 'not-found', 'offline', 'bad-answer'] as const),
])

/** That a sentence leads to the connections; nothing where it does not. */
export interface SeeConnection {
  /** The connection by its id, or `all`. */
  readonly seeConnection?: string
}

/**
 * Whether a failure is mended at the connection that it came through.
 *
 * @param code absent or null where it is not known what failed
 * @param connectionId also of a connection that is gone
 */
export function seeConnection(code: FailureCode | null | undefined, connectionId: string): SeeConnection {
  return code !== null && code !== undefined && AT_CONNECTION.has(code) ? { seeConnection: connectionId } : {}
}
