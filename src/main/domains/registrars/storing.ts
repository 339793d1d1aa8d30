import { ZonedeskError } from '../../../preload/contract/failure'

/**
 * Runs a write of the profile, and says it in a sentence when the file does not take it.
 *
 * @throws ZonedeskError `storage`
 */
export function storing<T>(write: () => T): T {
  try {
    return write()
  } catch (cause) {
    throw new ZonedeskError('storage', 'The choice could not be saved.', {
      fix: 'Check that the disk is not full and that the data folder can be written, and try again.',
      cause,
    })
  }
}
