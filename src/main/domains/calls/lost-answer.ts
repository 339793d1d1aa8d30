import { ZonedeskError } from '../../../preload/contract/failure'

/**
 * The failure of a write that may have been carried out all the same: its answer was lost, or was not the API's. Null
 * for any other: a refusal in the provider's own words means that it was not, and what the app itself stopped is not
 * looked into.
 */
export function lostAnswer(error: unknown): ZonedeskError | null {
  if (!(error instanceof ZonedeskError)) return null
  const { code } = error.failure
  return code === 'timeout' || code === 'offline' || code === 'bad-answer' ? error : null
}
