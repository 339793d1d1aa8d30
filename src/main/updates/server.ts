import { ZonedeskError } from '../../preload/contract/failure'

/** How long a short answer may take as a whole, in milliseconds. */
const ANSWER_MS = 30_000

/** The part of `fetch` that is used. Electron's follows the system's proxy settings. */
export type UpdateFetch = (url: string, init: RequestInit) => Promise<Response>

/**
 * Asks the update server. No redirect is followed: it could lead to another server, or out of TLS.
 *
 * @returns an answer with status 200; null when there is nothing at this address (404, 410)
 * @throws ZonedeskError `offline`, `timeout`, `refused`, `bad-answer` or `cancelled`
 */
export async function ask(fetch: UpdateFetch, url: string, signal: AbortSignal): Promise<Response | null> {
  let response: Response
  try {
    response = await fetch(url, {
      signal,
      redirect: 'error',
      cache: 'no-store',
      credentials: 'omit',
      headers: { accept: '*/*' },
    })
  } catch (error) {
    throw failureOfServer(error, signal)
  }
  if (response.status === 200) return response
  await response.body?.cancel().catch(() => undefined)
  if (response.status === 404 || response.status === 410) return null
  if (response.status >= 300 && response.status < 400) throw redirected(null)
  throw new ZonedeskError('bad-answer', `The update server answered with HTTP status ${response.status}.`, {
    fix: 'Try again later.',
  })
}

/**
 * Asks for something short.
 *
 * @param limit bytes, above which the answer is refused
 * @returns null when there is nothing at this address
 * @throws ZonedeskError as `ask` does
 */
export async function askShort(
  fetch: UpdateFetch,
  url: string,
  limit: number,
  signal: AbortSignal,
): Promise<Buffer | null> {
  const alarm = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)])
  const response = await ask(fetch, url, alarm)
  if (response === null) return null
  const pieces: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const piece of response.body ?? []) {
      bytes += piece.length
      if (bytes > limit) throw tooLong()
      pieces.push(piece)
    }
  } catch (error) {
    throw failureOfServer(error, alarm)
  }
  return Buffer.concat(pieces)
}

/** Why a request did not end, as one sentence. */
export function failureOfServer(error: unknown, signal: AbortSignal): ZonedeskError {
  if (error instanceof ZonedeskError) return error
  if (signal.aborted) {
    return isTimeout(signal.reason)
      ? new ZonedeskError('timeout', 'The update server did not answer in time.', { fix: 'Try again later.' })
      : new ZonedeskError('cancelled', 'It was stopped.')
  }
  if (isRedirect(error)) return redirected(error)
  return new ZonedeskError('offline', 'The update server cannot be reached.', {
    fix: 'Check the network connection, then try again.',
    cause: error,
  })
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError'
}

/** Neither Chromium's stack nor Node's has a code for it; both say the word. */
function isRedirect(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return /redirect/i.test(error.message) || isRedirect(error.cause)
}

function redirected(cause: unknown): ZonedeskError {
  return new ZonedeskError(
    'refused',
    'The update server sends Zonedesk to another address, which is not followed.',
    {
      fix: 'Nothing was downloaded. A network with a sign-in page does this too: sign in, then try again.',
      cause,
    },
  )
}

function tooLong(): ZonedeskError {
  return new ZonedeskError(
    'bad-answer',
    'The answer of the update server is too large to be a list of versions.',
    {
      fix: 'Nothing was changed. Try again later.',
    },
  )
}
