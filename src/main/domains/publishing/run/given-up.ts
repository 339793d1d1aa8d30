import { ZonedeskError } from '../../../../preload/contract/failure'
import type { StoredZoneWrite } from '../../../profile/publish-store'

/** A failure as it is kept; what nobody thought of is one inside Zonedesk. */
export function asError(error: unknown): ZonedeskError {
  if (error instanceof ZonedeskError) return error
  return new ZonedeskError('internal', 'Something went wrong inside Zonedesk.', {
    fix: 'Try again; if it happens again, restart Zonedesk and look at its log.',
    cause: error,
  })
}

/** A zone that has no turn: nothing was written, unless something was sent before. */
export function givenUp(write: StoredZoneWrite, { failure }: ZonedeskError, at: number): StoredZoneWrite {
  const { code, message, fix } = failure
  if (write.state !== 'writing' && write.state !== 'unknown')
    return { ...write, state: 'failed', at, message, fix, code }
  return {
    ...{ ...write, state: 'unknown', at, code },
    message: `${message} It is not known what ${write.zone} holds now.`,
    fix:
      code === 'not-found'
        ? fix
        : 'Try again: Zonedesk reads the zone first, and writes only what is missing.',
  }
}

/** A new try cannot help: the run is bound to the connection that it was planned through. */
export function removed({ connection }: StoredZoneWrite): ZonedeskError {
  return new ZonedeskError('not-found', `The connection ${connection.name} was removed.`, {
    fix: 'Connect the DNS host again, then plan anew: the plan reads the zone first.',
  })
}
