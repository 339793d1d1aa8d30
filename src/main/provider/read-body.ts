import { ZonedeskError } from '../../preload/contract/failure'
import type { Operation } from './operation'

/** A page of 1,000 domains is about one megabyte; what is larger than this is no answer of the API. In octets. */
const MOST_BYTES = 32 * 1024 * 1024

/**
 * Reads a body as UTF-8.
 *
 * @param onPiece told of every piece that comes
 * @param signal ends the reading, also of a body that does not heed it itself
 * @throws ZonedeskError `bad-answer` when it is too large, and what the body's stream throws
 */
export async function readBody(
  response: Response,
  operation: Operation,
  onPiece: () => void,
  signal: AbortSignal,
): Promise<string> {
  if (response.body === null) return ''
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader()
  const leave = (): void => void reader.cancel().catch(() => undefined)
  signal.addEventListener('abort', leave, { once: true })
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return text + decoder.decode()
      onPiece()
      bytes += value.byteLength
      if (bytes > MOST_BYTES) throw tooLarge(operation)
      text += decoder.decode(value, { stream: true })
    }
  } catch (error) {
    leave()
    throw error
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

function tooLarge({ host }: Operation): ZonedeskError {
  return new ZonedeskError('bad-answer', `The answer of ${host} is too large to be one of the Domains API.`, {
    fix: 'Check the base URL of the account.',
    retryable: false,
  })
}
