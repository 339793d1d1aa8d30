import { CANCELLED, finalOutcome, none, type Examine, type ExchangeOutcome } from './outcome'

/** RFC 8484 6. */
const MEDIA_TYPE = 'application/dns-message'
/** RFC 1035 4.2.2: what a length of two octets can tell; no DNS message is longer. */
const MAX_MESSAGE_OCTETS = 65_535

/** The part of `fetch` that is used; Electron's `net.fetch` follows the system's proxy settings. */
export type DohFetch = (
  url: string,
  init: {
    readonly method: 'POST'
    readonly headers: Readonly<Record<string, string>>
    readonly body: Uint8Array<ArrayBuffer>
    readonly signal: AbortSignal
    readonly redirect: 'error'
  },
) => Promise<Response>

export interface DohRequest {
  readonly fetch: DohFetch
  readonly url: string
  /** With id 0 (RFC 8484 4.1). */
  readonly query: Buffer
  readonly examine: Examine
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** Asks over HTTPS by POST (RFC 8484 4.1). Redirects are not followed. */
export async function exchangeDoh(request: DohRequest): Promise<ExchangeOutcome> {
  const { signal } = request
  const isCancelled = () => signal?.aborted === true
  if (isCancelled()) return CANCELLED
  const alarm = AbortSignal.timeout(request.timeoutMs)
  const stop = signal === undefined ? alarm : AbortSignal.any([signal, alarm])
  try {
    const response = await request.fetch(request.url, {
      method: 'POST',
      headers: { 'content-type': MEDIA_TYPE, accept: MEDIA_TYPE },
      body: Uint8Array.from(request.query),
      signal: stop,
      redirect: 'error',
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      return none('http', `The server answered with HTTP status ${response.status}.`)
    }
    const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
    if (type !== MEDIA_TYPE) {
      await response.body?.cancel()
      return none('http', 'The server answered with something that is not a DNS message.')
    }
    const message = await readBounded(response)
    if (message === null) return none('malformed', 'The answer is longer than a DNS message can be.')
    return finalOutcome(request.examine(message))
  } catch {
    if (isCancelled()) return CANCELLED
    if (alarm.aborted) return none('timeout', 'No whole answer came in time.')
    return none('unreachable', 'The server cannot be reached over HTTPS.')
  }
}

async function readBounded(response: Response): Promise<Buffer | null> {
  const pieces: Uint8Array[] = []
  let octets = 0
  for await (const piece of response.body ?? []) {
    octets += piece.length
    if (octets > MAX_MESSAGE_OCTETS) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
