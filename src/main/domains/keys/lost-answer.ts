import { ZonedeskError } from '../../../preload/contract/failure'
import { lostAnswer } from '../calls/lost-answer'

/** Said of a change whose answer did not come and which was found carried out. */
export const FOUND_DONE =
  'The answer of the provider was lost. Zonedesk looked, and found the change carried out.'

/**
 * Sends a change, and where its answer is lost, looks whether the change was carried out. It is never sent twice.
 *
 * @param look whether it was carried out; what it throws counts as not known
 * @returns what is worth saying of it, one plain sentence each
 * @throws ZonedeskError of the sending; where a look found the change not carried out, it says so
 */
export async function sendOnce(
  send: () => Promise<unknown>,
  look: () => Promise<boolean>,
): Promise<string[]> {
  try {
    await send()
    return []
  } catch (error) {
    const lost = lostAnswer(error)
    if (lost === null) throw error
    const found = await look().catch(() => null)
    if (found === true) return [FOUND_DONE]
    if (found === null) throw error
    const { code, message } = lost.failure
    throw new ZonedeskError(code, `${message} Zonedesk looked, and nothing was changed so far.`, {
      fix: 'Wait a minute and refresh the keys. If nothing has changed, try again.',
      cause: error,
    })
  }
}
